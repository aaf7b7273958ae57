"""Versions: saved, decided, moved by hand, approved; stale ones refused."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from hypothesis import given, strategies as st
from sqlmodel import Session, select

from congress.apportionment import queries, rules, service
from congress.apportionment.models import Apportionment
from congress.apportionment.queries import Version
from congress.apportionment.rules import Terms, Transfer
from congress.audit import AuditEntry
from congress.congresses.models import Congress, Participation
from congress.core.errors import NotFound, Rejected
from congress.database import Database
from optimizer.apportionment import Unit
from optimizer.divisors import Method
from tests.apportionment.conftest import MakeTerms
from tests.factories import AT, Small


def save(session: Session, small: Small, terms: Terms, base: int = 0) -> int:
    by = small.viewers["organizer"]
    return service.save(session, small.congress_id, terms, base=base, by=by, at=AT)


def last(database: Database, small: Small) -> Version:
    with database.reading() as session:
        found = queries.last(session, small.congress_id)
    assert found is not None
    return found


def counts(version: Version) -> list[int]:
    return list(version.seats.values())


def code(refused: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


def approve(database: Database, small: Small, number: int) -> None:
    with database.transaction() as session:
        service.approve(
            session, small.congress_id, number=number, by=small.viewers["organizer"], at=AT
        )


def decide(database: Database, small: Small, units: list[str], reason: str) -> int:
    by = small.viewers["organizer"]
    with database.transaction() as session:
        return service.decide(session, small.congress_id, units, reason, base=1, by=by, at=AT)


def test_a_version_is_stored_whole(database: Database, small: Small, terms: MakeTerms):
    asked = terms("5000", "3000.5", "2000")
    with database.transaction() as session:
        assert save(session, small, asked) == 1
    version = last(database, small)
    assert version.terms == asked
    assert counts(version) == [5, 3, 2]
    assert not version.is_approved
    assert not version.is_open


def test_seats_reach_the_units_with_the_approval_only(
    database: Database, small: Small, terms: MakeTerms
):
    with database.transaction() as session:
        save(session, small, terms(5000, 3000, 2000))
    with database.reading() as session:
        assert set(session.exec(select(Participation.seats))) == {None}
    approve(database, small, 1)
    with database.reading() as session:
        stored = session.exec(select(Participation.unit_id, Participation.seats)).all()
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.action == "apportionment.approved")
        ).one()
    assert dict(stored) == {small.nhan_ly: 5, small.van_linh: 3, small.agency: 2}
    assert entry.facts == {"number": 1, "seats": 10, "units": 3}
    assert last(database, small).is_approved


def test_changed_weights_make_a_new_version_and_leave_the_approved_one(
    database: Database, small: Small, terms: MakeTerms
):
    with database.transaction() as session:
        save(session, small, terms(5000, 3000, 2000))
    approve(database, small, 1)
    with database.transaction() as session:
        assert save(session, small, terms(1, 1, 8), base=1) == 2
    with database.reading() as session:
        standing = queries.approved(session, small.congress_id)
        assert standing is not None
        assert (standing.number, counts(standing)) == (1, [5, 3, 2])
        assert session.exec(select(Participation.seats)).all() == [5, 3, 2]
        assert [entry.number for entry in queries.entries(session, small.congress_id)] == [2, 1]
    approve(database, small, 2)
    with database.reading() as session:
        assert session.exec(select(Participation.seats)).all() == [1, 1, 8]


def test_whoever_saves_from_an_older_version_is_refused(
    database: Database, small: Small, terms: MakeTerms
):
    with database.transaction() as session:
        save(session, small, terms(5, 3, 2))
    for base in (0, 2):
        with pytest.raises(Rejected) as refused, database.transaction() as session:
            save(session, small, terms(1, 1, 8), base=base)
        assert code(refused) == ["apportionment_changed_meanwhile"]
    assert last(database, small).number == 1


def test_of_two_who_save_at_once_one_is_refused(database: Database, small: Small, terms: MakeTerms):
    start, refused = Barrier(2), []

    def one() -> None:
        start.wait()
        try:
            with database.transaction() as session:
                save(session, small, terms(5, 3, 2))
        except Rejected as error:
            refused.append(error.faults[0].code)

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["apportionment_changed_meanwhile"]
    with database.reading() as session:
        assert session.exec(select(Apportionment.number)).all() == [1]


def test_a_tie_waits_and_is_decided_with_a_reason(
    database: Database, small: Small, terms: MakeTerms
):
    with database.transaction() as session:
        save(session, small, terms(1, 1, 1))
    open_version = last(database, small)
    assert (open_version.is_open, counts(open_version)) == (True, [3, 3, 3])
    with pytest.raises(Rejected) as refused:
        approve(database, small, 1)
    assert code(refused) == ["apportionment_tie_open"]
    number = decide(database, small, [str(small.van_linh)], " bốc  thăm ")
    version = last(database, small)
    assert (number, version.number, counts(version)) == (2, 2, [3, 4, 3])
    assert (version.is_open, version.decision_reason) == (False, "bốc thăm")
    approve(database, small, 2)


@pytest.mark.parametrize(
    ("units", "reason", "codes"),
    [
        (0, "bốc thăm", ["apportionment_decided_otherwise"]),
        (2, "bốc thăm", ["apportionment_decided_otherwise"]),
        (1, "", ["decision_reason_missing"]),
        (3, " ", ["decision_reason_missing", "apportionment_decided_otherwise"]),
    ],
)
def test_a_decision_names_just_so_many_units_and_a_reason(
    *,
    units: int,
    reason: str,
    codes: list[str],
    database: Database,
    small: Small,
    terms: MakeTerms,
):
    chosen = [str(unit) for unit in (small.nhan_ly, small.van_linh, small.agency)][:units]
    with database.transaction() as session:
        save(session, small, terms(1, 1, 1))
    with pytest.raises(Rejected) as refused:
        decide(database, small, chosen, reason)
    assert code(refused) == codes
    assert last(database, small).number == 1


def test_where_nothing_ties_there_is_nothing_to_decide(
    database: Database, small: Small, terms: MakeTerms
):
    with database.transaction() as session:
        save(session, small, terms(5, 3, 2))
    with pytest.raises(Rejected) as refused:
        decide(database, small, [str(small.agency)], "bốc thăm")
    assert code(refused) == ["apportionment_decided_without_tie"]


def move(
    database: Database,
    small: Small,
    seats: int,
    *,
    base: int,
    reason: str = "xã mới nhập",
    **between,
) -> int:
    giver = between.get("giver", small.nhan_ly)
    taker = between.get("taker", small.agency)
    with database.transaction() as session:
        return service.transfer(
            session,
            small.congress_id,
            Transfer(str(giver), str(taker), seats, reason),
            base=base,
            by=small.viewers["organizer"],
            at=AT,
        )


def test_one_seat_more_is_one_seat_less_elsewhere(
    database: Database, small: Small, terms: MakeTerms
):
    with database.transaction() as session:
        save(session, small, terms(5, 3, 2))
    assert move(database, small, 1, base=1) == 2
    version = last(database, small)
    assert (counts(version), sum(counts(version))) == ([4, 3, 3], 10)
    assert [each.reason for each in version.transfers] == ["xã mới nhập"]
    approve(database, small, 2)
    with database.reading() as session:
        assert session.exec(select(Participation.seats)).all() == [4, 3, 3]


def test_a_transfer_is_taken_back_in_a_new_version(
    database: Database, small: Small, terms: MakeTerms
):
    with database.transaction() as session:
        save(session, small, terms(5, 3, 2))
    move(database, small, 1, base=1)
    move(database, small, 2, base=2, giver=small.nhan_ly, taker=small.van_linh)
    assert counts(last(database, small)) == [2, 5, 3]
    by = small.viewers["organizer"]
    with database.transaction() as session:
        service.take_back(session, small.congress_id, 1, base=3, by=by, at=AT)
    assert counts(last(database, small)) == [3, 5, 2]
    with pytest.raises(NotFound), database.transaction() as session:
        service.take_back(session, small.congress_id, 2, base=4, by=by, at=AT)


def test_a_transfer_that_another_rests_on_is_not_taken_back(
    database: Database, small: Small, terms: MakeTerms
):
    with database.transaction() as session:
        save(session, small, terms(5, 3, 2))
    move(database, small, 1, base=1)
    move(database, small, 3, base=2, giver=small.agency, taker=small.van_linh)
    by = small.viewers["organizer"]
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        service.take_back(session, small.congress_id, 1, base=3, by=by, at=AT)
    assert code(refused) == ["transfer_under_floor"]


@pytest.mark.parametrize(
    ("giver", "taker", "seats", "reason", "codes"),
    [
        ("nhan_ly", "nhan_ly", 1, "vì", ["transfer_between_two"]),
        ("nhan_ly", "stranger", 1, "vì", ["transfer_between_two"]),
        ("nhan_ly", "van_linh", 0, "vì", ["transfer_seats_wrong"]),
        ("nhan_ly", "van_linh", 1, " ", ["transfer_reason_missing"]),
        ("nhan_ly", "agency", 1, "vì", ["transfer_of_fixed"]),
        ("nhan_ly", "van_linh", 9, "vì", ["transfer_under_floor", "transfer_over_cap"]),
    ],
)
def test_what_a_transfer_may_not_do_is_told(
    *, giver: str, taker: str, seats: int, reason: str, codes: list[str], small: Small
):
    def unit(name: str) -> str:
        return str(getattr(small, name, 999))

    terms = Terms(
        (
            Unit(unit("nhan_ly"), 5, floor=1),
            Unit(unit("van_linh"), 5, cap=8),
            Unit(unit("agency"), 0, fixed=2),
        ),
        seats=10,
        floor=1,
        method=Method.HAMILTON,
    )
    moved = Transfer(unit(giver), unit(taker), seats, reason.strip())
    faults = list(rules.transfer_faults(terms, terms.outcome().seats, moved))
    assert [fault.code for fault in faults] == codes


def test_nothing_is_moved_before_a_tie_is_decided(
    database: Database, small: Small, terms: MakeTerms
):
    with database.transaction() as session:
        save(session, small, terms(1, 1, 1))
    with pytest.raises(Rejected) as refused:
        move(database, small, 1, base=1)
    assert code(refused) == ["transfer_before_decision"]


def test_what_cannot_be_is_told_at_its_field(database: Database, small: Small, terms: MakeTerms):
    asked = terms(5, 3, 2, floor=4)
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        save(session, small, asked)
    (fault,) = refused.value.faults
    assert (fault.code, fault.field) == ("apportionment_floors_over_seats", "seats")
    negative = terms(5, 3, -1)
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        save(session, small, negative)
    (fault,) = refused.value.faults
    assert (fault.field, fault.facts["unit"]) == (f"weight-{small.agency}", "Phòng Nội vụ")
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        save(session, small, terms(5, 3, 2, seats=301))
    assert code(refused) == ["apportionment_over_limit"]
    with database.reading() as session:
        assert queries.last(session, small.congress_id) is None
        assert not session.exec(
            select(AuditEntry).where(AuditEntry.action == "apportionment.saved")
        ).all()


def test_a_unit_without_weight_is_kept_and_gets_no_seat(
    database: Database, small: Small, terms: MakeTerms
):
    with database.transaction() as session:
        save(session, small, terms(5, 3, 0))
    with database.reading() as session:
        saved = queries.last(session, small.congress_id)
    assert saved is not None
    assert saved.seats[str(small.agency)] == 0


def test_every_unit_that_sends_people_has_its_weight(
    database: Database, small: Small, terms: MakeTerms
):
    asked = terms(5, 3, 2)
    fewer = replace(asked, units=asked.units[:2])
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        save(session, small, fewer)
    assert code(refused) == ["apportionment_units_changed"]


def test_after_the_list_is_approved_no_seat_moves(
    database: Database, small: Small, terms: MakeTerms
):
    with database.transaction() as session:
        save(session, small, terms(5, 3, 2))
        session.get_one(Congress, small.congress_id).locked_at = AT
    with pytest.raises(Rejected):
        move(database, small, 1, base=1)
    with pytest.raises(Rejected):
        approve(database, small, 1)


def test_a_version_is_approved_once(database: Database, small: Small, terms: MakeTerms):
    with database.transaction() as session:
        save(session, small, terms(5, 3, 2))
    approve(database, small, 1)
    with pytest.raises(Rejected) as refused:
        approve(database, small, 1)
    assert code(refused) == ["apportionment_approved_already"]


@pytest.mark.parametrize(("seats", "direct"), [(300, 210), (285, 200), (10, 7), (1, 1), (0, 0)])
def test_seventy_percent_is_rounded_up(seats: int, direct: int):
    assert rules.least_direct(seats) == direct


@given(
    st.lists(st.integers(0, 20), min_size=2, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 3)), max_size=8),
)
def test_transfers_never_change_the_sum(seats: list[int], moves: list[tuple[int, int, int]]):
    before = {str(at): count for at, count in enumerate(seats)}
    transfers = [
        Transfer(str(giver % len(seats)), str(taker % len(seats)), count, "vì")
        for giver, taker, count in moves
    ]
    assert sum(rules.moved(before, transfers).values()) == sum(seats)
