"""A unit reads what became of its own people, once the list is approved."""

from html import unescape

from congress import jobs
from congress.app import TASKS
from congress.database import Database
from congress.delegates import service as delegates
from congress.nominations.models import Review, Status
from congress.selection import service as selections
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, Small

URL = "/congresses/thu-nghiem/outcome/"


def _approve(database: Database, small: Small) -> None:
    organizer = small.viewers["organizer"]
    with database.transaction() as session:
        factories.nominee(session, small, "Nông Văn Hòa", small.nhan_ly, score=90)
        factories.nominee(session, small, "Nông Văn Ngoài", small.nhan_ly, score=10)
        factories.nominee(session, small, "Hoàng Thị Láng Giềng", small.van_linh, score=80)
        factories.nominee(session, small, "Vi Thị Chậm", small.nhan_ly, review=Review.RETURNED)
        factories.nominee(
            session,
            small,
            "Lý Thị Thôi",
            small.nhan_ly,
            status=Status.EXCLUDED,
            reason="Không nhận lời vì con nhỏ",
        )
        rules = factories.RULES.replace("seats = 4", "seats = 2")
        asked = selections.ask(session, small.congress_id, rules, by=organizer, at=AT)
    jobs.run(database, asked.job_id or "", TASKS)
    with database.transaction() as session:
        delegates.approve(session, small.congress_id, asked.id or 0, by=organizer, at=AT)


def test_before_approval_the_page_says_when_to_come_back(small: Small, sign_in: SignIn):
    assert "chưa được phê duyệt" in unescape(sign_in("commune").get(URL).text)


def test_a_clerk_reads_who_is_a_delegate_who_is_not_and_why(
    database: Database, small: Small, sign_in: SignIn
):
    _approve(database, small)
    page = unescape(sign_in("commune").get(URL).text)
    assert "đại biểu số 001" in page
    assert "Nông Văn Ngoài" in page
    assert "/selection/1/reasons/2" in page
    assert "Hồ sơ chưa được chấp nhận" in page
    assert "Không nhận lời vì con nhỏ" in page
    assert "Hoàng Thị Láng Giềng" not in page


def test_the_office_reads_every_unit(database: Database, small: Small, sign_in: SignIn):
    _approve(database, small)
    officer = sign_in("officer")
    assert "Hoàng Thị Láng Giềng" in officer.get(URL).text
    assert "Nông Văn Hòa" not in officer.get(f"{URL}?unit={small.van_linh}").text
    assert sign_in("gate").get(URL).status_code == 403
    assert officer.post(URL).status_code == 405
