"""A hall: its seats, who sits beside or behind whom, and the blocks that aisles part.

Two seats touch when they stand side by side in a row, or directly behind one another; a gap of
over 1.5 times the usual spacing is an aisle, and parts them. Everything here follows from the
seats' positions, so that any drawing of a hall will do.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import floor, hypot
from statistics import median_low

AISLE = 1.5
_LEVEL = 0.5
_SLACK = 1e-6
_ENOUGH = 4


@dataclass(frozen=True)
class Seat:
    """A seat; ``y`` grows away from the stage, ``category`` is the class it is kept for."""

    guid: str
    row: str
    number: str
    x: float
    y: float
    zone: str = ""
    block: str = ""
    category: str = ""
    is_accessible: bool = False


Rows = tuple[tuple[int, ...], ...]
"""Seats of a block, by index in the hall: rows from the stage backwards, each left to right."""


@dataclass(frozen=True)
class Hall:
    """A hall. Seats of different ``block`` never touch; a block may still hold aisles."""

    seats: tuple[Seat, ...]

    @cached_property
    def neighbours(self) -> tuple[tuple[int, ...], ...]:
        """Seats that touch each seat, by index."""
        touching: list[set[int]] = [set() for _ in self.seats]
        for part in self._parts:
            for a, b in self._touching_pairs(part):
                touching[a].add(b)
                touching[b].add(a)
        return tuple(tuple(sorted(seats)) for seats in touching)

    @cached_property
    def depth(self) -> tuple[int, ...]:
        """Row of each seat counted from the stage over the whole hall, from 0."""
        levels = [(self._middle(row), row) for part in self._parts for row in part]
        levels.sort(key=lambda level: level[0])
        tolerance = _LEVEL * self._usual_depth
        depth = [0] * len(self.seats)
        current, start = -1, float("-inf")
        for y, row in levels:
            if y > start + tolerance:
                current, start = current + 1, y
            for seat in row:
                depth[seat] = current
        return tuple(depth)

    @cached_property
    def column(self) -> tuple[int, ...]:
        """Column of each seat within its block, from its leftmost, in usual spacings."""
        column = [0] * len(self.seats)
        for part in self._parts:
            width = self._usual_width(part)
            left = min(self.seats[seat].x for row in part for seat in row)
            for row in part:
                for seat in row:
                    # Rows shifted by half a seat fall into the same columns as their neighbours.
                    column[seat] = floor((self.seats[seat].x - left) / width + 0.25)
        return tuple(column)

    def blocks(self, seats: Collection[int]) -> list[Rows]:
        """Give the parts into which aisles cut these seats, nearest the stage first."""
        rows = [self._rows_of(part) for part in self.pieces(seats)]
        return sorted(rows, key=lambda block: (self.depth[block[0][0]], self.seats[block[0][0]].x))

    def pieces(self, seats: Iterable[int]) -> list[list[int]]:
        """Give the pieces into which these seats fall, each sorted."""
        left = set(seats)
        return [sorted(self._flood(first, left)) for first in sorted(left) if first in left]

    def connected(self, piece: Collection[int]) -> list[int]:
        """Order the seats of a piece so that every beginning of the list is one piece too."""
        left = set(piece)
        return [seat for first in sorted(piece)[:1] for seat in self._flood(first, left)]

    def _flood(self, first: int, left: set[int]) -> Iterator[int]:
        left.remove(first)
        waiting = deque([first])
        while waiting:
            seat = waiting.popleft()
            yield seat
            for other in self.neighbours[seat]:
                if other in left:
                    left.remove(other)
                    waiting.append(other)

    def _rows_of(self, seats: Iterable[int]) -> Rows:
        rows: dict[int, list[int]] = defaultdict(list)
        for seat in seats:
            rows[self.depth[seat]].append(seat)
        return tuple(
            tuple(sorted(rows[depth], key=lambda seat: self.seats[seat].x))
            for depth in sorted(rows)
        )

    @cached_property
    def _parts(self) -> tuple[Rows, ...]:
        """Seats of one ``block`` name, in rows; rows at the same depth are one row."""
        parts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for index, seat in enumerate(self.seats):
            parts[seat.block][seat.row].append(index)
        return tuple(self._levelled(list(rows.values())) for rows in parts.values())

    def _levelled(self, rows: list[list[int]]) -> Rows:
        rows.sort(key=self._middle)
        steps = [self._middle(b) - self._middle(a) for a, b in pairwise(rows)]
        usual = median_low([step for step in steps if step > _SLACK] or [1.0])
        levelled = [rows[0]]
        for step, row in zip(steps, rows[1:], strict=True):
            if step <= _LEVEL * usual:
                levelled[-1] = levelled[-1] + row
            else:
                levelled.append(row)
        return tuple(
            tuple(sorted(row, key=lambda seat: (self.seats[seat].x, self.seats[seat].y)))
            for row in levelled
        )

    def _touching_pairs(self, part: Rows) -> Iterator[tuple[int, int]]:
        width, height = self._usual_width(part), self._usual_height(part)
        for row in part:
            for a, b in pairwise(row):
                if self._distance(a, b) <= AISLE * width + _SLACK:
                    yield a, b
        for front, back in pairwise(part):
            if self._middle(back) - self._middle(front) <= AISLE * height + _SLACK:
                yield from self._behind(front, back, width * 0.5 + _SLACK)

    def _behind(
        self, front: Sequence[int], back: Sequence[int], reach: float
    ) -> Iterator[tuple[int, int]]:
        start = 0
        for a in front:
            x = self.seats[a].x
            while start < len(back) and self.seats[back[start]].x < x - reach:
                start += 1
            for b in back[start:]:
                if self.seats[b].x > x + reach:
                    break
                yield a, b

    def _distance(self, a: int, b: int) -> float:
        return hypot(
            self.seats[b].x - self.seats[a].x,
            self.seats[b].y - self.seats[a].y,
        )

    def _middle(self, row: Sequence[int]) -> float:
        return median_low([self.seats[seat].y for seat in row])

    def _gaps(self, part: Rows) -> list[float]:
        gaps = [self._distance(a, b) for row in part for a, b in pairwise(row)]
        return [gap for gap in gaps if gap > _SLACK]

    def _steps(self, part: Rows) -> list[float]:
        return [self._middle(back) - self._middle(front) for front, back in pairwise(part)]

    def _usual_width(self, part: Rows) -> float:
        gaps = self._gaps(part)
        return median_low(gaps) if len(gaps) >= _ENOUGH else self._common_width

    def _usual_height(self, part: Rows) -> float:
        steps = self._steps(part)
        return median_low(steps) if len(steps) >= _ENOUGH else self._usual_depth

    @cached_property
    def _common_width(self) -> float:
        return median_low([gap for part in self._parts for gap in self._gaps(part)] or [1.0])

    @cached_property
    def _usual_depth(self) -> float:
        return median_low([step for part in self._parts for step in self._steps(part)] or [1.0])

    @cached_property
    def pitch(self) -> tuple[float, float]:
        """Usual distance between seats of a row, and between rows."""
        return self._common_width, self._usual_depth
