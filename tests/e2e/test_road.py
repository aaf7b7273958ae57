"""The whole road in a real browser: from a clerk's workbook to a scanned badge."""

import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import CLERK_WORKBOOK, FAULTY_WORKBOOK, OpenAs

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
    confirm = page.get_by_role("button", name=re.compile("Xác nhận, ghi nhận"))
    stored = int(re.findall(r"\d+", confirm.inner_text())[0])
    confirm.click()
    if page.locator("dialog#confirm").is_visible():
        _agree(page)
    expect(page.get_by_role("status").first).to_contain_text(str(stored))
    expect(page.locator("main")).to_contain_text(f"trong {stored}")


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


def test_every_page_passes_axe_at_both_widths(open_as: OpenAs):
    pages = [
        "/",
        f"{CONGRESS}/",
        f"{CONGRESS}/nominees/",
        f"{CONGRESS}/nominees/new",
        f"{CONGRESS}/selection/",
        f"{CONGRESS}/selection/1",
        f"{CONGRESS}/selection/1/reasons/",
        f"{CONGRESS}/delegates/",
        f"{CONGRESS}/seating/",
        f"{CONGRESS}/badges",
        f"{CONGRESS}/check-in",
        f"{CONGRESS}/attendance",
        f"{CONGRESS}/reports",
    ]
    found = {}
    for width in (1366, 390):
        page = open_as("organizer", width)
        for path in pages:
            page.goto(path)
            violations = Axe().run(page).response["violations"]
            wide = page.evaluate("document.documentElement.scrollWidth") > width
            if violations or wide:
                found[path, width] = [each["id"] for each in violations] + ["too wide"] * wide
    assert found == {}
