"""The page of the reserve."""

import pytest
from sqlmodel import select

from congress import jobs
from congress.alternates import service
from congress.alternates.jobs import choose
from congress.alternates.models import Reserve
from congress.database import Database
from congress.jobs import Job
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, Small

FORM = {"size": "2", "dropout_percent": "5"}


@pytest.fixture
def url(database: Database, small: Small) -> str:
    """Four delegates of Nhân Lý; two people of Vạn Linh are left."""
    with database.transaction() as session:
        chosen = [
            factories.nominee(session, small, name, small.nhan_ly)
            for name in ("Lò Văn An", "Lò Văn Bình", "Lò Thị Chi", "Lò Thị Dung")
        ]
        for name in ("Mã Thị Én", "Mã Văn Giang"):
            factories.nominee(session, small, name, small.van_linh, score="60")
        factories.approved(session, small, chosen)
    return f"/congresses/{small.code}/alternates/"


def reserves(database: Database) -> int:
    with database.reading() as session:
        return len(session.exec(select(Reserve)).all())


def test_the_organizer_asks_and_sees_the_ordered_reserve(
    database: Database, sign_in: SignIn, url: str
):
    desk = sign_in("organizer")
    assert "Lập danh sách dự khuyết" in desk.get(url).text
    assert desk.post(url, data=FORM).status_code == 302
    waiting = desk.get(url).text
    assert "progress" in waiting
    assert desk.get(f"{url}progress").status_code == 200
    with database.reading() as session:
        job = session.exec(select(Job.id)).one()
    jobs.run(database, job, {"reserve": choose})
    page = desk.get(url).text
    assert "Mã Thị Én" in page
    assert "001, 002, 003, 004" in page
    assert desk.get(f"{url}progress").headers["HX-Redirect"].endswith("/alternates/")


def test_nothing_happens_twice(database: Database, sign_in: SignIn, url: str):
    desk = sign_in("organizer")
    desk.post(url, data=FORM)
    again = desk.post(url, data=FORM)
    assert again.status_code == 422
    assert "được lập một lần" in again.text
    assert reserves(database) == 1


def test_a_reserve_that_a_bug_ended_is_offered_again(database: Database, sign_in: SignIn, url: str):
    desk = sign_in("organizer")
    desk.post(url, data=FORM)
    with database.transaction() as session:
        reserve = session.exec(select(Reserve.id)).one()
        service.fail(session, reserve or 0, at=AT)
    page = desk.get(url).text
    assert "gặp lỗi khi tìm" in page
    assert desk.post(url, data=FORM).status_code == 302
    assert reserves(database) == 1


def test_faults_leave_no_trace(database: Database, sign_in: SignIn, url: str):
    refused = sign_in("organizer").post(url, data={"size": "99", "dropout_percent": "0"})
    assert refused.status_code == 422
    assert "từ 1 đến 2" in refused.text
    assert "từ 1 đến 50" in refused.text
    assert reserves(database) == 0


def test_before_approval_the_page_says_what_to_do(sign_in: SignIn, small: Small):
    page = sign_in("leader").get(f"/congresses/{small.code}/alternates/")
    assert "Chưa có danh sách đại biểu được phê duyệt" in page.text


@pytest.mark.parametrize("role", ["officer", "leader", "credentials"])
def test_readers_read_and_do_not_ask(database: Database, sign_in: SignIn, url: str, role: str):
    assert sign_in(role).get(url).status_code == 200
    assert sign_in(role).post(url, data=FORM).status_code == 403
    assert reserves(database) == 0


@pytest.mark.parametrize("role", ["commune", "neighbour", "gate"])
def test_communes_and_doors_do_not_see_the_reserve(sign_in: SignIn, url: str, role: str):
    assert sign_in(role).get(url).status_code == 403
    assert sign_in(role).delete(url).status_code == 405
