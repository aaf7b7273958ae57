"""Placing and moving, on both databases."""

import copy
import threading

import pytest
from sqlmodel import select

from congress.core.errors import NotFound, Rejected
from congress.database import Database
from congress.seating import queries, service
from congress.seating.models import Placement
from tests import factories
from tests.factories import AT, Small
from tests.seating.halls import SMALL_HALL


@pytest.fixture
def delegates(database: Database, small: Small) -> list[int]:
    with database.transaction() as session:
        service.set_hall(session, small.congress_id, SMALL_HALL, by=None, at=AT)
        units = (small.nhan_ly, small.nhan_ly, small.van_linh)
        people = [
            factories.nominee(session, small, "Hứa Văn Ất", small.agency, **facts)
            for facts in (
                {"composition_group": "guest", "status": "required", "reason": "khách"},
                {"composition_group": "leader", "status": "required", "reason": "lãnh đạo"},
            )
        ] + [
            factories.nominee(session, small, f"Vi Thị {given}", unit)
            for given, unit in zip(("Ba", "Bạ", "Bá"), units, strict=True)
        ]
        return [each.id or 0 for each in factories.approved(session, small, people)]


def place(database: Database, small: Small) -> dict[str, str]:
    with database.transaction() as session:
        proposal = service.propose(session, small.congress_id)
        service.place(session, small.congress_id, proposal, by=None, at=AT)
        return queries.current(session, small.congress_id)


def test_everyone_has_a_seat_and_badges_know_its_label(
    database: Database, small: Small, delegates: list[int]
):
    place(database, small)
    with database.reading() as session:
        labels = queries.seat_labels(session, small.congress_id)
    assert set(labels) == set(delegates)
    assert len(set(labels.values())) == len(delegates)


def test_leaders_and_guests_come_first_and_bind_to_their_class(
    database: Database, small: Small, delegates: list[int]
):
    with database.reading() as session:
        people = queries.people(session, small.congress_id)
    ranked = sorted(people, key=lambda person: person.precedence or 0)
    assert [person.category for person in ranked] == ["invited"] * 2 + ["direct"] * 3
    assert len(ranked) == len(delegates)


@pytest.mark.usefixtures("delegates")
def test_placing_again_moves_nobody_but_anew_may(database: Database, small: Small):
    before = place(database, small)
    assert place(database, small) == before
    with database.transaction() as session:
        proposal = service.propose(session, small.congress_id, is_anew=True)
        service.place(session, small.congress_id, proposal, by=None, at=AT)
        assert set(queries.current(session, small.congress_id)) == set(before)


def test_a_proposal_is_refused_once_somebody_was_moved(
    database: Database, small: Small, delegates: list[int]
):
    place(database, small)
    with database.reading() as session:
        proposal = service.propose(session, small.congress_id, is_anew=True)
    with database.transaction() as session:
        by = small.viewers["organizer"]
        service.move(session, small.congress_id, delegates[0], "C-6", by=by, at=AT)
    with pytest.raises(Rejected) as caught, database.transaction() as session:
        service.place(session, small.congress_id, proposal, by=None, at=AT)
    assert caught.value.faults[0].code == "seating_changed_meanwhile"


def test_a_proposal_is_refused_once_the_hall_is_another(
    database: Database, small: Small, delegates: list[int]
):
    with database.reading() as session:
        proposal = service.propose(session, small.congress_id)
    shorter = copy.deepcopy(SMALL_HALL)
    shorter["rows"] = shorter["rows"][1:3]
    with database.transaction() as session:
        service.set_hall(session, small.congress_id, shorter, by=None, at=AT)
    with pytest.raises(Rejected) as caught, database.transaction() as session:
        service.place(session, small.congress_id, proposal, by=None, at=AT)
    assert caught.value.faults[0].code == "seating_changed_meanwhile"


def test_a_moved_delegate_stays_where_they_were_put(
    database: Database, small: Small, delegates: list[int]
):
    place(database, small)
    by = small.viewers["organizer"]
    with database.transaction() as session:
        service.move(session, small.congress_id, delegates[0], "C-6", by=by, at=AT)
    assert place(database, small)[str(delegates[0])] == "C-6"


def test_a_smaller_hall_lets_people_stand_up_until_placed_again(
    database: Database, small: Small, delegates: list[int]
):
    place(database, small)
    shorter = copy.deepcopy(SMALL_HALL)
    shorter["rows"] = shorter["rows"][1:3]
    with database.transaction() as session:
        service.set_hall(session, small.congress_id, shorter, by=None, at=AT)
        assert len(queries.current(session, small.congress_id)) < len(delegates)
    assert len(place(database, small)) == len(delegates)


def test_too_small_a_hall_is_refused_and_nothing_changes(
    database: Database, small: Small, delegates: list[int]
):
    before = place(database, small)
    assert len(before) == len(delegates)
    tiny = copy.deepcopy(SMALL_HALL)
    tiny["rows"] = [tiny["rows"][0]]
    tiny["rows"][0]["segments"][0]["numbers"] = [1, 3]

    def squeeze() -> None:
        with database.transaction() as session:
            service.set_hall(session, small.congress_id, tiny, by=None, at=AT)
            service.propose(session, small.congress_id)

    with pytest.raises(Rejected) as caught:
        squeeze()
    assert caught.value.faults[0].code == "seats_hall_too_small"
    with database.reading() as session:
        assert queries.current(session, small.congress_id) == before


def test_a_faulty_hall_is_refused(database: Database, small: Small):
    with pytest.raises(Rejected) as caught, database.transaction() as session:
        service.set_hall(session, small.congress_id, {"name": 3}, by=None, at=AT)
    assert {fault.code for fault in caught.value.faults} == {"hall_value_wrong", "hall_key_missing"}


@pytest.mark.usefixtures("delegates")
def test_a_stranger_cannot_be_moved(database: Database, small: Small):
    with pytest.raises(NotFound), database.transaction() as session:
        service.move(
            session, small.congress_id, 999_999, "A-1", by=small.viewers["organizer"], at=AT
        )


def test_of_two_who_want_one_seat_one_gets_it(
    database: Database, small: Small, delegates: list[int]
):
    place(database, small)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def want(delegate_id: int) -> None:
        start.wait()
        try:
            with database.transaction() as session:
                by = small.viewers["organizer"]
                service.move(session, small.congress_id, delegate_id, "C-6", by=by, at=AT)
            outcomes.append("moved")
        except Rejected as error:
            outcomes.append(error.faults[0].code)

    threads = [threading.Thread(target=want, args=(who,)) for who in delegates[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", "seat_taken"]
    with database.reading() as session:
        rows = session.exec(select(Placement).where(Placement.seat_guid == "C-6")).all()
        assert len(rows) == 1
        assert len(queries.current(session, small.congress_id)) == len(delegates)
