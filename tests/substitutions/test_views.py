"""The page of substitutions."""

from io import BytesIO

import pandas as pd
import pytest
from docx import Document
from sqlmodel import select

from congress.delegates.models import Substitution
from tests.conftest import SignIn
from tests.substitutions.conftest import (
    COLLEAGUE,
    LEAVER,
    NEIGHBOUR,
    NEWCOMER,
    RIVAL,
    TIGHT,
    Locked,
)


@pytest.fixture
def url(locked: Locked) -> str:
    return f"/congresses/{locked.small.code}/substitutions/"


def carried_out(sign_in: SignIn, url: str, locked: Locked, name: str = LEAVER, **form: str):
    """Send the proposal of one leaver as its page does."""
    given = {
        "numbers": f"{locked.number(name):03d}",
        "reason": "ốm",
        "fingerprint": locked.propose(name).fingerprint,
    }
    return sign_in("organizer").post(url, data=given | form)


def count(locked: Locked) -> int:
    with locked.database.reading() as session:
        return len(session.exec(select(Substitution)).all())


def test_the_proposal_names_who_replaces_whom_and_writes_nothing(
    sign_in: SignIn, url: str, locked: Locked
):
    form = {"numbers": str(locked.number(LEAVER)), "reason": "ốm"}
    page = sign_in("organizer").post(f"{url}propose", data=form).text
    assert LEAVER in page
    assert NEWCOMER in page
    assert "Đã chứng minh" in page
    assert count(locked) == 0


def test_the_organizer_carries_it_out_and_prints_one_new_badge(
    sign_in: SignIn, url: str, locked: Locked
):
    desk = sign_in("organizer")
    done = carried_out(sign_in, url, locked)
    assert done.status_code == 302
    page = desk.get(url).text
    assert NEWCOMER in page
    assert "ốm" in page
    [badge] = [each for each in page.split('"') if each.endswith(".pdf")]
    sheet = desk.get(badge)
    assert (sheet.status_code, sheet.data[:4]) == (200, b"%PDF")
    assert "thay từ" in desk.get(f"/congresses/{locked.small.code}/delegates/").text


def test_another_person_who_fits_can_be_taken(sign_in: SignIn, url: str, locked: Locked):
    desk = sign_in("organizer")
    form = {"numbers": str(locked.number(LEAVER)), "reason": "ốm"}
    assert f"{RIVAL} · Xã Vạn Linh" in desk.post(f"{url}propose", data=form).text
    wanted = {"preferred": str(locked.nominees[RIVAL])}
    page = desk.post(f"{url}propose", data=form | wanted).text
    assert f"<strong>{RIVAL}</strong>" in page
    fingerprint = locked.propose(LEAVER, preferred=RIVAL).fingerprint
    done = carried_out(sign_in, url, locked, fingerprint=fingerprint, **wanted)
    assert done.status_code == 302
    assert RIVAL in desk.get(url).text
    for nobody in ("999", str(locked.nominees[NEIGHBOUR])):
        form["preferred"] = nobody
        assert desk.post(f"{url}propose", data=form).status_code == 404


def test_nothing_happens_twice(sign_in: SignIn, url: str, locked: Locked):
    fingerprint = locked.propose(LEAVER).fingerprint
    assert carried_out(sign_in, url, locked, fingerprint=fingerprint).status_code == 302
    again = carried_out(sign_in, url, locked, fingerprint=fingerprint)
    assert again.status_code == 422
    assert "vừa thay đổi ở nơi khác" in again.text
    assert count(locked) == 1


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"reason": "  "}, "Chưa ghi lý do"),
        ({"fingerprint": "1:2:3"}, "vừa thay đổi"),
    ],
)
def test_faults_leave_no_trace(
    sign_in: SignIn, url: str, locked: Locked, form: dict[str, str], sentence: str
):
    refused = carried_out(sign_in, url, locked, **form)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert count(locked) == 0


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [("", "cách nhau bằng dấu phẩy"), ("ba", "cách nhau bằng dấu phẩy"), ("9, 1", "số 009")],
)
def test_numbers_that_are_none_are_told(sign_in: SignIn, url: str, numbers: str, sentence: str):
    page = sign_in("organizer").post(f"{url}propose", data={"numbers": numbers, "reason": "ốm"})
    assert page.status_code == 422
    assert sentence in page.text


def test_a_release_names_the_quotas_and_waits_for_the_tick(
    sign_in: SignIn, url: str, locked: Locked
):
    locked.set_rules(TIGHT.replace("min = 1", "max = 4"))
    form = {"numbers": str(locked.number(LEAVER)), "reason": "ốm"}
    page = sign_in("organizer").post(f"{url}propose", data=form).text
    assert "không giữ được các tiêu chí: Nữ" in page
    assert NEIGHBOUR in page
    assert carried_out(sign_in, url, locked).status_code == 422
    assert count(locked) == 0
    assert carried_out(sign_in, url, locked, accepts_release="1").status_code == 302
    assert count(locked) == 2


def test_where_nobody_can_the_page_says_which_quotas_and_what_to_do(
    sign_in: SignIn, url: str, locked: Locked
):
    locked.set_rules(TIGHT)
    form = {"numbers": str(locked.number(COLLEAGUE)), "reason": "ốm"}
    page = sign_in("organizer").post(f"{url}propose", data=form).text
    assert "Không có cách thay nào" in page
    assert "ghi lý do vắng mặt" in page


def test_the_change_list_names_number_both_people_reason_and_day(
    sign_in: SignIn, url: str, locked: Locked
):
    carried_out(sign_in, url, locked)
    desk = sign_in("leader")
    paper = Document(BytesIO(desk.get(f"{url}changes.docx").data))
    [row] = paper.tables[1].rows[1:]
    number, left, joined, reason, day = (cell.text for cell in row.cells)
    assert number == f"{locked.number(LEAVER):03d}"
    assert (left, joined, reason) == (
        f"{LEAVER}, Xã Nhân Lý",
        f"{NEWCOMER}, Xã Vạn Linh",
        "ốm",
    )
    assert day.count("/") == 2
    sheet = pd.read_excel(
        BytesIO(desk.get(f"{url}changes.xlsx").data), engine="calamine", dtype=str
    )
    cells = list(sheet.iloc[0])
    assert cells[:5] == [number, LEAVER, "Xã Nhân Lý", NEWCOMER, "Xã Vạn Linh"]


def test_a_commune_sees_its_own_people_and_no_papers(sign_in: SignIn, url: str, locked: Locked):
    carried_out(sign_in, url, locked)
    ours = sign_in("commune").get(url).text
    assert LEAVER in ours
    assert NEWCOMER not in ours
    assert LEAVER not in sign_in("neighbour").get(url).text
    assert LEAVER not in sign_in("agency").get(url).text
    assert sign_in("commune").get(f"{url}changes.docx").status_code == 403


@pytest.mark.parametrize("role", ["officer", "leader", "credentials", "commune", "gate"])
def test_only_the_organizer_replaces(sign_in: SignIn, url: str, locked: Locked, role: str):
    assert sign_in(role).post(url, data={"numbers": "1"}).status_code == 403
    assert sign_in(role).post(f"{url}propose", data={"numbers": "1"}).status_code == 403
    assert sign_in(role).delete(url).status_code == 405
    assert count(locked) == 0
