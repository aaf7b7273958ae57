"""A trial of other bounds as its page reads it: what it gives, what it costs, who changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select as sql_select
from sqlmodel import Session, col

from congress.nominations.models import Nominee
from congress.nominations.values import points
from congress.scenarios import curves, rules
from congress.scenarios.programs import TIME_LIMIT_S, Program
from congress.scenarios.rules import Bound, Move, Moves, Tally
from congress.units.models import Unit
from optimizer.problem import Status
from optimizer.solver import Clock
from optimizer.whatif import Outlook

MOST_NAMED = 6
"""Of more moves than this none is singled out: that would ask as many questions."""

CURVE_LIMIT_S = 20.0


@dataclass(frozen=True)
class Person:
    """A nominee by what a list of names shows; nothing sensitive."""

    id: int
    name: str
    unit: str
    score: str


@dataclass(frozen=True)
class NamedMove:
    """A moved bound in the numbers that people read; an empty text is no bound."""

    field: str
    name: str
    bound: str
    before: str
    after: str


@dataclass(frozen=True)
class Trial:
    """The best list under moved bounds beside the one under the bounds as they were.

    ``cost`` is in points, less being worse; none where either has no list. ``broken_by`` are the
    moves without any of which there would be a list.
    """

    is_moved: bool
    is_proven: bool
    is_impossible: bool
    has_list: bool
    seats: int
    score: Decimal
    most: Decimal | None
    cost: Decimal | None
    missed: int
    seconds: str
    entering: list[Person]
    leaving: list[Person]
    tallies: list[Tally]
    broken_by: list[NamedMove]
    was_impossible: bool

    @property
    def is_same(self) -> bool:
        """Tell whether it costs nothing and gains nothing."""
        return self.cost == 0

    @property
    def is_gain(self) -> bool:
        """Tell whether the total rises."""
        return self.cost is not None and self.cost > 0


@dataclass(frozen=True)
class CurvePoint:
    """A point of the curve in the numbers that people read; no score where there is no list."""

    value: str
    at: float
    score: Decimal | None
    cost: Decimal | None
    is_proven: bool
    is_impossible: bool
    is_current: bool


@dataclass(frozen=True)
class Curve:
    """Merit against one bound; ``cost`` is against the rules as they are."""

    points: list[CurvePoint]
    is_share: bool

    @property
    def has_line(self) -> bool:
        """Tell whether there is anything to draw."""
        return sum(point.score is not None for point in self.points) > 1

    @property
    def coordinates(self) -> list[tuple[float, float | None]]:
        """Give the points as the chart takes them."""
        return [(p.at, None if p.score is None else float(p.score)) for p in self.points]

    @property
    def current(self) -> float | None:
        """Give where the bound stands now."""
        return next((point.at for point in self.points if point.is_current), None)

    @property
    def impossible(self) -> tuple[float, float] | None:
        """Give the ends of the range, beyond the last list, where there is none."""
        places = [point.at for point in self.points if point.is_impossible]
        listed = [point.at for point in self.points if point.score is not None]
        if not places or not listed:
            return None
        if min(places) > max(listed):
            return max(listed), max(places)
        return min(places), min(listed)


def stamp(session: Session, congress_id: int) -> tuple[object, ...]:
    """Tell the nominees as they stand from any other state of theirs, without reading them."""
    query = sql_select(
        func.count(),
        func.max(col(Nominee.id)),
        func.sum(col(Nominee.version)),
        func.max(col(Nominee.changed_at)),
    ).where(col(Nominee.congress_id) == congress_id)
    return tuple(str(value) for value in session.execute(query).one())


def trial(session: Session, program: Program, moves: Moves) -> Trial:
    """Ask for the best list under moved bounds and lay it beside the base."""
    base = program.base
    asked = program.ask(moves) if moves else base
    pool = program.pool
    both_have_lists = _has_list(asked) and _has_list(base)
    chosen, before = (set(each.chosen.tolist()) for each in (asked, base))
    is_open = both_have_lists and asked is not base
    return Trial(
        is_moved=bool(moves),
        is_proven=asked.status is Status.OPTIMAL,
        is_impossible=asked.status is Status.INFEASIBLE,
        has_list=_has_list(asked),
        seats=len(asked.chosen),
        score=pool.points(asked.score),
        most=None if asked.bound is None else pool.points(asked.bound),
        cost=pool.points(asked.score - base.score) if both_have_lists else None,
        missed=sum(people for _, people in asked.misses),
        seconds=f"{asked.seconds:.2f}",
        entering=people(session, pool.ids[sorted(chosen - before)]) if is_open else [],
        leaving=people(session, pool.ids[sorted(before - chosen)]) if is_open else [],
        tallies=rules.tallies(asked.counts),
        broken_by=_broken_by(program, moves, asked),
        was_impossible=base.status is Status.INFEASIBLE,
    )


def curve(program: Program, move: Move, *, limit_s: float = CURVE_LIMIT_S) -> Curve:
    """Follow merit along a bound, each point proven; past the limit points stay unknown."""
    clock = Clock(limit_s)

    def ask(moved: Move) -> Outlook:
        left = max(0.0, limit_s - clock.elapsed_s)
        return program.ask((moved,), time_limit_s=min(TIME_LIMIT_S, left))

    people = max(len(q.members) for q in program.rules.quotas if q.rule == move.rule)
    steps = curves.scale(move, max(1, min(people, program.rules.most)))
    points = curves.trace(ask, move, steps)
    return Curve([_point(program, move, point) for point in points], move.is_share)


def _point(program: Program, move: Move, point: curves.Point) -> CurvePoint:
    score, base = point.score, program.base
    has_cost = score is not None and _has_list(base)
    return CurvePoint(
        value=written(curves.bound_at(move, point.value).after),
        at=float(point.value),
        score=None if score is None else program.pool.points(score),
        cost=program.pool.points((score or 0) - base.score) if has_cost else None,
        is_proven=point.status is Status.OPTIMAL,
        is_impossible=point.status is Status.INFEASIBLE,
        is_current=point.value == curves.value_of(move),
    )


def _has_list(outlook: Outlook) -> bool:
    return len(outlook.chosen) > 0


def _broken_by(program: Program, moves: Moves, asked: Outlook) -> list[NamedMove]:
    was_possible = _has_list(program.base)
    if asked.status is not Status.INFEASIBLE or not was_possible or len(moves) > MOST_NAMED:
        return []

    def is_impossible(others: Moves) -> bool:
        return bool(others) and program.ask(others).status is Status.INFEASIBLE

    return [named(move) for move in rules.breaking(moves, is_impossible)]


def named(move: Move) -> NamedMove:
    """Write a move in the numbers that people read."""
    return NamedMove(move.field, move.name, move.bound, written(move.before), written(move.after))


def written(bound: Bound) -> str:
    """Write a bound: people as they are, a share in percent; no bound is an empty text.

    >>> written(12), written(Fraction(3, 40)), written(None)
    ('12', '7,5 %', '')
    """
    if isinstance(bound, Fraction):
        return f"{points(float(100 * bound)).replace('.', ',')} %"
    return "" if bound is None else str(bound)


def people(session: Session, ids: Iterable[Any]) -> list[Person]:
    """Give nominees by their numbers, units in order, names in Vietnamese order."""
    numbers = [int(each) for each in ids]
    query = (
        sql_select(col(Nominee.id), col(Nominee.name), col(Unit.name), col(Nominee.score))
        .join(Unit, col(Unit.id) == Nominee.unit_id)
        .where(col(Nominee.id).in_(numbers))
        .order_by(col(Unit.code), col(Nominee.name_key))
    )
    return [
        Person(number, name, unit, points(score))
        for number, name, unit, score in session.execute(query)
    ]
