"""Seats by weight: against another program, against plain counting, and by what must hold."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor as whole
from pathlib import Path

import pytest
from apportionment import methods as peer
from hypothesis import assume, given, strategies as st

from optimizer.apportionment import (
    Apportionment,
    Refused,
    Tie,
    Unit,
    apportion,
    decide,
    in_order,
    quotas,
)
from optimizer.divisors import Method

PEER = {
    Method.HAMILTON: "largest_remainder",
    Method.DHONDT: "dhondt",
    Method.SAINTE_LAGUE: "saintelague",
    Method.HUNTINGTON_HILL: "huntington",
    Method.ADAMS: "adams",
}
DIVISOR = [method for method in Method if method is not Method.HAMILTON]
WEIGHTS = st.lists(st.integers(1, 300), min_size=1, max_size=7)
METHODS = st.sampled_from(Method)


def plain(weights: Sequence[int | Decimal]) -> list[Unit]:
    return [Unit(str(at), weight) for at, weight in enumerate(weights)]


def counts(answer: Apportionment) -> list[int]:
    return list(answer.seats.values())


@pytest.mark.parametrize("method", Method)
@given(weights=WEIGHTS, seats=st.integers(1, 60))
def test_the_other_program_gives_the_same(method: Method, weights: list[int], seats: int):
    ours = apportion(plain(weights), seats, method)
    exactly = method is not Method.HUNTINGTON_HILL
    theirs = peer.compute(PEER[method], weights, seats, fractions=exactly)
    if ours.tie is None:
        assert counts(ours) == theirs
        return
    # Where units tie, its largest remainders pass over larger ones that stand later.
    assume(method is not Method.HAMILTON)
    # Floats hide some ties of Huntington–Hill from it; its answer is one way to decide all.
    more = [count - base for count, base in zip(theirs, counts(ours), strict=True)]
    assert set(more) <= {0, 1}
    assert sum(more) == ours.tie.seats
    assert {str(at) for at, given in enumerate(more) if given} <= set(ours.tie.units)


@pytest.mark.parametrize("method", [method for method in Method if PEER[method] != "huntington"])
@given(weights=st.lists(st.integers(1, 12), min_size=1, max_size=6), seats=st.integers(1, 30))
def test_the_other_program_finds_the_same_ties(method: Method, weights: list[int], seats: int):
    try:
        peer.compute(PEER[method], weights, seats, fractions=True, tiesallowed=False)
        is_tied = False
    except peer.TiesException:
        is_tied = True
    assert apportion(plain(weights), seats, method).is_open == is_tied


@st.composite
def bounded(draw) -> tuple[list[Unit], int, int]:
    """Units with floors, caps and fixed seats, a house that can hold them, and a common floor."""
    common = draw(st.integers(0, 2))
    units = []
    for at in range(draw(st.integers(1, 6))):
        least = draw(st.integers(0, 4))
        most = max(common, least) + draw(st.integers(0, 12))
        units.append(
            Unit(
                str(at),
                draw(st.one_of(st.integers(1, 40), st.decimals("0.01", 40, places=2))),
                floor=least,
                cap=draw(st.sampled_from([None, most])),
                fixed=draw(st.sampled_from([None, None, None, least])),
            )
        )
    low = sum(lowest(unit, common) for unit in units)
    high = sum(highest(unit, 40) for unit in units)
    assume(max(low, 1) <= high)
    return units, draw(st.integers(max(low, 1), high)), common


def lowest(unit: Unit, common: int) -> int:
    return max(unit.floor, common) if unit.fixed is None else unit.fixed


def highest(unit: Unit, seats: int) -> int:
    if unit.fixed is not None:
        return unit.fixed
    return seats if unit.cap is None else min(unit.cap, seats)


def claim(method: Method, weight: Fraction, seats: int) -> tuple[bool, Fraction]:
    """Give a unit's claim to its next seat; a first seat that nothing divides comes before all."""
    divisor = {
        Method.DHONDT: seats + 1,
        Method.SAINTE_LAGUE: 2 * seats + 1,
        Method.ADAMS: seats,
        Method.HUNTINGTON_HILL: seats * (seats + 1),
    }[method]
    claims = weight**2 if method is Method.HUNTINGTON_HILL else weight
    return (divisor == 0, claims / (divisor or 1))


