import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from congress.audit import AuditEntry
from congress.checkin.models import Scan
from tests.checkin.conftest import Door
from tests.conftest import SignIn

PAGE = "/congresses/thu-nghiem/check-in"
SCANS = f"{PAGE}/scans"
LIVE = "/congresses/thu-nghiem/attendance"
FRAGMENT = {"HX-Request": "true"}


def form(token: str, **more: str) -> dict[str, str]:
    return {"token": token, "id": str(uuid4()), "sitting": "tong-duyet", **more}


def outcome(answer) -> str:
    return re.findall(r'data-outcome="(\w+)"', answer.text)[-1]


@pytest.mark.parametrize("role", ["gate", "supervisor", "organizer"])
def test_the_door_has_its_page(sign_in: SignIn, door: Door, role):
    page = sign_in(role).get(f"{PAGE}?sitting=tong-duyet")
    assert page.status_code == 200
    assert 'name="token"' in page.text
    assert 'value="tong-duyet"' in page.text


def test_a_sitting_that_is_not_open_says_so(sign_in: SignIn, door: Door):
    assert "chưa mở hoặc đã đóng cửa" in sign_in("gate").get(f"{PAGE}?sitting=sang").text
    assert "chưa mở hoặc đã" not in sign_in("gate").get(f"{PAGE}?sitting=tong-duyet").text


def test_the_first_scan_says_come_in_with_name_unit_seat_and_number(sign_in: SignIn, door: Door):
    answer = sign_in("gate").post(SCANS, data=form(door.tokens[0]), headers=FRAGMENT)
    assert answer.status_code == 200
    assert outcome(answer) == "admitted"
    for words in ("Mời vào", "Hoàng Thị Thuỷ", "Xã Nhân Lý", "Ghế A-1", "Số 001"):
        assert words in answer.text
    assert "<html" not in answer.text


def test_the_second_scan_says_since_when(sign_in: SignIn, door: Door):
    gate = sign_in("gate")
    gate.post(SCANS, data=form(door.tokens[0]), headers=FRAGMENT)
    answer = sign_in("supervisor").post(SCANS, data=form(door.tokens[0]), headers=FRAGMENT)
    assert outcome(answer) == "already"
    assert re.search(r"Đã vào lúc \d\d:\d\d", answer.text)


def test_the_same_scan_sent_again_says_the_same(sign_in: SignIn, door: Door):
    gate, scan = sign_in("gate"), form(door.tokens[0])
    first = gate.post(SCANS, data=scan, headers=FRAGMENT)
    assert gate.post(SCANS, data=scan, headers=FRAGMENT).text == first.text


@pytest.mark.parametrize("number", ["1", "001", " 001 "])
def test_a_typed_number_will_do(sign_in: SignIn, door: Door, number):
    answer = sign_in("gate").post(SCANS, data=form(number), headers=FRAGMENT)
    assert outcome(answer) == "admitted"
    assert "Hoàng Thị Thuỷ" in answer.text


@pytest.mark.parametrize(
    ("token", "advice"),
    [
        ("999", "Không có đại biểu mang số này"),
        ("xin chào", "không phải mã thẻ"),
        ("", "không phải mã thẻ"),
        ("٣", "không phải mã thẻ"),
    ],
)
def test_a_stranger_is_refused_with_what_to_do(sign_in: SignIn, door: Door, token, advice):
    answer = sign_in("gate").post(SCANS, data=form(token), headers=FRAGMENT)
    assert answer.status_code == 200
    assert outcome(answer) == "refused"
    assert advice in answer.text


def test_a_closed_sitting_lets_nobody_in(sign_in: SignIn, door: Door):
    scan = form(door.tokens[0], sitting="sang")
    answer = sign_in("gate").post(SCANS, data=scan, headers=FRAGMENT)
    assert outcome(answer) == "refused"
    assert "không mở cửa" in answer.text


def test_going_out_is_recorded(sign_in: SignIn, door: Door):
    gate = sign_in("gate")
    gate.post(SCANS, data=form("1"), headers=FRAGMENT)
    out = gate.post(SCANS, data=form("1", direction="out"), headers=FRAGMENT)
    assert outcome(out) == "left"
    assert outcome(gate.post(SCANS, data=form("1"), headers=FRAGMENT)) == "admitted"


