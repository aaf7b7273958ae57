"""Bands of a number, such as of age: a column that rules may name like any other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np

from optimizer import coded, columns
from optimizer.coded import Coded, Columns
from optimizer.problem import Pool

_SUFFIX = "_band"


def name(column: str) -> str:
    """Name the column of bands.

    >>> name("age")
    'age_band'
    """
    return f"{column}{_SUFFIX}"


def labels(starts: Sequence[int]) -> list[str]:
    """Name the bands that begin at these whole numbers, and the one below; each up to the next.

    >>> labels([30, 45, 60])
    ['<30', '30-44', '45-59', '60+']
    """
    inner = [f"{start}-{end - 1}" for start, end in pairwise(starts)]
    return [f"<{starts[0]}", *inner, f"{starts[-1]}+"]


def rise(starts: object) -> bool:
    """Tell whether these are whole numbers, each above the one before."""
    return (
        isinstance(starts, list)
        and len(starts) > 0
        and all(type(start) is int for start in starts)
        and all(low < high for low, high in pairwise(starts))
    )


def banded(pool: Pool, bands: Mapping[str, Sequence[int]], day: date | None) -> Pool:
    """Add a column of bands for each column named, unless the pool has such a column already.

    An empty cell has no band. Raises ``columns.Unreadable``.
    """
    derived = {
        name(column): _banded(pool, column, starts, day)
        for column, starts in bands.items()
        if name(column) not in pool.columns
    }
    if not derived:
        return pool
    own = {code: coded.column(pool, code) for code in pool.columns}
    known = {name(column): set(labels(starts)) for column, starts in bands.items()}
    return replace(pool, columns=Columns({**own, **derived}), terms={**pool.terms, **known})


def _banded(pool: Pool, column: str, starts: Sequence[int], day: date | None) -> Coded:
    numbers = columns.numbers(pool, column, day)
    places = np.searchsorted(np.array(starts, dtype=float), numbers, side="right")
    codes = np.where(np.isnan(numbers), len(starts) + 1, places)
    return Coded(coded.objects([*labels(starts), ""]), codes.astype(np.int32))
