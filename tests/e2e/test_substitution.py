"""After approval a delegate falls ill: seat and number stay, and only the new badge opens."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from congress import jobs
from congress.app import TASKS
from congress.badges import service as badges
from congress.congresses import queries as congresses
from congress.core.roles import Role, Viewer
from congress.delegates import queries as delegates, service as approving
from congress.seating import queries as seats, service as seating
from congress.selection import service as selections
from tests.e2e.conftest import Installation, OpenAs

CONGRESS = "/congresses/chi-lang-2025"
NUMBER = 150


@pytest.fixture(scope="module")
def approved(installation: Installation) -> Installation:
    """The installation with an approved list, seats and badges; the road has made them before."""
    database, congress_id = installation.database, installation.congress_id
    office, at = Viewer(1, "", Role.ORGANIZER), datetime.now(UTC)
    with database.transaction() as session:
        if delegates.approval(session, congress_id) is not None:
            return installation
        rules = congresses.by_code(session, "chi-lang-2025").rules
        asked = selections.ask(session, congress_id, rules, by=office, at=at)
    jobs.run(database, asked.job_id or "", TASKS)
    with database.transaction() as session:
        approving.approve(session, congress_id, asked.id or 0, by=office, at=at)
    with database.transaction() as session:
        proposal = seating.propose(session, congress_id)
        seating.place(session, congress_id, proposal, by=office, at=at)
        badges.issue_missing(session, congress_id, by=office, at=at)
    return installation


def _seat(installation: Installation) -> str:
    with installation.database.reading() as session:
        everyone = seats.occupants(session, installation.congress_id)
    return next(each.seat for each in everyone if each.number == NUMBER)


def _printed(page: Page, name: str, tmp_path: Path) -> str:
    """Print the badge that a link offers, and read its code as a scanner does."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    sheet = tmp_path / "badge.pdf"
    download.value.save_as(sheet)
    printed = pypdfium2.PdfDocument(sheet)
    [code] = zxingcpp.read_barcodes(printed[0].render(scale=150 / 72).to_pil())
    return code.text


def test_the_seat_and_the_number_stay_and_only_the_new_badge_opens(
    open_as: OpenAs, approved: Installation, tmp_path: Path
):
    desk = open_as("organizer")
    desk.goto(f"{CONGRESS}/badges")
    row = desk.locator("tr").filter(has=desk.get_by_text(f"{NUMBER}", exact=True))
    ill = row.locator("th").inner_text()
    old = _printed(desk, f"In {ill}", tmp_path)
    seat = _seat(approved)

    desk.goto(f"{CONGRESS}/delegates/")
    desk.get_by_role("link", name="Thay đại biểu").click()
    desk.get_by_label("Số của các đại biểu").fill(str(NUMBER))
    desk.get_by_label("Lý do").fill("ốm")
    desk.get_by_role("button", name="Xem đề nghị").click()
    expect(desk.locator("main")).to_contain_text("Đã chứng minh")
    expect(desk.locator("main")).to_contain_text(ill)
    assert Axe().run(desk).response["violations"] == []
    desk.get_by_role("button", name="Xác nhận thay").click()
    desk.locator("dialog#confirm").get_by_role("button", name="Đồng ý").click()
    expect(desk.get_by_role("status").first).to_contain_text("Đã thay 1 đại biểu")
    assert _seat(approved) == seat
    expect(desk.locator("main")).to_contain_text(seat)
    joined = desk.locator("td strong").inner_text()
    new = _printed(desk, "In thẻ mới", tmp_path)
    assert new != old

    gate = open_as("gate", width=390)
    gate.goto(f"{CONGRESS}/check-in?sitting=tong-duyet")
    gate.keyboard.type(old)
    gate.keyboard.press("Enter")
    refused = gate.locator('[data-verdict] [data-outcome="refused"]')
    expect(refused).to_contain_text("đã được thay bằng đại biểu khác")
    gate.keyboard.type(new)
    gate.keyboard.press("Enter")
    admitted = gate.locator('[data-verdict] [data-outcome="admitted"]')
    expect(admitted).to_contain_text(joined)
    expect(admitted).to_contain_text(seat)


def test_the_change_list_is_taken(open_as: OpenAs, approved: Installation, tmp_path: Path):
    desk = open_as("leader")
    desk.goto(f"{CONGRESS}/substitutions/")
    for kind in ("docx", "xlsx"):
        with desk.expect_download() as download:
            desk.get_by_role("link", name=re.compile(kind)).click()
        download.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("width", [1366, 390])
def test_the_pages_pass_axe(open_as: OpenAs, approved: Installation, width: int):
    page = open_as("organizer", width)
    for path in ("delegates/", "substitutions/", "alternates/", "appeals/"):
        page.goto(f"{CONGRESS}/{path}")
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
