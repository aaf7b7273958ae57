"""Sessions that end: by themselves, by their person, and alone."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import func, select

from congress.accounts import sessions
from congress.accounts.models import AccountSession
from congress.accounts.sessions import Device
from congress.core.errors import NotFound
from congress.database import Database
from tests.factories import AT, Small

SHARED = Device("Chrome · Windows", is_shared=True)
OWN = Device("Safari · iPhone", is_shared=False)


def begun(database: Database, small: Small, device: Device, at: datetime = AT) -> str:
    with database.transaction() as session:
        return sessions.begin(session, small.accounts["commune"], device, at=at)


def lasts(database: Database, token: str, at: datetime) -> bool:
    with database.reading() as session:
        return sessions.find(session, token, at=at) is not None


@pytest.mark.parametrize(
    ("device", "idle"), [(SHARED, timedelta(minutes=30)), (OWN, timedelta(days=3))]
)
def test_a_session_ends_when_nothing_is_done(
    database: Database, small: Small, device: Device, idle: timedelta
):
    token = begun(database, small, device)
    assert lasts(database, token, AT + idle - timedelta(seconds=1))
    assert not lasts(database, token, AT + idle)


@pytest.mark.parametrize(
    ("device", "longest", "pause"),
    [
        (SHARED, timedelta(hours=12), timedelta(minutes=20)),
        (OWN, timedelta(days=14), timedelta(days=2)),
    ],
)
def test_a_session_ends_however_much_is_done(
    database: Database, small: Small, device: Device, longest: timedelta, pause: timedelta
):
    token, at = begun(database, small, device), AT
    while at + pause < AT + longest:
        at += pause
        with database.transaction() as session:
            found = sessions.find(session, token, at=at)
            assert found is not None
            sessions.note(session, found[0].id or 0, at=at)
    assert not lasts(database, token, AT + longest)


def test_the_database_does_not_hold_what_the_cookie_holds(database: Database, small: Small):
    token = begun(database, small, OWN)
    with database.reading() as session:
        kept = session.exec(select(AccountSession)).one()
    assert token not in str(kept.model_dump())
    assert not lasts(database, kept.token_hash, AT)


def end(database: Database, small: Small, token: str, by: str) -> None:
    with database.transaction() as session:
        found = sessions.find(session, token, at=AT)
        assert found is not None
        sessions.end(session, found[0].id or 0, by=small.viewers[by], at=AT)


def test_ending_one_leaves_the_others(database: Database, small: Small):
    phone, office = begun(database, small, OWN), begun(database, small, SHARED)
    end(database, small, phone, by="commune")
    assert not lasts(database, phone, AT)
    assert lasts(database, office, AT)


def test_nobody_ends_the_session_of_another(database: Database, small: Small):
    token = begun(database, small, OWN)
    with pytest.raises(NotFound):
        end(database, small, token, by="neighbour")
    assert lasts(database, token, AT)


def test_signing_in_sweeps_what_ended_by_itself(database: Database, small: Small):
    begun(database, small, SHARED)
    begun(database, small, OWN)
    begun(database, small, OWN, AT + timedelta(hours=1))
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(AccountSession)).one() == 2
