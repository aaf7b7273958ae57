"""The second step: codes of an authenticator, each taken once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pyotp
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlmodel import select

from congress.accounts import second_step
from congress.accounts.models import RecoveryCode, SecondFactor
from congress.core.errors import NotFound, Rejected
from congress.database import Database
from tests.factories import AT, Small

STEP = timedelta(seconds=30)


@pytest.fixture
def secret(database: Database, small: Small) -> str:
    """What the commune's authenticator was told; codes are not asked for yet."""
    by = small.viewers["commune"]
    with database.transaction() as session:
        second_step.begin(session, by=by, at=AT)
    with database.reading() as session:
        return second_step.enrolment(session, "commune", by=by).secret


@pytest.fixture
def recovery(database: Database, small: Small, secret: str) -> list[str]:
    """The recovery codes; the code of the first moment has been taken."""
    return confirm(database, small, pyotp.TOTP(secret).at(AT))


def confirm(database: Database, small: Small, code: str) -> list[str]:
    with database.transaction() as session:
        return second_step.confirm(session, code, by=small.viewers["commune"], at=AT)


def is_taken(database: Database, small: Small, code: str, at: datetime = AT) -> bool:
    try:
        with database.transaction() as session:
            second_step.check(session, small.accounts["commune"], code, at=at)
    except Rejected:
        return False
    return True


def is_on(database: Database, small: Small) -> bool:
    with database.reading() as session:
        return second_step.is_on(session, small.accounts["commune"])


def test_codes_are_asked_for_once_one_was_right(database: Database, small: Small, secret: str):
    assert not is_on(database, small)
    with pytest.raises(Rejected):
        confirm(database, small, "000000" if pyotp.TOTP(secret).at(AT) != "000000" else "1")
    assert not is_on(database, small)
    assert len(confirm(database, small, pyotp.TOTP(secret).at(AT))) == 10
    assert is_on(database, small)


def test_no_code_is_taken_twice(database: Database, small: Small, secret: str, recovery: list[str]):
    code, later = pyotp.TOTP(secret).at(AT + 2 * STEP), AT + 2 * STEP
    assert not is_taken(database, small, pyotp.TOTP(secret).at(AT))
    assert is_taken(database, small, f"{code[:3]} {code[3:]}", later)
    assert not is_taken(database, small, code, later)
    assert not is_taken(database, small, pyotp.TOTP(secret).at(AT + STEP), later)


def test_of_many_who_give_one_code_at_once_one_is_let_in(
    database: Database, small: Small, secret: str, recovery: list[str]
):
    code, later = pyotp.TOTP(secret).at(AT + 2 * STEP), AT + 2 * STEP
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: is_taken(database, small, code, later), range(8)))
    assert taken.count(True) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(given_at=st.lists(st.tuples(st.integers(0, 8), st.integers(-3, 3)), max_size=12))
def test_steps_only_go_forwards(
    database: Database, small: Small, secret: str, recovery: list[str], given_at: list
):
    start = AT + timedelta(hours=1)
    with database.transaction() as session:
        factor = session.get_one(SecondFactor, small.accounts["commune"])
        factor.last_step = newest = int(AT.timestamp()) // 30
        session.add(factor)
    for now, drift in given_at:
        at = start + now * STEP
        step = int((at + drift * STEP).timestamp()) // 30
        code = pyotp.TOTP(secret).at(at + drift * STEP)
        is_right = abs(drift) <= 1 and step > newest
        assert is_taken(database, small, code, at) == is_right
        newest = step if is_right else newest


def test_each_recovery_code_stands_in_once(database: Database, small: Small, recovery: list[str]):
    first = recovery[0]
    assert is_taken(database, small, first.upper().replace("-", " "))
    assert not is_taken(database, small, first)
    with ThreadPoolExecutor(6) as threads:
        taken = list(threads.map(lambda _: is_taken(database, small, recovery[1]), range(6)))
    assert taken.count(True) == 1
    with database.reading() as session:
        assert second_step.codes_left(session, small.accounts["commune"]) == 8


def test_the_codes_of_one_are_nothing_to_another(
    database: Database, small: Small, recovery: list[str]
):
    with pytest.raises(Rejected), database.transaction() as session:
        second_step.check(session, small.accounts["neighbour"], recovery[0], at=AT)


def test_the_secret_is_sealed_and_shown_only_until_it_counts(
    database: Database, small: Small, secret: str, recovery: list[str]
):
    with database.reading() as session:
        kept = session.exec(select(SecondFactor)).one()
        marks = session.exec(select(RecoveryCode.mark)).all()
        assert secret.encode() not in kept.secret
        assert not {code.replace("-", "") for code in recovery} & set(marks)
        with pytest.raises(NotFound):
            second_step.enrolment(session, "commune", by=small.viewers["commune"])


def test_who_has_an_authenticator_turns_it_off_before_taking_another(
    database: Database, small: Small, recovery: list[str]
):
    by = small.viewers["commune"]
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        second_step.begin(session, by=by, at=AT)
    assert refused.value.faults[0].code == "second_step_on"
    with database.transaction() as session:
        second_step.remove(session, by.account_id, by=by, at=AT)
    assert not is_taken(database, small, recovery[0])
    with database.transaction() as session:
        second_step.begin(session, by=by, at=AT)
