"""Two who do the same at once: one of them is told, and nobody stands twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, select

from congress.congresses import opening as congress_opening, queries as congresses
from congress.congresses.models import Congress
from congress.congresses.rules import Side
from congress.core.errors import Rejected
from congress.database import Database
from congress.delegations import opening, service
from congress.delegations.models import ListVote
from congress.delegations.opening import Answer
from congress.nominations.models import Nominee
from tests import factories
from tests.delegations.conftest import OFFICE
from tests.delegations.test_story import VOTE
from tests.factories import AT, Small

AT_ONCE = 4


def _at_once(database: Database, verb: Callable[[Session], object]) -> list[str]:
    """Let several do it, each in a transaction of its own; give what each was told."""

    def run(_: int) -> str:
        try:
            with database.transaction() as session:
                verb(session)
        except Rejected as refused:
            return refused.faults[0].code
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(run, range(AT_ONCE)))


def _open_children(session: Session, small: Small) -> int:
    return congress_opening.open_children(
        session, small.congress_id, seats=3, own_side=Side.INVITED, by=OFFICE, at=AT
    )


@pytest.fixture
def listed(database: Database, small: Small) -> tuple[str, int]:
    """A list of one, not voted on yet: the code of its congress, and its member."""
    with database.transaction() as session:
        _open_children(session, small)
        child = congresses.children(session, small.congress_id)[0]
        who = factories.nominee(
            session,
            small,
            "Nông Văn Hòa",
            child.host_id,
            congress_id=child.id,
            composition_group="farmer",
        )
        service.compose(session, child, [who.id or 0], version=0, by=OFFICE, at=AT)
        return child.code, 1


def test_those_below_are_opened_once(database: Database, small: Small):
    assert _at_once(database, lambda session: _open_children(session, small)) == ["done"] * AT_ONCE
    with database.reading() as session:
        below = session.exec(select(Congress).where(Congress.parent_id == small.congress_id))
        assert len(below.all()) == 2


def test_one_vote_is_recorded(database: Database, listed: tuple[str, int]):
    def vote(session: Session) -> None:
        child = congresses.by_code(session, listed[0])
        service.record_vote(session, child, VOTE, version=1, by=OFFICE, at=AT)

    assert _at_once(database, vote) == ["done", *["list_closed"] * (AT_ONCE - 1)]
    with database.reading() as session:
        assert len(session.exec(select(ListVote)).all()) == 1


def test_a_list_opens_once(database: Database, small: Small, listed: tuple[str, int]):
    with database.transaction() as session:
        child = congresses.by_code(session, listed[0])
        service.record_vote(session, child, VOTE, version=1, by=OFFICE, at=AT)

    def open_list(session: Session) -> None:
        child = congresses.by_code(session, listed[0])
        answers = {listed[1]: Answer(group="direct")}
        opening.open_above(session, child, answers, by=OFFICE, at=AT)

    assert _at_once(database, open_list) == ["done"] * AT_ONCE
    with database.reading() as session:
        above = session.exec(select(Nominee).where(Nominee.congress_id == small.congress_id))
        assert len(above.all()) == 1
