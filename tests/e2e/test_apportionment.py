"""Seats shared out in a real browser: weights pasted from a sheet, seen at once, a tie decided."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenAs

CODE = "chi-lang-2025"


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


def test_weights_are_pasted_seen_at_once_and_a_tie_decided(open_as: OpenAs):
    page = open_as("organizer")
    page.goto(f"/congresses/{CODE}/apportionment/")
    units = page.locator("form tbody th").all_inner_texts()
    page.get_by_text("Điền trọng số từ tệp, hoặc dán từ Excel").click()
    pasted = "\n".join(f"{unit}\t{5000 - at // 2}" for at, unit in enumerate(units))
    page.get_by_label("Hoặc dán từ Excel").fill(pasted)
    page.get_by_role("button", name="Điền vào bảng").click()
    expect(page.locator("main")).to_contain_text("Đã điền vào bảng bên dưới")
    page.get_by_label("Tổng số ghế").fill("3")
    page.get_by_label("Tổng số ghế").press("Tab")
    expect(page.locator("#outlook")).to_contain_text("Hòa ở 1 ghế cuối")
    _ensure_fine(page)
    page.get_by_role("button", name="Tính và lưu").click()
    expect(page.locator("main")).to_contain_text("Máy không tự chọn")
    page.get_by_role("checkbox", name=units[3]).check()
    page.get_by_label("Lý do").fill("bốc thăm có biên bản")
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.locator("main")).to_contain_text(f"Trao cho {units[3]}")
    expect(page.get_by_role("button", name="Phê duyệt bản 2")).to_be_visible()
    _ensure_fine(page)


def test_the_page_of_duplicates_passes_axe(open_as: OpenAs):
    page = open_as("officer")
    page.goto(f"/congresses/{CODE}/duplicates/")
    expect(page.locator("h1")).to_contain_text("Hồ sơ có thể trùng người")
    _ensure_fine(page)
