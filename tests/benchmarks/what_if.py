"""One quota edited at a time, the program kept hot, as a slider on the page asks.

``ours_s`` is the median over all edits, proof included, ``worst_s`` the worst; ``first_s`` makes
the program hot. The peer chooses anew under the same edited rules, in a process of its own for
each edit, and every answer is compared: the same total, or that no list keeps the rules.
"""

from collections.abc import Iterable
from dataclasses import replace
from statistics import median
from time import perf_counter

import numpy as np

from optimizer.problem import Pool, Rules, Status
from optimizer.selection import counted
from optimizer.whatif import WhatIf
from tests.benchmarks.instances import problem
from tests.benchmarks.measuring import RUNS, Line, Run, alone, judged, line, main
from tests.benchmarks.peers.merit import CBC, arrays, solve

NOMINEES, LIMIT_S, ASKED_S = 10_000, 60, 0.05
SLIDERS, STEPS = 10, (-2, -1, 1, 2)
"""So many quotas, each with a bound put so far from what the first list has."""


def ours(nominees: int, sliders: int = SLIDERS) -> Run:
    """Answer every edit; a total is None where it is proven that there is no list."""
    pool, rules = problem(nominees)
    asked = edits(pool, rules, sliders)
    started = perf_counter()
    hot = WhatIf(pool, rules)
    hot.ask(rules)
    first_s = perf_counter() - started
    seconds, totals = [], []
    for edited in asked:
        started = perf_counter()
        outlook = hot.ask(edited)
        seconds.append(perf_counter() - started)
        assert outlook.status is not Status.TIME_LIMIT
        assert outlook.status is Status.INFEASIBLE or outlook.bound == outlook.score
        totals.append(outlook.score if outlook.status is Status.OPTIMAL else None)
    return {"seconds": median(seconds), "each": seconds, "totals": totals, "first": first_s}


def edits(pool: Pool, rules: Rules, sliders: int) -> list[Rules]:
    """Draw quotas and put a bound of each, upper and lower in turn, around its present count."""
    now = counted(rules, WhatIf(pool, rules).ask(rules).chosen)
    rng = np.random.default_rng(1)
    found = []
    for turn, number in enumerate(rng.choice(len(now), sliders, replace=False).tolist()):
        quota, count = now[number].quota, now[number].count
        for step in STEPS:
            bound = max(0, count + step)
            moved = (
                replace(quota, least=bound, most=max(bound, now[number].most))
                if turn % 2
                else replace(quota, least=min(bound, now[number].least), most=bound)
            )
            quotas = (*rules.quotas[:number], moved, *rules.quotas[number + 1 :])
            found.append(replace(rules, quotas=quotas))
    return found


def lines() -> Iterable[Line]:
    pool, rules = problem(NOMINEES)
    asked = edits(pool, rules, SLIDERS)
    mine, theirs = [], []
    for part in np.array_split(np.arange(len(asked)), RUNS):
        mine.append(alone("what_if", "ours", NOMINEES))
        theirs += [_cold(pool, asked[number]) for number in part.tolist()]
    told = [run for run in theirs if run is not None]
    peers = {f"{CBC.name}, cold": told} if len(told) == len(theirs) else {}
    found = line("one quota edited", NOMINEES, mine, peers)
    if peers:
        totals = [run["score"] if run["is_kept"] else None for run in told]
        found["same_answer"] = totals == mine[0]["totals"]
    each = np.median([run["each"] for run in mine], axis=0)
    found |= {
        "edits": len(asked),
        "without_list": mine[0]["totals"].count(None),
        "worst_s": round(float(each.max()), 4),
        "share_in_time": round(float((each <= ASKED_S).mean()), 3),
        "first_s": round(median(run["first"] for run in mine), 4),
    }
    yield judged(found, at_most={"ours_s": ASKED_S})


def _cold(pool: Pool, rules: Rules) -> Run | None:
    with arrays(pool, rules) as path:
        return solve(CBC, path, LIMIT_S)


if __name__ == "__main__":
    main(lines, ours=ours)
