"""The sign-in page, signing out, and the language."""

import pytest
from flask import Flask

from congress.accounts import service
from congress.core.roles import Role
from congress.database import Database
from tests.conftest import SignIn
from tests.factories import AT, Small


@pytest.fixture
def secret(database: Database) -> str:
    with database.transaction() as session:
        service.open_account(
            session,
            username="can-bo",
            name="Lành Thị Lan",
            password="mật khẩu",
            role=Role.OFFICER,
            by=None,
            at=AT,
        )
    return "mật khẩu"


def test_signing_in_leads_to_the_page_wanted(app: Flask, small: Small, secret: str):
    browser = app.test_client()
    wanted = f"/congresses/{small.code}/"
    assert browser.get(wanted).location.endswith(f"/sign-in?next=%2Fcongresses%2F{small.code}%2F")
    form = {"username": "can-bo", "password": secret, "next": wanted}
    assert browser.post("/sign-in", data=form).location == wanted
    assert browser.get(wanted).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "/\t/example.org",
        "//[",
        "/x\r\nSet-Cookie: a=b",
    ],
)
def test_signing_in_never_leads_to_another_site(app: Flask, secret: str, elsewhere: str):
    form = {"username": "can-bo", "password": secret, "next": elsewhere}
    browser = app.test_client()
    assert browser.get("/sign-in", query_string={"next": elsewhere}).status_code == 200
    assert browser.post("/sign-in", data=form).location == "/"
    assert browser.post("/language/en", data=form).location == "/"


def test_a_wrong_password_is_told_on_the_page(app: Flask, secret: str):
    answer = app.test_client().post("/sign-in", data={"username": "can-bo", "password": "sai"})
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.text


def test_signing_out_closes_the_pages(sign_in: SignIn):
    browser = sign_in("officer")
    assert browser.get("/").status_code == 200
    browser.post("/sign-out")
    assert browser.get("/").status_code == 302


def test_signing_out_ends_a_kept_cookie_too(app: Flask, secret: str):
    browser, thief = app.test_client(), app.test_client()
    form = {"username": "can-bo", "password": secret}
    browser.post("/sign-in", data=form)
    kept = browser.get_cookie("session")
    assert kept is not None
    browser.post("/sign-out")
    thief.set_cookie("session", kept.value)
    assert thief.get("/").status_code == 302
    browser.post("/sign-in", data=form)
    assert browser.get("/").status_code == 200


def test_guessing_slows_down_without_locking_others_out(app: Flask, secret: str):
    wrong = {"username": "can-bo", "password": "sai"}
    right = {"username": "can-bo", "password": secret}
    browser = app.test_client()
    for _ in range(6):
        assert "không đúng" in browser.post("/sign-in", data=wrong).text
    told = browser.post("/sign-in", data=right)
    assert told.status_code == 422
    assert "giây" in told.text
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    assert browser.post("/sign-in", data=right, environ_base=elsewhere).status_code == 302


def test_pages_are_vietnamese_first_and_english_on_request(app: Flask):
    browser = app.test_client()
    english_browser = {"Accept-Language": "en-US"}
    assert '<html lang="vi">' in browser.get("/sign-in", headers=english_browser).text
    browser.post("/language/en")
    assert '<html lang="en">' in browser.get("/sign-in").text


def test_a_form_without_its_token_is_refused(app: Flask, secret: str):
    app.config["WTF_CSRF_ENABLED"] = True
    form = {"username": "can-bo", "password": secret}
    assert app.test_client().post("/sign-in", data=form).status_code == 400