def seat_by_seat(
    units: Sequence[Unit], seats: int, method: Method, common: int
) -> tuple[dict[str, int], Tie | None]:
    """Give seats one after another, beginning with the floors."""
    given = {unit.code: lowest(unit, common) for unit in units}
    while sum(given.values()) < seats:
        claims = {
            unit.code: claim(method, Fraction(unit.weight), given[unit.code])
            for unit in units
            if given[unit.code] < highest(unit, seats)
        }
        best = max(claims.values())
        first = [code for code, each in claims.items() if each == best]
        left = seats - sum(given.values())
        if len(first) > left:
            return given, Tie(tuple(first), left)
        for code in first:
            given[code] += 1
    return given, None


@pytest.mark.parametrize("method", DIVISOR)
@given(house=bounded())
def test_a_divisor_gives_what_counting_seat_by_seat_gives(
    method: Method, house: tuple[list[Unit], int, int]
):
    units, seats, common = house
    ours = apportion(units, seats, method, floor=common)
    assert (dict(ours.seats), ours.tie) == seat_by_seat(units, seats, method, common)


def largest_remainders(
    units: Sequence[Unit], seats: int, common: int
) -> tuple[dict[str, int], Tie | None]:
    """Try every factor at which a unit meets a bound, then round between two of them."""

    def share(unit: Unit, factor: Fraction) -> Fraction:
        if unit.fixed is not None:
            return Fraction(unit.fixed)
        exact = factor * Fraction(unit.weight)
        return max(Fraction(lowest(unit, common)), min(exact, Fraction(highest(unit, seats))))

    edges = sorted(
        {Fraction(bound) / Fraction(unit.weight) for unit in units if unit.fixed is None
         for bound in (lowest(unit, common), highest(unit, seats))} | {Fraction(0)}
    )  # fmt: skip
    below = max((e for e in edges if sum(share(u, e) for u in units) <= seats), default=edges[0])
    above = min((e for e in edges if sum(share(u, e) for u in units) >= seats), default=edges[-1])
    low, high = (sum(share(unit, edge) for unit in units) for edge in (below, above))
    part = Fraction(0) if high == low else (seats - low) / (high - low)
    shares = {unit.code: share(unit, below + part * (above - below)) for unit in units}
    base = {code: whole(each) for code, each in shares.items()}
    left = seats - sum(base.values())
    rests = sorted((each - whole(each) for each in shares.values()), reverse=True)
    if not left:
        return base, None
    last = rests[left - 1]
    tied = [code for code, each in shares.items() if each - whole(each) == last]
    winners = {code for code, each in shares.items() if each - whole(each) > last}
    if len(winners) + len(tied) == left:
        winners, tied = winners | set(tied), []
    answer = {code: count + (code in winners) for code, count in base.items()}
    return answer, Tie(tuple(tied), left - len(winners)) if tied else None


@given(house=bounded())
def test_hamilton_rounds_the_shares_that_keep_their_bounds(house: tuple[list[Unit], int, int]):
    units, seats, common = house
    ours = apportion(units, seats, Method.HAMILTON, floor=common)
    assert (dict(ours.seats), ours.tie) == largest_remainders(units, seats, common)


@given(house=bounded(), method=METHODS)
def test_the_sum_is_the_house_and_bounds_hold(house: tuple[list[Unit], int, int], method: Method):
    units, seats, common = house
    answer = in_order(apportion(units, seats, method, floor=common))
    assert sum(answer.seats.values()) == seats
    for unit in units:
        assert lowest(unit, common) <= answer.seats[unit.code] <= highest(unit, seats)


