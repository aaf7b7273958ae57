"""The page of appeals."""

import pytest
from sqlmodel import select

from congress.appeals.models import Appeal
from congress.nominations.models import Nominee
from tests.appeals.conftest import CLAIM, Contested
from tests.conftest import SignIn

DECIDED = {"choice": "score", "score": "91,5", "reason": "biên bản ghi 91,5"}


@pytest.fixture
def url(contested: Contested) -> str:
    return f"/congresses/{contested.small.code}/appeals/"


def form(contested: Contested, **typed: str) -> dict[str, str]:
    return {
        "nominee": str(contested.nominee),
        "run": str(contested.run),
        "said_by": "gia đình",
        "said_on": "2025-03-31",
        "claim": CLAIM,
    } | typed


def stored(contested: Contested) -> list[Appeal]:
    with contested.database.reading() as session:
        return list(session.exec(select(Appeal)))


def test_the_organizer_lodges_and_decides(sign_in: SignIn, url: str, contested: Contested):
    desk = sign_in("organizer")
    offered = desk.get(f"{url}?nominee={contested.nominee}").text
    assert "Ghi kiến nghị về Nông Văn Hòa" in offered
    assert desk.post(url, data=form(contested)).status_code == 302
    page = desk.get(url).text
    assert CLAIM in page
    assert "chờ quyết định" in page
    [appeal] = stored(contested)
    assert desk.post(f"{url}{appeal.id}/decide", data=DECIDED).status_code == 302
    page = desk.get(url).text
    assert "Chấp nhận: Sửa điểm thành 91,5" in page
    with contested.database.reading() as session:
        assert str(session.get_one(Nominee, contested.nominee).score) in {"91.5", "91.5000"}


def test_nothing_happens_twice(sign_in: SignIn, url: str, contested: Contested):
    desk = sign_in("organizer")
    desk.post(url, data=form(contested))
    assert desk.post(url, data=form(contested)).status_code == 422
    [appeal] = stored(contested)
    desk.post(f"{url}{appeal.id}/decide", data=DECIDED)
    again = desk.post(f"{url}{appeal.id}/decide", data=DECIDED | {"choice": "rejected"})
    assert again.status_code == 422
    assert "đã được quyết định trước đó" in again.text
    assert len(stored(contested)) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"claim": " "}, "nội dung"), ({"said_by": ""}, "ai kiến nghị"), ({"said_on": "x"}, "Ngày")],
)
def test_faults_leave_no_trace_and_keep_what_was_typed(
    sign_in: SignIn, url: str, contested: Contested, typed: dict[str, str], sentence: str
):
    refused = sign_in("organizer").post(url, data=form(contested, **typed))
    assert refused.status_code == 422
    assert sentence in refused.text
    assert "Ghi kiến nghị về Nông Văn Hòa" in refused.text
    assert stored(contested) == []


@pytest.mark.parametrize("typed", [{"nominee": "999"}, {"run": "999"}, {"nominee": ""}])
def test_what_does_not_exist_is_not_found(
    sign_in: SignIn, url: str, contested: Contested, typed: dict[str, str]
):
    assert sign_in("organizer").post(url, data=form(contested, **typed)).status_code == 404
    assert stored(contested) == []


@pytest.mark.parametrize("score", ["", "101", "chín mươi"])
def test_a_score_that_is_none_is_refused(
    sign_in: SignIn, url: str, contested: Contested, score: str
):
    appeal = contested.lodge()
    refused = sign_in("organizer").post(f"{url}{appeal}/decide", data=DECIDED | {"score": score})
    assert refused.status_code == 422
    assert stored(contested)[0].decided_at is None


def test_a_commune_sees_the_outcome_for_its_own_people_only(
    sign_in: SignIn, url: str, contested: Contested
):
    contested.lodge()
    assert CLAIM in sign_in("commune").get(f"{url}?nominee={contested.nominee}").text
    assert CLAIM not in sign_in("neighbour").get(f"{url}?nominee={contested.nominee}").text
    assert "Nông Văn Hòa" not in sign_in("neighbour").get(f"{url}?nominee={contested.nominee}").text


@pytest.mark.parametrize("role", ["officer", "leader", "commune", "neighbour", "gate"])
def test_only_the_organizer_writes(sign_in: SignIn, url: str, contested: Contested, role: str):
    appeal = contested.lodge()
    assert sign_in(role).post(url, data=form(contested)).status_code == 403
    assert sign_in(role).post(f"{url}{appeal}/decide", data=DECIDED).status_code == 403
    assert sign_in(role).delete(url).status_code == 405
    assert stored(contested)[0].decided_at is None
