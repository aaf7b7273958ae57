"""300 of 400, 1,000 and 10,000 nominees under 195 quotas, beside the plain model in PuLP + CBC.

Every run stands in a process of its own, ours and the peer's in turn. ``ours_s`` is the proof of
merit, which is all that the peer does; ``answer_s`` adds the seeded tie-break, proven too.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pulp
from pulp.apis.coin_api import pulp_cbc_path

from optimizer import pool as pools, rules_file
from optimizer.problem import Pool, Rules
from optimizer.selection import choose

SIZES = (400, 1_000, 10_000)
SEATS, RUNS = 300, 3
FEATURES = {
    "unit": 20,
    "ethnic_group": 54,
    "gender": 2,
    "age_band": 6,
    "field": 40,
    "post": 30,
    "district": 33,
    "composition_group": 10,
}
SLACK = 0.2


def problem(nominees: int) -> tuple[Pool, Rules]:
    """Draw a pool whose quotas let every value's count lie a fifth around its share."""
    rng = np.random.default_rng(1)
    columns = {
        "id": [f"p{number:07d}" for number in range(nominees)],
        "score": [f"{score:.2f}" for score in np.clip(rng.normal(70, 12, nominees), 0, 100)],
    }
    text = f"[panel]\nseats = {SEATS}\n"
    for feature, values in FEATURES.items():
        drawn = rng.choice(values, nominees, p=rng.dirichlet(np.full(values, 3.0)))
        columns[feature] = [f"{feature} {value}" for value in drawn]
        for value, count in enumerate(np.bincount(drawn, minlength=values).tolist()):
            if count:
                share = SEATS * count / nominees
                least, most = int(share * (1 - SLACK)), int(share * (1 + SLACK)) + 1
                text += (
                    f'[[quota]]\nname = "{feature} {value}"\n'
                    f'where = {{ {feature} = "{feature} {value}" }}\nmin = {least}\nmax = {most}\n'
                )
    pool = pools.read(columns)
    return pool, rules_file.read(text, pool)


def ours(pool: Pool, rules: Rules) -> Mapping[str, float]:
    result = choose(pool, rules)
    assert result.bound == result.score
    return {**result.seconds, "seconds": result.seconds["merit"], "score": result.score}


def peer(pool: Pool, rules: Rules) -> Mapping[str, float]:
    """Write the model down as PuLP's manual does, and solve it with the bundled CBC."""
    started = perf_counter()
    model = pulp.LpProblem("plain", pulp.LpMaximize)
    chosen = [model.add_variable(f"x{row:07d}", 0, 1, pulp.LpInteger) for row in range(len(pool))]
    model += pulp.lpDot(chosen, pool.scores.tolist())
    model += pulp.lpSum(chosen) == SEATS
    for quota in rules.quotas:
        count = pulp.lpSum(chosen[row] for row in quota.members.tolist())
        model += count >= quota.least
        model += count <= quota.most
    model.solve(pulp.COIN_CMD(path=pulp_cbc_path, msg=False, gapRel=0, gapAbs=0.9))
    assert model.sol_status == pulp.LpSolutionOptimal
    score = round(pulp.value(model.objective))
    return {"seconds": perf_counter() - started, "score": score}


def run(who: str, nominees: int) -> dict[str, float]:
    """Measure once, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.selection", who, str(nominees)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def measure(nominees: int) -> dict[str, Any]:
    """Give the benchmark line of a size."""
    turns = [(run("ours", nominees), run("peer", nominees)) for _ in range(RUNS)]
    ours_s = median(our["seconds"] for our, _ in turns)
    peer_s = median(their["seconds"] for _, their in turns)
    return {
        "name": "selection",
        "n": nominees,
        "ours_s": round(ours_s, 4),
        "peer": f"PuLP {pulp.__version__} + CBC",
        "peer_s": round(peer_s, 4),
        "ratio": round(peer_s / ours_s, 2),
        "same_answer": all(our["score"] == their["score"] for our, their in turns),
        "peak_mb": max(round(our["peak_mb"]) for our, _ in turns),
        "answer_s": round(median(our["answer"] for our, _ in turns), 4),
    }


def main() -> None:
    if len(sys.argv) == 1:
        for nominees in SIZES:
            print(json.dumps(measure(nominees)), flush=True)
        return
    measured = {"ours": ours, "peer": peer}[sys.argv[1]](*problem(int(sys.argv[2])))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**measured, "peak_mb": peak_mb}))


if __name__ == "__main__":
    main()
