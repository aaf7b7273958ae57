"""The front page and the page of the papers, for each role."""

import re
from io import BytesIO

import pytest
from docx import Document
from sqlmodel import select

from congress.accounts import service as accounts
from congress.audit import AuditEntry
from congress.core.roles import READERS, Role
from congress.database import Database
from congress.reports.models import AbsenceNote
from tests.factories import AT, Small
from tests.reports.bodies import AN, HOA, morning
from tests.reports.test_roster import rows

PAGE = "/congresses/thu-nghiem/reports"
AT_0710 = "2025-04-15T07:10"
AT_0730 = "2025-04-15T07:30"


@pytest.fixture(autouse=True)
def assigned(database: Database, small: Small) -> None:
    """The member of the Council supervises Nhân Lý."""
    with database.transaction() as session:
        council, by = small.accounts["council"], small.viewers["administrator"]
        accounts.assign(session, council, frozenset({small.nhan_ly}), by=by, at=AT)


@pytest.fixture
def came(database: Database, small: Small) -> None:
    """The morning of the small congress."""
    with database.transaction() as session:
        morning(session, small)


def audited(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(AuditEntry.action).order_by(AuditEntry.id)))


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_every_role_is_told_what_to_do_next(sign_in, role):
    page = sign_in(role).get("/")
    assert page.status_code == 200
    assert 'class="step step-accent"' in page.text


def test_a_member_of_the_council_without_units_is_told_whom_to_ask(database, small, sign_in):
    with database.transaction() as session:
        council, by = small.accounts["council"], small.viewers["administrator"]
        accounts.assign(session, council, frozenset(), by=by, at=AT)
    page = sign_in("council").get("/").text
    assert "chưa được phân công đơn vị nào" in page
    assert "người quản trị" in page
    assert "congress demo" not in page


@pytest.mark.parametrize("role", ["administrator", "council", "subcommittee"])
def test_those_who_only_read_are_asked_to_look_not_to_do(sign_in, role):
    page = sign_in(role).get("/").text
    assert "Mở để xem" in page
    assert "Làm bước này" not in page


@pytest.mark.usefixtures("came")
def test_a_rehearsal_that_was_not_held_is_not_called_done(sign_in):
    page = sign_in("organizer").get("/").text
    rehearsal = page[page.index("Tổng duyệt điểm danh") :].partition("</li>")[0]
    assert "Bỏ qua" in rehearsal
    assert "Xong" not in rehearsal
    assert "chờ xác nhận" not in page


@pytest.mark.usefixtures("came")
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_the_front_page_holds_after_the_congress_too(sign_in, role):
    assert sign_in(role).get("/").status_code == 200


def test_strangers_are_sent_to_the_sign_in_page(app):
    for address in ("/", PAGE, f"{PAGE}/credentials.docx"):
        answer = app.test_client().get(address)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in")


@pytest.mark.usefixtures("came")
def test_a_clerk_sees_the_own_count_on_the_front_page_and_no_name(sign_in):
    page = sign_in("commune").get("/").text
    assert "Đã ghi nhận 1 người." in page
    assert HOA not in page


@pytest.mark.usefixtures("came")
def test_shares_have_the_decimal_sign_of_the_readers_language(sign_in):
    browser = sign_in("organizer")
    shares = re.compile(r"\d+[.,]\d(?= ?%)")
    in_vietnamese = shares.findall(browser.get("/").text)
    browser.post("/language/en")
    in_english = shares.findall(browser.get("/").text)
    assert in_vietnamese == [each.replace(".", ",") for each in in_english] != in_english


@pytest.mark.usefixtures("came")
def test_readers_see_the_figures_as_of_a_minute(sign_in):
    for role in READERS:
        page = sign_in(role.value).get(PAGE, query_string={"as_of": AT_0710})
        assert page.status_code == 200
        assert "Tính đến 07:10, 15/04/2025" in page.text
        assert "50,0 % số triệu tập" in page.text


@pytest.mark.parametrize("role", sorted(set(Role) - READERS))
def test_others_may_not_open_or_download_the_papers(sign_in, role):
    browser = sign_in(role)
    assert browser.get(PAGE).status_code == 403
    assert browser.get(f"{PAGE}/credentials.docx").status_code == 403
    for paper in ("delegates.xlsx", "attendance.csv"):
        answer = browser.post(f"{PAGE}/{paper}", data={"purpose": "credentials"})
        assert answer.status_code == 403


