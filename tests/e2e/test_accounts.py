"""A slip from the printer to the first sign-in, by keyboard and phone, and a second step."""

import re

import pyotp
import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PASSWORD, Installation, OpenAs

CLERKS = "/congresses/chi-lang-2025/clerks/"
CHOSEN = "bốn con trâu trắng"


def look(page: Page) -> None:
    """Refuse what axe finds, and what is wider than the window."""
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, page.url


def choose(page: Page) -> None:
    page.get_by_label("Mật khẩu mới", exact=True).fill(CHOSEN)
    page.get_by_label("Gõ lại mật khẩu mới").fill(CHOSEN)
    look(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã đặt mật khẩu")).to_be_visible()


@pytest.mark.parametrize("width", [1366, 390])
def test_a_clerk_is_invited_on_paper_and_signs_in(
    installation: Installation, chromium: Browser, open_as: OpenAs, width: int
):
    office = open_as("organizer", width)
    office.goto(CLERKS)
    look(office)
    invite = office.get_by_role("button", name="Mời mọi đơn vị chưa có tài khoản")
    again = office.get_by_role("button", name="In lại phiếu cho ai chưa đặt mật khẩu")
    if invite.is_visible():
        invite.click()
    else:
        again.click()
        office.get_by_role("button", name="Đồng ý").click()
    slip = office.locator(".slip").last
    expect(slip).to_be_visible()
    look(office)
    username, code = slip.locator(".slip-code").all_inner_texts()
    picture = installation.folder / f"qr-{width}.png"
    slip.locator(".slip-qr").screenshot(path=picture)
    link = zxingcpp.read_barcode(Image.open(picture)).text
    phone = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    if width == 390:
        phone.goto(link)
    else:
        phone.goto(f"{installation.url}/invitations/")
        phone.get_by_label("Tên đăng nhập").fill(username)
        phone.get_by_label("Mã trên phiếu").fill(code)
    choose(phone)
    phone.get_by_label("Tên đăng nhập").fill(username)
    phone.get_by_label("Mật khẩu", exact=True).fill(CHOSEN)
    look(phone)
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"{installation.url}/")
    phone.goto(link)
    expect(phone.get_by_text("Liên kết này không còn dùng được")).to_be_visible()
    phone.context.close()


def test_a_phone_gives_the_second_step(installation: Installation, open_as: OpenAs):
    page = open_as("leader", 390)
    page.goto("/account/")
    look(page)
    page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    page.get_by_role("button", name="Bật mã đăng nhập").click()
    secret = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", page.get_by_role("main").inner_text())
    assert secret is not None
    look(page)
    page.get_by_label("Mã 6 số").fill(pyotp.TOTP(secret[1].replace(" ", "")).now())
    page.keyboard.press("Enter")
    recovery = page.locator(".recovery-codes code")
    expect(recovery).to_have_count(10)
    code = recovery.first.inner_text()
    look(page)
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("leader")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Mã 6 số trên điện thoại").fill(code)
    look(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{installation.url}/")
    page.goto("/account/")
    page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    page.get_by_role("button", name="Tắt mã đăng nhập").click()
    page.get_by_role("button", name="Đồng ý").click()
    expect(page.get_by_text("Đã tắt mã đăng nhập")).to_be_visible()


def test_pages_of_accounts_pass_axe_at_both_widths(open_as: OpenAs):
    for width in (1366, 390):
        page = open_as("administrator", width)
        for path in ("/accounts/", "/accounts/new", "/accounts/4", "/accounts/5", CLERKS):
            page.goto(path)
            look(page)
