"""Faults of the optimizer's input, as pages and commands tell them."""

from congress.core.errors import Fault
from optimizer.problem import Fault as Found


def worded(found: Found) -> Fault:
    """Give a fault of the wording table, placed by line and column."""
    place = ":".join(str(part) for part in (found.line, found.column) if part is not None)
    return Fault(f"{found.source}_{found.code}", found.facts, sheet=found.source, cell=place)
