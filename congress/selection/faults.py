"""Faults of the optimizer's input, as pages and commands tell them."""

from collections.abc import Iterator
from pathlib import Path

from congress import wording
from congress.core.errors import Fault
from optimizer.pool import MOST_TOLD
from optimizer.problem import Fault as Found, Faulty


def worded(found: Found) -> Fault:
    """Give a fault of the wording table, placed by line and column."""
    place = ":".join(str(part) for part in (found.line, found.column) if part is not None)
    return Fault(f"{found.source}_{found.code}", found.facts, sheet=found.source, cell=place)


def lines(path: Path, error: Faulty) -> Iterator[str]:
    """Say what is wrong with a file, a line each; of more than a thousand faults the first."""
    for fault in map(worded, error.faults[:MOST_TOLD]):
        place = ":".join(str(part) for part in (path, fault.cell) if part)
        yield f"{place}: {wording.sentence(fault)}"
    untold = error.untold + max(0, len(error.faults) - MOST_TOLD)
    if untold:
        yield f"{path}: {wording.sentence(Fault('nominees_untold', {'count': untold}))}"
