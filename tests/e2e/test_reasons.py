"""Nothing fits, a way out is applied, and everybody's reason is read: in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlmodel import col, delete

from congress.congresses.models import Congress
from congress.selection.models import Selection
from tests.e2e.conftest import Installation, OpenAs

URL = "/congresses/chi-lang-2025/selection/"
DAO = """
[[quota]]
name = "Nữ người Dao"
where = { gender = "female", ethnic_group = "Dao" }
min = 90
"""


@pytest.fixture(scope="module", autouse=True)
def _leave_no_run(installation: Installation) -> Iterator[None]:
    """Let the road begin with no run."""
    yield
    with installation.database.transaction() as session:
        session.exec(delete(Selection).where(col(Selection.id) > 0))


def _eased(installation: Installation, open_as: OpenAs) -> Page:
    """Give a page of the organizer at the run that the first way out gave."""
    with installation.database.reading() as session:
        rules = session.get_one(Congress, installation.congress_id).rules
    page = open_as("organizer")
    page.goto(URL)
    page.locator("details > summary").last.click()
    page.locator("#rules").fill(rules + DAO)
    page.get_by_role("button", name="Chọn theo văn bản này").click()
    main = page.locator("main")
    expect(main).to_contain_text("Các cách để có danh sách", timeout=60_000)
    expect(main).to_contain_text(re.compile(r"Cần giới thiệu thêm ít nhất \d+ người \(nữ · dân"))
    _ensure_fine(page)
    page.get_by_role("button", name="Chạy lại theo cách 1").click()
    expect(main).to_contain_text("Danh sách được chọn (300)", timeout=60_000)
    return page


def _ensure_fine(page: Page) -> None:
    """Refuse what axe refuses, and what is too wide for a desk or a phone."""
    found = {}
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 900})
        violations = [each["id"] for each in Axe().run(page).response["violations"]]
        is_wide = page.evaluate("document.documentElement.scrollWidth") > width
        if violations or is_wide:
            found[width] = violations + ["too wide"] * is_wide
    assert found == {}


def test_from_a_contradiction_to_the_sheet_of_one_person(
    installation: Installation, open_as: OpenAs, tmp_path: Path
):
    page = _eased(installation, open_as)
    main = page.locator("main")
    expect(main).to_contain_text(re.compile(r"hạ mức ít nhất của “Nữ người Dao” từ 90 xuống \d+"))
    _ensure_fine(page)
    page.get_by_role("link", name="Vì sao được chọn").click()
    expect(main).to_contain_text("lấy danh sách có tổng điểm cao nhất")
    expect(main).to_contain_text("Nếu vắng:")
    _ensure_fine(page)
    page.get_by_label("Mục đích").select_option(label="Báo cáo, trình cấp trên")
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp lý do").click()
    download.value.save_as(tmp_path / "reasons.xlsx")
    assert (tmp_path / "reasons.xlsx").read_bytes()[:2] == b"PK"
    page.get_by_label("Kết quả").select_option(label="Chưa được chọn")
    page.get_by_role("button", name="Lọc").click()
    name = page.locator("th.name").first.inner_text()
    page.get_by_label("Tìm theo họ tên").fill(name)
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.locator("th.name").first).to_have_text(name)
    assert name.split()[0] not in page.url
    _ensure_fine(page)
    page.get_by_role("link", name="Phiếu").first.click()
    solve = page.get_by_role("button", name="Tính mức điểm chính xác")
    if solve.is_visible():
        solve.click()
    expect(main).to_contain_text("Chưa được chọn:")
    expect(main).not_to_contain_text("khoảng chắc chắn")
    _ensure_fine(page)
    sheet = tmp_path / "sheet.pdf"
    page.pdf(path=sheet, format="A4")
    assert len(pypdfium2.PdfDocument(sheet)) == 1
