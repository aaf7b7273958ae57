"""Two communes: who belongs to one finds nothing of the other, on any route."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlmodel import Session, select

from congress.accounts import service as accounts, sessions
from congress.accounts.models import AccountSession
from congress.accounts.sessions import Device
from congress.appraisals.models import Receipt, Remark
from congress.congresses import opening, queries as congresses
from congress.congresses.models import Congress
from congress.congresses.rules import Side
from congress.database import Database
from congress.delegations import service as delegations
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
            "form": theirs.id or 0,
            **_of_review(session, small, theirs),
        }


def _of_review(session: Session, small: Small, theirs: Nominee) -> dict[str, int]:
    """A receipt that names the neighbour's person, and a remark on them."""
    person = {"id": theirs.id, "name": SECRET_NAME, "birth": "1980", "group": "", "review": "draft"}
    receipt = Receipt(
        congress_id=small.congress_id,
        unit_id=small.van_linh,
        number=1,
        people=[person],
        standing=[person],
        digest="",
        sender=SECRET_NAME,
        sent_at=AT,
    )
    remark = Remark(
        congress_id=small.congress_id, nominee_id=theirs.id or 0, words=SECRET_NAME, made_at=AT
    )
    session.add_all([receipt, remark])
    session.flush()
    return {"receipt_id": receipt.id or 0, "remark_id": remark.id or 0}


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


@pytest.fixture
def congress_of_the_neighbour(database: Database, small: Small) -> Congress:
    """The neighbour's own congress below the small one, with somebody on its list going up."""
    by = small.viewers["organizer"]
    with database.transaction() as session:
        opening.open_children(
            session, small.congress_id, seats=3, own_side=Side.INVITED, by=by, at=AT
        )
        theirs = select(Congress).where(Congress.host_id == small.van_linh)
        found = session.exec(theirs).one()
        who = factories.nominee(
            session,
            small,
            SECRET_NAME,
            small.van_linh,
            congress_id=found.id,
            composition_group="farmer",
        )
        frame = congresses.by_code(session, found.code)
        delegations.compose(session, frame, [who.id or 0], version=0, by=by, at=AT)
        return found


@pytest.mark.parametrize("username", ["commune", "council"])
def test_nobody_else_opens_any_page_of_a_units_own_congress(
    app: Flask,
    small: Small,
    sign_in: SignIn,
    congress_of_the_neighbour: Congress,
    username: str,
):
    browser, adapter = sign_in(username), app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "code" not in rule.arguments:
            continue
        given = dict.fromkeys(rule.arguments, 1) | {"code": congress_of_the_neighbour.code}
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = browser.open(adapter.build(rule.endpoint, given), method=method)
            assert answer.status_code in {403, 404}, rule.endpoint
    board = browser.get(f"/congresses/{small.code}/children/")
    assert "Xã Vạn Linh" not in board.text
    url = f"/congresses/{congress_of_the_neighbour.code}/delegation/"
    assert SECRET_NAME in sign_in("neighbour").get(url).text
