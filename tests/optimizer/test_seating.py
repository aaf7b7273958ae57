"""Seating: hard rules always, delegations in one piece, few moves after a change."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings, strategies as st

from optimizer import seating
from optimizer.chart import Person
from optimizer.hall import Hall, Seat
from optimizer.seating import Impossible, Plan


def hall(
    blocks: Sequence[int] = (4, 6, 4),
    rows: int = 8,
    *,
    guest_rows: int = 0,
    accessible_rows: Sequence[int] = (),
) -> Hall:
    starts = [sum(blocks[:at]) + at for at in range(len(blocks))]
    return Hall(
        tuple(
            Seat(
                guid=f"{row}/{start + place}",
                row=str(row),
                number=str(start + place),
                x=start + place,
                y=row,
                block="hall",
                category="guest" if row < guest_rows else "",
                is_accessible=row in accessible_rows and place in {0, width - 1},
            )
            for row in range(rows)
            for start, width in zip(starts, blocks, strict=True)
            for place in range(width)
        )
    )


def delegations(sizes: Sequence[int]) -> list[Person]:
    return [
        Person(f"{name}.{member}", delegation=f"D{name:03d}", precedence=name)
        for name, size in enumerate(sizes)
        for member in range(size)
    ]


def seated(answer: Plan | Impossible) -> Plan:
    assert isinstance(answer, Plan), answer
    return answer


def indexes(where: Hall, guids: Mapping[str, str], people: Sequence[Person]) -> list[int]:
    place = {seat.guid: at for at, seat in enumerate(where.seats)}
    return [place[guids[person.id]] for person in people]


def assert_hard_rules(where: Hall, people: Sequence[Person], plan: Plan) -> None:
    assert set(plan.seats) == {person.id for person in people}
    assert len(set(plan.seats.values())) == len(people)
    seats = {seat.guid: seat for seat in where.seats}
    classes = {seat.category for seat in where.seats} - {""}
    groups = defaultdict(list)
    for person in people:
        seat = seats[plan.seats[person.id]]
        assert seat.is_accessible or not person.needs_accessible
        assert person.category not in classes or seat.category == person.category
        if person.together:
            groups[person.together].append(person)
    for group in groups.values():
        assert len(where.pieces(indexes(where, plan.seats, group))) == 1


def pieces(where: Hall, people: Sequence[Person], plan: Plan) -> dict[str, int]:
    members = defaultdict(list)
    for person in people:
        if person.delegation:
            members[person.delegation].append(person)
    return {
        name: len(where.pieces(indexes(where, plan.seats, who))) for name, who in members.items()
    }


sizes = st.lists(st.integers(1, 9), min_size=1, max_size=12)


@settings(max_examples=8, deadline=None)
@given(sizes=sizes)
def test_in_a_roomy_hall_every_delegation_is_one_piece(sizes: list[int]):
    where, people = hall(rows=12), delegations(sizes)
    plan = seated(seating.place(where, people))
    assert_hard_rules(where, people, plan)
    assert set(plan.fragments.values()) == {1}
    assert plan.fragments == pieces(where, people, plan)
    assert plan.terms["fragments"] == 0


@st.composite
def crowds(draw: st.DrawFn) -> list[Person]:
    """Draw people of all kinds: guests, needs, groups within and across delegations."""
    people = []
    for number in range(draw(st.integers(1, 70))):
        label = draw(st.sampled_from([""] * 8 + ["a", "b", "c"]))
        people.append(
            Person(
                id=str(number),
                delegation=draw(st.sampled_from(["", "x", "y", "z", "w"])),
                category=draw(st.sampled_from(["", "", "guest", "elsewhere"])),
                precedence=draw(st.none() | st.integers(0, 5)),
                needs_accessible=draw(st.integers(0, 15)) == 0,
                together=label,
            )
        )
    return people


@settings(max_examples=15, deadline=None)
@given(people=crowds(), seed=st.integers(0, 3))
def test_hard_rules_hold_or_the_reason_is_told(people: list[Person], seed: int):
    where = hall(guest_rows=3, accessible_rows=(0, 5))
    answer = seating.place(where, people, seed=seed)
    if isinstance(answer, Impossible):
        assert answer.obstacles
    else:
        assert_hard_rules(where, people, answer)
        assert answer.fragments == pieces(where, people, answer)


@settings(max_examples=4, deadline=None)
@given(sizes=sizes)
def test_nobody_moves_when_nothing_changes(sizes: list[int]):
    where, people = hall(rows=12), delegations(sizes)
    first = seated(seating.place(where, people))
    again = seated(seating.place(where, people, keep=first.seats))
    assert again.seats == first.seats
    assert again.moved == ()
    assert again.terms["moves"] == 0


@cache
def district() -> tuple[Hall, list[Person], Plan]:
    where = hall((7, 14, 7), 12)
    people = delegations([15, 17, 12, 20, 16, 18, 9, 25, 14, 19, 16, 13, 18, 22, 17, 11, 20, 18])
    return where, people, seated(seating.place(where, people))


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_change_moves_few_and_breaks_nothing(data: st.DataObject):
    where, people, first = district()
    out = data.draw(st.sets(st.sampled_from(range(len(people))), max_size=5))
    names = sorted({person.delegation for person in people})
    joining = data.draw(st.lists(st.sampled_from(names), max_size=5))
    after = [person for at, person in enumerate(people) if at not in out] + [
        Person(f"new {at}", delegation=name, precedence=5) for at, name in enumerate(joining)
    ]
    plan = seated(seating.place(where, after, keep=first.seats))
    assert_hard_rules(where, after, plan)
    # The fullest block has two free seats: who comes third may have to sit in another.
    assert plan.terms["fragments"] <= max(0, len(joining) - 2)
    assert len(plan.moved) <= 3 * (len(out) + len(joining))
    stayed = set(first.seats) & set(plan.seats)
    assert set(plan.moved) == {who for who in stayed if first.seats[who] != plan.seats[who]}


def test_a_leaver_in_the_middle_moves_one_member_at_most():
    where = hall((5,), 1)
    people = delegations([5])[:5]
    first = seated(seating.place(where, people))
    middle = next(who for who, guid in first.seats.items() if guid == "0/2")
    after = [person for person in people if person.id != middle]
    plan = seated(seating.place(where, after, keep=first.seats))
    assert plan.terms["fragments"] == 0
    assert len(plan.moved) <= 2


def test_the_same_input_gives_the_same_plan():
    where, people = hall(rows=10), delegations([7, 12, 9, 14, 6, 11, 8])
    assert seating.place(where, people) == seating.place(where, people)


def test_the_senior_sit_in_front():
    where = hall((6, 6), 10)
    people = delegations([12] * 9)
    plan = seated(seating.place(where, people))
    assert plan.terms["precedence"] == 0
    depth = {seat.guid: where.depth[at] for at, seat in enumerate(where.seats)}
    first = [depth[plan.seats[person.id]] for person in people[:12]]
    last = [depth[plan.seats[person.id]] for person in people[-12:]]
    assert max(first) < min(last)


def test_a_full_hall_leaves_delegations_whole_where_it_can():
    where = hall((7, 14, 7), 12)
    people = delegations([12] * 27 + [11])
    plan = seated(seating.place(where, people))
    assert_hard_rules(where, people, plan)
    assert plan.terms["fragments"] == 0


def test_a_delegation_larger_than_any_block_is_cut_into_as_few_pieces_as_can_be():
    where = hall((5, 5), 4)
    plan = seated(seating.place(where, delegations([24, 8])))
    assert plan.fragments == {"D000": 2, "D001": 1}


def test_a_large_hall_is_seated_in_one_piece_each():
    where = hall((16, 17, 17, 17, 16), 20)
    people = delegations([10, 25, 15, 20] * 21)
    plan = seated(seating.place(where, people))
    assert_hard_rules(where, people, plan)
    assert plan.terms["fragments"] == 0


def test_a_companion_sits_beside_who_needs_an_accessible_seat():
    where = hall(rows=8, accessible_rows=(4,))
    people = [
        replace(
            person,
            needs_accessible=person.id in {"0.0", "3.1"},
            together="pair" if person.id in {"0.0", "1.0"} else "",
        )
        for person in delegations([10, 10, 10, 10, 10])
    ]
    assert_hard_rules(where, people, seated(seating.place(where, people)))


def test_seats_marked_for_need_alone_take_people_of_any_class():
    where = Hall(
        tuple(
            Seat(str(x), "1", str(x), x, 0, category="guest" * (x < 3), is_accessible=x == 3)
            for x in range(4)
        )
    )
    people = [Person(str(at), category="guest", needs_accessible=at == 1) for at in range(4)]
    assert seated(seating.place(where, people)).seats["1"] == "3"


def test_a_class_that_the_hall_does_not_name_binds_nobody():
    where = hall(rows=4, guest_rows=2)
    people = [Person(str(at), category="delegate") for at in range(30)]
    plan = seated(seating.place(where, people))
    assert_hard_rules(where, people, plan)


def test_seats_of_a_class_are_lent_only_when_nothing_else_is_left():
    where = hall((10,), 4, guest_rows=2)
    guests = [Person(f"g{at}", category="guest") for at in range(3)]
    few = [*guests, *(Person(f"d{at}") for at in range(20))]
    assert seated(seating.place(where, few)).terms["borrowed"] == 0
    many = [*guests, *(Person(f"d{at}") for at in range(25))]
    plan = seated(seating.place(where, many))
    assert_hard_rules(where, many, plan)
    assert plan.terms["borrowed"] == 5


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([Person(str(at)) for at in range(21)], "hall_too_small"),
        ([Person(str(at), category="guest") for at in range(6)], "class_too_small"),
        ([Person(str(at), needs_accessible=True) for at in range(3)], "not_enough_accessible"),
        (
            [Person(str(at), category="guest", needs_accessible=True) for at in range(2)],
            "class_not_accessible",
        ),
        ([Person(str(at), together="all") for at in range(11)], "group_too_large"),
    ],
    ids=["people", "class", "needs", "needs of a class", "group"],
)
def test_what_cannot_be_is_told(people: list[Person], code: str):
    seats = tuple(
        Seat(
            f"{row}/{x}",
            str(row),
            str(x),
            x,
            row * 3,
            block="b",
            category="guest" if x < 5 and row == 0 else "",
            is_accessible=x == 9 * row,
        )
        for row in range(2)
        for x in range(10)
    )
    seats = (*seats[:10], *(replace(seat, block="c") for seat in seats[10:]))
    answer = seating.place(Hall(seats), people)
    assert isinstance(answer, Impossible)
    assert code in {obstacle.code for obstacle in answer.obstacles}
