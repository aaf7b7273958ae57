"""The pages of who was invited, and of who invites."""

import re
from base64 import b64decode
from html import unescape
from io import BytesIO

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from sqlmodel import select

from congress.accounts.models import Account
from congress.database import Database
from tests.conftest import SignIn
from tests.factories import Small

CHOSEN = {"password": "bốn con trâu trắng", "repeated": "bốn con trâu trắng"}
CLERKS = "/congresses/thu-nghiem/clerks/"


@pytest.fixture
def empty(database: Database, small: Small) -> Small:
    """The small congress without the accounts of two of its units."""
    with database.transaction() as session:
        for username in ("neighbour", "agency"):
            session.delete(session.get_one(Account, small.accounts[username]))
    return small


def links(page: str) -> list[str]:
    return re.findall(r"http://localhost(/invitations/[\w-]+)", unescape(page))


def test_one_button_invites_every_unit_that_has_no_account(
    app: Flask, empty: Small, sign_in: SignIn
):
    organizer = sign_in("organizer")
    assert "chưa có tài khoản" in organizer.get(CLERKS).text
    printed = organizer.post(f"{CLERKS}invite").text
    assert len(links(printed)) == 2
    assert "xa-van-linh" in printed
    assert "phong-noi-vu" in printed
    again = organizer.post(f"{CLERKS}invite", follow_redirects=True).text
    assert "Không còn đơn vị nào cần phiếu" in again
    (link, _) = links(printed)
    invited = app.test_client()
    assert "chỉ xem được người của đơn vị mình" in invited.get(link).text
    assert invited.post(link, data=CHOSEN).location == "/sign-in"
    signing_in = {"username": "xa-van-linh", "password": CHOSEN["password"]}
    assert invited.post("/sign-in", data=signing_in).location == "/"
    assert "Xã Vạn Linh" in invited.get("/account/").text


def test_new_slips_for_those_who_lost_theirs(app: Flask, empty: Small, sign_in: SignIn):
    organizer = sign_in("organizer")
    (lost, kept) = links(organizer.post(f"{CLERKS}invite").text)
    app.test_client().post(kept, data=CHOSEN)
    # Accounts of the fixture have no password either.
    fresh = links(organizer.post(f"{CLERKS}slips").text)
    assert len(fresh) == 2
    assert app.test_client().get(lost).status_code == 422


def test_the_qr_of_a_slip_is_its_link(empty: Small, sign_in: SignIn):
    page = sign_in("organizer").post(f"{CLERKS}invite").text
    pictures = re.findall(r"data:image/png;base64,([^\"]+)", page)
    read = [zxingcpp.read_barcode(Image.open(BytesIO(b64decode(each)))).text for each in pictures]
    assert read == [f"http://localhost{link}" for link in links(page)]


def test_the_code_of_a_slip_is_typed_where_no_camera_is(app: Flask, empty: Small, sign_in: SignIn):
    page = sign_in("organizer").post(f"{CLERKS}invite").text
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page)
    assert code is not None
    form = {"username": "xa-van-linh", "code": code[0].lower(), **CHOSEN}
    stranger = app.test_client()
    assert stranger.get("/invitations/").status_code == 200
    assert stranger.post("/invitations/", data=form | {"code": "x"}).status_code == 422
    assert stranger.post("/invitations/", data=form | {"repeated": "x"}).status_code == 422
    assert stranger.post("/invitations/", data=form).location == "/sign-in"
    assert stranger.post("/invitations/", data=form).status_code == 422


def test_codes_are_not_to_be_guessed(app: Flask, small: Small):
    told = []
    for username in ("commune", "khong-co-ai"):
        form = {"username": username, "code": "AAAA-BBBB-CCCC", **CHOSEN}
        pages = [app.test_client().post("/invitations/", data=form).text for _ in range(8)]
        told.append(["giây" in page for page in pages])
        assert "mã trên phiếu không đúng" in pages[0]
    assert told[0] == told[1] == [False] * 6 + [True] * 2


