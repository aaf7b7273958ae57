import json
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import func, select

from congress.checkin.models import Scan
from congress.checkin.service import BATCH
from congress.database import Database
from tests.checkin.conftest import OPENING, Door

PATH = "/api/v1/scans"


@pytest.fixture
def device(app, door: Door) -> FlaskClient:
    """A client that is enrolled and no person."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {door.bearers[0]}"
    return client


def sent(door: Door, **changed) -> dict:
    event = {
        "id": str(uuid4()),
        "token": door.tokens[0],
        "sitting": "sang",
        "at": "2025-04-15T07:41:00+07:00",
        "direction": "in",
        "shown": None,
    }
    return {**event, **changed}


def scans(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(Scan)).one()


def test_a_scan_is_answered_with_the_delegate(device, door):
    event = sent(door)
    answer = device.post(PATH, json={"events": [event]})
    assert answer.status_code == 200
    assert answer.json == {
        "results": [
            {
                "id": event["id"],
                "outcome": "admitted",
                "reason": None,
                "first_at": "2025-04-15T07:41:00+07:00",
                "delegate": {
                    "number": 1,
                    "name": "Hoàng Thị Thuỷ",
                    "unit": "Xã Nhân Lý",
                    "seat": "A-1",
                },
            }
        ]
    }
    assert device.post(PATH, json={"events": [event]}).json == answer.json


def test_what_was_answered_is_on_disk(device, door):
    device.post(PATH, json={"events": [sent(door), sent(door, token="?")]})
    assert scans(door.database) == 2


def test_an_id_in_any_spelling_is_the_same_event_and_comes_back_as_sent(device, door):
    event = sent(door)
    loud = {**event, "id": event["id"].upper()}
    [first, second] = device.post(PATH, json={"events": [event, loud]}).json["results"]
    assert (first["id"], second["id"]) == (event["id"], event["id"].upper())
    assert first["outcome"] == second["outcome"] == "admitted"
    assert scans(door.database) == 1


def test_a_stranger_is_refused_with_the_reason(device, door):
    [answer] = device.post(PATH, json={"events": [sent(door, token="xin chào")]}).json["results"]
    assert (answer["outcome"], answer["reason"]) == ("refused", "malformed")
    assert (answer["first_at"], answer["delegate"]) == (None, None)


def test_moments_in_any_offset_are_the_same_moment(device, door):
    events = [sent(door, at="2025-04-15T00:41:00Z"), sent(door, at="2025-04-15T02:41:00+02:00")]
    results = device.post(PATH, json={"events": events}).json["results"]
    assert {result["first_at"] for result in results} == {"2025-04-15T07:41:00+07:00"}


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer x", "Basic eDp4", "bearer é"]
)
def test_a_device_that_is_not_enrolled_is_told_so(app, door, header):
    headers = {} if header is None else {"Authorization": header}
    answer = app.test_client().post(PATH, json={"events": [sent(door)]}, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "chưa được đăng ký" in answer.json["error"]["message"]
    assert scans(door.database) == 0


def test_a_signed_in_person_is_no_device(sign_in, door):
    assert sign_in("organizer").post(PATH, json={"events": []}).status_code == 401


@pytest.mark.parametrize("body", ["", "{", "[1,", "\xff", "null{"])
def test_what_is_no_json_is_400(device, body):
    answer = device.post(PATH, data=body)
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "scans_not_json"


@pytest.mark.parametrize(
    "body", [None, [], 7, {}, {"events": None}, {"events": {}}, {"events": [1]}]
)
def test_json_of_another_shape_is_422(device, body):
    assert device.post(PATH, data=json.dumps(body)).status_code == 422


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "1"),
        ("id", 7),
        ("token", None),
        ("token", 7),
        ("sitting", None),
        ("at", "2025-04-15T07:41:00"),
        ("at", "bảy giờ"),
        ("at", 1744677660),
        ("direction", "up"),
        ("direction", None),
        ("shown", "maybe"),
    ],
)
def test_one_wrong_event_refuses_the_whole_batch_and_says_where(device, door, field, value):
    events = [sent(door), sent(door, **{field: value})]
    answer = device.post(PATH, json={"events": events})
    assert answer.status_code == 422
    assert f"events.1.{field}" in answer.json["error"]["message"]
    assert scans(door.database) == 0


@pytest.mark.parametrize(
    "body", [[], None, float("nan"), 7, {}, {"events": None}, {"events": {}}, {"events": [1]}]
)
def test_another_shape_is_told_with_its_place(device, body):
    error = device.post(PATH, data=json.dumps(body)).json["error"]
    assert error["code"] == "scans_invalid"
    assert error["where"] in {"body", "events", "events.0"}
    assert error["where"] in error["message"]


@pytest.mark.parametrize("body", ["[" * 100_000, '{"events": [' + "[" * 100_000])
def test_json_nested_beyond_reading_is_400(device, body):
    assert device.post(PATH, data=body).status_code == 400


@pytest.mark.parametrize("clock", ["0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z"])
def test_an_impossible_clock_refuses_its_event_alone(device, door, clock):
    events = [sent(door, token="?"), sent(door, at=clock), sent(door)]
    answer = device.post(PATH, json={"events": events})
    assert [one["outcome"] for one in answer.json["results"]] == ["refused", "refused", "admitted"]
    assert [one["reason"] for one in answer.json["results"]] == ["malformed", "bad_clock", None]
    assert scans(door.database) == 3
    assert device.post(PATH, json={"events": events}).json == answer.json


@pytest.mark.parametrize("half", [b"\\ud800", b"\\uDFFF", b"\xed\xa0\x80", b"\xff"])
def test_half_a_character_refuses_its_event_alone(device, door, half):
    body = json.dumps({"events": [sent(door, token="HALF"), sent(door)]}).encode()
    answer = device.post(PATH, data=body.replace(b"HALF", half))
    assert [one["reason"] for one in answer.json["results"]] == ["malformed", None]


def test_a_missing_field_is_told(device, door):
    event = sent(door)
    del event["at"]
    answer = device.post(PATH, json={"events": [event]})
    assert answer.status_code == 422
    assert "events.0.at" in answer.json["error"]["where"]


def test_fields_we_do_not_know_are_left_aside(device, door):
    assert device.post(PATH, json={"events": [sent(door, battery=80)]}).status_code == 200


def test_shown_may_be_left_out(device, door):
    event = sent(door)
    del event["shown"]
    assert device.post(PATH, json={"events": [event]}).status_code == 200


def test_a_full_batch_is_taken_and_one_more_is_not(device, door):
    batch = [sent(door) for _ in range(BATCH)]
    assert device.post(PATH, json={"events": [*batch, sent(door)]}).status_code == 413
    assert scans(door.database) == 0
    results = device.post(PATH, json={"events": batch}).json["results"]
    assert [result["id"] for result in results] == [event["id"] for event in batch]
    assert [result["outcome"] for result in results].count("admitted") == 1


def test_a_body_that_is_too_large_is_413(device, door):
    answer = device.post(PATH, json={"events": [sent(door, token="x" * 3_000_000)]})
    assert answer.status_code == 413
    assert answer.json["error"]["code"] == "scans_too_large"


def test_an_empty_batch_is_answered_with_nothing(device):
    assert device.post(PATH, json={"events": []}).json == {"results": []}


def test_odd_texts_are_refused_and_nothing_breaks(device, door):
    body = json.dumps({"events": [sent(door, token="\x00", sitting="\x00")]})
    [answer] = device.post(PATH, data=body).json["results"]
    assert answer["outcome"] == "refused"


def test_the_address_takes_posts_only(device):
    answer = device.get(PATH)
    assert answer.status_code == 405
    assert answer.json["error"]["code"] == "method_not_allowed"
    assert device.post("/api/v1/nothing").json["error"]["code"] == "not_found"


def test_the_type_of_the_content_does_not_matter(device, door):
    body = json.dumps({"events": [sent(door)]})
    form = "application/x-www-form-urlencoded"
    assert device.post(PATH, data=body, content_type=form).status_code == 200


def test_a_scan_far_in_the_future_stays_an_answer(device, door):
    later = (OPENING + timedelta(days=400)).isoformat()
    [answer] = device.post(PATH, json={"events": [sent(door, at=later)]}).json["results"]
    assert (answer["outcome"], answer["reason"]) == ("refused", "closed_sitting")
