"""Why every one of 10,000 nominees is on the list or not, as result.json tells it.

``ours_s`` is all that a choice is followed by: the score that each would have needed, as bounds,
what binding quotas cost and who would replace each of the chosen as far as the time goes
(``priced`` of ``binding``, ``replaced``), and the certificate. ``exact_share`` is of the people
whose score is exact; ``exact_share_asked`` where exact scores are asked for, for ``asked_s``.
Nobody else explains a choice: no peer.
"""

from collections.abc import Iterable, Mapping
from statistics import mean
from time import perf_counter
from typing import Any

from congress.selection import answer
from optimizer.selection import choose
from tests.benchmarks.instances import problem
from tests.benchmarks.measuring import RUNS, Line, Run, alone, judged, line, main

NOMINEES, ASKED_S, EXACT_S = 10_000, 10, 30


def ours(nominees: int) -> Run:
    return explained(nominees, "bounds")


def exact(nominees: int) -> Run:
    return explained(nominees, "exact", EXACT_S)


def explained(nominees: int, explain: str, limit_s: float | None = None) -> Run:
    pool, rules = problem(nominees)
    result = choose(pool, rules)
    started = perf_counter()
    found = answer.of(pool, rules, result, explain, time_limit_s=limit_s)
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
    }


def _is_exact(needed: Mapping[str, Any] | None) -> bool:
    """Tell whether the least and the most are one; null says that no score would do."""
    return needed is None or needed["least"] == needed["most"]


def lines() -> Iterable[Line]:
    runs = [alone("explanation", "ours", NOMINEES) for _ in range(RUNS)]
    asked = alone("explanation", "exact", NOMINEES)
    found = line("explanation", NOMINEES, runs)
    found |= {key: runs[0][key] for key in ("told", "exact_share", "binding", "priced", "replaced")}
    found |= {"exact_share_asked": asked["exact_share"], "asked_s": round(asked["seconds"], 2)}
    yield judged(found, at_most={"ours_s": ASKED_S}, at_least={"told": True})


if __name__ == "__main__":
    main(lines, ours=ours, exact=exact)
