"""Search for a good division of a hall into bands, and of parties among them, by annealing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from optimizer.bands import LEFT_OUT, Band, Party, Strip, lay
from optimizer.hall import Hall, Rows

_WAITING = -1
_START_ROWS = 2
_NEAR_ROWS = 3.0
_WINDOW = 8
_TALL = 5
_HOT, _COLD = 5.0, 0.03


@dataclass(frozen=True)
class Change:
    """Replace the strips ``start`` to ``stop`` (exclusive) of a block by others."""

    block: int
    start: int
    stop: int
    strips: tuple[Strip, ...]


State = list[list[Strip]]
"""Strips of each block from front to back; last, in a list of its own, the waiting parties."""


class Search:
    """One search; all that it draws comes from ``random``."""

    def __init__(
        self, hall: Hall, blocks: Sequence[Rows], parties: Sequence[Party], random: Random
    ) -> None:
        self._hall = hall
        self._blocks = blocks
        self._parties = parties
        self._random = random
        self._bands: dict[tuple[int, int, int], Band] = {}
        self._costs: dict[Strip, float] = {}
        largest = max((party.size for party in parties), default=0)
        self._tallest = [max(_TALL, largest // min(map(len, rows)) + 2) for rows in blocks]
        self.state: State = []

    def band(self, strip: Strip) -> Band:
        """Give the seats of a strip."""
        key = strip[:3]
        if key not in self._bands:
            rows = self._blocks[strip.block][strip.top : strip.bottom]
            self._bands[key] = Band(self._hall, rows)
        return self._bands[key]

    def laid(self) -> Iterator[tuple[int, list[int]]]:
        """Give each seated party and its seats."""
        for strip in (strip for strips in self.state[:-1] for strip in strips):
            band = self.band(strip)
            answer = lay(band, [self._parties[party] for party in strip.parties])
            assert answer is not None
            for party, start in zip(strip.parties, answer[1], strict=True):
                yield party, band.order[start : start + self._parties[party].size]

    @property
    def waiting(self) -> tuple[int, ...]:
        """Parties without seats."""
        return self.state[-1][0].parties

    def fill(self) -> None:
        """Cut strips from front to back, each filled as well as the next parties can.

        The rest go where they cost least, or wait.
        """
        queue = list(range(len(self._parties)))
        self.state = [[] for _ in self._blocks] + [[Strip(_WAITING, 0, 0, ())]]
        while (bare := self._next_strip(queue)) is not None:
            chosen = self._fitting(queue, len(self.band(bare).order))
            self.state[bare.block].append(bare._replace(parties=chosen))
            queue = [party for party in queue if party not in chosen]
        for party in queue:
            self._apply([min(self._inserted(party), key=lambda option: option[0])[1]])

    def _next_strip(self, queue: Sequence[int]) -> Strip | None:
        """Cut the strip nearest the stage, of two rows or as many as the next party needs."""
        cut = [strips[-1].bottom if strips else 0 for strips in self.state[:-1]]
        open_blocks = [block for block, rows in enumerate(self._blocks) if cut[block] < len(rows)]
        if not open_blocks:
            return None
        block = min(open_blocks, key=lambda b: self._hall.depth[self._blocks[b][cut[b]][0]])
        rows, top = self._blocks[block], cut[block]
        wanted = self._parties[queue[0]].size if queue else 0
        bottom = min(top + _START_ROWS, len(rows))
        while bottom < len(rows) and sum(map(len, rows[top:bottom])) < wanted:
            bottom += 1
        if bottom + 1 == len(rows):
            bottom += 1
        return Strip(block, top, bottom, ())

    def _fitting(self, queue: Sequence[int], seats: int) -> tuple[int, ...]:
        """Choose those of the next parties that fill most seats, the first that fits included."""
        first = next((party for party in queue if self._parties[party].size <= seats), None)
        if first is None:
            return ()
        options: list[tuple[int, tuple[int, ...]]] = [(self._parties[first].size, (first,))]
        for party in queue[queue.index(first) + 1 :][:_WINDOW]:
            size = self._parties[party].size
            options += [
                (sum_ + size, (*option, party)) for sum_, option in options if sum_ + size <= seats
            ]
        return max(options, key=lambda option: option[0])[1]

    def fill_whole_blocks(self) -> None:
        """Use one strip for each block: in tight halls nothing else leaves so few remainders."""
        self._tallest = [len(rows) for rows in self._blocks]
        self.state = [
            *([Strip(block, 0, len(rows), ())] for block, rows in enumerate(self._blocks)),
            [Strip(_WAITING, 0, 0, ())],
        ]
        for party in range(len(self._parties)):
            self._apply([min(self._inserted(party), key=lambda option: option[0])[1]])

    @property
    def cost(self) -> float:
        """Cost of the present division."""
        return sum(self._cost(strip) for strips in self.state for strip in strips)

    def anneal(self, steps: int) -> None:
        """Improve by random changes, accepting worse ones while hot; keep the best."""
        cost = best = self.cost
        kept = [list(strips) for strips in self.state]
        moves = self._moves()
        for step in range(steps):
            heat = _HOT * (_COLD / _HOT) ** (step / steps)
            changes = self._random.choice(moves)()
            gain = self._gain(changes)
            if gain >= 0 or self._random.random() < exp(gain / heat):
                self._apply(changes)
                cost -= gain
                if cost < best - 1e-9:
                    best, kept = cost, [list(strips) for strips in self.state]
        self.state = kept

    def _cost(self, strip: Strip) -> float:
        known = self._costs.get(strip)
        if known is None:
            known = self._costs[strip] = self._computed(strip)
        return known

    def _computed(self, strip: Strip) -> float:
        parties = [self._parties[party] for party in strip.parties]
        if strip.block == _WAITING:
            return LEFT_OUT * sum(party.size for party in parties)
        answer = lay(self.band(strip), parties)
        return float("inf") if answer is None else answer[0]

    def _gain(self, changes: Sequence[Change]) -> float:
        before = sum(
            self._cost(strip)
            for change in changes
            for strip in self.state[change.block][change.start : change.stop]
        )
        return before - sum(self._cost(strip) for change in changes for strip in change.strips)

    def _apply(self, changes: Sequence[Change]) -> None:
        for change in changes:
            self.state[change.block][change.start : change.stop] = change.strips

    def _inserted(self, party: int) -> Iterator[tuple[float, Change]]:
        for block, strips in enumerate(self.state):
            for index, strip in enumerate(strips):
                change = _one(block, index, strip, (*strip.parties, party))
                yield -self._gain([change]), change

    def _moves(self) -> list[Callable[[], list[Change]]]:
        return [
            *[self._exchange] * 6,
            *[self._transfer] * 3,
            self._reorder,
            self._reorder,
            self._shift,
            self._split,
            self._merge,
        ]

    def _draw(self) -> tuple[int, int]:
        block = self._random.randrange(len(self.state))
        return block, self._random.randrange(len(self.state[block]))

    def _draw_two(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Draw two strips within a few rows of one another; waiting parties are near to all."""
        block, index = self._draw()
        other_block = self._random.randrange(len(self.state))
        if _WAITING % len(self.state) in (block, other_block):
            other_index = self._random.randrange(len(self.state[other_block]))
        else:
            depth = self.band(self.state[block][index]).depth
            wanted = depth + self._random.uniform(-_NEAR_ROWS, _NEAR_ROWS)
            other_index = self._nearest(other_block, wanted)
        return (
            None
            if (block, index) == (other_block, other_index)
            else ((block, index), (other_block, other_index))
        )

    def _nearest(self, block: int, depth: float) -> int:
        strips = self.state[block]
        return min(range(len(strips)), key=lambda i: abs(self.band(strips[i]).depth - depth))

    def _exchange(self) -> list[Change]:
        drawn = self._draw_two()
        if drawn is None:
            return []
        strips = [self.state[block][index] for block, index in drawn]
        taken = [self._take(strip, self._random.choice((1, 1, 2))) for strip in strips]
        changes = []
        for (block, index), strip, (rest, _), (_, given) in zip(
            drawn, strips, taken, reversed(taken), strict=True
        ):
            changes.append(_one(block, index, strip, self._mixed(rest, given)))
        return changes

    def _transfer(self) -> list[Change]:
        drawn = self._draw_two()
        if drawn is None:
            return []
        (block, index), (other_block, other_index) = drawn
        source, target = self.state[block][index], self.state[other_block][other_index]
        rest, given = self._take(source, 1)
        return [
            _one(block, index, source, rest),
            _one(other_block, other_index, target, self._mixed(target.parties, given)),
        ]

    def _reorder(self) -> list[Change]:
        block, index = self._draw()
        strip = self.state[block][index]
        rest, given = self._take(strip, 1)
        return [_one(block, index, strip, self._mixed(rest, given))]

    def _take(self, strip: Strip, count: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Take up to ``count`` neighbouring parties out of a strip: the rest, and those taken."""
        parties = strip.parties
        if not parties:
            return parties, ()
        at = self._random.randrange(len(parties))
        return parties[:at] + parties[at + count :], parties[at : at + count]

    def _mixed(self, rest: tuple[int, ...], given: tuple[int, ...]) -> tuple[int, ...]:
        at = self._random.randint(0, len(rest))
        return rest[:at] + given + rest[at:]

    def _neighbours(self) -> tuple[int, int, Strip, Strip] | None:
        block, index = self._draw()
        strips = self.state[block]
        if index + 1 >= len(strips):
            return None
        return block, index, strips[index], strips[index + 1]

    def _shift(self) -> list[Change]:
        found = self._neighbours()
        if found is None:
            return []
        block, index, front, back = found
        cut = front.bottom + self._random.choice((-1, 1))
        if not front.top < cut < back.bottom:
            return []
        if max(cut - front.top, back.bottom - cut) > self._tallest[block]:
            return []
        pair = (front._replace(bottom=cut), back._replace(top=cut))
        return [Change(block, index, index + 2, pair)]

    def _merge(self) -> list[Change]:
        found = self._neighbours()
        if found is None:
            return []
        block, index, front, back = found
        if back.bottom - front.top > self._tallest[block]:
            return []
        merged = Strip(block, front.top, back.bottom, front.parties + back.parties)
        return [Change(block, index, index + 2, (merged,))]

    def _split(self) -> list[Change]:
        block, index = self._draw()
        strip = self.state[block][index]
        if strip.bottom - strip.top < _START_ROWS:
            return []
        row = self._random.randrange(strip.top + 1, strip.bottom)
        cut = self._random.randint(0, len(strip.parties))
        pair = (
            Strip(block, strip.top, row, strip.parties[:cut]),
            Strip(block, row, strip.bottom, strip.parties[cut:]),
        )
        return [Change(block, index, index + 1, pair)]


def _one(block: int, index: int, strip: Strip, parties: tuple[int, ...]) -> Change:
    return Change(block, index, index + 1, (strip._replace(parties=parties),))
