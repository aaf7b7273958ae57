"""Seats shared out among units by weight: five methods, floors, caps and fixed seats, all exact.

M. L. Balinski and H. P. Young, Fair Representation, 2nd edition, 2001: the divisor methods in
appendix A, floors and caps in its section 7. No float decides anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm

from optimizer.divisors import House, Method, divide

Weight = int | Decimal | Fraction

MOST_SEATS = 10_000_000
"""No house is larger."""


@dataclass(frozen=True)
class Unit:
    """A unit among which seats are shared; with ``fixed`` its weight counts for nothing.

    A unit without weight claims no seat and gets its floor.
    """

    code: str
    weight: Weight
    floor: int = 0
    cap: int | None = None
    fixed: int | None = None


@dataclass(frozen=True)
class Obstacle:
    """Why seats cannot be shared out so; ``unit`` is empty where it concerns all of them.

    ``figure`` names the one to change; ``is_input`` tells a wrong input from one that merely asks
    for what cannot be.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    unit: str = ""
    figure: str = "seats"
    is_input: bool = True


class Refused(Exception):
    """Refuse to share seats out, for every obstacle at once."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__(", ".join(obstacle.code for obstacle in obstacles))


@dataclass(frozen=True)
class Tie:
    """Units with equal claims to the last seats: ``seats`` for more units than that."""

    units: tuple[str, ...]
    seats: int


@dataclass(frozen=True)
class Apportionment:
    """The seats of every unit, in the order given; a tie not ``decided`` leaves its seats out."""

    method: Method
    seats: Mapping[str, int]
    tie: Tie | None = None
    decided: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether a tie still waits to be decided."""
        return self.tie is not None and not self.decided


def apportion(
    units: Sequence[Unit],
    seats: int,
    method: Method,
    *,
    floor: int = 0,
    decided: Iterable[str] = (),
) -> Apportionment:
    """Share seats out; ``floor`` is every unit's but those with fixed seats.

    ``decided`` names the tied units that get the tied seats. Raises ``Refused``, also with
    ``decided_without_tie`` and ``decided_otherwise`` where it names others, or not so many.

    >>> apportion([Unit("a", 5000), Unit("b", 3000), Unit("c", 2000)], 10, Method.HAMILTON).seats
    {'a': 5, 'b': 3, 'c': 2}
    """
    obstacles = [*_wrong(units, seats, floor)] or [*_impossible(units, seats, floor)]
    if obstacles:
        raise Refused(obstacles)
    free = [unit for unit in units if _shares(unit)]
    settled = {unit.code: _least(unit, floor) for unit in units if not _shares(unit)}
    base, tied, left = divide(
        House(
            seats=seats - sum(settled.values()),
            weights=_integers([unit.weight for unit in free]),
            floors=[_least(unit, floor) for unit in free],
            caps=[_most(unit, seats, floor) for unit in free],
        ),
        method,
    )
    found = settled | dict(zip((unit.code for unit in free), base, strict=True))
    found = {unit.code: found[unit.code] for unit in units}
    tie = Tie(tuple(free[at].code for at in tied), left) if left else None
    answer = Apportionment(method, found, tie)
    return decide(answer, decided) if decided else answer


def decide(answer: Apportionment, units: Iterable[str]) -> Apportionment:
    """Give the tied seats to these units, one each."""
    chosen = tuple(units)
    if answer.tie is None:
        raise Refused([Obstacle("decided_without_tie")])
    is_just = set(chosen) <= set(answer.tie.units) and len(set(chosen)) == len(chosen)
    if not is_just or len(chosen) != answer.tie.seats:
        raise Refused([Obstacle("decided_otherwise", {"seats": answer.tie.seats})])
    more = {code: count + (code in chosen) for code, count in answer.seats.items()}
    return replace(answer, seats=more, decided=chosen)


def in_order(answer: Apportionment) -> Apportionment:
    """Give tied seats to the units that stand first, where nobody decided."""
    if answer.tie is None or answer.decided:
        return answer
    return decide(answer, answer.tie.units[: answer.tie.seats])


def quotas(units: Sequence[Unit], seats: int) -> dict[str, Fraction | None]:
    """Give every unit's exact share of the seats that are not fixed, before floors and caps."""
    rest = seats - sum(unit.fixed or 0 for unit in units)
    total = sum((Fraction(unit.weight) for unit in units if unit.fixed is None), Fraction(0))
    return {
        unit.code: None if unit.fixed is not None else rest * Fraction(unit.weight) / total
        for unit in units
    }


def _wrong(units: Sequence[Unit], seats: int, floor: int) -> Iterator[Obstacle]:
    if seats < 1 or seats > MOST_SEATS:
        yield Obstacle("seats_out_of_range", {"seats": seats, "most": MOST_SEATS})
    if floor < 0:
        yield Obstacle("bound_negative", {"bound": floor}, figure="floor")
    if not units:
        yield Obstacle("no_units")
    seen: set[str] = set()
    for unit in units:
        if unit.code in seen:
            yield Obstacle("unit_twice", {"unit": unit.code}, unit.code, "code")
        seen.add(unit.code)
        yield from faults_of(unit, floor)
    if units and all(unit.fixed is None and unit.weight == 0 for unit in units):
        yield Obstacle("no_weight", figure="weight")


def _impossible(units: Sequence[Unit], seats: int, floor: int) -> Iterator[Obstacle]:
    least = sum(_least(unit, floor) for unit in units)
    if least > seats:
        yield Obstacle("floors_over_seats", {"least": least, "seats": seats}, is_input=False)
    most = sum(_most(unit, seats, floor) for unit in units)
    if most < seats:
        yield Obstacle("caps_under_seats", {"most": most, "seats": seats}, is_input=False)


def _least(unit: Unit, floor: int) -> int:
    return max(floor, unit.floor) if unit.fixed is None else unit.fixed


def _most(unit: Unit, seats: int, floor: int) -> int:
    if not _shares(unit):
        return _least(unit, floor)
    return seats if unit.cap is None else min(unit.cap, seats)


def _shares(unit: Unit) -> bool:
    """Tell whether the unit's weight has a claim to seats."""
    return unit.fixed is None and unit.weight > 0


def faults_of(unit: Unit, floor: int) -> Iterator[Obstacle]:
    """Tell what is wrong with one unit's figures."""
    facts: dict[str, object] = {"unit": unit.code}
    for name, bound in (("floor", unit.floor), ("cap", unit.cap), ("fixed", unit.fixed)):
        if bound is not None and bound < 0:
            yield Obstacle("bound_negative", facts | {"bound": bound}, unit.code, name)
    if unit.weight < 0:
        yield Obstacle("weight_negative", facts, unit.code, "weight")
    if unit.fixed is not None:
        if unit.fixed < unit.floor or (unit.cap is not None and unit.fixed > unit.cap):
            outside = facts | {"fixed": unit.fixed}
            yield Obstacle("fixed_outside_bounds", outside, unit.code, "fixed")
        return
    least = _least(unit, floor)
    if unit.cap is not None and unit.cap < least:
        crossing = facts | {"floor": least, "cap": unit.cap}
        yield Obstacle("floor_over_cap", crossing, unit.code, "cap")


def _integers(weights: Sequence[Weight]) -> list[int]:
    """Give integers in the proportions of the weights."""
    exact = [Fraction(weight) for weight in weights]
    common = lcm(*(weight.denominator for weight in exact))
    return [weight.numerator * (common // weight.denominator) for weight in exact]
