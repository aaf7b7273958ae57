"""300 of 400 to 1,000,000 nominees under 195 quotas, beside the plain model in PuLP + CBC.

Every run stands in a process of its own, ours and the peer's in turn. ``ours_s`` is the proof of
merit, which is all that the peer does; ``answer_s`` adds the seeded tie-break, proven too.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pulp
from pulp.apis.coin_api import pulp_cbc_path

from optimizer.problem import Pool, Quota, Rules
from optimizer.selection import choose

SIZES = (400, 1_000, 10_000, 100_000, 1_000_000)
PEER_REACH = 100_000
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
CONFLICTS = (
    ("unit", [3], "ethnic_group", 7),
    ("field", [4, 5], "post", 9),
    ("district", [2, 6, 11], "composition_group", 1),
)
"""Whoever has one of these values has that value of the other feature too."""


def problem(nominees: int, *, has_conflicts: bool = False) -> tuple[Pool, Rules]:
    """Draw a pool whose quotas let every value's count lie a fifth around its share.

    With conflicts, three sets of quotas of several features cannot hold together, each because
    of who is in the pool: no feature shows it by itself.
    """
    rng = np.random.default_rng(1)
    scores = (np.clip(rng.normal(70, 12, nominees), 0, 100) * 100).round().astype(np.int64)
    codes = {
        feature: rng.choice(values, nominees, p=rng.dirichlet(np.full(values, 3.0)))
        for feature, values in FEATURES.items()
    }
    if has_conflicts:
        for inner, values, outer, value in CONFLICTS:
            codes[outer][np.isin(codes[inner], values)] = value
    quotas: list[Quota] = []
    for feature, drawn in codes.items():
        counts = np.bincount(drawn, minlength=FEATURES[feature])
        ends = np.cumsum(counts)
        order = np.argsort(drawn, kind="stable").astype(np.int32)
        for value in np.flatnonzero(counts).tolist():
            share = SEATS * int(counts[value]) / nominees
            members = order[ends[value] - counts[value] : ends[value]]
            bounds = int(share * (1 - SLACK)), int(share * (1 + SLACK)) + 1
            quotas.append(Quota(f"{feature} {value}", len(quotas), None, members, *bounds))
    if has_conflicts:
        quotas = [_capped(quota, quotas) for quota in quotas]
    ids = np.array([f"p{number:07d}" for number in range(nominees)], dtype=object)
    nothing = np.full(nominees, "", dtype=object)
    standing = np.zeros(nominees, dtype=np.int8)
    pool = Pool(ids, scores, 2, standing, nothing, {}, np.arange(2, nominees + 2))
    return pool, Rules(SEATS, SEATS, None, tuple(quotas))


def _capped(quota: Quota, quotas: list[Quota]) -> Quota:
    """Allow fewer people of an outer value than the values inside it ask for."""
    for inner, values, outer, value in CONFLICTS:
        if quota.name == f"{outer} {value}":
            names = {f"{inner} {each}" for each in values}
            asked = sum(each.least or 0 for each in quotas if each.name in names)
            return replace(quota, least=0, most=max(0, asked - 4))
    return quota


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
    if nominees > PEER_REACH:
        return alone(nominees)
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


def alone(nominees: int) -> dict[str, Any]:
    """Measure only ours, where the plain model needs minutes and gigabytes."""
    runs = [run("ours", nominees) for _ in range(RUNS)]
    return {
        "name": "selection",
        "n": nominees,
        "ours_s": round(median(our["seconds"] for our in runs), 4),
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "same_answer": None,
        "peak_mb": max(round(our["peak_mb"]) for our in runs),
        "answer_s": round(median(our["answer"] for our in runs), 4),
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
