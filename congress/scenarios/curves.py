"""Merit against one bound of a rule: proven point by point, up to where no list is left."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from congress.scenarios.rules import Move
from congress.selection.bounds import SHARES
from optimizer.problem import Status
from optimizer.whatif import Outlook

MOST_POINTS = 24
_PERCENT = 100

Ask = Callable[[Move], Outlook]
"""Answers with the best list where a bound is moved."""


@dataclass(frozen=True)
class Point:
    """What is known of one value of the bound, in people or in percent; ``score`` in units."""

    value: Fraction
    status: Status
    score: int | None
    bound: int | None


@dataclass(frozen=True)
class Scale:
    """The whole values of a bound as steps from the loosest, 0, to the tightest, ``top``."""

    top: int
    is_least: bool

    def value(self, step: int) -> Fraction:
        """Give the value of a step."""
        return Fraction(step if self.is_least else self.top - step)

    def step(self, value: Fraction) -> int:
        """Give the last step that is no tighter than a value."""
        return int(value // 1) if self.is_least else self.top - int(-(-value // 1))


def scale(move: Move, people: int) -> Scale:
    """Give the scale of a bound; ``people`` are the most that it could count."""
    return Scale(_PERCENT if move.is_share else people, move.bound.startswith("min"))


def bound_at(move: Move, value: Fraction) -> Move:
    """Move a bound to a value in people or in percent."""
    after = value / _PERCENT if move.is_share else int(value)
    return Move(move.rule, move.name, move.bound, move.before, after)


def value_of(move: Move) -> Fraction | None:
    """Give where a bound stands, in people or in percent."""
    if move.before is None:
        return None
    return Fraction(move.before) * (_PERCENT if move.bound in SHARES else 1)


def trace(ask: Ask, move: Move, steps: Scale) -> list[Point]:
    """Follow merit from where the bound costs nothing to its tightest value that leaves a list.

    The next value after it shows that none is left. Where the bound stands now is a point too.
    Between the ends of its range merit never rises as the bound tightens, so that the last value
    that leaves a list is found by halving.
    """
    tracer = _Tracer(ask, move, steps)
    return tracer.points()


class _Tracer:
    def __init__(self, ask: Ask, move: Move, steps: Scale) -> None:
        self.ask = ask
        self.move = move
        self.steps = steps
        self.loosest = ask(bound_at(move, steps.value(0)))
        self.free = self.last_kept() if _has_list(self.loosest) else 0
        self.known = {steps.value(0): self.loosest}

    def points(self) -> list[Point]:
        if not _has_list(self.loosest):
            return [self.point(self.steps.value(0))]
        last = self.last_possible()
        lead = max(1, (last - self.free) // 5)
        chosen = spread(max(0, self.free - lead), last, MOST_POINTS)
        values = {self.steps.value(step) for step in (*chosen, min(last + 1, self.steps.top))}
        current = value_of(self.move)
        if current is not None:
            values.add(current)
        return [self.point(value) for value in sorted(values)]

    def last_kept(self) -> int:
        """Give the last step that the loosest list keeps anyway."""
        counts = [c.count for c in self.loosest.counts if c.quota.rule == self.move.rule]
        count = Fraction(min(counts) if self.steps.is_least else max(counts))
        if self.move.is_share:
            count = count * _PERCENT / len(self.loosest.chosen)
        return min(max(self.steps.step(count), 0), self.steps.top)

    def last_possible(self) -> int:
        first, last = self.free, self.steps.top
        while first < last:
            middle = (first + last + 1) // 2
            if _has_list(self.at(self.steps.value(middle))):
                first = middle
            else:
                last = middle - 1
        return first

    def at(self, value: Fraction) -> Outlook:
        """Give the answer at a value; the loosest list answers wherever it keeps the bound."""
        if value.denominator == 1 and self.steps.step(value) <= self.free:
            return self.loosest
        if value not in self.known:
            self.known[value] = self.ask(bound_at(self.move, value))
        return self.known[value]

    def point(self, value: Fraction) -> Point:
        outlook = self.at(value)
        score = outlook.score if _has_list(outlook) else None
        return Point(value, outlook.status, score, outlook.bound)


def _has_list(outlook: Outlook) -> bool:
    return len(outlook.chosen) > 0


def spread(first: int, last: int, most: int) -> Iterable[int]:
    """Spread at most so many steps evenly from the first to the last, both among them.

    >>> spread(0, 10, 3), spread(4, 6, 9), spread(5, 5, 2)
    ([0, 5, 10], [4, 5, 6], [5])
    """
    if last - first < most:
        return list(range(first, last + 1))
    return sorted({first + (last - first) * place // (most - 1) for place in range(most)})
