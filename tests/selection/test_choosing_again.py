"""A list chosen again after somebody declined changes as few people as can be."""

from datetime import date

import pytest
from sqlmodel import select

from congress import jobs
from congress.app import TASKS
from congress.core.errors import NotFound, Rejected
from congress.database import Database
from congress.nominations import decisions
from congress.nominations.models import Nominee
from congress.selection import reselecting, service
from congress.selection.models import Selection, State
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, RULES, Small


@pytest.fixture
def first(database: Database, small: Small) -> Selection:
    """A run over six people, of whom four are chosen."""
    with database.transaction() as session:
        for n in range(6):
            factories.nominee(session, small, f"Lành Thị {n}", small.nhan_ly, score=70 + n)
        asked = service.ask(
            session, small.congress_id, RULES, seed=5, by=small.viewers["organizer"], at=AT
        )
    jobs.run(database, asked.job_id or "", TASKS)
    return asked


def again(database: Database, small: Small, run: int) -> Selection:
    with database.transaction() as session:
        return reselecting.ask_again(
            session, small.congress_id, run, by=small.viewers["organizer"], at=AT
        )


def decline(database: Database, small: Small, name: str) -> None:
    with database.transaction() as session:
        person = session.exec(select(Nominee).where(Nominee.name == name)).one()
        decisions.decline(
            session,
            small.congress_id,
            person.id or 0,
            reason="con nhỏ",
            said_by="gia đình",
            said_on=date(2025, 3, 31),
            by=small.viewers["organizer"],
            at=AT,
        )


def test_one_leaves_and_one_joins_though_scores_have_changed(
    database: Database, small: Small, first: Selection
):
    decline(database, small, "Lành Thị 5")
    with database.transaction() as session:
        best = session.exec(select(Nominee).where(Nominee.name == "Lành Thị 0")).one()
        best.score = 99
    second = again(database, small, first.id or 0)
    jobs.run(database, second.job_id or "", TASKS)
    with database.reading() as session:
        stored = session.get_one(Selection, second.id)
        assert (stored.state, stored.last_id, stored.seed) == (State.DRAFT, first.id, 5)
        found = reselecting.changes(session, second.id or 0, stored.result)
    assert found is not None
    assert [(each.person.name, each.reason) for each in found.left] == [
        ("Lành Thị 5", "Không nhận lời (gia đình báo ngày 31/03/2025): con nhỏ")
    ]
    assert [person.name for person in found.joined] == ["Lành Thị 0"]


def test_where_nobody_left_the_list_stays_as_it_was(
    database: Database, small: Small, first: Selection
):
    second = again(database, small, first.id or 0)
    jobs.run(database, second.job_id or "", TASKS)
    with database.reading() as session:
        stored = session.get_one(Selection, second.id)
        found = reselecting.changes(session, second.id or 0, stored.result)
    assert found is not None
    assert found.is_same


def test_asked_twice_the_first_answer_stands(database: Database, small: Small, first: Selection):
    second = again(database, small, first.id or 0)
    assert again(database, small, first.id or 0).id == second.id
    decline(database, small, "Lành Thị 4")
    assert again(database, small, first.id or 0).id != second.id


def test_a_run_without_a_list_has_nothing_to_keep(
    database: Database, small: Small, first: Selection
):
    with database.transaction() as session:
        session.get_one(Selection, first.id).result = {}
    with pytest.raises(Rejected) as refused:
        again(database, small, first.id or 0)
    assert refused.value.faults[0].code == "selection_not_a_list"
    with pytest.raises(NotFound):
        again(database, small, 999)


def test_the_run_page_says_who_left_and_who_joined(
    database: Database, sign_in: SignIn, small: Small, first: Selection
):
    decline(database, small, "Lành Thị 5")
    desk = sign_in("organizer")
    url = f"/congresses/{small.code}/selection/{first.id}"
    assert "Chọn lại, đổi ít người nhất" in desk.get(url).text
    asked = desk.post(f"{url}/again")
    assert asked.status_code == 302
    with database.reading() as session:
        job = session.exec(select(Selection.job_id).order_by(Selection.id.desc())).first()
    jobs.run(database, job or "", TASKS)
    page = desk.get(asked.location).text
    assert f"Thay đổi so với lần chọn {first.id}" in page
    assert "gia đình báo ngày 31/03/2025" in page
    assert "Thay đổi so với" not in desk.get(url).text


@pytest.mark.parametrize("role", ["officer", "leader", "commune", "gate"])
def test_only_the_organizer_asks_again(
    database: Database, sign_in: SignIn, small: Small, first: Selection, role: str
):
    url = f"/congresses/{small.code}/selection/{first.id}/again"
    assert sign_in(role).post(url).status_code == 403
    assert sign_in(role).get(url).status_code == 405
    with database.reading() as session:
        assert len(session.exec(select(Selection)).all()) == 1
