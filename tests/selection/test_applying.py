"""A way out that is applied: a run of its own, under rules that are eased."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from congress import jobs
from congress.app import TASKS
from congress.audit import AuditEntry
from congress.congresses.models import Congress
from congress.core.errors import NotFound, Rejected
from congress.database import Database
from congress.delegates import service as delegates
from congress.nominations.models import Nominee
from congress.selection import service
from congress.selection.models import Selection, State
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, RULES, Small

TIGHT = (
    RULES + '\n[[quota]]\nname = "Người Dao"\nwhere = { ethnic_group = "Dao" }\nmin = 3 # by plan\n'
)


@pytest.fixture
def tight(database: Database, small: Small) -> int:
    """A run that cannot have a list: two people are Dao, three are asked for."""
    with database.transaction() as session:
        for n in range(6):
            group = "Dao" if n < 2 else "Tày"
            factories.nominee(
                session, small, f"Lành Thị {n}", small.nhan_ly, score=70 + n, ethnic_group=group
            )
        selection = service.ask(
            session, small.congress_id, TIGHT, seed=5, by=small.viewers["organizer"], at=AT
        )
    jobs.run(database, selection.job_id or "", TASKS)
    return selection.id or 0


def _apply(database: Database, small: Small, run: int, number: int = 1) -> Selection:
    with database.transaction() as session:
        return service.apply_way(
            session, small.congress_id, run, number, by=small.viewers["organizer"], at=AT
        )


def _runs(database: Database) -> list[Selection]:
    with database.reading() as session:
        return list(session.exec(select(Selection).order_by(Selection.id)))


def test_a_way_applied_is_a_run_with_a_list(database: Database, small: Small, tight: int):
    eased = _apply(database, small, tight)
    jobs.run(database, eased.job_id or "", TASKS)
    first, second = _runs(database)
    assert (first.state, first.rules) == (State.INFEASIBLE, TIGHT)
    assert (second.state, second.eases_id, second.seed) == (State.DRAFT, tight, 5)
    assert second.rules == TIGHT.replace("min = 3", "min = 2")


def test_applying_leaves_the_rules_of_the_congress_and_a_trace(
    database: Database, small: Small, tight: int
):
    _apply(database, small, tight)
    with database.reading() as session:
        assert session.get_one(Congress, small.congress_id).rules == RULES
        noted = session.exec(select(AuditEntry).where(AuditEntry.action == "selection.eased")).one()
    assert noted.subject == f"selection:{tight}"


def test_a_way_applied_twice_is_one_run(database: Database, small: Small, tight: int):
    with ThreadPoolExecutor(2) as threads:
        ids = list(threads.map(lambda _: _apply(database, small, tight).id, range(2)))
    assert ids[0] == ids[1]
    assert len(_runs(database)) == 2


def test_a_way_is_tried_again_once_the_nominees_changed(
    database: Database, small: Small, tight: int
):
    once = _apply(database, small, tight)
    with database.transaction() as session:
        next(iter(session.exec(select(Nominee)))).score = 99
    assert _apply(database, small, tight).id != once.id


@pytest.mark.parametrize("number", [0, 99])
def test_a_way_that_is_not_there_is_not_found(
    database: Database, small: Small, tight: int, number: int
):
    with pytest.raises(NotFound):
        _apply(database, small, tight, number)


def test_a_run_with_a_list_has_no_way_out(database: Database, small: Small, tight: int):
    eased = _apply(database, small, tight)
    jobs.run(database, eased.job_id or "", TASKS)
    with pytest.raises(NotFound):
        _apply(database, small, eased.id or 0)


def test_a_run_of_another_congress_is_not_found(database: Database, small: Small, tight: int):
    with database.transaction() as session:
        ours = session.get_one(Congress, small.congress_id)
        fields = ours.model_dump(exclude={"id", "code"})
        other = Congress(code="khac", **fields)
        session.add(other)
        session.flush()
        other_id = other.id or 0
    with pytest.raises(NotFound), database.transaction() as session:
        service.apply_way(session, other_id, tight, 1, by=small.viewers["organizer"], at=AT)


def test_nothing_is_applied_once_a_list_is_approved(database: Database, small: Small, tight: int):
    eased = _apply(database, small, tight)
    jobs.run(database, eased.job_id or "", TASKS)
    with database.transaction() as session:
        delegates.approve(
            session, small.congress_id, eased.id or 0, by=small.viewers["organizer"], at=AT
        )
    with pytest.raises(Rejected) as refused:
        _apply(database, small, tight)
    assert refused.value.faults[0].code == "list_approved_already"
    with database.reading() as session:
        assert session.get_one(Congress, small.congress_id).rules == eased.rules


@pytest.fixture
def url(small: Small) -> str:
    return f"/congresses/{small.code}/selection"


def test_the_page_says_whom_the_pool_lacks_and_offers_each_way(
    sign_in: SignIn, tight: int, url: str
):
    page = sign_in("organizer").get(f"{url}/{tight}").text
    assert "“Người Dao” cần ít nhất 3 người (dân tộc Dao), mới có 2 người" in page
    assert "Cần giới thiệu thêm ít nhất 1 người (dân tộc Dao), hoặc hạ mức ít nhất" in page
    assert f"{url}/{tight}/ways/1" in page


def test_the_page_of_the_new_run_says_what_was_changed_and_from_which(
    database: Database, sign_in: SignIn, tight: int, url: str
):
    browser = sign_in("organizer")
    asked = browser.post(f"{url}/{tight}/ways/1")
    assert asked.status_code == 302
    jobs.run(database, _runs(database)[-1].job_id or "", TASKS)
    page = browser.get(asked.location).text
    assert "hạ mức ít nhất của “Người Dao” từ 3 xuống 2" in page
    assert f'href="{url}/{tight}"' in page
    assert "Danh sách được chọn (4)" in page


@pytest.mark.parametrize("role", ["leader", "officer", "commune", "gate"])
def test_only_the_organizer_applies_a_way(sign_in: SignIn, tight: int, url: str, role: str):
    assert sign_in(role).post(f"{url}/{tight}/ways/1").status_code == 403


def test_a_leader_reads_the_ways_and_gets_no_button(sign_in: SignIn, tight: int, url: str):
    page = sign_in("leader").get(f"{url}/{tight}").text
    assert "hạ mức ít nhất của “Người Dao”" in page
    assert "/ways/1" not in page


def test_a_way_is_not_applied_by_opening_an_address(sign_in: SignIn, tight: int, url: str):
    assert sign_in("organizer").get(f"{url}/{tight}/ways/1").status_code == 405


def test_a_congress_that_is_not_there_is_not_found(sign_in: SignIn, tight: int):
    answer = sign_in("organizer").post(f"/congresses/khong-co/selection/{tight}/ways/1")
    assert answer.status_code == 404
