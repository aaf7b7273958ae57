"""Makes one column of people whom a program cannot tell apart."""

import numpy as np

from optimizer.problem import Mask, Whole
from optimizer.program import OPEN, Program


def merged(program: Program) -> Program:
    """Merge columns with equal entries in the rows that bind; drop the rows that do not.

    A merged column counts people, so that the program is possible exactly if it was before.
    Columns that are bound to zero are left out.
    """
    closed = np.flatnonzero((program.row_lower > -OPEN) | (program.row_upper < OPEN))
    place = np.full(program.height, -1, dtype=np.int32)
    place[closed] = np.arange(len(closed), dtype=np.int32)
    used = np.flatnonzero((program.lower != 0) | (program.upper != 0))
    marks = _marks(program, place >= 0)[used]
    _, first, group = np.unique(marks, return_index=True, return_inverse=True)
    narrow = program.narrowed(used[first], np.zeros(program.width, dtype=np.int64))
    kept = place[narrow.rows] >= 0
    return Program(
        _summed(program.lower[used], group, len(first)),
        _summed(program.upper[used], group, len(first)),
        program.row_lower[closed],
        program.row_upper[closed],
        np.concatenate(([0], np.cumsum(kept)))[narrow.starts],
        place[narrow.rows[kept]],
        narrow.weights[kept],
    )


def _marks(program: Program, is_closed: Mask) -> Whole:
    """Sum a random number per entry; two columns with other entries share one by 2^-63."""
    drawn = np.random.default_rng(0).integers(1, 1 << 62, program.height)
    entries = np.where(is_closed[program.rows], program.weights * drawn[program.rows], 0)
    sums = np.concatenate(([0], np.cumsum(entries)))
    return np.asarray(sums[program.starts[1:]] - sums[program.starts[:-1]], dtype=np.int64)


def _summed(bounds: Whole, group: Whole, length: int) -> Whole:
    return np.bincount(group, weights=bounds, minlength=length).astype(np.int64)
