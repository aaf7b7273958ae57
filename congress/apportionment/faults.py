"""What stands in the way of an apportionment, as pages and commands tell it."""

from congress.core.errors import Fault
from optimizer.apportionment import Obstacle


def worded(obstacle: Obstacle) -> Fault:
    """Give the fault of the wording table."""
    return Fault(f"apportionment_{obstacle.code}", obstacle.facts)
