"""How long who guesses must wait: counted in the database, so that every process knows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, delete
from sqlmodel import Session, col

from congress.accounts import rules
from congress.accounts.models import Guesses
from congress.core.errors import Rejected
from congress.core.names import fold
from congress.database import insert_into
from congress.sealing import seal_of

_FORGOTTEN_AFTER_S = 60 * 60
_KEPT_FOR = timedelta(days=1)
_LONGEST_NAME = 100
_FREE = 5


@dataclass(frozen=True)
class Counter:
    """One thing that is counted, and what it is told by."""

    told_by: tuple[str, ...]


def signing_in(username: str, address: str, device: str) -> tuple[Counter, ...]:
    """Give what counts an attempt to sign in; ``device`` is one that this account signed in on.

    Who guesses from elsewhere, even from behind the same address, counts beside a known device
    and so cannot make it wait. Nothing is counted over all the names of an address: who tries
    many would make a whole office wait.
    """
    name = fold(username)[:_LONGEST_NAME]
    if device:
        return (Counter(("device", name, device)),)
    return (Counter(("name", name, rules.neighbourhood(address))),)


def second_step(account_id: int, device: str) -> tuple[Counter, ...]:
    """Give what counts a code; from unknown devices together, for they know the password."""
    return (Counter(("code", str(account_id), device)),)


def confirming(account_id: int) -> tuple[Counter, ...]:
    """Give what counts the password asked for again within a session."""
    return (Counter(("confirm", str(account_id))),)


def begin(session: Session, counters: Sequence[Counter], *, at: datetime) -> None:
    """Count an attempt as wrong until it is taken back; ``sign_in_too_often`` while it waits.

    Each counter is asked and moved on by one statement: of many at once, no more than the free
    ones and one get through.
    """
    for counter in counters:
        if not _counted(session, counter, int(at.timestamp())):
            until_s = session.get_one(Guesses, _key(session, counter)).until_s
            raise Rejected("sign_in_too_often", seconds=max(1, until_s - int(at.timestamp())))


def take_back(session: Session, counters: Sequence[Counter], *, at: datetime) -> None:
    """Forget the wrong ones of who was right, and what nobody asks about any more."""
    old = int((at - _KEPT_FOR).timestamp())
    session.execute(delete(Guesses).where(col(Guesses.until_s) < old))
    for counter in counters:
        session.execute(delete(Guesses).where(col(Guesses.key) == _key(session, counter)))


def _counted(session: Session, counter: Counter, now_s: int) -> bool:
    """Count one attempt; tell whether it was one that need not wait."""
    wrong, until_s = col(Guesses.wrong), col(Guesses.until_s)
    is_forgotten = until_s < now_s - _FORGOTTEN_AFTER_S
    first = {"key": _key(session, counter), "wrong": 1, "until_s": now_s}
    moved = {
        "wrong": case((is_forgotten, 1), else_=wrong + 1),
        "until_s": now_s + case((is_forgotten, 0), else_=_wait(wrong + 1 - _FREE)),
    }
    insert = insert_into(session, Guesses).values(first)
    # Clocks differ between machines and step back; free attempts wait for none of them.
    is_due = (until_s <= now_s) | (wrong <= _FREE)
    counting = insert.on_conflict_do_update(
        index_elements=[col(Guesses.key)], set_=moved, where=is_due
    )
    return session.execute(counting.returning(wrong)).first() is not None


def _wait(over: ColumnElement[int]) -> ColumnElement[int]:
    """Say the rule of waiting in SQL."""
    longest = next(n for n in range(1, 100) if rules.wait_s(n) == rules.LONGEST_WAIT_S)
    steps = [(over <= n, rules.wait_s(n)) for n in range(longest)]
    return case(*steps, else_=rules.LONGEST_WAIT_S)


def _key(session: Session, counter: Counter) -> str:
    return seal_of(session).mark("\0".join(counter.told_by), "guesses")
