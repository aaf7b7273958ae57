"""How long who guesses must wait, in whatever process they are counted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlmodel import func, select

from congress.accounts import attempts, rules
from congress.accounts.attempts import Counter
from congress.accounts.models import Guesses
from congress.core.errors import Rejected
from congress.database import Database
from tests.factories import AT

CLERK = attempts.signing_in("can-bo", "10.0.0.1", "")
KNOWN = attempts.signing_in("can-bo", "10.0.0.1", "a1b2")


def seconds(database: Database, counters: tuple[Counter, ...] = CLERK, at: datetime = AT) -> int:
    """Tell how long an attempt must wait; it counts if it need not."""
    try:
        with database.transaction() as session:
            attempts.begin(session, counters, at=at)
    except Rejected as error:
        return int(error.faults[0].facts["seconds"])  # type: ignore[call-overload]
    return 0


def right(database: Database, counters: tuple[Counter, ...] = CLERK) -> None:
    with database.transaction() as session:
        attempts.take_back(session, counters, at=AT)


def test_the_second_attempt_after_five_wrong_ones_waits(database: Database):
    assert [seconds(database) for _ in range(6)] == [0] * 6
    assert seconds(database) == 10


def test_each_further_wrong_one_waits_twice_as_long_up_to_a_quarter_of_an_hour(
    database: Database,
):
    at, waits = AT, []
    for _ in range(30):
        wait = seconds(database, at=at)
        waits += [wait] if wait else []
        at += timedelta(seconds=wait)
    assert waits[:3] == [10, 20, 40]
    assert max(waits) == 900


def test_a_right_password_and_an_hour_forget_the_wrong_ones(database: Database):
    for _ in range(6):
        seconds(database)
    right(database)
    assert [seconds(database) for _ in range(7)] == [0] * 6 + [10]
    later = AT + timedelta(hours=2)
    assert [seconds(database, at=later) for _ in range(6)] == [0] * 6


def test_a_clock_that_steps_back_makes_nobody_wait(database: Database):
    assert [seconds(database, at=AT - timedelta(seconds=n)) for n in range(6)] == [0] * 6
    assert seconds(database, at=AT - timedelta(seconds=6)) > 0


def test_others_do_not_wait(database: Database):
    for _ in range(8):
        seconds(database)
    assert seconds(database, attempts.signing_in("can-bo", "10.0.0.2", "")) == 0
    assert seconds(database, attempts.signing_in("to-truong", "10.0.0.1", "")) == 0
    assert seconds(database) > 0


def test_a_known_device_does_not_wait_for_guesses_from_behind_its_address(database: Database):
    for n in range(60):
        seconds(database)
        seconds(database, attempts.signing_in(f"ten-{n}", "10.0.0.1", ""))
    assert seconds(database) > 0
    assert seconds(database, KNOWN) == 0


def test_a_known_device_has_a_count_of_its_own(database: Database):
    assert [seconds(database, KNOWN) for _ in range(7)] == [0] * 6 + [10]
    assert seconds(database) == 0


def test_wrong_tries_at_other_names_make_nobody_behind_the_address_wait(database: Database):
    for n in range(100):
        seconds(database, attempts.signing_in(f"xa-{n}", "10.0.0.1", ""))
    assert seconds(database) == 0


def test_a_whole_office_signs_in_from_one_address(database: Database):
    for n in range(100):
        counters = attempts.signing_in(f"xa-{n}", "10.0.0.1", "")
        assert seconds(database, counters) == 0
        right(database, counters)


def test_one_asker_does_not_hold_many_addresses_of_a_network(database: Database):
    asked = [attempts.signing_in("can-bo", f"2001:db8::{n:x}", "") for n in range(8)]
    assert [seconds(database, counters) for counters in asked].count(0) == 6


@pytest.mark.parametrize("counters", [CLERK, KNOWN], ids=["unknown", "known"])
def test_of_many_guesses_at_once_no_more_get_through(
    database: Database, counters: tuple[Counter, ...]
):
    with ThreadPoolExecutor(12) as threads:
        waits = list(threads.map(lambda _: seconds(database, counters), range(48)))
    assert waits.count(0) == 6


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(pauses=st.lists(st.integers(0, 2_000), max_size=25))
def test_the_database_waits_as_the_rule_says(database: Database, pauses: list[int]):
    with database.transaction() as session:
        attempts.take_back(session, KNOWN, at=AT)
    at, wrong, until = AT, 0, AT
    for pause in pauses:
        at += timedelta(seconds=pause)
        assert seconds(database, KNOWN, at) == max(0, int((until - at).total_seconds()))
        if at >= until:
            wrong += 1
            until = at + timedelta(seconds=rules.wait_s(wrong - 5))


def test_what_is_counted_tells_no_name_and_no_address_and_is_swept(database: Database):
    seconds(database)
    with database.reading() as session:
        kept = "".join(session.exec(select(Guesses.key)))
    assert "can-bo" not in kept
    assert "10.0.0.1" not in kept
    with database.transaction() as session:
        attempts.take_back(session, KNOWN, at=AT + timedelta(days=2))
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(Guesses)).one() == 0