@pytest.mark.usefixtures("came")
def test_counting_again_swaps_the_figures_alone(sign_in):
    part = sign_in("credentials").get(
        PAGE, query_string={"as_of": AT_0730}, headers={"HX-Request": "true"}
    )
    assert part.text.strip().startswith('<div id="figures">')
    assert "<html" not in part.text


def test_a_moment_that_cannot_be_read_is_refused_in_words(sign_in):
    answer = sign_in("credentials").get(PAGE, query_string={"as_of": "hôm qua"})
    assert answer.status_code == 422
    assert "Không đọc được thời điểm “hôm qua”" in answer.text


def test_a_congress_that_is_not_there_is_not_found(sign_in):
    assert sign_in("credentials").get("/congresses/khong-co/reports").status_code == 404


@pytest.mark.usefixtures("came")
def test_the_credentials_report_is_downloaded_as_of_a_minute(sign_in):
    answer = sign_in("credentials").get(f"{PAGE}/credentials.docx", query_string={"as_of": AT_0710})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(answer.data)).paragraphs)
    assert "07 giờ 10 phút, ngày 15 tháng 4 năm 2025" in text
    assert "Đại biểu có mặt: 2, đạt 50,0" in text


@pytest.mark.usefixtures("came")
def test_a_list_is_taken_for_a_purpose_and_logged(sign_in, database):
    answer = sign_in("credentials").post(
        f"{PAGE}/delegates.xlsx", data={"purpose": "credentials", "as_of": AT_0730}
    )
    assert "Dân tộc" in rows(answer.data)[0]
    assert audited(database)[-1] == "list.taken"


@pytest.mark.usefixtures("came")
def test_a_leader_is_given_the_list_without_sensitive_columns(sign_in):
    answer = sign_in("leader").post(f"{PAGE}/delegates.xlsx", data={"purpose": "credentials"})
    assert not {"Dân tộc", "Đảng viên"} & set(rows(answer.data)[0])


@pytest.mark.usefixtures("came")
def test_without_a_purpose_no_list_is_given_and_nothing_is_logged(sign_in, database):
    before = audited(database)
    answer = sign_in("credentials").post(f"{PAGE}/attendance.csv", data={"as_of": AT_0730})
    assert answer.status_code == 422
    assert "Chưa chọn mục đích sử dụng" in answer.text
    assert audited(database) == before


@pytest.mark.parametrize("paper", ["delegates.xlsx", "attendance.csv"])
def test_a_list_of_persons_is_never_given_by_a_plain_address(sign_in, paper):
    assert sign_in("credentials").get(f"{PAGE}/{paper}").status_code == 405


def test_before_the_approval_the_page_says_what_is_missing(sign_in):
    page = sign_in("credentials").get(PAGE).text
    assert "Chưa có danh sách đại biểu được phê duyệt" in page
    assert 'id="figures"' not in page


@pytest.mark.usefixtures("came")
def test_no_purpose_is_chosen_beforehand(sign_in):
    page = sign_in("credentials").get(PAGE).text
    assert "selected" not in page


@pytest.mark.usefixtures("came")
def test_the_board_notes_why_a_delegate_is_absent(sign_in):
    browser = sign_in("credentials")
    answer = browser.post(f"{PAGE}/absences/3", data={"reason": "Ốm", "as_of": AT_0730})
    assert answer.headers["Location"].endswith("#vang-3")
    page = browser.get(PAGE, query_string={"as_of": AT_0730}).text
    assert 'value="Ốm"' in page
    assert AN in page


@pytest.mark.usefixtures("came")
def test_a_leader_reads_reasons_but_notes_none(sign_in, database):
    browser = sign_in("leader")
    assert browser.post(f"{PAGE}/absences/3", data={"reason": "Ốm"}).status_code == 403
    assert "/absences/" not in browser.get(PAGE, query_string={"as_of": AT_0730}).text
    with database.reading() as session:
        assert session.exec(select(AbsenceNote)).all() == []


def test_pages_that_only_show_write_nothing(sign_in, database):
    browser = sign_in("organizer")
    for address in ("/", PAGE, f"{PAGE}/credentials.docx"):
        assert browser.get(address).status_code == 200
    assert "list.taken" not in audited(database)
