"""The columns that rules may name: those of the pool, and ages derived from births."""

import re
from collections.abc import Callable
from datetime import date

import numpy as np

from optimizer.problem import Pool, Reals, Texts

AGE = "age"
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_YEAR = re.compile(r"\d{4}(?:\.0)?")


class Unreadable(Exception):
    """A cell is no number; ``row`` is its row in the pool."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(row)


def is_known(pool: Pool, column: str) -> bool:
    """Tell whether rules may name this column."""
    return column in pool.columns or (column == AGE and _births(pool) is not None)


def needs_day(pool: Pool, column: str) -> bool:
    """Tell whether the column is derived on the day of the congress."""
    return column == AGE and AGE not in pool.columns


def numbers(pool: Pool, column: str, day: date | None) -> Reals:
    """Read a column as numbers; an empty cell is NaN. Raises ``Unreadable``."""
    births = _births(pool)
    if column == AGE and AGE not in pool.columns and births is not None and day is not None:
        return _each_distinct(births, lambda text: age(text, day))
    return _each_distinct(pool.columns[column], float)


def age(birth: str, day: date) -> float:
    """Count full years on the day; where only the year is known, by years.

    >>> age("16/04/1990", date(2025, 4, 15)), age("1990", date(2025, 4, 15))
    (34.0, 35.0)
    """
    if _YEAR.fullmatch(birth):
        return float(day.year - int(birth[:4]))
    found = _DATE.fullmatch(birth)
    if found is None:
        raise ValueError(birth)
    dd, mm, yyyy, iso_yyyy, iso_mm, iso_dd = found.groups()
    born = date(int(yyyy or iso_yyyy), int(mm or iso_mm), int(dd or iso_dd))
    return float(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def _births(pool: Pool) -> Texts | None:
    """Give births as text: the date where it is known, else the year."""
    dates, years = pool.columns.get("birth_date"), pool.columns.get("birth_year")
    if dates is None or years is None:
        return years if dates is None else dates
    return np.where(dates == "", years, dates)


def _each_distinct(cells: Texts, convert: Callable[[str], float]) -> Reals:
    """Convert every distinct text once; at a million rows there are few of them."""
    known: dict[str, float] = {"": np.nan}
    values = np.empty(len(cells))
    for row, text in enumerate(cells):
        if text not in known:
            try:
                known[text] = convert(text)
            except ValueError as error:
                raise Unreadable(row) from error
        values[row] = known[text]
    return values
