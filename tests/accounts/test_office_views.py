"""What the office does with accounts on their pages."""

import pytest
from flask import Flask
from sqlmodel import select

from congress.accounts.models import Account, AssignedUnit
from congress.audit import AuditEntry
from congress.database import Database
from tests.conftest import SignIn
from tests.factories import Small


def actions(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_closed_account_is_out_at_once_and_comes_back(
    database: Database, small: Small, sign_in: SignIn
):
    clerk, organizer = sign_in("commune"), sign_in("organizer")
    account = f"/accounts/{small.accounts['commune']}"
    assert "đã đóng" in organizer.post(f"{account}/close", follow_redirects=True).text
    assert clerk.get("/").status_code == 302
    organizer.post(f"{account}/reopen")
    assert clerk.get("/").status_code == 302
    assert sign_in("commune").get("/").status_code == 200
    assert {"account.closed", "account.reopened"} <= set(actions(database))


def test_nobody_closes_their_own_account(small: Small, sign_in: SignIn):
    administrator = sign_in("administrator")
    own = f"/accounts/{small.accounts['administrator']}"
    assert "Đóng tài khoản" not in administrator.get(own).text
    assert administrator.post(f"{own}/close").status_code == 422
    assert administrator.get("/").status_code == 200


def test_the_office_signs_an_account_out_everywhere(small: Small, sign_in: SignIn):
    phone, office, organizer = sign_in("commune"), sign_in("commune"), sign_in("organizer")
    account = f"/accounts/{small.accounts['commune']}"
    assert "Chrome · Windows" in organizer.get(account).text
    organizer.post(f"{account}/sessions/end")
    assert {phone.get("/").status_code, office.get("/").status_code} == {302}
    assert "Không máy nào" in organizer.get(account).text


def test_the_administrator_assigns_units_to_the_council(
    database: Database, small: Small, sign_in: SignIn
):
    administrator = sign_in("administrator")
    account = f"/accounts/{small.accounts['council']}"
    units = {"unit": [str(small.nhan_ly), str(small.agency), "999", "x"]}
    assert administrator.post(f"{account}/units", data=units).status_code == 302
    page = administrator.get(account).text
    assert page.count(" checked") == 2
    with database.reading() as session:
        found = set(session.exec(select(AssignedUnit.unit_id)))
    assert found == {small.nhan_ly, small.agency}
    assert "Xã Nhân Lý" in sign_in("council").get("/account/").text


@pytest.mark.parametrize("username", ["officer", "commune"])
def test_only_the_council_is_assigned_units(small: Small, sign_in: SignIn, username: str):
    account = f"/accounts/{small.accounts[username]}"
    answer = sign_in("administrator").post(f"{account}/units", data={"unit": str(small.nhan_ly)})
    assert answer.status_code == 404


@pytest.mark.parametrize("username", ["officer", "commune", "gate", "leader", "council"])
def test_others_look_after_nobody(small: Small, sign_in: SignIn, username: str):
    browser = sign_in(username)
    for path in ("/accounts/", "/accounts/new", "/congresses/thu-nghiem/clerks/"):
        assert browser.get(path).status_code == 403
    own = f"/accounts/{small.accounts[username]}"
    for verb in ("slip", "close", "reopen", "units", "sessions/end", "second-step/remove"):
        assert browser.post(f"{own}/{verb}").status_code == 403


def test_an_office_without_a_congress_still_finds_its_accounts(
    app: Flask, database: Database, sign_in: SignIn
):
    assert "/congresses/thu-nghiem/clerks/" in sign_in("administrator").get("/").text


def test_what_the_office_sees_of_an_account_says_how_it_stands(
    database: Database, small: Small, sign_in: SignIn
):
    with database.transaction() as session:
        account = session.get_one(Account, small.accounts["gate"])
        account.password_hash = "argon2"
        session.add(account)
    page = sign_in("administrator").get("/accounts/").text
    assert "đang dùng" in page
    assert "phiếu hết hạn" in page
