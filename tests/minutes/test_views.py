"""The pages of minutes: recorded, tied, closed, corrected; others' stay unseen."""

from io import BytesIO

import pytest
from sqlmodel import select

from congress.accounts import service as accounts
from congress.minutes.models import Minutes
from congress.nominations.models import Nominee
from tests.conftest import SignIn
from tests.factories import AT
from tests.minutes.conftest import Collective
from tests.minutes.test_signed_papers import PDF


@pytest.fixture
def url(collective: Collective) -> str:
    return f"/congresses/{collective.small.code}/minutes/"


def form(collective: Collective, votes: dict[str, str], **typed: str) -> dict[str, str]:
    last = {name.split()[-1]: number for name, number in collective.people.items()}
    cells = {f"for-{last[name]}": count for name, count in votes.items()}
    return {
        "held_on": "2025-03-12",
        "place": "Nhà văn hóa xã",
        "chair": "Nông Văn Chủ",
        "secretary": "Vi Thị Thư",
        "summoned": "15",
        "present": "13",
        "form": "secret",
        "seats": "2",
        "over": "1",
        "threshold": "1/2",
        "remarks": "",
    } | cells | typed  # fmt: skip


def stored(collective: Collective) -> list[Minutes]:
    with collective.database.reading() as session:
        return list(session.exec(select(Minutes).order_by(Minutes.id)))


def test_a_clerk_records_decides_the_tie_and_closes(sign_in: SignIn, url: str, collective):
    clerk = sign_in("commune")
    assert "Chưa có trong biên bản nào đã chốt: Lương Thị Én" in clerk.get(url).text
    begun = clerk.post(f"{url}new", data=form(collective, {"Én": "11", "Hòa": "9", "Ỷ": "9"}))
    assert begun.status_code == 302
    page = clerk.get(begun.location).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "11/13 = 84,6 %" in page
    assert "Bằng phiếu ở suất cuối" in page
    assert "từ 7 phiếu; 2 suất" in page
    assert clerk.post(f"{begun.location}/close", data={"version": "1"}).status_code == 422
    hoa, y = collective.people["Nông Văn Hòa"], collective.people["Vi Ỷ"]
    second = {"version": "1", "second_present": "13", f"second-{hoa}": "8", f"second-{y}": "5"}
    assert clerk.post(f"{begun.location}/tie", data=second).status_code == 302
    assert clerk.post(f"{begun.location}/close", data={"version": "2"}).status_code == 302
    assert collective.votes("Én") == (11, 13)
    page = clerk.get(begun.location).text
    assert "đã chốt" in page
    assert "Lập bản sửa" in page


def test_the_vote_stands_on_the_nominees_own_page(sign_in: SignIn, url: str, collective):
    line = f"{url}of/{collective.people['Lương Thị Én']}"
    assert "Chưa có trong biên bản" in sign_in("commune").get(line).text
    collective.closed(Én=11)
    assert "11/13 phiếu (84,6 %), ngày 12/03/2025" in sign_in("commune").get(line).text
    assert sign_in("neighbour").get(line).status_code == 404


def test_the_office_records_for_a_unit(sign_in: SignIn, url: str, collective):
    new = f"{url}new?sender={collective.small.nhan_ly}"
    assert "Lương Thị Én" in sign_in("officer").get(new).text
    begun = sign_in("officer").post(new, data=form(collective, {"Én": "11"}))
    assert begun.status_code == 302
    assert stored(collective)[0].unit_id == collective.small.nhan_ly


def test_nothing_happens_twice(sign_in: SignIn, url: str, collective):
    clerk, filled = sign_in("commune"), form(collective, {"Én": "11"})
    begun = clerk.post(f"{url}new", data=filled)
    again = clerk.post(f"{url}new", data=filled)
    assert again.status_code == 422
    assert "còn một biên bản chưa chốt" in again.text
    clerk.post(f"{begun.location}/close", data={"version": "1"})
    again = clerk.post(f"{begun.location}/close", data={"version": "1"})
    assert again.status_code == 422
    clerk.post(f"{begun.location}/correct", data={"correction": "ghi nhầm"})
    again = clerk.post(f"{begun.location}/correct", data={"correction": "ghi nhầm"})
    assert again.status_code == 422
    assert len(stored(collective)) == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"present": "16"}, "Có mặt 16 người, nhiều hơn 15 người triệu tập"),
        ({"present": "mười ba"}, "mười ba"),
        ({"chair": " "}, "Chưa ghi mục này"),
        ({"held_on": "2099-01-01"}, "ở tương lai"),
        ({"held_on": "hôm qua"}, "ở tương lai"),
        ({"threshold": "quá bán"}, "Không đọc được ngưỡng “quá bán”"),
        ({"seats": ""}, "Chưa ghi số suất"),
    ],
)
def test_faults_leave_no_trace_and_keep_what_was_typed(
    sign_in: SignIn, url: str, collective, typed: dict[str, str], sentence: str
):
    filled = form(collective, {"Én": "11"}, **typed)
    refused = sign_in("commune").post(f"{url}new", data=filled)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert "Nhà văn hóa xã" in refused.text
    assert stored(collective) == []


def test_votes_that_are_too_many_are_told_in_their_row(sign_in: SignIn, url: str, collective):
    refused = sign_in("commune").post(f"{url}new", data=form(collective, {"Én": "14"}))
    assert refused.status_code == 422
    assert "Cộng được 14 phiếu, nhiều hơn 13 người có mặt" in refused.text