@given(weights=WEIGHTS, seats=st.integers(1, 60))
def test_hamilton_keeps_every_unit_next_to_its_quota(weights: list[int], seats: int):
    units = plain(weights)
    answer = in_order(apportion(units, seats, Method.HAMILTON))
    for code, quota in quotas(units, seats).items():
        assert quota is not None
        assert whole(quota) <= answer.seats[code] <= ceil(quota)


@given(weights=WEIGHTS, seats=st.integers(1, 40), method=st.sampled_from(DIVISOR))
def test_a_larger_house_takes_no_seat_away(weights: list[int], seats: int, method: Method):
    houses = [apportion(plain(weights), size, method) for size in range(seats, seats + 8)]
    for smaller, larger in pairwise(houses):
        for unit, count in smaller.seats.items():
            assert larger.seats[unit] >= count


@given(weights=WEIGHTS, twin=st.integers(0, 6), seats=st.integers(1, 60), method=METHODS)
def test_equal_weights_differ_by_one_seat_at_most(
    weights: list[int], twin: int, seats: int, method: Method
):
    equal = [*weights, weights[twin % len(weights)]]
    found = counts(in_order(apportion(plain(equal), seats, method)))
    assert abs(found[-1] - found[twin % len(weights)]) <= 1


@given(weights=WEIGHTS, seats=st.integers(1, 60), method=METHODS, by=st.integers(2, 10**9))
def test_only_the_proportions_of_weights_count(
    weights: list[int], seats: int, method: Method, by: int
):
    scaled = [Decimal(weight * by) / 1000 for weight in weights]
    assert apportion(plain(weights), seats, method) == apportion(plain(scaled), seats, method)


@pytest.mark.parametrize("method", Method)
def test_five_thousand_three_and_two_share_ten_seats(method: Method):
    assert counts(apportion(plain([5000, 3000, 2000]), 10, method)) == [5, 3, 2]


@pytest.mark.parametrize("method", Method)
def test_three_equal_units_tie_at_the_tenth_seat(method: Method):
    answer = apportion(plain([1, 1, 1]), 10, method)
    assert counts(answer) == [3, 3, 3]
    assert answer.tie == Tie(("0", "1", "2"), 1)
    assert answer.is_open
    assert counts(in_order(answer)) == [4, 3, 3]
    assert counts(decide(answer, ["2"])) == [3, 3, 4]
    assert apportion(plain([1, 1, 1]), 10, method, decided=["2"]) == decide(answer, ["2"])
    assert not decide(answer, ["2"]).is_open


def test_a_tie_of_huntington_and_hill_is_found_without_roots():
    """6² / (8·9) is just 1² / (1·2), which floating roots may miss."""
    answer = apportion([Unit("large", 6), Unit("small", 1)], 10, Method.HUNTINGTON_HILL)
    assert answer.tie == Tie(("large", "small"), 1)
    assert counts(answer) == [8, 1]


def test_where_not_all_can_have_a_first_seat_the_heaviest_do():
    for method in (Method.ADAMS, Method.HUNTINGTON_HILL):
        answer = apportion(plain([7, 9, 8, 8]), 2, method)
        assert counts(answer) == [0, 1, 0, 0]
        assert answer.tie == Tie(("2", "3"), 1)


def test_fixed_seats_leave_the_division():
    units = [Unit("a", 50), Unit("b", 30), Unit("c", 20), Unit("agency", 0, fixed=4)]
    assert counts(apportion(units, 14, Method.HAMILTON, floor=1)) == [5, 3, 2, 4]
    assert quotas(units, 14) == {"a": 5, "b": 3, "c": 2, "agency": None}


def test_a_house_of_floors_alone_needs_no_weights():
    units = [Unit("a", 1, floor=2), Unit("b", 10**9, floor=1)]
    for method in Method:
        assert counts(apportion(units, 3, method)) == [2, 1]