def test_without_scripts_the_page_answers_as_a_whole(sign_in: SignIn, door: Door):
    answer = sign_in("gate").post(SCANS, data={"token": "1", "sitting": "tong-duyet"})
    assert outcome(answer) == "admitted"
    assert "<html" in answer.text


@pytest.mark.parametrize(
    ("waited", "told"), [(90, 90), (0, 0), (-5, 0), (10**9, 0)], ids=lambda value: f"{value} s"
)
def test_how_long_a_scan_waited_is_counted_by_the_pages_own_clock(
    sign_in: SignIn, door: Door, waited, told
):
    wrong = datetime(2019, 1, 1, tzinfo=UTC)
    scan = form("1", at=wrong.isoformat(), sent_at=(wrong + timedelta(seconds=waited)).isoformat())
    sign_in("gate").post(SCANS, data=scan, headers=FRAGMENT)
    with door.database.reading() as session:
        stored = session.exec(select(Scan)).one()
    assert abs((stored.received_at - stored.at).total_seconds() - told) < 1


@pytest.mark.parametrize("at", ["", "hôm qua", "2025-04-15T07:41:00"])
def test_a_clock_that_cannot_be_read_does_no_harm(sign_in: SignIn, door: Door, at):
    scan = form("1", at=at, sent_at="2025-04-15T07:41:00Z", id="không phải mã")
    assert outcome(sign_in("gate").post(SCANS, data=scan, headers=FRAGMENT)) == "admitted"


def test_the_live_page_shows_who_has_come(sign_in: SignIn, door: Door):
    sign_in("gate").post(SCANS, data=form("1"), headers=FRAGMENT)
    page = sign_in("leader").get(f"{LIVE}?sitting=tong-duyet")
    assert page.status_code == 200
    assert "1 / 2" in page.text
    assert "Hoàng Thị Thuỷ" in page.text
    part = sign_in("leader").get(f"{LIVE}?sitting=tong-duyet", headers=FRAGMENT)
    assert "<html" not in part.text
    assert "every 3s" in part.text


def test_before_the_approval_the_live_page_says_what_comes(sign_in: SignIn):
    assert "Chưa có đại biểu nào" in sign_in("gate").get(LIVE).text


def test_the_pages_choose_a_sitting_by_themselves(sign_in: SignIn, door: Door):
    assert "Phiên chính thức" in sign_in("gate").get(PAGE).text
    assert sign_in("gate").get(LIVE).status_code == 200


@pytest.mark.parametrize("path", [f"{PAGE}?sitting=x", f"{LIVE}?sitting=x"])
def test_a_sitting_that_is_not_there_is_not_found(sign_in: SignIn, door: Door, path):
    assert sign_in("gate").get(path).status_code == 404


@pytest.mark.parametrize("role", ["commune", "neighbour", "council", "subcommittee"])
def test_others_are_kept_from_the_door(sign_in: SignIn, door: Door, role):
    client = sign_in(role)
    assert client.get(PAGE).status_code == 403
    assert client.get(LIVE).status_code == 403
    assert client.post(SCANS, data=form("1")).status_code == 403
    with door.database.reading() as session:
        assert session.exec(select(Scan)).all() == []


@pytest.mark.parametrize("role", ["leader", "credentials", "officer"])
def test_readers_see_who_has_come_but_admit_nobody(sign_in: SignIn, door: Door, role):
    assert sign_in(role).get(LIVE).status_code == 200
    assert sign_in(role).post(SCANS, data=form("1")).status_code == 403


def test_looking_writes_nothing(sign_in: SignIn, door: Door):
    def written() -> tuple[int, int]:
        with door.database.reading() as session:
            return len(session.exec(select(Scan)).all()), len(
                session.exec(select(AuditEntry)).all()
            )

    before = written()
    sign_in("gate").get(PAGE)
    sign_in("gate").get(LIVE)
    assert sign_in("gate").get(SCANS).status_code == 405
    assert written() == before
