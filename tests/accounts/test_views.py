"""The sign-in page, signing out, and the language."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import select

from congress.accounts import service
from congress.accounts.models import AccountSession
from congress.app import create_app
from congress.core.roles import Role
from congress.database import Database
from congress.settings import Settings
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


def test_signing_out_leaves_the_other_devices(app: Flask, secret: str):
    phone, office = app.test_client(), app.test_client()
    for browser in (phone, office):
        browser.post("/sign-in", data={"username": "can-bo", "password": secret})
    phone.post("/sign-out")
    assert phone.get("/").status_code == 302
    assert office.get("/").status_code == 200


def test_a_session_begins_under_a_number_that_nobody_chose(app: Flask, secret: str):
    browser = app.test_client()
    with browser.session_transaction() as planted:
        planted["_user_id"] = planted["csrf_token"] = "known to a thief"
    browser.post("/sign-in", data={"username": "can-bo", "password": secret})
    with browser.session_transaction() as kept:
        first = kept["_user_id"]
        assert "thief" not in str(dict(kept))
    browser.post("/sign-in", data={"username": "can-bo", "password": secret})
    with browser.session_transaction() as kept:
        assert kept["_user_id"] != first


@pytest.mark.parametrize("is_shared", [True, False])
def test_on_a_shared_pc_the_cookie_ends_with_the_browser(app: Flask, secret: str, is_shared: bool):
    browser = app.test_client()
    assert 'name="shared" value="1" checked' in browser.get("/sign-in").text
    form = {"username": "can-bo", "password": secret} | ({"shared": "1"} if is_shared else {})
    browser.post("/sign-in", data=form)
    kept = browser.get_cookie("session")
    assert kept is not None
    assert (kept.expires is None) == is_shared


def test_what_is_done_prolongs_a_session_and_a_page_that_polls_does_not(
    app: Flask, database: Database, secret: str
):
    browser = app.test_client()
    browser.post("/sign-in", data={"username": "can-bo", "password": secret, "shared": "1"})

    def seen_again(headers: dict[str, str]) -> bool:
        earlier = datetime.now(UTC) - timedelta(minutes=20)
        with database.transaction() as session:
            kept = session.exec(select(AccountSession)).one()
            kept.seen_at = earlier
            session.add(kept)
        assert browser.get("/", headers=headers).status_code == 200
        with database.reading() as session:
            return session.exec(select(AccountSession)).one().seen_at > earlier

    assert not seen_again({"HX-Request": "true"})
    assert seen_again({})


def guesses(app: Flask, address: str, count: int, **form: str) -> list[str]:
    wrong = {"username": "can-bo", "password": "sai"} | form
    where = {"REMOTE_ADDR": address}
    pages = (
        app.test_client().post("/sign-in", data=wrong, environ_base=where) for _ in range(count)
    )
    return [page.text for page in pages]


def test_guessing_slows_down_without_locking_others_out(app: Flask, secret: str):
    told = guesses(app, "127.0.0.1", 7)
    assert all("không đúng" in page for page in told[:6])
    assert "giây" in told[6]
    right = {"username": "can-bo", "password": secret}
    assert app.test_client().post("/sign-in", data=right).status_code == 422
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    answer = app.test_client().post("/sign-in", data=right, environ_base=elsewhere)
    assert answer.status_code == 302


def test_a_stranger_behind_the_same_address_does_not_delay_the_true_clerk(app: Flask, secret: str):
    right = {"username": "can-bo", "password": secret}
    clerk = app.test_client()
    assert clerk.post("/sign-in", data=right).status_code == 302
    clerk.post("/sign-out")
    guesses(app, "127.0.0.1", 10)
    assert app.test_client().post("/sign-in", data=right).status_code == 422
    assert clerk.post("/sign-in", data=right).status_code == 302


def test_a_device_is_known_only_to_whom_signed_in_on_it(app: Flask, secret: str, small: Small):
    browser = app.test_client()
    browser.post("/sign-in", data={"username": "can-bo", "password": secret})
    guesses(app, "127.0.0.1", 10, username="officer")
    answer = browser.post("/sign-in", data={"username": "officer", "password": "x"})
    assert "giây" in answer.text


def test_a_forged_device_is_not_known(app: Flask, secret: str):
    guesses(app, "127.0.0.1", 10)
    for forged in ("x", "WyJhIixbImIiXV0.x", ""):
        browser = app.test_client()
        browser.set_cookie("device", forged)
        right = {"username": "can-bo", "password": secret}
        assert browser.post("/sign-in", data=right).status_code == 422


def test_two_processes_count_together(app: Flask, settings: Settings, secret: str):
    other = create_app(settings)
    other.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    assert "không đúng" in guesses(app, "127.0.0.1", 6)[-1]
    assert "giây" in guesses(other, "127.0.0.1", 1)[0]
    other.extensions["congress_database"].dispose()


def test_an_account_that_is_not_there_waits_as_one_that_is(app: Flask, secret: str):
    there = guesses(app, "10.0.0.5", 9)
    nowhere = guesses(app, "10.0.0.6", 9, username="khong-co-ai")
    assert ["giây" in page for page in there] == ["giây" in page for page in nowhere]


def test_a_bug_is_logged_by_its_page_and_not_by_its_address(
    app: Flask, caplog: pytest.LogCaptureFixture
):
    @app.get("/secret/<token>")
    def broken(token: str) -> str:
        raise RuntimeError

    app.config.update(PROPAGATE_EXCEPTIONS=False)
    assert app.test_client().get("/secret/abc123").status_code == 500
    assert "Bug in broken [GET]" in caplog.text
    assert "abc123" not in caplog.text


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
