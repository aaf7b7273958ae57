"""What stands in the way of seating, as pages and commands tell it."""

from collections.abc import Sequence

from congress.core.errors import Fault
from optimizer.rooms import Obstacle


def worded(obstacles: Sequence[Obstacle]) -> list[Fault]:
    """Give the faults of the wording table."""
    return [Fault(f"seats_{obstacle.code}", obstacle.facts) for obstacle in obstacles]
