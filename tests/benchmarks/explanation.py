"""Why every one of 10,000 nominees is on the list or not, as result.json tells it.

``ours_s`` is all that a choice is followed by: the score that each would have needed, as bounds,
what binding quotas cost and who would replace each of the chosen as far as the time goes
(``priced`` of ``binding``, ``replaced``), and the certificate. ``exact_one_s`` and ``price_one_s``
are of what is solved again on request. Nobody else explains a choice: no peer.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from statistics import mean, median
from time import perf_counter
from typing import Any

import numpy as np

from congress.selection import answer
from optimizer.exact import Again
from optimizer.selection import choose
from tests.benchmarks.instances import problem
from tests.benchmarks.measuring import RUNS, Line, Run, alone, judged, line, main

NOMINEES, ASKED_S, ASKED_AGAIN = 10_000, 10, 10


def ours(nominees: int) -> Run:
    pool, rules = problem(nominees)
    result = choose(pool, rules)
    started = perf_counter()
    found = answer.of(pool, rules, result)
    seconds = perf_counter() - started
    needed = [person["score_to_enter"] for person in found["people"]]
    binding = [quota for quota in found["quotas"] if quota["binding"]]
    return {
        "seconds": seconds,
        "told": len(needed) == nominees,
        "exact_share": round(mean(_is_exact(score) for score in needed), 4),
        "binding": len(binding),
        "priced": sum(quota["price"] is not None for quota in binding),
        "replaced": sum(person.get("replacement") is not None for person in found["people"]),
        **_again(Again(pool, rules, result)),
    }


def _is_exact(needed: Mapping[str, Any] | None) -> bool:
    """Tell whether the least and the most are one; null says that no score would do."""
    return needed is None or needed["least"] == needed["most"]


def _again(again: Again) -> Run:
    """Time what is solved again on request: one nominee's exact score, one quota's price."""
    rng = np.random.default_rng(1)
    rows = rng.choice(len(again.pool), ASKED_AGAIN, replace=False).tolist()
    counts = again.result.counts
    places = [place for place, count in enumerate(counts) if count.is_binding]
    asked = rng.choice(places, min(ASKED_AGAIN, len(places)), replace=False).tolist()
    again.score_to_enter(rows[0])
    one = [_timed(partial(again.score_to_enter, row)) for row in rows]
    price = [_timed(partial(again.price, again.hots[0], place)) for place in asked]
    return {"exact_one_s": round(median(one), 4), "price_one_s": round(median(price), 4)}


def _timed(asked: Callable[[], object]) -> float:
    started = perf_counter()
    asked()
    return perf_counter() - started


def lines() -> Iterable[Line]:
    runs = [alone("explanation", "ours", NOMINEES) for _ in range(RUNS)]
    found = line("explanation", NOMINEES, runs)
    kept = ("told", "exact_share", "binding", "priced", "replaced", "exact_one_s", "price_one_s")
    found |= {key: runs[0][key] for key in kept}
    yield judged(found, at_most={"ours_s": ASKED_S}, at_least={"told": True})


if __name__ == "__main__":
    main(lines, ours=ours)