def published() -> dict[str, dict[str, int]]:
    """Give public allocations that split one total: seats by unit."""
    found: dict[str, dict[str, int]] = {}
    with (Path(__file__).parent / "allocation_examples.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["example"], {})[row["unit"]] = int(row["seats"])
    return found


TOTALS = {
    "A-national-ethnic-2010": 1252,
    "B-HamYen-HDND-2016": 40,
    "C-ChoDon-HDND-2021": 31,
    "D-PhuYen-HDND-2021": 50,
    "E-DaiTu-structure-2021": 40,
}


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("example", TOTALS)
def test_published_allocations_keep_their_sums(example: str, method: Method):
    seats = published()[example]
    units = [Unit(name, count) for name, count in seats.items()]
    assert apportion(units, TOTALS[example], method).seats == seats
    for house in (len(units), TOTALS[example] // 2, TOTALS[example] + 7):
        answer = in_order(apportion(units, house, method, floor=1 if house > len(units) else 0))
        assert sum(answer.seats.values()) == house


def codes(units: Sequence[Unit], seats: int, **more) -> dict[tuple[str, str], bool]:
    with pytest.raises(Refused) as refused:
        apportion(units, seats, Method.HAMILTON, **more)
    return {(each.code, each.unit): each.is_input for each in refused.value.obstacles}


def test_every_obstacle_is_told_at_once():
    units = [
        Unit("a", 0),
        Unit("a", Decimal(-1)),
        Unit("b", 5, floor=4, cap=3),
        Unit("c", 5, floor=-1, cap=-2, fixed=-3),
        Unit("d", 5, floor=2, fixed=1),
    ]
    assert codes(units, 0, floor=-1) == {
        ("seats_out_of_range", ""): True,
        ("bound_negative", ""): True,
        ("unit_twice", "a"): True,
        ("weight_negative", "a"): True,
        ("floor_over_cap", "b"): True,
        ("bound_negative", "c"): True,
        ("fixed_outside_bounds", "c"): True,
        ("fixed_outside_bounds", "d"): True,
    }
    assert codes([], 5) == {("no_units", ""): True}
    assert codes(plain([0, 0]), 5) == {("no_weight", ""): True}


@pytest.mark.parametrize("method", Method)
def test_a_unit_without_weight_gets_its_floor_and_no_more(method: Method):
    units = [Unit("a", 5), Unit("b", 0), Unit("c", 3, cap=9), Unit("d", 0, floor=2)]
    alone = apportion([units[0], units[2]], 6, method)
    assert apportion(units, 8, method).seats == alone.seats | {"b": 0, "d": 2}
    assert sum(apportion(units, 11, method, floor=1).seats.values()) == 11


def test_units_without_weight_fill_no_house():
    only_capped = [Unit("a", 1, cap=2), Unit("b", 0)]
    assert codes(only_capped, 5) == {("caps_under_seats", ""): False}


def test_what_cannot_be_is_told_apart_from_wrong_input():
    assert codes(plain([1, 1, 1]), 5, floor=2) == {("floors_over_seats", ""): False}
    capped = [Unit("a", 1, cap=2), Unit("b", 1, fixed=2, cap=9)]
    assert codes(capped, 5) == {("caps_under_seats", ""): False}
    assert codes([Unit("a", 1, fixed=0)], 5) == {("caps_under_seats", ""): False}


@pytest.mark.parametrize("chosen", [["0", "1"], ["0", "0"], ["x"]])
def test_a_tie_is_decided_for_tied_units_and_just_so_many(chosen: list[str]):
    assert codes(plain([1, 1, 1]), 10, decided=chosen) == {("decided_otherwise", ""): True}


def test_where_nothing_ties_nothing_is_decided():
    assert codes(plain([3, 2]), 5, decided=["0"]) == {("decided_without_tie", ""): True}


@pytest.mark.parametrize("method", Method)
def test_ten_thousand_units_share_a_hundred_thousand_seats(method: Method):
    units = plain([1 + at * at % 99_991 for at in range(10_000)])
    answer = in_order(apportion(units, 100_000, method, floor=1))
    assert sum(answer.seats.values()) == 100_000
    assert min(answer.seats.values()) == 1
