"""How long who guesses a password must wait."""

from datetime import datetime, timedelta
from math import ceil
from threading import Lock

from congress.core.errors import Rejected

Who = tuple[str, str]
"""An account's name as typed, and the address that asks: nobody locks another out."""

_FREE = 5
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(minutes=15)
_FORGOTTEN_AFTER = timedelta(hours=1)
_MOST_KEPT = 10_000
_LONGEST_NAME = 100


class Attempts:
    """The wrong sign-ins of late, as this process saw them; the newest stand last."""

    def __init__(self) -> None:
        self._wrong: dict[Who, tuple[int, datetime]] = {}
        self._turn = Lock()

    def begin(self, who: Who, *, at: datetime) -> None:
        """Count an attempt as wrong until it is forgotten; ``sign_in_too_often`` while it waits."""
        with self._turn:
            wrong, until = self._wrong.get(_key(who), (0, at))
            if at < until:
                raise Rejected("sign_in_too_often", seconds=ceil((until - at).total_seconds()))
            wrong = 1 if at - until > _FORGOTTEN_AFTER else wrong + 1
            self._wrong.pop(_key(who), None)
            self._wrong[_key(who)] = (wrong, at + _wait(wrong))
            if len(self._wrong) > _MOST_KEPT:
                del self._wrong[next(iter(self._wrong))]

    def forget(self, who: Who) -> None:
        """Forget the wrong ones of who gave the right password."""
        with self._turn:
            self._wrong.pop(_key(who), None)


def _key(who: Who) -> Who:
    username, address = who
    return username.strip()[:_LONGEST_NAME], address


def _wait(wrong: int) -> timedelta:
    if wrong <= _FREE:
        return timedelta(0)
    return min(_FIRST_WAIT * (1 << min(wrong - _FREE - 1, 10)), _LONGEST_WAIT)
