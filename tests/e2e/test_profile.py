"""A profile in a real browser: scanned from a card, with a photo, by two people at once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlmodel import select

from congress.nominations import citizen_numbers
from congress.nominations.models import Nominee, NomineePhoto
from tests.e2e.conftest import Installation, OpenAs
from tests.nominations.drawn import portrait, sent

HOME = "/congresses/chi-lang-2025/nominees/"
NUMBER = "020078009917"
NAME = "Nông Đức Hùng Anh"
CARD = f"{NUMBER}|081234567|{NAME}|05031978|Nam|Thôn Lạng Giai, Nhân Lý, Chi Lăng|10052021"


@pytest.fixture
def form(open_as: OpenAs) -> Page:
    """An empty form before a clerk."""
    page = open_as("commune")
    page.goto(f"{HOME}new")
    return page


def scan(page: Page, text: str, end: str = "Enter") -> None:
    """Type as a scanner does: key by key, and Enter at the end."""
    page.get_by_role("button", name="Quét bằng đầu đọc USB").click()
    page.keyboard.type(text, delay=2)
    if end:
        page.keyboard.press(end)


def told(page: Page) -> str:
    status = page.locator("[data-card-status]")
    expect(status).not_to_be_empty()
    return status.inner_text()


def filled(page: Page) -> tuple[str, ...]:
    codes = ("name", "birth_date", "gender", "citizen_id")
    return tuple(page.locator(f"#{code}").input_value() for code in codes)


@pytest.mark.parametrize("end", ["Enter", ""], ids=["with Enter", "without"])
def test_a_scanned_card_fills_the_form(form: Page, end: str):
    scan(form, CARD, end)
    assert "Đã điền từ thẻ" in told(form)
    assert filled(form) == (NAME, "05/03/1978", "Nam", NUMBER)
    expect(form.locator("#card-scan")).to_have_value("")
    assert form.url.endswith("/new")
    assert "Lạng Giai" not in form.evaluate("JSON.stringify([...new FormData(document.forms[1])])")


def test_a_card_typed_where_the_caret_stood_fills_the_form_too(form: Page):
    form.locator("#post").fill("Nông dân")
    form.locator("#workplace").click()
    form.keyboard.type(CARD, delay=2)
    assert filled(form)[0] == NAME
    expect(form.locator("#workplace")).to_have_value("")
    expect(form.locator("#post")).to_have_value("Nông dân")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_name_typed_byte_by_byte_is_put_right(form: Page, encoding: str):
    name = "Nông Thị Hoà"
    text = f"020178009917||{name}|05031978|Nữ|Chi Lăng|10052021"
    mangled = text.encode().decode(encoding, "surrogateescape")
    bytewise = re.sub("[\udc80-\udcff]", lambda c: chr(ord(c[0]) - 0xDC00), mangled)
    form.locator("#card-scan").fill(bytewise)
    form.locator("#card-scan").press("Enter")
    told(form)
    assert filled(form) == (name, "05/03/1978", "Nữ", "020178009917")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CARD.replace("|Nam|", "|Nữ|"), "Giới tính trong số CCCD khác"),
        (CARD.replace("05031978", "05031979"), "Năm sinh trong số CCCD khác"),
        (CARD.replace(NAME, "Nong Duc Hung Anh"), "không có dấu"),
        ("https://example.invalid/not-a-card", "không phải mã của thẻ căn cước"),
        (CARD[:40], "không phải mã của thẻ căn cước"),
        (CARD.replace("|", "1"), "tắt bộ gõ tiếng Việt"),
    ],
    ids=["sex", "year", "no marks", "an address", "half", "no bars"],
)
def test_what_disagrees_or_is_no_card_is_told(form: Page, text: str, words: str):
    scan(form, text)
    assert words in told(form)


def test_what_stood_there_before_is_named(form: Page):
    form.locator("#name").fill("Nông Văn Cũ")
    scan(form, CARD)
    assert "“Nông Văn Cũ”" in told(form)


@pytest.fixture
def profile(form: Page, installation: Installation) -> Iterator[Page]:
    """The page of somebody whom the clerk has named, who is withdrawn in the end."""
    scan(form, CARD)
    form.locator("#ethnic_group").select_option("Tày")
    form.locator("#composition_group").select_option("direct")
    form.get_by_role("button", name="Chiến sĩ thi đua cơ sở").press("Enter")
    form.get_by_label("Người có uy tín").check()
    form.locator("#achievement").fill("Trồng 5 ha na")
    expect(form.locator(".form-count").first).to_have_text("13 / 2000 ký tự")
    form.get_by_role("button", name="Ghi", exact=True).click()
    expect(form.get_by_text(f"Đã thêm {NAME}.")).to_be_visible()
    yield form
    with installation.database.transaction() as session:
        session.delete(session.exec(select(Nominee).where(Nominee.name == NAME)).one())


def stored(installation: Installation) -> Nominee:
    with installation.database.reading() as session:
        found = session.exec(select(Nominee).where(Nominee.name == NAME)).one()
        assert citizen_numbers.opened(session, found) == NUMBER
        return found


def test_a_photo_is_cut_by_keyboard_and_kept(
    profile: Page, installation: Installation, tmp_path: Path
):
    found = stored(installation)
    assert (found.titles, found.roles) == ("Chiến sĩ thi đua cơ sở", "Người có uy tín")
    chosen = tmp_path / "anh.png"
    chosen.write_bytes(sent(portrait(1600, 1200), "PNG"))
    profile.locator("#photo-file").set_input_files(chosen)
    expect(profile.locator("[data-crop-view]")).to_be_visible()
    before = profile.evaluate("document.querySelector('[data-crop-view]').toDataURL()")
    profile.locator("#crop-zoom").focus()
    for _ in range(4):
        profile.keyboard.press("ArrowRight")
    profile.locator("#crop-across").focus()
    profile.keyboard.press("ArrowLeft")
    assert profile.evaluate("document.querySelector('[data-crop-view]').toDataURL()") != before
    profile.get_by_role("button", name="Lưu ảnh").press("Enter")
    expect(profile.get_by_text("Đã lưu ảnh.")).to_be_visible()
    shown = profile.get_by_alt_text(f"Ảnh chân dung của {NAME}")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 450
    with installation.database.reading() as session:
        assert session.get_one(NomineePhoto, found.id).content.startswith(b"\xff\xd8")


def test_two_people_at_one_profile_lose_nothing(
    profile: Page, open_as: OpenAs, installation: Installation
):
    officer = open_as("officer")
    officer.goto(profile.url)
    profile.locator("#post").fill("Nông dân")
    profile.locator("#village").fill("Lạng Giai")
    profile.get_by_role("button", name="Ghi", exact=True).click()
    expect(profile.get_by_text("Đã ghi thay đổi.")).to_be_visible()
    officer.locator("#post").fill("Giám đốc")
    officer.get_by_role("button", name="Ghi", exact=True).click()
    expect(officer.get_by_text("commune đã ghi hồ sơ này lúc")).to_be_visible()
    for width in (1366, 390):
        officer.set_viewport_size({"width": width, "height": 900})
        assert officer.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(officer).response["violations"] == []
    officer.get_by_label("Bạn ghi: Giám đốc").check()
    officer.get_by_role("button", name="Ghi theo lựa chọn").click()
    expect(officer.get_by_text("Đã ghi thay đổi.")).to_be_visible()
    found = stored(installation)
    assert (found.post, found.village) == ("Giám đốc", "Lạng Giai")


@pytest.mark.parametrize("width", [1366, 390])
def test_the_pages_of_a_profile_pass_axe(profile: Page, width: int):
    here = profile.url
    profile.set_viewport_size({"width": width, "height": 900})
    for address in (f"{HOME}new", here):
        profile.goto(address)
        profile.wait_for_load_state("networkidle")
        assert profile.evaluate("document.documentElement.scrollWidth") <= width
        violations = Axe().run(profile).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
