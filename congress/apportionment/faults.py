"""What stands in the way of an apportionment, as pages and commands tell it."""

from collections.abc import Mapping

from congress.core.errors import Fault
from optimizer.apportionment import Obstacle


def worded(obstacle: Obstacle) -> Fault:
    """Give the fault of the wording table."""
    return Fault(f"apportionment_{obstacle.code}", obstacle.facts)


def placed(obstacle: Obstacle, names: Mapping[str, str]) -> Fault:
    """Give the fault at the field of the form; ``names`` are the units' by what the form knows."""
    if not obstacle.unit:
        return Fault(f"apportionment_{obstacle.code}", obstacle.facts, field=obstacle.figure)
    facts = {**obstacle.facts, "unit": names.get(obstacle.unit, "")}
    field = f"{obstacle.figure}-{obstacle.unit}"
    return Fault(f"apportionment_{obstacle.code}", facts, field=field)
