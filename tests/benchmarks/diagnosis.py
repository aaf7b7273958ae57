"""Three hidden conflicts among 195 quotas: proof, irreducible conflict, and the least change.

``ours_s`` is all of that, proven; ``ways_s`` adds the further ways out. Beside us
sortition-algorithms, which gives one suggestion, with the solver that is faster here. It is not
run above 10,000 nominees, where it needs minutes.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from statistics import median
from typing import Any

import numpy as np

from optimizer.problem import Pool, Rules, Status
from optimizer.selection import choose
from tests.benchmarks.instances import FEATURES, SEATS, problem
from tests.benchmarks.peers import environment

SIZES = (1_000, 10_000, 100_000, 1_000_000)
RUNS, PEER_REACH, BACKEND = 3, 10_000, "mip"
PEER, PACKAGES = "sortition-algorithms 0.12.15", ("sortition-algorithms==0.12.15", "mip==1.17.6")


def ours(pool: Pool, rules: Rules) -> Mapping[str, Any]:
    result = choose(pool, rules)
    assert result.status is Status.INFEASIBLE
    assert result.conflict is not None
    moved = [
        sum(abs(change.after - change.before) for change in way)
        for way in result.conflict.relaxations
    ]
    return {**result.seconds, "moved": float(min(moved)), "rules": len(result.conflict.rules)}


def peer(pool: Pool, rules: Rules) -> Mapping[str, Any] | None:
    """Ask the package in its own environment; None where pip cannot install it."""
    python = environment("sortition-algorithms", *PACKAGES)
    if python is None:
        return None
    script = "tests/benchmarks/peers/sortition_diagnosis.py"
    done = subprocess.run(
        [str(python), script, BACKEND],
        input=json.dumps(_told(pool, rules)),
        capture_output=True,
        text=True,
        check=True,
    )
    told: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _told(pool: Pool, rules: Rules) -> Mapping[str, Any]:
    people = {feature: np.empty(len(pool), dtype=object) for feature in FEATURES}
    features: dict[str, dict[str, tuple[int | None, int | None]]] = {f: {} for f in FEATURES}
    for quota in rules.quotas:
        feature, value = quota.name.split()
        people[feature][quota.members] = value
        features[feature][value] = quota.least, quota.most
    columns = {feature: values.tolist() for feature, values in people.items()}
    return {"seats": SEATS, "features": features, "people": columns}


def measure(nominees: int) -> dict[str, Any]:
    """Give the benchmark line of a size."""
    mine, theirs = [], []
    for _ in range(RUNS):
        mine.append(_run("ours", nominees))
        theirs.append(_run("peer", nominees) if nominees <= PEER_REACH else None)
    ours_s = median(run["diagnosis"] for run in mine)
    told = [run for run in theirs if run is not None]
    peer_s = median(run["seconds"] for run in told) if told else None
    return {
        "name": "diagnosis",
        "n": nominees,
        "ours_s": round(ours_s, 4),
        "peer": PEER if told else None,
        "peer_s": peer_s and round(peer_s, 4),
        "ratio": peer_s and round(peer_s / ours_s, 2),
        "same_answer": told[0]["moved"] == mine[0]["moved"] if told else None,
        "peak_mb": round(max(run["peak_mb"] for run in mine)),
        "ways_s": round(median(run["ways"] for run in mine), 4),
        "moved": mine[0]["moved"],
        "peer_moved": told[0]["moved"] if told else None,
    }


def _run(who: str, nominees: int) -> Any:
    command = [sys.executable, "-m", "tests.benchmarks.diagnosis", who, str(nominees)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main() -> None:
    if len(sys.argv) == 1:
        for nominees in SIZES:
            print(json.dumps(measure(nominees)), flush=True)
        return
    problem_drawn = problem(int(sys.argv[2]), has_conflicts=True)
    measured = {"ours": ours, "peer": peer}[sys.argv[1]](*problem_drawn)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(None if measured is None else {**measured, "peak_mb": peak_mb}))


if __name__ == "__main__":
    main()
