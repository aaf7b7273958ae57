"""“Tài khoản của tôi”, and signing in with a code."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from congress.accounts import service
from congress.accounts.models import Account, SecondFactor
from congress.audit import AuditEntry
from congress.core.roles import Role
from congress.database import Database
from tests.conftest import SignIn
from tests.factories import AT, Small

PASSWORD = "một câu dài dễ nhớ"
OTHER = "bốn con trâu trắng"
FORM = {"username": "can-bo", "password": PASSWORD, "shared": "1"}


@pytest.fixture
def officer(app: Flask, database: Database) -> FlaskClient:
    """An officer with a password, signed in."""
    with database.transaction() as session:
        service.open_account(
            session,
            username="can-bo",
            name="Lành Thị Lan",
            password=PASSWORD,
            role=Role.OFFICER,
            by=None,
            at=AT,
        )
    return signed_in(app)


def signed_in(app: Flask) -> FlaskClient:
    browser = app.test_client()
    assert browser.post("/sign-in", data=FORM).location == "/"
    return browser


def turn_on(browser: FlaskClient) -> tuple[pyotp.TOTP, list[str]]:
    """Turn codes on; give the authenticator and the recovery codes."""
    browser.post("/account/second-step", data={"proof": PASSWORD})
    page = browser.get("/account/second-step").text
    secret = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", page)
    assert secret is not None
    totp = pyotp.TOTP(secret[1].replace(" ", ""))
    code = totp.at(datetime.now(UTC) - timedelta(seconds=30))
    shown = browser.post("/account/second-step/confirm", data={"code": code}).text
    return totp, re.findall(r"<code>(.*?)</code>", shown)


def test_everybody_sees_what_their_account_may_do(small: Small, sign_in: SignIn):
    for role in Role:
        page = sign_in(role).get("/account/")
        assert page.status_code == 200
        assert role.value in page.text


def test_a_new_password_signs_the_other_devices_out(app: Flask, officer: FlaskClient):
    other = signed_in(app)
    form = {"present": PASSWORD, "password": OTHER, "repeated": OTHER}
    assert officer.post("/account/password", data=form).location == "/account/"
    assert other.get("/").status_code == 302
    assert officer.get("/").status_code == 200
    assert app.test_client().post("/sign-in", data=FORM).status_code == 422
    fresh = FORM | {"password": OTHER}
    assert app.test_client().post("/sign-in", data=fresh).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"present": "sai"}, "Mật khẩu hiện tại không đúng"),
        ({"password": "ngắn", "repeated": "ngắn"}, "ít nhất 10 ký tự"),
        ({"repeated": "khác"}, "Hai lần gõ mật khẩu mới khác nhau"),
    ],
)
def test_a_wrong_or_poor_password_changes_nothing(
    app: Flask, officer: FlaskClient, wrong: dict[str, str], told: str
):
    form = {"present": PASSWORD, "password": OTHER, "repeated": OTHER} | wrong
    answer = officer.post("/account/password", data=form)
    assert answer.status_code == 422
    assert told in answer.text
    signed_in(app)


def test_the_password_is_not_guessed_from_within_a_session(officer: FlaskClient):
    pages = [officer.post("/account/second-step", data={"proof": "x"}).text for _ in range(8)]
    assert ["giây" in page for page in pages] == [False] * 6 + [True] * 2


def test_a_person_ends_the_sessions_on_their_other_devices(app: Flask, officer: FlaskClient):
    phone = signed_in(app)
    page = officer.get("/account/").text
    (number,) = re.findall(r"/account/sessions/(\d+)/end", page)
    assert officer.post(f"/account/sessions/{number}/end").status_code == 302
    assert phone.get("/").status_code == 302
    assert officer.get("/").status_code == 200
    assert officer.post(f"/account/sessions/{number}/end").status_code == 404


def test_signing_out_everywhere_is_everywhere(app: Flask, officer: FlaskClient):
    phone = signed_in(app)
    officer.post("/account/sessions/end")
    assert {phone.get("/").status_code, officer.get("/").status_code} == {302}


def test_a_code_is_asked_for_after_the_password(app: Flask, officer: FlaskClient):
    totp, _ = turn_on(officer)
    browser = app.test_client()
    answer = browser.post("/sign-in", data=FORM | {"next": "/account/"})
    assert answer.location == "/sign-in/code?next=/account/"
    assert browser.get("/").status_code == 302
    assert browser.get(answer.location).status_code == 200
    assert browser.post("/sign-in/code", data={"code": "x"}).status_code == 422
    form = {"code": totp.now(), "next": "/account/"}
    assert browser.post("/sign-in/code", data=form).location == "/account/"
    assert browser.get("/").status_code == 200
    again = app.test_client()
    again.post("/sign-in", data=FORM)
    assert again.post("/sign-in/code", data=form).status_code == 422


def test_without_the_password_no_code_is_asked_for(app: Flask, officer: FlaskClient):
    totp, _ = turn_on(officer)
    stranger = app.test_client()
    assert "/sign-in" in stranger.get("/sign-in/code").location
    assert stranger.post("/sign-in/code", data={"code": totp.now()}).status_code == 302
    assert stranger.get("/").status_code == 302


def test_the_half_way_ends_after_five_minutes_and_with_the_password(
    app: Flask, database: Database, officer: FlaskClient
):
    totp, _ = turn_on(officer)
    slow, outrun = app.test_client(), app.test_client()
    for browser in (slow, outrun):
        browser.post("/sign-in", data=FORM)
    with slow.session_transaction() as cookie:
        cookie["half"] = [cookie["half"][0], cookie["half"][1] - 301, *cookie["half"][2:]]
    assert slow.post("/sign-in/code", data={"code": totp.now()}).location.startswith("/sign-in?")
    with database.transaction() as session:
        service.set_password(session, "can-bo", OTHER, by=None, at=AT)
    assert outrun.post("/sign-in/code", data={"code": totp.now()}).location.startswith("/sign-in?")


def test_codes_are_not_guessed_from_many_addresses(app: Flask, officer: FlaskClient):
    turn_on(officer)
    told = []
    for n in range(9):
        browser = app.test_client()
        where = {"REMOTE_ADDR": f"10.0.1.{n}"}
        browser.post("/sign-in", data=FORM, environ_base=where)
        page = browser.post("/sign-in/code", data={"code": "123456"}, environ_base=where).text
        told.append("giây" in page and "Đã gõ sai" in page)
    assert told == [False] * 6 + [True] * 3


def test_a_recovery_code_lets_in_and_codes_are_turned_off(app: Flask, officer: FlaskClient):
    _, codes = turn_on(officer)
    assert "Còn 10 mã dự phòng" in officer.get("/account/").text
    browser = app.test_client()
    browser.post("/sign-in", data=FORM)
    assert browser.post("/sign-in/code", data={"code": codes[0]}).location == "/"
    assert "Còn 9 mã dự phòng" in browser.get("/account/").text
    assert browser.post("/account/second-step/off", data={"proof": "sai"}).status_code == 422
    assert browser.post("/account/second-step/off", data={"proof": PASSWORD}).status_code == 302
    signed_in(app)


def test_the_administrator_removes_the_second_step_of_who_lost_it(
    app: Flask, database: Database, small: Small, officer: FlaskClient, sign_in: SignIn
):
    turn_on(officer)
    with database.reading() as session:
        account = session.exec(select(Account).where(Account.username == "can-bo")).one()
    path = f"/accounts/{account.id}/second-step/remove"
    assert sign_in("organizer").post(path).status_code == 403
    assert "Tắt mã đăng nhập" in sign_in("administrator").get(f"/accounts/{account.id}").text
    assert sign_in("administrator").post(path).status_code == 302
    signed_in(app)
    with database.reading() as session:
        assert session.exec(select(SecondFactor)).first() is None
        removed = session.exec(
            select(AuditEntry).where(AuditEntry.action == "account.second_step_off")
        ).one()
    assert removed.actor_id == small.accounts["administrator"]
