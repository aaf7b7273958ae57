"""Turns a pool and its rules into an integer program."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from optimizer.problem import Index, Pool, Quota, Rules, Standing, Whole
from optimizer.program import OPEN, Program, Rows

SIZE_ROW = -1
"""Owner of the row that counts the panel."""


@dataclass(frozen=True)
class Model:
    """The program, what its columns mean, and which quota owns each of its rows.

    The first columns are ``people`` (rows of the pool). ``size_column`` is set where the size is
    free. ``misses`` are columns that count misses, by priority, most urgent first; ``changes``
    are columns that count by how much a rule's lower (+1) or upper (-1) bounds give way. Row r
    belongs to quota ``owners[r]`` and counts each of its members ``scales[r]`` times.
    """

    program: Program
    people: Index
    merit: Whole
    size_column: int | None
    misses: tuple[tuple[int, Whole], ...]
    changes: Mapping[tuple[int, int], int]
    owners: Whole
    scales: Whole

    def chosen(self, values: Whole) -> Index:
        """Give the rows of the pool that x chooses, ascending."""
        return self.people[np.flatnonzero(values[: len(self.people)])]


@dataclass(frozen=True)
class Frame:
    """A program without the people in it: its rows, and the columns that count.

    Rules of the same people whose frames have the same numbers differ in bounds alone.
    """

    lower: Whole
    upper: Whole
    rows: Rows
    owners: Whole
    scales: Whole

    def has_numbers_of(self, other: "Frame") -> bool:
        """Tell whether all but the bounds is the same."""
        pairs = (
            (self.owners, other.owners),
            (self.scales, other.scales),
            (self.rows.lengths, other.rows.lengths),
            (self.rows.columns, other.rows.columns),
            (self.rows.weights, other.rows.weights),
        )
        return all(np.array_equal(ours, theirs) for ours, theirs in pairs)

    def bounding(self, program: Program) -> Program:
        """Give a program of the same numbers these bounds; it may have more rows."""
        people = program.width - len(self.lower)
        height = len(self.rows.lower)
        return replace(
            program,
            lower=np.concatenate((program.lower[:people], self.lower)),
            upper=np.concatenate((program.upper[:people], self.upper)),
            row_lower=np.concatenate((self.rows.lower, program.row_lower[height:])),
            row_upper=np.concatenate((self.rows.upper, program.row_upper[height:])),
        )


def build(
    pool: Pool, rules: Rules, giving_way: Collection[int] = (), *, every_row: bool = False
) -> Model:
    """Build the program: one column per eligible person, then the size, then the misses.

    Rules that are ``giving_way``, by their numbers, may be broken: all quotas of such a rule by
    the same number of people, which one column counts. Counts that cannot bind have a row with
    ``every_row`` only.
    """
    people = _eligible(pool)
    place = np.full(len(pool), -1, dtype=np.int32)
    place[people] = np.arange(len(people), dtype=np.int32)
    builder = _Builder(rules, len(people), place, giving_way, every_row=every_row)
    return builder.model(pool, people)


def frame(pool: Pool, rules: Rules) -> Frame:
    """Give the frame of a program that has every row."""
    return _Builder(rules, len(_eligible(pool)), None, every_row=True).frame()


def _eligible(pool: Pool) -> Index:
    return np.flatnonzero(pool.standing != Standing.EXCLUDED).astype(np.int32)


class _Builder:
    def __init__(
        self,
        rules: Rules,
        people: int,
        place: Index | None,
        giving_way: Collection[int] = (),
        *,
        every_row: bool,
    ) -> None:
        self.rules = rules
        self.people = people
        self.place = place
        self.giving_way = giving_way
        self.every_row = every_row
        self.lower: list[int] = []
        self.upper: list[int] = []
        self.is_free = rules.fewest < rules.most
        self.size_column: int | None = None
        self.entries: list[tuple[Index, Whole | int, int, int]] = []
        self.owners: list[int] = []
        self.scales: list[int] = []
        self.misses: dict[int, list[int]] = {}
        self.changes: dict[tuple[int, int], int] = {}

    def model(self, pool: Pool, people: Index) -> Model:
        frame = self.frame()
        is_required = pool.standing[people] == Standing.REQUIRED
        everyone = np.ones(len(people), dtype=np.int64)
        lower = np.concatenate((is_required, frame.lower))
        upper = np.concatenate((everyone, frame.upper))
        program = Program.build(lower, upper, frame.rows)
        merit = np.zeros(program.width, dtype=np.int64)
        merit[: len(people)] = pool.scores[people]
        misses = tuple((p, np.array(self.misses[p])) for p in sorted(self.misses))
        return Model(
            program,
            people,
            merit,
            self.size_column,
            misses,
            self.changes,
            frame.owners,
            frame.scales,
        )

    def frame(self) -> Frame:
        self.size()
        for number, quota in enumerate(self.rules.quotas):
            self.quota(number, quota)
        return Frame(
            np.array(self.lower, dtype=np.int64),
            np.array(self.upper, dtype=np.int64),
            Rows.of(self.entries),
            np.array(self.owners, dtype=np.int64),
            np.array(self.scales, dtype=np.int64),
        )

    def size(self) -> None:
        everyone = np.arange(0 if self.place is None else self.people, dtype=np.int32)
        if not self.is_free:
            self.row(SIZE_ROW, everyone, 1, (self.rules.fewest, self.rules.most))
            return
        self.size_column = self.column(self.rules.fewest, self.rules.most)
        columns = np.append(everyone, np.int32(self.size_column))
        self.row(SIZE_ROW, columns, _weights(1, len(everyone), -1), (0, 0))

    def column(self, lower: int, upper: int) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        return self.people + len(self.lower) - 1

    def row(
        self,
        owner: int,
        columns: Index,
        weights: Whole | int,
        bounds: tuple[int, int],
        scale: int = 1,
    ) -> None:
        self.entries.append((columns, weights, *bounds))
        self.owners.append(owner)
        self.scales.append(scale)

    def quota(self, number: int, quota: Quota) -> None:
        columns = self.members(quota)
        may_miss = quota.is_soft or quota.rule in self.giving_way
        under = self.miss(quota, +1) if may_miss and quota.has_least else None
        over = self.miss(quota, -1) if may_miss and quota.has_most else None
        if not self.is_free:
            self.counted(number, columns, quota, under, over)
            return
        size = self.rules.most
        if quota.least is not None:
            self.missable(number, columns, under, (quota.least, OPEN))
        if quota.least_share is not None:
            self.share(number, columns, under, quota.least_share, (0, OPEN))
        if quota.most is not None and (self.every_row or quota.most < size):
            self.missable(number, columns, over, (-OPEN, quota.most))
        if quota.most_share is not None:
            self.share(number, columns, over, quota.most_share, (-OPEN, 0))

    def members(self, quota: Quota) -> Index:
        """Give the columns of a quota's members; none of them while only the frame is built."""
        if self.place is None:
            return np.zeros(0, dtype=np.int32)
        columns = self.place[quota.members]
        return columns[columns >= 0]

    def miss(self, quota: Quota, sign: int) -> tuple[int, int]:
        """Give a column that counts people missing (+1) or too many (-1)."""
        if (quota.rule, sign) in self.changes:
            return self.changes[quota.rule, sign], sign
        column = self.column(0, max(self.rules.most, quota.least or 0))
        if quota.rule in self.giving_way:
            self.changes[quota.rule, sign] = column
            return column, sign
        self.misses.setdefault(quota.priority, []).append(column)
        return column, sign

    def counted(
        self,
        number: int,
        columns: Index,
        quota: Quota,
        under: tuple[int, int] | None,
        over: tuple[int, int] | None,
    ) -> None:
        """Bound a count, with the size known; a share is then a count."""
        size = self.rules.most
        least = quota.floor(size) if quota.has_least else -OPEN
        most = quota.ceiling(size) if quota.has_most else OPEN
        if under and over and quota.value is None and least <= most:
            # One quota is never missed on both sides, so one row does for both.
            both = np.array([under[0], over[0]], dtype=np.int32)
            entries = np.concatenate((columns, both))
            self.row(number, entries, _weights(1, len(columns), +1, -1), (least, most))
        elif under or over:
            if under:
                self.missable(number, columns, under, (least, OPEN))
            if over:
                self.missable(number, columns, over, (-OPEN, most))
        elif self.every_row or least > 0 or most < min(size, len(columns)):
            self.row(number, columns, 1, (least, most))

    def share(
        self,
        number: int,
        columns: Index,
        miss: tuple[int, int] | None,
        share: Fraction,
        bounds: tuple[int, int],
    ) -> None:
        """Compare count times denominator with size times numerator, all whole."""
        self.missable(
            number,
            columns,
            miss,
            bounds,
            weight=share.denominator,
            size_weight=-share.numerator,
        )

    def missable(
        self,
        number: int,
        columns: Index,
        miss: tuple[int, int] | None,
        bounds: tuple[int, int],
        *,
        weight: int = 1,
        size_weight: int = 0,
    ) -> None:
        extra: list[int] = []
        weights: list[int] = []
        if size_weight and self.size_column is not None:
            extra.append(self.size_column)
            weights.append(size_weight)
        if miss is not None:
            extra.append(miss[0])
            weights.append(miss[1] * weight)
        everyone = np.concatenate((columns, np.array(extra, dtype=np.int32)))
        self.row(number, everyone, _weights(weight, len(columns), *weights), bounds, weight)


def _weights(weight: int, length: int, *others: int) -> Whole:
    return np.concatenate((np.full(length, weight), np.array(others, dtype=np.int64)))
