"""Two communes: who belongs to one finds nothing of the other, on any route."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlmodel import select

from congress.accounts import service as accounts, sessions
from congress.accounts.models import AccountSession
from congress.accounts.sessions import Device
from congress.database import Database
from congress.minutes.models import Minutes, Vote, VoteForm
from congress.nominations.models import Nominee, NomineePhoto, Workbook
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, Small

SECRET_NAME = "Hoàng Thị Bí Mật"


@pytest.fixture
def of_the_neighbour(database: Database, small: Small) -> dict[str, int]:
    """What the neighbour commune has: a nominee, a workbook, and a delegate with a badge."""
    with database.transaction() as session:
        ours = factories.nominee(session, small, "Nông Văn Hòa", small.nhan_ly)
        theirs = factories.nominee(session, small, SECRET_NAME, small.van_linh)
        workbook = Workbook(
            congress_id=small.congress_id,
            unit_id=small.van_linh,
            filename="van-linh.xlsx",
            digest="x",
            content=b"",
            sent_at=AT,
        )
        session.add(workbook)
        session.flush()
        minutes = _minutes(small)
        session.add(minutes)
        session.flush()
        session.add(_photo(theirs))
        session.add(Vote(minutes_id=minutes.id or 0, nominee_id=theirs.id or 0, votes_for=9))
        factories.approved(session, small, [ours, theirs])
        by, council = small.viewers["administrator"], small.accounts["council"]
        accounts.assign(session, council, frozenset({small.nhan_ly}), by=by, at=AT)
        device = Device(SECRET_NAME, is_shared=False)
        sessions.begin(session, small.accounts["neighbour"], device, at=datetime.now(UTC))
        return {
            "account_id": small.accounts["neighbour"],
            "session_id": session.exec(select(AccountSession.id)).one() or 0,
            "nominee_id": theirs.id or 0,
            "workbook_id": workbook.id or 0,
            "minutes_id": minutes.id or 0,
        }


def _photo(of: Nominee) -> NomineePhoto:
    """A photo with the secret name in its bytes."""
    content = SECRET_NAME.encode()
    return NomineePhoto(nominee_id=of.id or 0, content=content, sharpness=50, stored_at=AT)


def _minutes(small: Small) -> Minutes:
    """Minutes of the neighbour, with the secret name in them."""
    return Minutes(
        congress_id=small.congress_id,
        unit_id=small.van_linh,
        held_on=AT.date(),
        place="Vạn Linh",
        chair=SECRET_NAME,
        secretary=SECRET_NAME,
        summoned=13,
        present=11,
        form=VoteForm.SECRET,
        seats=1,
        threshold_numerator=1,
        threshold_denominator=2,
        is_threshold_over=True,
        recorded_at=AT,
    )


@pytest.mark.parametrize("username", ["commune", "council"])
def test_who_is_bound_to_a_unit_finds_nothing_of_another_on_any_route(
    app: Flask,
    database: Database,
    *,
    small: Small,
    sign_in: SignIn,
    of_the_neighbour: dict[str, int],
    username: str,
):
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        given = {name: of_the_neighbour.get(name, 1) for name in rule.arguments}
        given |= {"code": small.code} if "code" in rule.arguments else {}
        is_theirs = of_the_neighbour.keys() & rule.arguments
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = sign_in(username).open(adapter.build(rule.endpoint, given), method=method)
            assert SECRET_NAME.encode() not in answer.data, rule.endpoint
            assert SECRET_NAME.upper().encode() not in answer.data, rule.endpoint
            if is_theirs:
                assert answer.status_code in {403, 404}, rule.endpoint
    with database.reading() as session:
        assert session.get_one(Nominee, of_the_neighbour["nominee_id"]).version == 1


def test_the_officer_sees_both(small: Small, sign_in: SignIn, of_the_neighbour: dict[str, int]):
    answer = sign_in("officer").get(f"/congresses/{small.code}/nominees/")
    assert SECRET_NAME in answer.text
    assert "Nông Văn Hòa" in answer.text
