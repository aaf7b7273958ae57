"""The pages of a list going up: composed, voted on, opened, and who may see it."""

from io import BytesIO

import pytest
from docx import Document
from sqlmodel import select

from congress.audit import AuditEntry
from congress.congresses.models import Congress
from congress.core.roles import Role
from congress.database import Database
from congress.delegations.models import Member
from congress.nominations.models import Gender, Nominee, Review
from tests import factories
from tests.conftest import SignIn
from tests.factories import Small

VOTE = {"summoned": "14", "present": "13", "votes_for": "11", "voted_on": "2025-02-27"}


@pytest.fixture
def child(database: Database, small: Small, sign_in: SignIn) -> Congress:
    """Nhân Lý's own congress with two people."""
    sign_in("organizer").post(
        f"/congresses/{small.code}/children/open", data={"seats": "3", "own_side": "invited"}
    )
    with database.transaction() as session:
        found = session.exec(select(Congress).where(Congress.host_id == small.nhan_ly)).one()
        for name, group in (("Nông Văn Hòa", "farmer"), ("Vi Thị Thủy", "guest")):
            factories.nominee(
                session,
                small,
                name,
                small.nhan_ly,
                congress_id=found.id,
                composition_group=group,
                gender=Gender.FEMALE,
                post="Nông dân",
            )
        return found


def _people(database: Database, child: Congress) -> list[int]:
    with database.reading() as session:
        query = select(Nominee.id).where(Nominee.congress_id == child.id).order_by(Nominee.id)
        return [number or 0 for number in session.exec(query)]


def _members(database: Database) -> list[int]:
    with database.reading() as session:
        return [number or 0 for number in session.exec(select(Member.id).order_by(Member.id))]


def test_a_clerk_composes_votes_and_opens(
    database: Database, small: Small, sign_in: SignIn, child: Congress
):
    clerk, url = sign_in("commune"), f"/congresses/{child.code}/delegation/"
    assert "Chưa chọn ai" in clerk.get(url).text
    people = _people(database, child)
    sent = {"version": "0", "members": people}
    assert clerk.post(f"{url}compose", data=sent).status_code == 302
    again = clerk.post(f"{url}compose", data=sent)
    assert (again.status_code, "vừa được sửa ở nơi khác" in again.text) == (422, True)
    voted = clerk.post(f"{url}vote", data={**VOTE, "version": "1"})
    assert voted.status_code == 302
    shown = clerk.get(url).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "11/13 = 84,6 %" in shown
    assert "27/02/2025" in shown
    assert shown.count("Chọn nhóm") == 1
    asked = clerk.post(f"{url}open", data={})
    assert (asked.status_code, "không có ở cấp trên" in asked.text) == (422, True)
    opened = {f"group-{_members(database)[0]}": "economic"}
    assert clerk.post(f"{url}open", data=opened).status_code == 302
    assert clerk.post(f"{url}open", data=opened).status_code == 302
    assert clerk.get(url).text.count("Đã nộp") == 2
    with database.reading() as session:
        above = session.exec(
            select(Nominee).where(Nominee.congress_id == small.congress_id).order_by(Nominee.id)
        ).all()
        assert [(who.composition_group, who.review) for who in above] == [
            ("economic", Review.SUBMITTED),
            ("guest", Review.SUBMITTED),
        ]
    part = clerk.get(f"/congresses/{small.code}/nominees/{above[0].id}/origin").text
    assert child.name in part
    neighbour = sign_in("neighbour")
    path = f"/congresses/{small.code}/nominees/{above[0].id}/origin"
    assert neighbour.get(path).status_code == 404
    board = sign_in("leader").get(f"/congresses/{small.code}/children/").text
    assert "đã mở 2" in board
    assert "Xã Vạn Linh" in board
    assert "Xã Vạn Linh" not in clerk.get(f"/congresses/{small.code}/children/").text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({**VOTE, "present": "15"}, "nhiều hơn số triệu tập"),
        ({**VOTE, "votes_for": "14"}, "nhiều hơn số người có mặt"),
        ({**VOTE, "voted_on": "2999-01-01"}, "chưa đến"),
        ({"present": "nhiều"}, "Thiếu “Triệu tập”"),
    ],
)
def test_a_wrong_vote_is_told_and_not_stored(
    database: Database,
    sign_in: SignIn,
    child: Congress,
    sent: dict[str, str],
    told: str,
):
    clerk, url = sign_in("commune"), f"/congresses/{child.code}/delegation/"
    clerk.post(f"{url}compose", data={"version": "0", "members": _people(database, child)})
    answer = clerk.post(f"{url}vote", data={**sent, "version": "1"})
    assert (answer.status_code, told in answer.text) == (422, True)
    assert "Các lần biểu quyết" not in answer.text


