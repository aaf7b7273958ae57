"""What no row could hold is refused before it reaches either database."""

import pytest
from flask import Flask

from tests.conftest import SignIn
from tests.factories import Small

CONGRESS = "/congresses/thu-nghiem"


@pytest.mark.parametrize("number", [2**31, 2**63, 10**20, 0])
def test_a_number_that_no_row_has_is_not_found(sign_in: SignIn, number: int):
    desk = sign_in("organizer")
    form = {"reason": "mất thẻ", "after": "0"}
    assert desk.get(f"{CONGRESS}/badges/{number}.pdf").status_code == 404
    assert desk.post(f"{CONGRESS}/badges/{number}/revoke", data=form).status_code == 404
    assert desk.post(f"{CONGRESS}/badges/{number}/reissue", data=form).status_code == 404


def test_a_code_with_a_nul_is_not_found(sign_in: SignIn):
    assert sign_in("organizer").get("/congresses/thu%00x/badges").status_code == 404
    assert sign_in("gate").get(f"{CONGRESS}/check-in?sitting=%00").status_code == 404


@pytest.mark.parametrize("number", [2**31, 10**20, -(10**20)])
def test_a_number_that_no_row_has_is_never_an_error(sign_in: SignIn, small: Small, number: int):
    desk = sign_in("organizer")
    assert desk.get(f"{CONGRESS}/nominees/?unit={number}&page={number}").status_code == 200
    assert desk.get(f"{CONGRESS}/nominees/template.xlsx?sender={number}").status_code == 422
    assert desk.get(f"{CONGRESS}/badges.pdf?batch={number}").status_code == 422
    moved = desk.post(f"{CONGRESS}/seating/move", data={"delegate_id": number, "seat_guid": "A-1"})
    assert moved.status_code == 404
    edited = desk.post(f"{CONGRESS}/nominees/1/status", data={"status": "x", "version": number})
    assert edited.status_code == 404


def test_a_text_with_a_nul_is_never_an_error(app: Flask, sign_in: SignIn):
    assert sign_in("organizer").get(f"{CONGRESS}/nominees/?group=%00").status_code == 404
    stranger = {"username": "a\0b", "password": "x"}
    answer = app.test_client().post("/sign-in", data=stranger)
    assert answer.status_code == 400
    assert "ký tự NUL" in answer.text


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "hôm qua"])
def test_a_moment_out_of_time_is_never_an_error(sign_in: SignIn, moment: str):
    desk, page = sign_in("organizer"), f"{CONGRESS}/reports"
    for address in (page, f"{page}/credentials.docx"):
        assert desk.get(f"{address}?as_of={moment}").status_code in {200, 422}
    form = {"as_of": moment, "purpose": "organizing"}
    for paper in ("delegates.xlsx", "attendance.csv"):
        assert desk.post(f"{page}/{paper}", data=form).status_code in {200, 404, 422}


def test_a_missing_slash_leads_to_no_other_host(app: Flask):
    browser = app.test_client()
    answer = browser.get(f"{CONGRESS}/nominees?unit=1", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.location) == (308, f"{CONGRESS}/nominees/?unit=1")
    doubled = browser.get("//evil.example/congresses", headers={"Host": "evil.example"})
    assert not (doubled.location or "").startswith(("http", "//"))


def test_a_number_in_digits_of_another_script_is_not_found(sign_in: SignIn):
    desk = sign_in("organizer")
    assert desk.get(f"{CONGRESS}/badges/١.pdf").status_code == 404
    assert desk.get(f"{CONGRESS}/nominees/１").status_code == 404
