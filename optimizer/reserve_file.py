"""Writes a reserve as result.json tells it."""

from typing import Any

from optimizer.alternates import Reserve
from optimizer.problem import Pool
from optimizer.solver import Outcome


def written(pool: Pool, reserve: Reserve) -> dict[str, Any]:
    """Tell who stands by, in order, and who replaces whom; the damage is a mean of days."""
    ids = pool.ids
    return {
        "order": [str(ids[row]) for row in reserve.order],
        "replaces": {
            str(ids[leaving]): str(ids[joining]) for leaving, joining in reserve.replacement.items()
        },
        "covered": sorted(str(ids[row]) for row in reserve.replacement),
        "uncovered": sorted(ids[reserve.uncovered].tolist()),
        "impossible": sorted(ids[reserve.impossible].tolist()),
        "proven": reserve.coverage is Outcome.BEST,
        "damage": round(float(reserve.damage), 6),
        "damage_without": round(float(reserve.damage_without), 6),
        "days": reserve.days,
    }
