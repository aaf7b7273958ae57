"""The pools that benchmarks choose from: 300 seats, eight features, 195 quotas."""

from dataclasses import replace

import numpy as np

from optimizer.problem import Pool, Quota, Rules

SEATS = 300
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
SOFT = {"unit": 1, "post": 2, "composition_group": 2}
"""The priorities of the features whose quotas are soft in a draw with soft quotas."""


def problem(
    nominees: int, *, draw: int = 1, has_conflicts: bool = False, has_soft: bool = False
) -> tuple[Pool, Rules]:
    """Draw a pool whose quotas let every value's count lie a fifth around its share.

    With conflicts, three sets of quotas of several features cannot hold together, each because
    of who is in the pool: no feature shows it by itself. With soft quotas the rules conflict in
    the same way, but one feature of each conflict may be missed.
    """
    rng = np.random.default_rng(draw)
    scores = (np.clip(rng.normal(70, 12, nominees), 0, 100) * 100).round().astype(np.int64)
    codes = {
        feature: rng.choice(values, nominees, p=rng.dirichlet(np.full(values, 3.0)))
        for feature, values in FEATURES.items()
    }
    if has_conflicts or has_soft:
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
    if has_conflicts or has_soft:
        quotas = [_capped(quota, quotas) for quota in quotas]
    if has_soft:
        quotas = [_softened(quota) for quota in quotas]
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


def _softened(quota: Quota) -> Quota:
    priority = SOFT.get(quota.name.split()[0])
    return quota if priority is None else replace(quota, is_soft=True, priority=priority)
