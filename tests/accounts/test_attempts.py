"""How long who guesses a password must wait."""

from datetime import timedelta

import pytest

from congress.accounts.attempts import Attempts
from congress.core.errors import Rejected
from tests.factories import AT

WHO = ("can-bo", "10.0.0.1")


def seconds(attempts: Attempts, at=AT) -> int:
    """Tell how long an attempt must wait; it counts if it need not."""
    try:
        attempts.begin(WHO, at=at)
    except Rejected as error:
        return int(error.faults[0].facts["seconds"])  # type: ignore[call-overload]
    return 0


def test_the_second_attempt_after_five_wrong_ones_waits():
    attempts = Attempts()
    assert [seconds(attempts) for _ in range(6)] == [0] * 6
    assert seconds(attempts) == 10


def test_each_further_wrong_one_waits_twice_as_long_up_to_a_quarter_of_an_hour():
    attempts, at, waits = Attempts(), AT, []
    for _ in range(20):
        wait = seconds(attempts, at)
        waits += [wait] if wait else []
        at += timedelta(seconds=wait)
    assert waits[:3] == [10, 20, 40]
    assert max(waits) <= 900


def test_a_right_password_and_an_hour_forget_the_wrong_ones():
    attempts = Attempts()
    for _ in range(6):
        seconds(attempts)
    attempts.forget(WHO)
    assert [seconds(attempts) for _ in range(7)] == [0] * 6 + [10]
    assert seconds(attempts, AT + timedelta(hours=2)) == 0
    assert seconds(attempts, AT + timedelta(hours=2)) == 0


def test_others_do_not_wait():
    attempts = Attempts()
    for _ in range(8):
        seconds(attempts)
    attempts.begin(("can-bo", "10.0.0.2"), at=AT)
    attempts.begin(("to-truong", "10.0.0.1"), at=AT)
    with pytest.raises(Rejected):
        attempts.begin(WHO, at=AT)
