"""An integer program in arrays, with exact arithmetic on its rows and bounds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optimizer.problem import Index, Mask, Whole

OPEN = 1 << 60
"""Stands for no bound, in either direction."""

DUAL_SCALE = 10**6
"""Duals are whole numbers of one part in a million of a unit, so that bounds are exact."""

_CHUNK = 1 << 16
"""Columns priced at once, so that what lies between fits in a processor's cache."""


@dataclass(frozen=True)
class Rows:
    """Some rows of a program: bounds by row; ``columns`` and ``weights`` by entry, row by row.

    A row has a column once at the most. Weights take as few bytes as they need.
    """

    lower: Whole
    upper: Whole
    lengths: Whole
    columns: Index
    weights: Whole

    @classmethod
    def of(cls, entries: Sequence[tuple[Index, Whole | int, int, int]]) -> "Rows":
        """Gather rows given each as columns, weights (or one for all), lower and upper bound."""
        return cls(
            np.array([lower for *_, lower, _ in entries], dtype=np.int64),
            np.array([upper for *_, upper in entries], dtype=np.int64),
            np.array([len(columns) for columns, *_ in entries], dtype=np.int64),
            _joined([columns for columns, *_ in entries], np.int32),
            _joined_weights(entries),
        )


@dataclass(frozen=True)
class Program:
    """Choose whole x with lower ≤ x ≤ upper and row bounds ≤ A·x ≤ row bounds; entries by column.

    ``starts[j]:starts[j + 1]`` are the entries of column j in ``rows`` and ``weights``.
    """

    lower: Whole
    upper: Whole
    row_lower: Whole
    row_upper: Whole
    starts: Whole
    rows: Index
    weights: Whole

    @classmethod
    def build(cls, lower: Whole, upper: Whole, rows: Rows) -> "Program":
        """Turn rows into columns."""
        counts = np.bincount(rows.columns, minlength=len(lower))
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        free = starts[:-1].copy()
        numbers = np.empty(len(rows.columns), dtype=np.int32)
        weights = np.empty_like(rows.weights)
        ends = np.cumsum(rows.lengths).tolist()
        for number, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            columns = rows.columns[start:end]
            places = free[columns]
            numbers[places] = number
            weights[places] = rows.weights[start:end]
            free[columns] = places + 1
        return cls(lower, upper, rows.lower, rows.upper, starts, numbers, weights)

    @property
    def width(self) -> int:
        """Count the columns."""
        return len(self.lower)

    @property
    def height(self) -> int:
        """Count the rows."""
        return len(self.row_lower)

    @cached_property
    def entry_columns(self) -> Index:
        """Give the column of every entry."""
        return np.repeat(np.arange(self.width, dtype=np.int32), np.diff(self.starts))

    def activity(self, values: Whole) -> Whole:
        """Compute A·x exactly."""
        return self._activity_of(np.flatnonzero(values), values)

    def _activity_of(self, columns: Whole, values: Whole) -> Whole:
        entries, owners = self.entries(columns)
        total = np.zeros(self.height, dtype=np.int64)
        np.add.at(total, self.rows[entries], self.weights[entries] * values[columns][owners])
        return total

    def entries(self, columns: Whole) -> tuple[Whole, Whole]:
        """Give the entries of some columns, and for each which of these columns owns it."""
        lengths = self.starts[columns + 1] - self.starts[columns]
        owners = np.repeat(np.arange(len(columns)), lengths)
        firsts = np.concatenate(([0], np.cumsum(lengths)))[:-1]
        return self.starts[columns][owners] + np.arange(len(owners)) - firsts[owners], owners

    def holds(self, values: Whole) -> bool:
        """Tell, exactly, whether x keeps every bound."""
        total = self.activity(values)
        within = (self.lower <= values).all() and (values <= self.upper).all()
        return bool(within and (self.row_lower <= total).all() and (total <= self.row_upper).all())

    def reduced(self, cost: Whole, duals: Whole) -> Whole:
        """Compute each column's cost less its rows' duals, in parts of ``DUAL_SCALE``."""
        reduced = cost * DUAL_SCALE
        for start in range(0, self.width, _CHUNK):
            ends = self.starts[start : start + _CHUNK + 1]
            entries = slice(ends[0], ends[-1])
            sums = np.zeros(int(ends[-1] - ends[0]) + 1, dtype=np.int64)
            np.cumsum(self.weights[entries] * duals[self.rows[entries]], out=sums[1:])
            reduced[start : start + _CHUNK] -= np.diff(sums[ends - ends[0]])
        return reduced

    def safe(self, duals: Whole) -> Whole:
        """Drop the duals that lean on a bound that is not there."""
        leans = np.where(duals > 0, self.row_upper, self.row_lower)
        return np.where(np.abs(leans) >= OPEN, 0, duals)

    def bound(self, cost: Whole, duals: Whole, reduced: Whole | None = None) -> int:
        """Give a value no x can exceed, in parts of ``DUAL_SCALE``; valid for any safe duals.

        The Lagrangean bound: rows are paid at their duals, columns take their better end.
        ``reduced`` are the reduced costs, where they are known.
        """
        reduced = self.reduced(cost, duals) if reduced is None else reduced
        ends = np.where(reduced > 0, self.upper, self.lower)
        leans = np.where(duals > 0, self.row_upper, self.row_lower)
        used = duals != 0
        return _dot(reduced, ends) + _dot(duals[used], leans[used])

    def narrowed(self, keep: Whole, values: Whole) -> "Program":
        """Keep some columns (ascending); the others stand fixed at their values."""
        fixed = values.copy()
        fixed[keep] = 0
        spent = self.activity(fixed)
        entries, _ = self.entries(keep)
        lengths = self.starts[keep + 1] - self.starts[keep]
        return Program(
            self.lower[keep],
            self.upper[keep],
            _less(self.row_lower, spent),
            _less(self.row_upper, spent),
            np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
            self.rows[entries],
            self.weights[entries],
        )

    def beside(self, other: "Program") -> "Program":
        """Append the columns of a program with the same rows; the bounds of rows stay."""
        return replace(
            self,
            lower=np.concatenate((self.lower, other.lower)),
            upper=np.concatenate((self.upper, other.upper)),
            starts=np.concatenate((self.starts, self.starts[-1] + other.starts[1:])),
            rows=np.concatenate((self.rows, other.rows)),
            weights=np.concatenate((self.weights, other.weights)),
        )

    def with_row(self, columns: Whole, weights: Whole, lower: int, upper: int) -> "Program":
        """Add a row."""
        numbers = np.zeros(len(columns), dtype=np.int32)
        return self.with_rows(columns, numbers, weights, np.array([lower]), np.array([upper]))

    def with_rows(
        self, columns: Whole, numbers: Whole | Index, weights: Whole, lower: Whole, upper: Whole
    ) -> "Program":
        """Add rows by their entries, columns ascending; ``numbers`` count the new rows from 0."""
        ends = self.starts[columns + 1]
        starts = self.starts.copy()
        starts[1:] += np.cumsum(np.bincount(columns, minlength=self.width))
        kind = np.promote_types(self.weights.dtype, weights.dtype)
        return Program(
            self.lower,
            self.upper,
            np.append(self.row_lower, lower),
            np.append(self.row_upper, upper),
            starts,
            np.insert(self.rows, ends, self.height + numbers).astype(np.int32),
            np.insert(self.weights.astype(kind), ends, weights),
        )

    def with_columns(self, count: int, upper: int) -> "Program":
        """Add columns from zero that are in no row yet."""
        return replace(
            self,
            lower=np.append(self.lower, np.zeros(count, dtype=np.int64)),
            upper=np.append(self.upper, np.full(count, upper)),
            starts=np.append(self.starts, np.full(count, self.starts[-1])),
        )

    def with_column(self, lower: int, upper: int) -> "Program":
        """Add a column that is in no row yet."""
        return Program(
            np.append(self.lower, lower),
            np.append(self.upper, upper),
            self.row_lower,
            self.row_upper,
            np.append(self.starts, self.starts[-1]),
            self.rows,
            self.weights,
        )

    def with_bounds(self, column: int, lower: int, upper: int) -> "Program":
        """Bound one column anew."""
        lowers, uppers = self.lower.copy(), self.upper.copy()
        lowers[column], uppers[column] = lower, upper
        return replace(self, lower=lowers, upper=uppers)

    def with_upper(self, columns: Whole, upper: int) -> "Program":
        """Bound some columns anew from above."""
        uppers = self.upper.copy()
        uppers[columns] = upper
        return replace(self, upper=uppers)

    def with_row_bounds(self, row: int, lower: int, upper: int) -> "Program":
        """Bound one row anew."""
        lowers, uppers = self.row_lower.copy(), self.row_upper.copy()
        lowers[row], uppers[row] = lower, upper
        return replace(self, row_lower=lowers, row_upper=uppers)

    def pressed(self, duals: Whole, slack: int) -> "Program":
        """Bound priced rows more closely, for x that stay within ``slack`` of the duals' bound.

        Each row is left by no more than its price allows; ``slack`` is in parts of ``DUAL_SCALE``.
        """
        room = np.where(duals != 0, slack // np.maximum(np.abs(duals), 1), OPEN)
        is_upper, is_lower = (duals > 0) & (room < OPEN), (duals < 0) & (room < OPEN)
        least, most = self.row_lower, self.row_upper
        return replace(
            self,
            row_lower=np.where(is_upper, np.maximum(least, most - room), least),
            row_upper=np.where(is_lower, np.minimum(most, least + room), most),
        )

    def bared(self) -> "Program":
        """Open the bounds of rows that no x within the bounds of the columns can leave."""
        columns = self.entry_columns
        ends = self.weights * self.lower[columns], self.weights * self.upper[columns]
        least, most = (
            np.bincount(self.rows, weights=pick(*ends), minlength=self.height)
            for pick in (np.minimum, np.maximum)
        )
        # Sums beyond 2^53 are not exact; such rows stay.
        is_exact = np.maximum(np.abs(least), np.abs(most)) < 1 << 50
        return replace(
            self,
            row_lower=np.where(is_exact & (least >= self.row_lower), -OPEN, self.row_lower),
            row_upper=np.where(is_exact & (most <= self.row_upper), OPEN, self.row_upper),
        )

    def without_rows(self, drop: Mask) -> "Program":
        """Open the bounds of some rows; they keep their numbers."""
        return replace(
            self,
            row_lower=np.where(drop, -OPEN, self.row_lower),
            row_upper=np.where(drop, OPEN, self.row_upper),
        )


def _dot(left: Whole, right: Whole) -> int:
    """Multiply exactly; big products go through Python's integers."""
    used = np.flatnonzero((left != 0) & (right != 0))
    if not len(used):
        return 0
    largest = int(np.abs(left[used]).max()) * int(np.abs(right[used]).max()) * len(used)
    if largest < OPEN:
        return int(left[used] @ right[used])
    return sum(a * b for a, b in zip(left[used].tolist(), right[used].tolist(), strict=True))


def _less(bounds: Whole, spent: Whole) -> Whole:
    return np.where(np.abs(bounds) >= OPEN, bounds, bounds - spent)


def _joined_weights(entries: Sequence[tuple[Index, Whole | int, int, int]]) -> Whole:
    largest = max((int(np.abs(weights).max(initial=0)) for _, weights, *_ in entries), default=0)
    kind = next(k for k in (np.int8, np.int32, np.int64) if largest <= np.iinfo(k).max)
    filled = [np.broadcast_to(np.asarray(w, dtype=kind), len(c)) for c, w, *_ in entries]
    return _joined(filled, kind)


def _joined(parts: Sequence[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(parts, dtype=kind) if parts else np.zeros(0, dtype=kind)