def test_a_list_voted_down_stays_open(database: Database, sign_in: SignIn, child: Congress):
    clerk, url = sign_in("commune"), f"/congresses/{child.code}/delegation/"
    clerk.post(f"{url}compose", data={"version": "0", "members": _people(database, child)})
    answer = clerk.post(f"{url}vote", data={**VOTE, "votes_for": "6", "version": "1"})
    page = clerk.get(answer.location).text
    assert "không thông qua" in page
    assert "Ghi danh sách" in page


def test_the_list_on_paper_holds_everybody_and_is_logged(
    database: Database, sign_in: SignIn, child: Congress
):
    clerk, url = sign_in("commune"), f"/congresses/{child.code}/delegation/"
    clerk.post(f"{url}compose", data={"version": "0", "members": _people(database, child)})
    clerk.post(f"{url}vote", data={**VOTE, "version": "1"})
    answer = clerk.post(f"{url}list.docx")
    paper = Document(BytesIO(answer.data))
    rows = [[cell.text for cell in row.cells] for row in paper.tables[1].rows]
    assert rows[0][:5] == ["STT", "Họ và tên", "Nam", "Nữ", "Dân tộc"]
    assert [row[1] for row in rows[1:]] == ["Nông Văn Hòa", "Vi Thị Thủy"]
    assert rows[1][2:4] == ["", "1980"]
    said = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "tán thành 11/13 = 84,6" in said
    assert round(paper.sections[0].page_width.mm) == 297
    with database.reading() as session:
        taken = session.exec(select(AuditEntry).where(AuditEntry.action == "list.taken")).one()
    assert taken.facts["purpose"] == "submission"


def test_a_congress_below_none_has_no_list(small: Small, sign_in: SignIn):
    assert sign_in("organizer").get(f"/congresses/{small.code}/delegation/").status_code == 404


@pytest.mark.parametrize("role", ["leader", "credentials"])
def test_readers_read_and_change_nothing(sign_in: SignIn, child: Congress, role: str):
    browser, url = sign_in(role), f"/congresses/{child.code}/delegation/"
    page = browser.get(url)
    assert (page.status_code, "Ghi danh sách" in page.text) == (200, False)
    for path in ("compose", "vote", "open", "list.docx", "members/1/resend"):
        assert browser.post(f"{url}{path}").status_code == 403


@pytest.mark.parametrize("role", sorted(set(Role) & {Role.GATE, Role.SUBCOMMITTEE, Role.COUNCIL}))
def test_others_see_no_list(sign_in: SignIn, child: Congress, role: str):
    assert sign_in(role).get(f"/congresses/{child.code}/delegation/").status_code in {403, 404}


def test_a_member_of_another_congress_is_not_found(
    database: Database, sign_in: SignIn, child: Congress
):
    clerk, url = sign_in("commune"), f"/congresses/{child.code}/delegation/"
    assert clerk.post(f"{url}members/999/resend").status_code == 404


def test_figures_stand_under_the_units_of_a_day(database: Database, small: Small, sign_in: SignIn):
    with database.transaction() as session:
        factories.nominee(session, small, "Nông Văn Hòa", small.nhan_ly)
    url = f"/congresses/{small.code}/successors/"
    reader = sign_in("leader")
    assert "Xã Nhân Lý" in reader.get(f"{url}?on=2025-04-15").text
    assert "Chưa ghi đơn vị kế tiếp" in reader.get(f"{url}?on=2025-07-01").text
    assert sign_in("commune").get(url).status_code == 403
