"""Tells where lists are rare, so that the search goes down from the bound, and how far at a time.

Where a hundred rows and more must be met exactly, a core near the bound holds no x, and one that
holds some is too wide to be searched without knowing any. But a slice of values just below the
bound leaves few columns open, and a solver that need not look lower soon has it empty. The first
slice that is not holds the best x.
"""

from collections.abc import Iterator

import numpy as np

from optimizer.problem import Whole

TIGHT = 90
"""Priced rows from which on good lists are rare; a fifth around every share leaves 50 to 85."""

_FIRST_COLUMNS = 3
"""Columns open in the first slice, for each priced row."""


def is_tight(duals: Whole) -> bool:
    """Tell whether so many rows have a price that lists near the bound are rare."""
    return int(np.count_nonzero(duals)) >= TIGHT


def depths(distance: Whole, duals: Whole) -> Iterator[int]:
    """Give how far below the bound to look, each half as deep again, until all columns are open.

    ``distance`` are the columns' reduced costs without their signs.
    """
    first = min(_FIRST_COLUMNS * int(np.count_nonzero(duals)), len(distance) - 1)
    depth, last = int(np.partition(distance, first)[first]), int(distance.max())
    while depth < last:
        yield depth
        depth += depth // 2 + 1
