"""The columns that rules may name: those of the pool, and ages derived from births."""

import re
from collections.abc import Callable
from datetime import date
from math import isfinite

import numpy as np

from optimizer import coded
from optimizer.coded import Coded
from optimizer.problem import Pool, Reals

AGE = "age"
_BIRTHS = frozenset({"birth_date", "birth_year"})
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_YEAR = re.compile(r"\d{4}(?:\.0)?")


class Unreadable(Exception):
    """A cell is no number; ``row`` is its row in the pool."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(row)


def is_known(pool: Pool, column: str) -> bool:
    """Tell whether rules may name this column."""
    return column in pool.columns or (column == AGE and not _BIRTHS.isdisjoint(pool.columns))


def needs_day(pool: Pool, column: str) -> bool:
    """Tell whether the column is derived on the day of the congress."""
    return column == AGE and AGE not in pool.columns


def numbers(pool: Pool, column: str, day: date | None) -> Reals:
    """Read a column as numbers; an empty cell is NaN. Raises ``Unreadable``."""
    births = _births(pool)
    if column == AGE and AGE not in pool.columns and births is not None and day is not None:
        return _each_distinct(births, lambda text: age(text, day))
    return _each_distinct(coded.column(pool, column), _number)


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


def _births(pool: Pool) -> Coded | None:
    """Give births as text: the date where it is known, else the year."""
    dates, years = (
        coded.column(pool, code) if code in pool.columns else None
        for code in ("birth_date", "birth_year")
    )
    if dates is None or years is None:
        return years if dates is None else dates
    codes = np.where(dates.holds(""), years.codes + np.int32(len(dates.values)), dates.codes)
    return Coded(np.concatenate([dates.values, years.values]), codes)


def _number(text: str) -> float:
    """Read a finite number; raises ``ValueError``."""
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def _each_distinct(column: Coded, convert: Callable[[str], float]) -> Reals:
    """Convert every distinct text once; at a million rows there are few of them."""
    values = np.full(len(column.values), np.nan)
    is_wrong = np.zeros(len(column.values), dtype=np.bool_)
    for place, text in enumerate(column.values.tolist()):
        if text:
            try:
                values[place] = convert(text)
            except ValueError:
                is_wrong[place] = True
    wrong = np.flatnonzero(is_wrong[column.codes])
    if len(wrong):
        raise Unreadable(int(wrong[0]))
    return np.asarray(values[column.codes], dtype=np.float64)