def test_a_link_that_never_was_and_one_that_was_used_are_told_the_same(
    app: Flask, empty: Small, sign_in: SignIn
):
    (used, _) = links(sign_in("organizer").post(f"{CLERKS}invite").text)
    app.test_client().post(used, data=CHOSEN)
    pages = [app.test_client().get(link) for link in (used, "/invitations/khong-bao-gio-co")]
    assert [page.status_code for page in pages] == [422, 422]
    assert all("Liên kết này không còn dùng được" in page.text for page in pages)


def test_the_address_of_a_link_is_told_to_nobody(app: Flask, empty: Small, sign_in: SignIn):
    (link, _) = links(sign_in("organizer").post(f"{CLERKS}invite").text)
    shown = app.test_client().get(link)
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert shown.headers["Cache-Control"] == "no-store"
    app.config["WTF_CSRF_ENABLED"] = True
    browser, secure = app.test_client(), "https://localhost"
    page = browser.get(link, base_url=secure).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    form = CHOSEN | {"csrf_token": token[1]}
    told = {"Referer": f"{secure}/"}
    assert browser.post(link, base_url=secure, data=form, headers=told).status_code == 302


def test_the_form_opens_empty_and_keeps_what_was_typed(small: Small, sign_in: SignIn):
    administrator = sign_in("administrator")
    assert administrator.get("/accounts/new").status_code == 200
    form = {"name": "Nông Thị Uyển", "role": "officer", "unit": str(small.nhan_ly), "username": "?"}
    answer = administrator.post("/accounts/new", data=form)
    assert answer.status_code == 422
    assert 'value="Nông Thị Uyển"' in answer.text
    assert f'<option value="{small.nhan_ly}" selected>' in answer.text


def test_one_person_is_invited_with_a_role(database: Database, small: Small, sign_in: SignIn):
    administrator = sign_in("administrator")
    form = {"name": "Nông Thị Uyển", "role": "officer", "unit": "", "username": "n.uyen"}
    page = administrator.post("/accounts/new", data=form).text
    assert len(links(page)) == 1
    assert "n.uyen" in administrator.get("/accounts/").text
    with database.reading() as session:
        account = session.exec(select(Account).where(Account.username == "n.uyen")).one()
    assert (account.role, account.unit_id, account.password_hash) == ("officer", None, "")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": " "}, "Hãy ghi họ tên"),
        ({"role": "commune"}, "phải thuộc một đơn vị"),
        ({"role": "commune", "unit": "999"}, "phải thuộc một đơn vị"),
        ({"username": "Nông Uyển"}, "không dấu"),
        ({"username": "commune"}, "đã có người dùng"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_told(
    small: Small, sign_in: SignIn, wrong: dict[str, str], told: str
):
    form = {"name": "Nông Thị Uyển", "role": "gate", "unit": "", "username": ""} | wrong
    answer = sign_in("administrator").post("/accounts/new", data=form)
    assert answer.status_code == 422
    assert told in unescape(answer.text)


@pytest.mark.parametrize("role", ["administrator", "organizer", "officer", "council", "x", ""])
def test_the_organizer_raises_nobody(small: Small, sign_in: SignIn, role: str):
    form = {"name": "Tôi", "role": role}
    assert sign_in("organizer").post("/accounts/new", data=form).status_code == 403


def test_the_organizer_finds_no_account_of_the_office(small: Small, sign_in: SignIn):
    organizer = sign_in("organizer")
    shown = organizer.get("/accounts/").text
    assert "Tài khoản neighbour" in shown
    assert "Tài khoản officer" not in shown
    for username, account_id in small.accounts.items():
        is_theirs = username in {
            *("commune", "neighbour", "agency"),
            "subcommittee",
            "gate",
            "supervisor",
        }
        expected = 200 if is_theirs else 404
        assert organizer.get(f"/accounts/{account_id}").status_code == expected
        assert organizer.post(f"/accounts/{account_id}/slip").status_code == expected
