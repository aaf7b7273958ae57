"""Three hidden conflicts among 195 quotas: proof, irreducible conflict, and the least change.

``ours_s`` is all of that, proven; ``answer_s`` adds the further ways out. Beside us stand those
who find a least change: sortition-algorithms, with the solver that is faster here (not above
10,000, where it needs minutes), and the elastic model over all people. HiGHS's own irreducible
subsystem tells only what contradicts, not what to change: its time is told as ``conflict_alone``.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from optimizer.problem import Pool, Rules, Status
from optimizer.selection import choose
from tests.benchmarks.instances import FEATURES, SEATS, problem
from tests.benchmarks.measuring import Line, Run, alone, in_turn, judged, line, main
from tests.benchmarks.peers import asked
from tests.benchmarks.peers.merit import ELASTIC, IIS, arrays, solve

ASKED_S = {1_000: 1, 10_000: 1, 100_000: 3, 1_000_000: 6}
PACKAGE_REACH, ELASTIC_REACH, LIMIT_S = 10_000, 100_000, 60
BACKEND = "mip"
PACKAGE = "sortition-algorithms 0.12.15"
PACKAGES = ("sortition-algorithms==0.12.15", "mip==1.17.6", "numpy==2.4.6")


def ours(nominees: int) -> Run:
    result = choose(*problem(nominees, has_conflicts=True))
    assert result.status is Status.INFEASIBLE
    assert result.conflict is not None
    moved = [
        sum(abs(int(change.after) - int(change.before)) for change in way)
        for way in result.conflict.relaxations
    ]
    return {
        "seconds": result.seconds["diagnosis"],
        "answer": result.seconds["ways"],
        "moved": min(moved),
        "rules": len(result.conflict.rules),
        "ways": len(moved),
        "proven": result.conflict.is_irreducible and result.conflict.is_least,
    }


def told(pool: Pool, rules: Rules) -> dict[str, Any]:
    """Give the question as sortition-algorithms' script reads it."""
    people = {feature: np.empty(len(pool), dtype=object) for feature in FEATURES}
    features: dict[str, dict[str, tuple[int | None, int | None]]] = {f: {} for f in FEATURES}
    for quota in rules.quotas:
        feature, value = quota.name.split()
        people[feature][quota.members] = value
        features[feature][value] = quota.least, quota.most
    columns = {feature: values.tolist() for feature, values in people.items()}
    return {"seats": SEATS, "features": features, "people": columns}


def lines() -> Iterable[Line]:
    for nominees, seconds in ASKED_S.items():
        found = _beside(nominees)
        yield judged(found, at_most={"ours_s": seconds}, at_least={"proven": True})


def _beside(nominees: int) -> Line:
    pool, rules = problem(nominees, has_conflicts=True)
    with arrays(pool, rules) as path:
        peers = dict(_peers(pool, rules, path))
        mine, theirs = in_turn(partial(alone, "diagnosis", "ours", nominees), peers)
        found = line("diagnosis", nominees, mine, theirs, is_same=_moves_as_many)
        conflict = solve(IIS, path, LIMIT_S) if nominees <= PACKAGE_REACH else None
    found |= {key: mine[0][key] for key in ("moved", "rules", "ways", "proven")}
    if conflict is not None:
        found["conflict_alone"] = {"peer": IIS.name, "peer_s": round(conflict["seconds"], 4)}
    return found


def _peers(pool: Pool, rules: Rules, path: Path) -> Iterable[tuple[str, Callable[[], Run | None]]]:
    nominees = len(pool)
    if nominees <= PACKAGE_REACH:
        question = told(pool, rules)
        script = "sortition_diagnosis.py"
        yield PACKAGE, partial(asked, "sortition-algorithms", PACKAGES, script, question, BACKEND)
    if nominees <= ELASTIC_REACH:
        yield ELASTIC.name, partial(solve, ELASTIC, path, LIMIT_S)


def _moves_as_many(mine: Run, theirs: Run) -> bool:
    return bool(theirs["moved"] == mine["moved"])


if __name__ == "__main__":
    main(lines, ours=ours)
