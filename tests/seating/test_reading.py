"""Halls in both schemas."""

import copy

import pytest

from congress.seating.hall import HallFaults
from congress.seating.reading import read
from tests.seating.halls import SMALL_HALL, pretix_hall


def codes(caught: pytest.ExceptionInfo[HallFaults]) -> list[str]:
    return [fault.code for _, fault in caught.value.faults]


def test_our_schema_gives_seats_with_row_number_and_zone():
    plan = read(SMALL_HALL)
    assert [seat.guid for seat in plan.seats[:2]] == ["A-1", "A-2"]
    assert len(plan.open.seats) == 18
    assert {seat.zone for seat in plan.open.seats} == {"all"}
    assert plan.labels["B-3"] == "B-3"


def test_numbers_may_run_backwards():
    drawn = copy.deepcopy(SMALL_HALL)
    drawn["rows"][0]["segments"][0]["numbers"] = [6, 1]
    first = next(seat for seat in read(drawn).seats if seat.guid == "A-6")
    assert first.x == 0


def test_faults_of_our_schema_are_told_at_once():
    drawn = copy.deepcopy(SMALL_HALL)
    drawn["zones"].append({"code": "all", "label": "lần hai"})
    drawn["rows"][0]["segments"][0]["zone"] = "lạ"
    drawn["rows"][1]["segments"][0]["accessible"] = [99]
    drawn["rows"][2]["name"] = "B"
    with pytest.raises(HallFaults) as caught:
        read(drawn)
    assert codes(caught) == [
        "hall_zone_twice",
        "hall_zone_unknown",
        "hall_seat_unknown",
        *["hall_seat_twice"] * 6,
    ]


def test_a_key_that_is_none_of_the_schema_is_refused():
    with pytest.raises(HallFaults) as caught:
        read({**SMALL_HALL, "colour": "red"})
    assert codes(caught) == ["hall_key_unknown"]


def test_pretix_positions_add_up_and_aisles_part():
    plan = read(pretix_hall((3, 3), 2))
    assert (plan.seats[0].x, plan.seats[0].y) == (100, 100)
    assert (plan.seats[6].x, plan.seats[6].y) == (100, 130)
    assert len(plan.whole.blocks(range(12))) == 2
    assert {seat.category for seat in plan.seats} == {"delegate"}


def test_a_pretix_category_can_mark_accessible_seats():
    plan = read(pretix_hall((4,), 2, accessible_rows=(1,)))
    assert [seat.number for seat in plan.seats if seat.is_accessible] == ["1", "4"]


def test_one_row_number_at_two_depths_is_two_rows():
    drawn = pretix_hall((4,), 3)
    for row in drawn["zones"][0]["rows"]:
        row["row_number"] = "1"
    plan = read(drawn)
    assert len({seat.row for seat in plan.seats}) == 3
    assert sorted(set(plan.whole.depth)) == [0, 1, 2]
    assert len(set(plan.labels.values())) == 12


def test_seats_of_one_name_are_told_apart_by_their_zone():
    drawn = pretix_hall((2,), 1)
    balcony = copy.deepcopy(drawn["zones"][0])
    balcony["position"]["y"] = 900
    for seat in balcony["rows"][0]["seats"]:
        seat |= {"seat_guid": f"balcony {seat['seat_number']}", "category": "guest"}
    drawn["zones"].append(balcony)
    assert sorted(read(drawn).labels.values()) == [
        "delegate 1-1",
        "delegate 1-2",
        "guest 1-1",
        "guest 1-2",
    ]


def test_an_unknown_category_and_a_repeated_seat_are_told_at_once():
    drawn = pretix_hall((3,), 1)
    seats = drawn["zones"][0]["rows"][0]["seats"]
    seats[1]["category"] = "VIP"
    seats[2]["seat_guid"] = seats[0]["seat_guid"]
    with pytest.raises(HallFaults) as caught:
        read(drawn)
    assert codes(caught) == ["hall_zone_unknown", "hall_seat_twice"]


def test_a_hall_without_seats_is_refused():
    with pytest.raises(HallFaults) as caught:
        read({"name": "x", "categories": [], "zones": []})
    assert codes(caught) == ["hall_empty"]
