"""Bands: strips of rows in which delegations stand one after another, each in one piece.

Inside a band seats are numbered column by column, alternately down and up, so that consecutive
numbers touch; a party takes consecutive numbers. Where parties begin is an exact dynamic program.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import NamedTuple

from optimizer.hall import Hall, Rows

_TALL = 5
_LINKED = 2

LEFT_OUT = 1000.0
"""Cost of a person without a seat: above anything that seats can cost."""
_PIECE = 200.0
_NEED = 100.0
_ROW = 0.12
_WASTE = 0.5
_SPREAD = 0.6
_STRANDED = 0.7
_GAP = 0.25
_FEW = 2


@dataclass(frozen=True)
class Party:
    """People who sit together: how many, the rows they should be in, accessible seats needed.

    Between ``front`` and ``back`` (rows of the hall) every row is as good. A loose party may be
    in several pieces.
    """

    size: int
    front: float
    back: float
    needs: int = 0
    is_loose: bool = False


class Run(NamedTuple):
    """What consecutive seats of a band amount to."""

    depth: float
    waste: int
    spread: float
    pieces: int
    accessible: int


class Strip(NamedTuple):
    """Rows ``top`` to ``bottom`` (exclusive) of a block, and the parties in it, in order.

    Block −1 is where parties wait that have no seats.
    """

    block: int
    top: int
    bottom: int
    parties: tuple[int, ...]


class Band:
    """The seats of some rows of a block, in an order in which neighbours touch."""

    def __init__(self, hall: Hall, rows: Rows) -> None:
        self._hall = hall
        self.order = _linked(hall, rows)
        self._place = [(hall.depth[seat], hall.column[seat]) for seat in self.order]
        self.depth = sum(depth for depth, _ in self._place) / len(self._place)
        self._runs: dict[tuple[int, int], Run] = {}
        self._is_path = all(
            b in hall.neighbours[a] for a, b in zip(self.order, self.order[1:], strict=False)
        )

    @cached_property
    def to_next_column(self) -> list[int]:
        """How many seats remain in the column of each position, itself included; at the end 0."""
        left = [0] * (len(self.order) + 1)
        for at in range(len(self.order) - 1, -1, -1):
            is_last = at + 1 == len(self.order) or self._place[at + 1][1] != self._place[at][1]
            left[at] = 1 if is_last else left[at + 1] + 1
        return left

    def gaps(self, at: int, party: Party) -> Iterable[int]:
        """Give how many seats may stay free before a party; fewer choices where all look alike."""
        to_next = self.to_next_column[at]
        if party.needs or not self._is_path:
            return range(to_next + 1)
        return (0, to_next) if to_next else (0,)

    def run(self, start: int, size: int) -> Run:
        """Measure the run of ``size`` seats from position ``start``."""
        known = self._runs.get((start, size))
        if known is None:
            known = self._runs[start, size] = self._measured(start, size)
        return known

    def _measured(self, start: int, size: int) -> Run:
        seats = self.order[start : start + size]
        depths, columns = zip(*self._place[start : start + size], strict=True)
        height = max(depths) - min(depths) + 1
        width = max(columns) - min(columns) + 1
        return Run(
            depth=sum(depths) / size,
            waste=height * width - size,
            spread=height + width - 2 * sqrt(size),
            pieces=1 if self._is_path else len(self._hall.pieces(seats)),
            accessible=sum(self._hall.seats[seat].is_accessible for seat in seats),
        )


def _linked(hall: Hall, rows: Rows) -> list[int]:
    """Order the seats; tall bands by strips that continue one another, to and fro."""
    if len(rows) <= _TALL:
        return _columns(hall, rows, backwards=False)
    order: list[int] = []
    for index, top in enumerate(range(0, len(rows), _LINKED)):
        order += _columns(hall, rows[top : top + _LINKED], backwards=index % 2 == 1)
    return order


def _columns(hall: Hall, rows: Rows, *, backwards: bool) -> list[int]:
    columns: dict[int, list[int]] = {}
    for row in rows:
        for seat in row:
            columns.setdefault(hall.column[seat], []).append(seat)
    order: list[int] = []
    for number in sorted(columns, reverse=backwards):
        column = columns[number]
        if order and column[0] not in hall.neighbours[order[-1]]:
            column = column[::-1]
        order += column
    return order


def lay(band: Band, parties: list[Party]) -> tuple[float, tuple[int, ...]] | None:
    """Place parties, in this order, at least cost; give it and where each begins.

    None if they are too many. A party may leave free seats before it, up to the next column.
    """
    free = len(band.order) - sum(party.size for party in parties)
    if free < 0:
        return None
    states: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    seated = 0
    for party in parties:
        states = _extended(band, states, party, seated, free)
        seated += party.size
    return min((cost + _gap_cost(free - used), starts) for used, (cost, starts) in states.items())


def _extended(
    band: Band,
    states: dict[int, tuple[float, tuple[int, ...]]],
    party: Party,
    seated: int,
    free: int,
) -> dict[int, tuple[float, tuple[int, ...]]]:
    extended: dict[int, tuple[float, tuple[int, ...]]] = {}
    for used, (cost, starts) in states.items():
        at = seated + used
        for gap in band.gaps(at, party):
            if used + gap > free:
                continue
            total = cost + _gap_cost(gap) + _run_cost(band.run(at + gap, party.size), party)
            known = extended.get(used + gap)
            if known is None or total < known[0]:
                extended[used + gap] = (total, (*starts, at + gap))
    return extended


def _gap_cost(gap: int) -> float:
    if gap == 0:
        return 0.0
    return _GAP + (_STRANDED * gap if gap <= _FEW else 0.0)


def _run_cost(run: Run, party: Party) -> float:
    off = max(party.front - run.depth, run.depth - party.back, 0.0)
    # Squared: two that are each one row off are as good as in order, one that is two is not.
    cost = _ROW * party.size * off**2 + _NEED * max(0, party.needs - run.accessible)
    if party.is_loose:
        return cost
    return cost + _PIECE * (run.pieces - 1) + _WASTE * run.waste + _SPREAD * run.spread
