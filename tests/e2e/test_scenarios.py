"""Trying bounds in a real browser: by keyboard, on a phone, without a script, and as a curve."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session, delete

from congress.congresses.models import Congress
from congress.selection import answer, service
from congress.selection.models import Selection, State
from optimizer.pool import digest
from optimizer.selection import choose
from tests.e2e.conftest import PASSWORD, Installation, OpenAs

URL = "/congresses/chi-lang-2025/selection/scenarios/"
YOUNG = "Dưới 35 tuổi"


@pytest.fixture(scope="module")
def runs(installation: Installation) -> Iterator[list[int]]:
    """Two runs that differ in how many young people they ask for."""
    database, congress_id = installation.database, installation.congress_id
    with database.transaction() as session:
        rules = session.get_one(Congress, congress_id).rules
        made = [
            _run(session, congress_id, text)
            for text in (rules, rules.replace("min_share = 0.20", "min_share = 0.25"))
        ]
    yield made
    with database.transaction() as session:
        session.exec(delete(Selection).where(Selection.id.in_(made)))


def _run(session: Session, congress_id: int, text: str) -> int:
    pool, rules = service.problem(session, congress_id, text)
    told = answer.of(pool, rules, choose(pool, rules), "none")
    selection = Selection(
        congress_id=congress_id,
        state=State.DRAFT,
        rules=text,
        input_digest=digest(pool),
        result=told,
        asked_at=datetime.now(UTC),
    )
    session.add(selection)
    session.flush()
    return selection.id or 0


def _slider(page: Page, end: str, name: str = YOUNG):
    return page.get_by_role("slider", name=f"{end} · {name}", exact=True)


def test_a_slider_moved_by_keyboard_is_answered_at_once(open_as: OpenAs):
    page = open_as("organizer")
    page.goto(URL)
    head = page.locator("#outlook-head")
    expect(head).to_contain_text("Các mức đang như ban đầu")
    _slider(page, "Ít nhất").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_label(f"Ít nhất · {YOUNG}", exact=True).first).to_have_value("30")
    expect(head).to_contain_text(re.compile(r"−\d+,\d\d điểm"))
    expect(head).to_contain_text("đã chứng minh")
    expect(page.locator("#gauge-quota-8")).to_contain_text("danh sách: 90 người")
    expect(page.locator("#outlook")).to_contain_text("Ra khỏi danh sách")
    expect(_slider(page, "Ít nhất")).to_be_focused()


def test_a_number_moves_its_slider_and_enter_stays_on_the_page(open_as: OpenAs):
    page = open_as("organizer")
    page.goto(URL)
    number = page.locator('input[name="quota-8-min_share"]')
    number.fill("25")
    number.press("Enter")
    expect(_slider(page, "Ít nhất")).to_have_value("25")
    expect(page.locator("#outlook-head")).to_contain_text("−")
    expect(page).to_have_url(re.compile(f"{URL}$"))


def test_least_and_most_never_cross(open_as: OpenAs):
    page = open_as("organizer")
    page.goto(URL)
    least, most = _slider(page, "Ít nhất", "Mỗi xã, thị trấn"), page.locator("#quota-6-max")
    expect(most).to_have_value("14")
    least.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#quota-6-min")).to_have_value("14")
    most.fill("3")
    most.blur()
    expect(most).to_have_value("14")


def test_what_cannot_be_names_the_change_and_offers_the_diagnosis(open_as: OpenAs):
    page = open_as("organizer", 390)
    page.goto(URL)
    page.locator('input[name="quota-8-min_share"]').fill("90")
    expect(page.locator("#outlook-head")).to_contain_text("Không có danh sách nào")
    expect(page.locator("#outlook")).to_contain_text(
        f"“{YOUNG}”, tỷ lệ ít nhất: từ 20 % thành 90 %"
    )
    box = page.locator("#outlook-head").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 900 - box["height"], "the answer stays in sight on a phone"
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name="Xem đổi mức này đến đâu").click()
    expect(page.locator("[data-curve] canvas")).to_be_visible(timeout=30_000)


def test_what_cannot_be_read_is_told_in_place(open_as: OpenAs):
    page = open_as("organizer")
    page.goto(URL)
    page.locator("#panel-seats").fill("301")
    expect(page.locator("#outlook-head")).to_contain_text("Chưa tính được")
    page.locator("#panel-seats").fill("300")
    expect(page.locator("#outlook-head")).to_contain_text("Các mức đang như ban đầu")


def test_without_a_script_a_button_asks(installation: Installation, chromium: Browser):
    context = chromium.new_context(base_url=installation.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("leader")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto(URL)
    expect(page.get_by_role("slider")).to_have_count(0)
    page.locator('input[name="quota-8-min_share"]').fill("30")
    page.get_by_role("button", name="Tính").click()
    expect(page.locator("#outlook-head")).to_contain_text(re.compile(r"−\d+,\d\d điểm"))
    context.close()


def test_the_curve_is_drawn_under_the_policy_of_the_pages(open_as: OpenAs):
    page = open_as("organizer")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{URL}curve")
    page.get_by_label("Mức thay đổi").select_option("quota-8-min_share")
    page.get_by_role("button", name="Vẽ").click()
    canvas = page.locator("[data-curve] canvas")
    expect(canvas).to_be_visible(timeout=30_000)
    page.wait_for_timeout(500)
    inked = canvas.evaluate(
        "c => new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size"
    )
    assert inked > 20, "the canvas is blank"
    expect(page.locator("#curve table")).to_contain_text("không có danh sách")
    expect(page).to_have_url(re.compile("bound=quota-8-min_share"))
    canvas.hover()
    assert said == []


def test_runs_stand_side_by_side(open_as: OpenAs, runs: list[int]):
    page = open_as("leader")
    page.goto(f"{URL}compare")
    for number in runs:
        page.get_by_label(f"Lần {number} ·").check()
    page.get_by_role("button", name="So sánh").click()
    expect(page.locator("main")).to_contain_text("ít nhất 25 %")
    expect(page.locator("main")).to_contain_text(re.compile(r"−\d+,\d\d điểm"))
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="So sánh")).to_be_hidden()
    expect(page.get_by_role("heading", name=re.compile("Người có ở danh sách này"))).to_be_visible()


@pytest.mark.parametrize("width", [1366, 390])
def test_every_page_passes_axe(open_as: OpenAs, runs: list[int], width: int):
    chosen = "&".join(f"run={number}" for number in runs)
    page = open_as("organizer", width)
    found = {}
    for address in ("", "curve", "curve?bound=quota-8-min_share", "compare", f"compare?{chosen}"):
        page.goto(URL + address)
        if not address:
            page.locator('input[name="quota-8-min_share"]').fill("30")
            expect(page.locator("#outlook-head")).to_contain_text("−")
        violations = Axe().run(page).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        if violations or wide:
            found[address] = [each["id"] for each in violations] + ["too wide"] * wide
    assert found == {}