def test_a_row_without_votes_was_not_voted_on(sign_in: SignIn, url: str, collective):
    sign_in("commune").post(f"{url}new", data=form(collective, {"Én": "11", "Hòa": ""}))
    collective.close(stored(collective)[0].id)
    assert collective.named() == {"Én"}


def test_two_who_write_at_once_do_not_overwrite_each_other(sign_in: SignIn, url: str, collective):
    minutes_id = collective.record(Én=11)
    changed = form(collective, {"Én": "12"}, version="1")
    assert sign_in("commune").post(f"{url}{minutes_id}", data=changed).status_code == 302
    second = sign_in("officer").post(f"{url}{minutes_id}", data=changed)
    assert second.status_code == 422
    assert "vừa được sửa ở nơi khác" in second.text


def test_the_signed_paper_is_only_ever_a_download(sign_in: SignIn, url: str, collective):
    page = f"{url}{collective.closed(Én=11)}"
    clerk = sign_in("commune")
    assert clerk.get(f"{page}/scan").status_code == 404
    sent = clerk.post(f"{page}/scan", data={"scan": (BytesIO(PDF), "biên bản.exe")})
    assert sent.status_code == 302
    got = clerk.get(f"{page}/scan")
    assert got.data == PDF
    assert got.headers["Content-Disposition"].startswith("attachment; filename=bien-ban-")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert clerk.get(f"{page}/minutes.docx").data.startswith(b"PK")
    bad = clerk.post(f"{page}/scan", data={"scan": (BytesIO(b"<script>"), "biên bản.pdf")})
    assert bad.status_code == 422
    for path in ("/scan", "/minutes.docx", ""):
        assert sign_in("neighbour").get(f"{page}{path}").status_code == 404
    stolen = {"scan": (BytesIO(PDF), "x.pdf")}
    assert sign_in("neighbour").post(f"{page}/scan", data=stolen).status_code == 404


def test_a_clerk_sees_the_own_unit_and_the_office_every_one(sign_in: SignIn, url: str, collective):
    collective.closed(Én=11)
    assert "Xã Vạn Linh" not in sign_in("commune").get(url).text
    assert "Lương Thị Én" not in sign_in("neighbour").get(url).text
    assert "Ngày 12/03/2025" not in sign_in("neighbour").get(url).text
    for reader in ("leader", "organizer", "credentials"):
        page = sign_in(reader).get(url).text
        assert "Xã Nhân Lý" in page
        assert "Ngày 12/03/2025" in page
        assert "Xã Vạn Linh" in page
    assert "Ghi biên bản" not in sign_in("leader").get(url).text


def test_a_council_member_reads_the_units_assigned(sign_in: SignIn, url: str, collective):
    minutes_id, small = collective.closed(Én=11), collective.small
    for unit, status in ((small.van_linh, 404), (small.nhan_ly, 200)):
        with collective.database.transaction() as session:
            accounts.assign(
                session,
                small.accounts["council"],
                frozenset({unit}),
                by=small.viewers["administrator"],
                at=AT,
            )
        member = sign_in("council")
        assert ("Ngày 12/03/2025" in member.get(url).text) == (status == 200)
        for path in ("", "/minutes.docx"):
            assert member.get(f"{url}{minutes_id}{path}").status_code == status


def test_a_clerk_records_nothing_for_another_unit(sign_in: SignIn, url: str, collective):
    minutes_id = collective.record(Én=11)
    filled = form(collective, {"Én": "1"}, version="1", correction="x")
    neighbour = sign_in("neighbour")
    for path in ("", "/tie", "/close", "/correct", "/discard"):
        assert neighbour.post(f"{url}{minutes_id}{path}", data=filled).status_code == 404
    assert neighbour.post(f"{url}new", data=filled | {"sender": "1"}).status_code == 422
    assert collective.minutes(minutes_id).version == 1
    assert [each.unit_id for each in stored(collective)] == [collective.small.nhan_ly]


@pytest.mark.parametrize("role", ["leader", "credentials", "council", "gate"])
def test_readers_write_nothing(sign_in: SignIn, url: str, collective, role: str):
    minutes_id = collective.record(Én=11)
    for path in ("new", f"{minutes_id}", f"{minutes_id}/close", f"{minutes_id}/scan"):
        assert sign_in(role).post(f"{url}{path}").status_code == 403
    assert sign_in("commune").delete(f"{url}{minutes_id}").status_code == 405
    assert collective.minutes(minutes_id).closed_at is None


def test_a_unit_without_people_is_told_what_to_do(sign_in: SignIn, url: str, collective):
    assert "chưa giới thiệu ai để biểu quyết" in sign_in("agency").get(f"{url}new").text


def test_names_are_text_on_every_page(sign_in: SignIn, url: str, collective):
    with collective.database.transaction() as session:
        found = session.get_one(Nominee, collective.people["Vi Ỷ"])
        found.name = found.post = "<b>Ỷ</b>"
    minutes_id = collective.record(Én=11, Hòa=9)
    clerk = sign_in("commune")
    for path in ("", "new", f"{minutes_id}"):
        assert "<b>Ỷ" not in clerk.get(f"{url}{path}").text
