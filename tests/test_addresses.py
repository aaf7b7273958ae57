"""Addresses that no row could have are not found, on both databases."""

import pytest

from tests.conftest import SignIn

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
