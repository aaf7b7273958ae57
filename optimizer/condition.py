"""Reads `where`: who a quota counts, by any, all, not, values and ranges."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from optimizer import coded, columns
from optimizer.problem import Mask, Pool

Complaint = Callable[..., None]
"""Called with a code, the texts that lead to the place in the file, and the facts."""


def members(where: Any, pool: Pool, day: date | None, complain: Complaint) -> Mask:
    """Tell for every person whether the condition holds; what is wrong goes to ``complain``."""
    return _Condition(pool, day, complain).table(where, ())


class _Condition:
    def __init__(self, pool: Pool, day: date | None, complain: Complaint) -> None:
        self.pool = pool
        self.day = day
        self.complain = complain

    def table(self, where: Any, path: tuple[str, ...]) -> Mask:
        """Hold where every key holds."""
        holds = np.ones(len(self.pool), dtype=np.bool_)
        if not isinstance(where, Mapping):
            self.complain("condition_not_table", path)
            return holds
        for key, wanted in where.items():
            holds &= self.key(key, wanted, (*path, key))
        return holds

    def key(self, key: str, wanted: Any, path: tuple[str, ...]) -> Mask:
        if key == "not":
            return ~self.table(wanted, path)
        if key in ("any", "all"):
            return self.several(key, wanted, path)
        if not columns.is_known(self.pool, key):
            self.complain("column_unknown", path, column=key)
            return self.everyone()
        if columns.needs_day(self.pool, key) and self.day is None:
            self.complain("day_missing", path)
            return self.everyone()
        return self.column(key, wanted, path)

    def several(self, key: str, wanted: Any, path: tuple[str, ...]) -> Mask:
        if not isinstance(wanted, list) or not wanted:
            self.complain("condition_not_list", path, key=key)
            return self.everyone()
        parts = np.array([self.table(part, path) for part in wanted])
        met = parts.any(axis=0) if key == "any" else parts.all(axis=0)
        return np.asarray(met, dtype=np.bool_)

    def column(self, column: str, wanted: Any, path: tuple[str, ...]) -> Mask:
        if isinstance(wanted, Mapping):
            return self.range(column, wanted, path)
        values = wanted if isinstance(wanted, list) else [wanted]
        if not values:
            self.complain("values_missing", path, column=column)
        holds = np.zeros(len(self.pool), dtype=np.bool_)
        for value in values:
            holds |= self.value(column, value, path)
        return holds

    def value(self, column: str, value: Any, path: tuple[str, ...]) -> Mask:
        if isinstance(value, Mapping | list):
            self.complain("value_unknown", path, column=column, value=str(value))
            return self.everyone()
        if columns.needs_day(self.pool, column):
            holds = self.numbers(column, path) == _number(value)
        else:
            spellings = self.pool.spellings.get(column, {})
            text = _text(value)
            holds = coded.column(self.pool, column).holds(spellings.get(text.lower(), text))
        if not holds.any() and _text(value) not in self.pool.terms.get(column, ()):
            self.complain("value_unknown", (*path, str(value)), column=column, value=_text(value))
        return np.asarray(holds, dtype=np.bool_)

    def range(self, column: str, wanted: Mapping[str, Any], path: tuple[str, ...]) -> Mask:
        """Hold within { min, max }, and outside of { not }."""
        for key in wanted.keys() - {"min", "max", "not"}:
            self.complain("key_unknown", (*path, key), key=key)
        holds = self.everyone()
        if "not" in wanted:
            holds &= ~self.column(column, wanted["not"], (*path, "not"))
        least, most = (self.limit(wanted, key, path) for key in ("min", "max"))
        if least is None and most is None:
            return holds
        if least is not None and most is not None and least > most:
            self.complain("bounds_cross", path, least=least, most=most)
        numbers = self.numbers(column, path)
        below = -np.inf if least is None else float(least)
        above = np.inf if most is None else float(most)
        # NaN, an empty cell, lies in no range.
        return np.asarray(holds & (numbers >= below) & (numbers <= above), dtype=np.bool_)

    def limit(self, wanted: Mapping[str, Any], key: str, path: tuple[str, ...]) -> Decimal | None:
        value = wanted.get(key)
        if value is None:
            return None
        if (
            isinstance(value, bool)
            or not isinstance(value, int | Decimal)
            or not Decimal(value).is_finite()
        ):
            self.complain("not_number", (*path, key), key=key, value=str(value))
            return None
        return Decimal(value)

    def numbers(self, column: str, path: tuple[str, ...]) -> Any:
        try:
            return columns.numbers(self.pool, column, self.day)
        except columns.Unreadable as unreadable:
            row = unreadable.row
            source = "birth_date" if columns.needs_day(self.pool, column) else column
            cell = self.pool.columns.get(source, self.pool.columns.get("birth_year"))
            self.complain(
                "column_not_numeric",
                path,
                column=column,
                value="" if cell is None else cell[row],
                nominee_line=int(self.pool.lines[row]),
            )
            return np.full(len(self.pool), np.nan)

    def everyone(self) -> Mask:
        return np.ones(len(self.pool), dtype=np.bool_)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")
