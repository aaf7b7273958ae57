"""Ten of 300 delegates replaced after the lock, with proven fewest changes.

``ours_s`` is the list with its proof, ``answer_s`` adds the quotas named that ask for more changes.
``hardest`` are ten whom nobody can replace alone, so that others must be released too. Nobody
else proves fewest changes, so there is no peer.
"""

from collections.abc import Iterable
from statistics import median

import numpy as np

from optimizer import substitution
from optimizer.panel import Panel
from optimizer.problem import Index, Pool, Rules, Status
from optimizer.selection import choose
from tests.benchmarks.instances import problem
from tests.benchmarks.measuring import RUNS, Line, Run, alone, judged, line, main

SIZES, LEAVING, DRAWS, ASKED_S = (1_500, 10_000), 10, 5, 1


def ours(nominees: int, *, hardest: bool = False) -> Run:
    """Replace ten for several draws."""
    pool, rules = problem(nominees)
    chosen = choose(pool, rules).chosen
    leavers = chosen
    if hardest:
        panel = Panel.of(pool, rules, chosen)
        leavers = chosen[~panel.fits(panel.outside).any(axis=1)]
    return _replaced(pool, rules, chosen, leavers)


def _replaced(pool: Pool, rules: Rules, chosen: Index, leavers: Index) -> Run:
    rng = np.random.default_rng(1)
    answers = [
        substitution.repair(pool, rules, chosen, leaving.tolist())
        for leaving in (
            rng.choice(leavers, min(LEAVING, len(leavers)), replace=False) for _ in range(DRAWS)
        )
    ]
    proofs = [answer.seconds.get("further", answer.seconds["alone"]) for answer in answers]
    wholes = [answer.seconds["answer"] for answer in answers]
    return {
        "seconds": median(proofs),
        "worst": max(proofs),
        "answer": median(wholes),
        "worst_answer": max(wholes),
        "proven": all(answer.status is Status.OPTIMAL for answer in answers),
        "leaving": [len(answer.leaving) for answer in answers],
        "released": [len(answer.released) for answer in answers],
    }


def lines() -> Iterable[Line]:
    for nominees in SIZES:
        for name, who in (("substitution", "ours"), ("substitution, hardest", "hardest")):
            runs = [alone("substitution", who, nominees) for _ in range(RUNS)]
            found = line(name, nominees, runs)
            found |= {key: runs[0][key] for key in ("proven", "leaving", "released")}
            for key in ("worst", "worst_answer"):
                found[f"{key}_s"] = round(median(run[key] for run in runs), 4)
            yield judged(found, at_most={"worst_s": ASKED_S}, at_least={"proven": True})


def hardest(nominees: int) -> Run:
    return ours(nominees, hardest=True)


if __name__ == "__main__":
    main(lines, ours=ours, hardest=hardest)
