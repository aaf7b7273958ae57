"""What is known of a reserve, by the ids of nominees, as the database keeps it."""

from typing import Any

import numpy as np

from congress.delegates.problem import LockedList
from optimizer.alternates import Reserve
from optimizer.panel import Panel
from optimizer.problem import Result, Status
from optimizer.solver import Outcome


def as_result(locked: LockedList) -> Result:
    """Give the list that stands, whoever holds its numbers by now, as the reserve is asked for."""
    return Result(Status.OPTIMAL, 1, locked.chosen, 0, None, (), (), {})


def of(locked: LockedList, found: Reserve) -> dict[str, Any]:
    """Tell whom each alternate can replace, who has nobody, and the damage of an average day.

    ``covers`` lists by alternate those delegates whose place they can take alone, every hard
    quota kept; ``impossible`` those whom nobody in the pool could replace; ``uncovered`` those
    whom somebody could who is not in the reserve.
    """
    panel = Panel.of(locked.pool, locked.rules, locked.chosen)
    fits = panel.fits(np.array(found.order, dtype=np.int32))
    return {
        "covers": {
            str(locked.pool.ids[row]): locked.nominees(panel.chosen[fits[:, place]])
            for place, row in enumerate(found.order)
        },
        "impossible": locked.nominees(found.impossible),
        "uncovered": locked.nominees(found.uncovered),
        "is_proven": found.coverage is Outcome.BEST,
        "damage": float(found.damage),
        "damage_without": float(found.damage_without),
        "days": found.days,
    }
