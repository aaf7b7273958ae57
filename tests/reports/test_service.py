"""Who takes a list and what for, and why somebody is absent."""

from datetime import timedelta

import pytest
from sqlmodel import select

from congress.audit import AuditEntry
from congress.core.errors import NotFound, Rejected
from congress.core.roles import Role
from congress.database import Database
from congress.reports import queries, service
from congress.reports.disclosure import Paper, Purpose, may_see_sensitive
from tests.factories import Small
from tests.reports.bodies import OPENING, morning
from tests.reports.test_roster import rows

AT = OPENING + timedelta(minutes=30)


def taken(database: Database) -> list[AuditEntry]:
    with database.reading() as session:
        return list(session.exec(select(AuditEntry).where(AuditEntry.action == "list.taken")))


def take(database: Database, small: Small, role: str, purpose: str, paper=Paper.ROSTER) -> bytes:
    with database.transaction() as session:
        return service.hand_out(
            session,
            small.congress_id,
            paper,
            purpose,
            as_of=AT,
            by=small.viewers[role],
            at=AT,
        )


@pytest.mark.parametrize(
    ("role", "purpose", "is_full"),
    [
        ("credentials", "credentials", True),
        ("organizer", "submission", True),
        ("organizer", "organizing", False),
        ("leader", "credentials", False),
    ],
)
def test_sensitive_columns_go_to_those_entitled_and_for_a_purpose_that_needs_them(
    database: Database, small: Small, role, purpose, is_full
):
    with database.transaction() as session:
        morning(session, small)
    listed = rows(take(database, small, role, purpose))
    assert ({"Dân tộc", "Đảng viên"} <= set(listed[0])) is is_full


def test_every_list_taken_is_logged_with_its_purpose_and_names_nobody(
    database: Database, small: Small
):
    take(database, small, "credentials", "credentials")
    take(database, small, "organizer", "organizing", Paper.ATTENDANCE)
    first, second = taken(database)
    assert first.actor_id == small.accounts["credentials"]
    assert first.facts == {
        "paper": "delegates.xlsx",
        "purpose": "credentials",
        "with_sensitive": True,
    }
    assert second.facts["with_sensitive"] is False


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_without_a_known_purpose_no_list_is_given_and_nothing_is_logged(
    database: Database, small: Small, purpose
):
    with pytest.raises(Rejected, match="purpose_missing"):
        take(database, small, "organizer", purpose)
    assert taken(database) == []


def test_no_role_outside_the_entitled_sees_sensitive_columns_for_any_purpose():
    entitled = {Role.ORGANIZER, Role.OFFICER, Role.CREDENTIALS}
    for role in set(Role) - entitled:
        assert not any(may_see_sensitive(role, purpose) for purpose in Purpose)


def note(database: Database, small: Small, number: int, reason: str) -> None:
    with database.transaction() as session:
        service.note_absence(
            session,
            small.congress_id,
            number,
            reason,
            by=small.viewers["credentials"],
            at=AT,
        )


def reasons(database: Database, small: Small) -> list[str]:
    with database.reading() as session:
        figures = queries.credentials(session, small.congress_id, AT).figures
    return [absentee.reason for absentee in figures.absentees]


def test_the_newest_reason_for_an_absence_counts(database: Database, small: Small):
    with database.transaction() as session:
        morning(session, small)
    note(database, small, 3, "Ốm")
    note(database, small, 3, "  Đi  công tác ")
    assert reasons(database, small) == ["Đi công tác"]


def test_an_empty_reason_withdraws_the_one_before(database: Database, small: Small):
    with database.transaction() as session:
        morning(session, small)
    note(database, small, 3, "Ốm")
    note(database, small, 3, " ")
    assert reasons(database, small) == [""]


def test_a_reason_of_any_length_is_not_kept(database: Database, small: Small):
    with pytest.raises(Rejected) as refused:
        note(database, small, 1, "x" * 501)
    assert refused.value.faults[0].code == "text_too_long"


def test_a_reason_is_logged_without_its_words(database: Database, small: Small):
    with database.transaction() as session:
        morning(session, small)
    note(database, small, 3, "Ốm nặng")
    with database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "absence.noted")
        assert "Ốm" not in str(session.exec(query).one().facts)


def test_a_number_that_is_not_on_the_list_is_not_found(database: Database, small: Small):
    with pytest.raises(NotFound):
        note(database, small, 9, "Ốm")
