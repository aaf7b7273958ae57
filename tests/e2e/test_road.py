"""The whole road in a real browser: from a clerk's workbook to a scanned badge."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from congress.congresses import queries as congresses
from congress.core.roles import Role, Viewer
from congress.demo import review
from tests.e2e.conftest import CLERK_WORKBOOK, FAULTY_WORKBOOK, Installation, OpenAs

CONGRESS = "/congresses/chi-lang-2025"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one step of the road leaves the code of a badge for the next."""
    return tmp_path_factory.mktemp("badge") / "token.txt"


def _agree(page: Page) -> None:
    page.locator("dialog#confirm").get_by_role("button", name="Đồng ý").click()


def test_1_a_clerk_sends_a_workbook_after_seeing_every_fault(open_as: OpenAs):
    page = open_as("commune")
    page.goto(f"{CONGRESS}/nominees/")
    page.locator('input[type="file"]').set_input_files(FAULTY_WORKBOOK)
    page.get_by_role("button", name="Gửi và xem trước").click()
    expect(page.locator(".faults")).to_contain_text("O6")
    page.goto(f"{CONGRESS}/nominees/")
    page.locator('input[type="file"]').set_input_files(CLERK_WORKBOOK)
    page.get_by_role("button", name="Gửi và xem trước").click()
    page.get_by_role("button", name="Xác nhận", exact=True).first.click()
    if page.locator("dialog#confirm").is_visible():
        _agree(page)
    expect(page.get_by_role("status").first).to_contain_text(re.compile(r"Đã ghi nhận \d+"))


def test_1a_what_is_typed_outlasts_a_closed_page(open_as: OpenAs):
    page = open_as("commune")
    page.goto(f"{CONGRESS}/nominees/new")
    page.get_by_label("Họ và tên").fill("Nông Văn Dở Dang")
    expect(page.locator("[data-draft-status]")).to_contain_text("Đã lưu nháp lúc", timeout=10_000)
    page.goto(f"{CONGRESS}/nominees/new")
    page.get_by_role("button", name="Khôi phục").click()
    expect(page.get_by_label("Họ và tên")).to_have_value("Nông Văn Dở Dang")
    page.goto(f"{CONGRESS}/nominees/new")
    page.get_by_role("button", name="Bỏ bản nháp").click()
    page.goto(f"{CONGRESS}/nominees/new")
    expect(page.get_by_label("Họ và tên")).to_have_value("")
    expect(page.get_by_role("button", name="Khôi phục")).to_be_hidden()


def test_1aa_a_draft_is_kept_once_the_network_is_back(open_as: OpenAs):
    page = open_as("commune")
    page.goto(f"{CONGRESS}/nominees/new")
    page.route("**/drafts/0", lambda route: route.abort("aborted"))
    page.get_by_label("Họ và tên").fill("Nông Văn Mất Mạng")
    status = page.locator("[data-draft-status]")
    expect(status).to_contain_text("sẽ tự thử lại", timeout=10_000)
    page.unroute("**/drafts/0")
    expect(status).to_contain_text("Đã lưu nháp lúc", timeout=15_000)
    page.goto(f"{CONGRESS}/nominees/new")
    page.get_by_role("button", name="Bỏ bản nháp").click()


def test_1b_the_unit_hands_in_whom_it_voted_on(open_as: OpenAs, installation: Installation):
    page = open_as("commune")
    page.goto(f"{CONGRESS}/submission/")
    expect(page.locator("main")).to_contain_text("Chưa hồ sơ nào đủ để nộp")
    with installation.database.transaction() as session:
        office = Viewer(1, "", Role.ORGANIZER)
        senders = congresses.senders(session, installation.congress_id)
        unit = next(each for each in senders if each.name == "Xã Nhân Lý")
        review.vote(session, installation.congress_id, unit.id, office, at=datetime.now(UTC))
    page.goto(f"{CONGRESS}/submission/")
    page.get_by_role("button", name="Nộp các hồ sơ đã đánh dấu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Giấy biên nhận hồ sơ")
    expect(page.locator("main")).to_contain_text("Xã Nhân Lý")


def test_1c_the_officer_returns_one_and_the_organizer_accepts_the_rest(open_as: OpenAs):
    officer = open_as("officer")
    officer.goto(f"{CONGRESS}/appraisals/")
    officer.locator("tbody a").first.click()
    name = officer.get_by_role("heading", level=1).inner_text()
    officer.get_by_label("Lý do trả lại: Thành tích").fill("Ghi rõ năm đạt thành tích")
    officer.get_by_role("button", name="Trả lại đơn vị").click()
    _agree(officer)
    expect(officer.get_by_role("status").first).to_contain_text("Đã trả lại hồ sơ")
    clerk = open_as("commune")
    clerk.goto(f"{CONGRESS}/submission/")
    clerk.get_by_role("link", name=name, exact=True).click()
    expect(clerk.locator("#achievement-notes")).to_contain_text("Ghi rõ năm đạt thành tích")
    clerk.get_by_label("Thành tích").fill("Hiến 200 m² đất làm đường năm 2024")
    clerk.get_by_role("button", name="Ghi", exact=True).click()
    clerk.goto(f"{CONGRESS}/submission/")
    clerk.get_by_role("button", name="Nộp các hồ sơ đã đánh dấu").click()
    organizer = open_as("organizer")
    organizer.goto(f"{CONGRESS}/appraisals/")
    organizer.get_by_label("Chọn mọi hồ sơ trên trang này").check()
    organizer.get_by_role("button", name="Thẩm định và chấp nhận các hồ sơ được chọn").click()
    expect(organizer.locator("main")).to_contain_text("Không có hồ sơ nào ở bước này")


