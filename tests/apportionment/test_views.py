"""The page of apportionment: what each role sees and does there."""

from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from flask import Flask
from sqlmodel import select

from congress.accounts.models import AssignedUnit
from congress.apportionment import queries
from congress.congresses.models import Congress, Participation
from congress.database import Database
from congress.nominations.models import Review, Status
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, Small


@pytest.fixture
def url(small: Small) -> str:
    return f"/congresses/{small.code}/apportionment/"


def typed(small: Small, *weights: object, base: int = 0, **more: object) -> dict[str, str]:
    units = (small.nhan_ly, small.van_linh, small.agency)
    form: dict[str, Any] = {"seats": 10, "floor": 0, "method": "hamilton", "base": base}
    form |= {f"weight-{unit}": weight for unit, weight in zip(units, weights, strict=True)}
    return {name: str(value) for name, value in (form | more).items()}


def seats(database: Database) -> list[int | None]:
    with database.reading() as session:
        return list(session.exec(select(Participation.seats).order_by(Participation.position)))


def test_an_organizer_shares_seats_out_and_approves(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    browser = sign_in("organizer")
    assert "Tính và lưu" in browser.get(url).text
    assert browser.post(url, data=typed(small, "5000", "3000,5", "2000")).status_code == 302
    shown = browser.get(url).text
    assert "Huntington–Hill" in shown
    assert "Phê duyệt bản 1" in shown
    assert browser.post(f"{url}approve", data={"base": "1"}).status_code == 302
    assert seats(database) == [5, 3, 2]
    assert "Phê duyệt bản 1" not in browser.get(url).text
    assert browser.post(f"{url}approve", data={"base": "1"}).status_code == 422


def test_what_another_method_would_give_is_marked(small: Small, sign_in: SignIn, url: str):
    browser = sign_in("organizer")
    browser.post(url, data=typed(small, 66, 24, 10))
    shown = browser.get(url).text
    assert '<span class="pill pill-wait">+1</span>' in shown
    assert '<span class="pill pill-wait">-1</span>' in shown


def test_a_preview_writes_nothing(database: Database, small: Small, sign_in: SignIn, url: str):
    browser = sign_in("organizer")
    shown = browser.post(f"{url}preview", data=typed(small, 1, 1, 1))
    assert (shown.status_code, "Hòa ở 1 ghế cuối" in shown.text) == (200, True)
    assert (
        "không phải là trọng số" in browser.post(f"{url}preview", data=typed(small, "x", 1, 1)).text
    )
    assert (
        "hoặc hạ các mức đó"
        in browser.post(f"{url}preview", data=typed(small, 1, 1, 1, floor=9)).text
    )
    with database.reading() as session:
        assert queries.last(session, small.congress_id) is None


def test_every_field_that_cannot_be_read_is_told_at_once(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    wrong = typed(small, "5.000", "", "3", seats="x", floor="một", method="đoán")
    wrong[f"cap-{small.agency}"] = "1,5"
    answer = sign_in("organizer").post(url, data=wrong)
    assert answer.status_code == 422
    assert "Có 6 chỗ cần sửa" in answer.text
    assert 'value="5.000"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 6
    with database.reading() as session:
        assert queries.last(session, small.congress_id) is None


def test_a_tie_is_decided_by_whoever_ticks_the_units(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    browser = sign_in("organizer")
    browser.post(url, data=typed(small, 1, 1, 1))
    shown = browser.get(url).text
    assert "Máy không tự chọn" in shown
    assert "Phê duyệt bản" not in shown
    choice = {"base": "1", "decided": str(small.agency)}
    refused = browser.post(f"{url}decide", data=choice | {"decision_reason": ""})
    assert (refused.status_code, "Chưa ghi lý do của quyết định" in refused.text) == (422, True)
    browser.post(f"{url}decide", data=choice | {"decision_reason": "bốc thăm 02/4"})
    assert "Lý do: bốc thăm 02/4" in browser.get(url).text
    browser.post(f"{url}approve", data={"base": "2"})
    assert seats(database) == [3, 3, 4]


def test_seats_are_moved_and_taken_back(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    browser = sign_in("organizer")
    browser.post(url, data=typed(small, 5, 3, 2))
    moved = {"base": "1", "giver": small.nhan_ly, "taker": small.agency, "moved": "1"}
    assert browser.post(f"{url}transfer", data=moved).status_code == 422
    browser.post(f"{url}transfer", data=moved | {"reason": "thêm một già làng"})
    assert "thêm một già làng" in browser.get(url).text
    browser.post(f"{url}approve", data={"base": "2"})
    assert seats(database) == [4, 3, 3]
    browser.post(f"{url}transfers/1/take-back", data={"base": "2"})
    assert "thêm một già làng" not in browser.get(url).text
    assert "thêm một già làng" in browser.get(f"{url}?version=2").text
    assert seats(database) == [4, 3, 3]


def test_a_form_sent_twice_is_stored_once(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    browser = sign_in("organizer")
    assert browser.post(url, data=typed(small, 5, 3, 2)).status_code == 302
    again = browser.post(url, data=typed(small, 5, 3, 2))
    assert (again.status_code, "vừa được người khác lưu" in again.text) == (422, True)
    with database.reading() as session:
        assert queries.last_number(session, small.congress_id) == 1


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_file_fills_the_fields_and_stores_nothing(
    kind: str, database: Database, small: Small, sign_in: SignIn, url: str
):
    frame = pd.DataFrame(
        [["06496", 4812, 1], ["Xã Vạn Linh", 5120.5, 1], ["CL-03", 30, 2]],
        columns=["Đơn vị", "Dân số", "Tối thiểu"],
    )
    out = BytesIO()
    if kind == "xlsx":
        frame.to_excel(out, index=False)
    else:
        out.write(frame.to_csv(index=False).encode("utf-8-sig"))
    form = typed(small, "", "", "", seats=7) | {"file": (BytesIO(out.getvalue()), f"a.{kind}")}
    answer = sign_in("organizer").post(f"{url}read", data=form)
    assert answer.status_code == 200
    assert 'value="5120,5"' in answer.text
    assert 'value="7"' in answer.text
    with database.reading() as session:
        assert queries.last(session, small.congress_id) is None


def test_what_is_pasted_fills_the_fields(small: Small, sign_in: SignIn, url: str):
    pasted = "Xã Nhân Lý\t4812\nXã Vạn Linh\t5120\nPhòng Nội vụ\t\t\t\t3\n"
    form = typed(small, "", "", "") | {"pasted": pasted}
    answer = sign_in("organizer").post(f"{url}read", data=form)
    assert answer.status_code == 200
    assert 'value="4812"' in answer.text
    assert 'value="3"' in answer.text


def test_a_file_of_other_units_is_refused_with_all_that_is_wrong(
    small: Small, sign_in: SignIn, url: str
):
    form = typed(small, 1, 2, 3) | {"pasted": "Xã Ba Tơ\t5\nXã Nhân Lý\t4"}
    answer = sign_in("organizer").post(f"{url}read", data=form)
    assert answer.status_code == 422
    assert "không có đơn vị “Xã Ba Tơ”" in answer.text
    assert "Xã Vạn Linh, Phòng Nội vụ" in answer.text
    empty = sign_in("organizer").post(f"{url}read", data=typed(small, 1, 2, 3))
    assert empty.status_code == 422


def test_a_commune_sees_its_own_seats_once_they_are_approved(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    office = sign_in("organizer")
    office.post(url, data=typed(small, 50, 37, 13, seats=100))
    clerk = sign_in("commune")
    assert "chưa phê duyệt phân bổ" in clerk.get(url).text
    office.post(f"{url}approve", data={"base": "1"})
    with database.transaction() as session:
        factories.nominee(session, small, "Vi Văn Bạ", small.nhan_ly)
        factories.nominee(session, small, "Vi Văn Ba", small.nhan_ly, composition_group="guest")
        factories.nominee(session, small, "Vi Văn Bà", small.nhan_ly, review=Review.DRAFT)
        factories.nominee(
            session, small, "Vi Văn Bá", small.nhan_ly, status=Status.EXCLUDED, reason="x"
        )
        factories.nominee(session, small, "Hoàng Thị Khác", small.van_linh)
    shown = clerk.get(url).text
    figures = [part.split("</dd>")[0] for part in shown.split("<dd>")[1:4]]
    assert figures == ["50", "2", "48"]
    assert "35 trên 50 ghế là 70 %" in shown
    assert "Còn thiếu 34 người trực tiếp" in shown
    assert "37" not in figures
    assert "Vạn Linh" not in shown


def test_the_office_sees_who_is_still_missing(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    sign_in("organizer").post(url, data=typed(small, 5, 3, 2, seats=20))
    with database.transaction() as session:
        factories.nominee(session, small, "Vi Văn Bạ", small.nhan_ly)
    for reader in ("officer", "leader"):
        shown = sign_in(reader).get(url)
        assert shown.status_code == 200
        assert '<span class="pill pill-wait">9</span>' in shown.text
        assert "Tính và lưu" not in shown.text


def test_the_split_of_the_whole_is_shown_with_why_it_is_no_lower(
    small: Small, sign_in: SignIn, url: str
):
    sign_in("organizer").post(url, data=typed(small, 1, 1, 1, seats=285))
    shown = sign_in("leader").get(url).text
    assert "ít nhất 200 trực tiếp, nhiều nhất 85 khách mời" in shown
    assert "200 là 70,2 %; 199 chỉ là 69,8 %" in shown


def test_a_council_member_sees_all_seats_but_whom_the_assigned_units_sent(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    sign_in("organizer").post(url, data=typed(small, 5, 3, 2, seats=20))
    with database.transaction() as session:
        factories.nominee(session, small, "Vi Văn Bạ", small.nhan_ly)
        factories.nominee(session, small, "Hoàng Thị Khác", small.van_linh)
        council = small.accounts["council"]
        session.add(AssignedUnit(account_id=council, unit_id=small.nhan_ly))
    shown = sign_in("council").get(url).text
    assert "Phòng Nội vụ" in shown
    assert '<span class="pill pill-wait">9</span>' in shown
    assert shown.count('<td class="number">–</td>') == 12


def test_only_an_organizer_writes(database: Database, small: Small, sign_in: SignIn, url: str):
    for role in ("officer", "leader", "council", "commune", "gate"):
        browser = sign_in(role)
        for path in ("", "preview", "read", "decide", "transfer", "transfers/1/take-back"):
            assert browser.post(url + path, data=typed(small, 5, 3, 2)).status_code == 403
        assert browser.post(f"{url}approve", data={"base": "1"}).status_code == 403
    assert sign_in("gate").get(url).status_code == 403
    with database.reading() as session:
        assert queries.last(session, small.congress_id) is None


def test_reading_an_action_is_no_way_to_do_it(sign_in: SignIn, url: str):
    for path in ("preview", "read", "decide", "transfer", "transfers/1/take-back", "approve"):
        assert sign_in("organizer").get(url + path).status_code == 405


def test_before_anything_is_stored_readers_are_told_so(small: Small, sign_in: SignIn, url: str):
    assert "chưa phân bổ số ghế" in sign_in("leader").get(url).text
    assert sign_in("leader").get(f"{url}apportionment.xlsx").status_code == 404
    assert sign_in("leader").get(f"{url}?version=3").status_code == 404
    for path in ("decide", "transfer", "transfers/1/take-back", "approve"):
        answer = sign_in("organizer").post(url + path, data={"base": "0"})
        assert answer.status_code in {404, 422}


def test_after_the_list_is_approved_the_page_only_shows(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    sign_in("organizer").post(url, data=typed(small, 5, 3, 2))
    with database.transaction() as session:
        session.get_one(Congress, small.congress_id).locked_at = AT
    shown = sign_in("organizer").get(url).text
    assert "Tính và lưu" not in shown
    assert "Phê duyệt bản" not in shown
    refused = sign_in("organizer").post(url, data=typed(small, 1, 1, 1, base=1))
    assert refused.status_code == 422


def test_the_table_is_downloaded_as_a_workbook(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    browser = sign_in("organizer")
    browser.post(url, data=typed(small, 5000, "3000,5", 2000))
    moved = {"giver": small.nhan_ly, "taker": small.agency, "moved": "1", "reason": "=1+1"}
    browser.post(f"{url}transfer", data=moved | {"base": "1"})
    answer = sign_in("leader").get(f"{url}apportionment.xlsx")
    table = pd.read_excel(BytesIO(answer.data), header=2, engine="calamine")
    assert table["Đơn vị"].tolist()[:4] == ["Xã Nhân Lý", "Xã Vạn Linh", "Phòng Nội vụ", "Cộng"]
    assert table["Số ghế"].tolist()[:4] == [4, 3, 3, 10]
    assert table["Trọng số"].tolist()[1] == 3000.5
    assert "=1+1" in str(table["Đơn vị"].tolist()[-1])


def test_another_congress_has_its_own_seats(app: Flask, sign_in: SignIn):
    assert sign_in("organizer").get("/congresses/khac/apportionment/").status_code == 404