def test_2_the_clerk_sees_no_other_commune(open_as: OpenAs):
    page = open_as("commune")
    page.goto(f"{CONGRESS}/nominees/")
    expect(page.locator("main")).not_to_contain_text("Xã Vạn Linh")
    page.goto(f"{CONGRESS}/selection/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("không có quyền")


def test_3_the_committee_chooses_and_approves(open_as: OpenAs):
    page = open_as("organizer")
    page.goto(f"{CONGRESS}/selection/")
    page.get_by_role("button", name="Chọn đại biểu").click()
    expect(page.locator("main")).to_contain_text("Tối ưu, đã chứng minh", timeout=30_000)
    expect(page.locator("main")).to_contain_text("Danh sách được chọn (300)")
    page.get_by_role("button", name="Phê duyệt danh sách này").click()
    _agree(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Đại biểu")
    expect(page.locator("main")).to_contain_text("Đã phê duyệt và khóa danh sách 300 đại biểu")


def test_4_the_hall_is_filled(open_as: OpenAs):
    page = open_as("organizer")
    page.goto(f"{CONGRESS}/seating/")
    page.get_by_role("button", name=re.compile("Xếp chỗ cho")).first.click()
    expect(page.locator("main svg").first).to_be_visible(timeout=30_000)


def test_5_badges_are_issued_and_printed(open_as: OpenAs, token: Path, tmp_path: Path):
    page = open_as("organizer")
    page.goto(f"{CONGRESS}/badges")
    page.get_by_role("button", name=re.compile("Cấp 300 thẻ")).click()
    with page.expect_download() as download:
        page.locator('a[href*="badges.pdf"]').first.click()
    sheet = tmp_path / "badges.pdf"
    download.value.save_as(sheet)
    printed = pypdfium2.PdfDocument(sheet)
    assert len(printed) == 30
    codes = zxingcpp.read_barcodes(printed[0].render(scale=150 / 72).to_pil())
    assert len(codes) == 10
    token.write_text(codes[0].text, "ascii")


def test_6_a_scan_admits_once_and_says_so_the_second_time(open_as: OpenAs, token: Path):
    page = open_as("gate", width=390)
    page.goto(f"{CONGRESS}/check-in?sitting=tong-duyet")
    field = page.locator("#token")
    expect(field).to_be_focused()
    # A USB scanner is a keyboard that types fast and ends with Enter.
    page.keyboard.type(token.read_text("ascii"))
    page.keyboard.press("Enter")
    expect(page.locator('[data-verdict] [data-outcome="admitted"]')).to_be_visible()
    expect(field).to_be_focused()
    page.keyboard.type(token.read_text("ascii"))
    page.keyboard.press("Enter")
    again = page.locator('[data-verdict] [data-outcome="already"]')
    expect(again).to_contain_text(re.compile(r"đã vào lúc \d\d:\d\d", re.IGNORECASE))


def test_7_a_stranger_is_refused_and_the_next_is_taken(open_as: OpenAs):
    page = open_as("gate")
    page.goto(f"{CONGRESS}/check-in?sitting=tong-duyet")
    page.keyboard.type("KHONG PHAI THE")
    page.keyboard.press("Enter")
    expect(page.locator('[data-verdict] [data-outcome="refused"]')).to_be_visible()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.locator('[data-verdict] [data-outcome="admitted"]')).to_be_visible()


def test_8_attendance_moves_while_it_is_watched(open_as: OpenAs):
    watching = open_as("supervisor")
    watching.goto(f"{CONGRESS}/attendance?sitting=tong-duyet")
    expect(watching.locator("main")).to_contain_text("2")
    gate = open_as("gate")
    gate.goto(f"{CONGRESS}/check-in?sitting=tong-duyet")
    gate.keyboard.type("3")
    gate.keyboard.press("Enter")
    expect(gate.locator('[data-verdict] [data-outcome="admitted"]')).to_be_visible()
    expect(watching.locator("main")).to_contain_text(re.compile(r"\b3\b"), timeout=10_000)


def test_9_the_credentials_report_is_taken(open_as: OpenAs, tmp_path: Path):
    page = open_as("credentials")
    page.goto(f"{CONGRESS}/reports")
    with page.expect_download() as download:
        page.locator('a[href*="credentials.docx"]').first.click()
    download.value.save_as(tmp_path / "report.docx")
    assert (tmp_path / "report.docx").read_bytes()[:2] == b"PK"
