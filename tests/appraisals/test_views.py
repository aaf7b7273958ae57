"""Per page: it works, others are refused, nothing happens twice, and faults leave no trace."""

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from congress.appraisals import queries, words
from congress.database import Database
from congress.nominations.models import Nominee, Review
from tests import factories
from tests.appraisals.conftest import WHOLE
from tests.conftest import SignIn
from tests.factories import Small

BASE = "/congresses/thu-nghiem"


def page(answer: Any) -> str:
    return unescape(answer.get_data(as_text=True))


def chosen(database: Database, *people: int) -> list[str]:
    with database.reading() as session:
        return [f"{number}:{session.get_one(Nominee, number).version}" for number in people]


def review(database: Database, person: int) -> Review:
    with database.reading() as session:
        return session.get_one(Nominee, person).review


@pytest.fixture
def clerk(sign_in: SignIn, small: Small) -> FlaskClient:
    return sign_in("commune")


@pytest.fixture
def handed_in(database: Database, clerk: FlaskClient, people: list[int]) -> list[int]:
    """The three drafts, handed in by the clerk."""
    ticked = {"chosen": chosen(database, *people)}
    assert clerk.post(f"{BASE}/submission/", data=ticked).status_code == 302
    return people


def test_a_clerk_hands_in_and_prints_the_receipt(
    database: Database, clerk: FlaskClient, people: list[int], sign_in: SignIn
):
    assert "Nông Văn An" in page(clerk.get(f"{BASE}/submission/"))
    sent = clerk.post(f"{BASE}/submission/", data={"chosen": chosen(database, *people[:2])})
    receipt = page(clerk.get(sent.location))
    assert "Xã Nhân Lý" in receipt
    assert "Nông Văn Bình" in receipt
    assert "không còn như khi lập" not in receipt
    assert sign_in("neighbour").get(sent.location).status_code == 404
    assert sign_in("gate").get(sent.location).status_code == 403
    assert clerk.put(sent.location).status_code == 405


def test_sending_the_form_again_hands_in_nothing_twice(
    database: Database, clerk: FlaskClient, people: list[int], small: Small
):
    ticked = {"chosen": chosen(database, *people)}
    clerk.post(f"{BASE}/submission/", data=ticked)
    again = clerk.post(f"{BASE}/submission/", data=ticked)
    assert again.status_code == 422
    assert "Tài khoản commune đã xử lý hồ sơ này" in page(again)
    with database.reading() as session:
        assert len(queries.receipts(session, small.congress_id, small.nhan_ly)) == 1


def test_obstacles_are_told_with_the_way_to_each_profile(
    database: Database, clerk: FlaskClient, people: list[int], small: Small
):
    with database.transaction() as session:
        bare = factories.nominee(session, small, "Vi Thị Thiếu", small.nhan_ly, review=Review.DRAFT)
    shown = page(clerk.get(f"{BASE}/submission/"))
    assert "Chức vụ, nghề nghiệp, Thành tích" in shown
    assert f"{BASE}/nominees/{bare.id}" in shown
    refused = clerk.post(
        f"{BASE}/submission/", data={"chosen": chosen(database, *people, bare.id or 0)}
    )
    assert refused.status_code == 422
    assert "Vi Thị Thiếu: còn thiếu" in page(refused)
    assert "chưa có trong biên bản" in page(refused)
    assert review(database, people[0]) is Review.DRAFT


def test_the_office_hands_in_for_a_unit_it_names(
    database: Database, people: list[int], sign_in: SignIn, small: Small
):
    office = sign_in("officer")
    assert f"sender={small.nhan_ly}" in page(office.get(f"{BASE}/submission/"))
    facts = {"chosen": chosen(database, *people), "sender": small.nhan_ly}
    assert office.post(f"{BASE}/submission/", data=facts).status_code == 302


def test_an_officer_returns_with_a_reason_that_stands_beside_the_field(
    database: Database, handed_in: list[int], sign_in: SignIn, clerk: FlaskClient
):
    officer, one = sign_in("officer"), handed_in[0]
    shown = page(officer.get(f"{BASE}/nominees/{one}/appraisal"))
    assert "Hiến 200 m² đất làm đường" in shown
    version = chosen(database, one)[0].partition(":")[2]
    facts = {"version": version, "remark-achievement": "Ghi rõ năm", "remark-": "Xem lại"}
    assert officer.post(f"{BASE}/nominees/{one}/return", data=facts).status_code == 302
    again = officer.post(f"{BASE}/nominees/{one}/return", data=facts)
    assert (again.status_code, "Tài khoản officer đã xử lý" in page(again)) == (422, True)
    part = page(clerk.get(f"{BASE}/nominees/{one}/remarks"))
    assert 'id="achievement-notes" hx-swap-oob="beforeend"' in part
    assert "Ghi rõ năm" in part
    assert sign_in("neighbour").get(f"{BASE}/nominees/{one}/remarks").status_code == 404


def test_a_return_without_a_reason_leaves_no_trace(
    database: Database, handed_in: list[int], sign_in: SignIn
):
    version = chosen(database, handed_in[0])[0].partition(":")[2]
    refused = sign_in("officer").post(
        f"{BASE}/nominees/{handed_in[0]}/return", data={"version": version}
    )
    assert (refused.status_code, "Chưa ghi lý do trả lại" in page(refused)) == (422, True)
    assert review(database, handed_in[0]) is Review.SUBMITTED


def test_a_clerk_answers_a_remark(
    database: Database, handed_in: list[int], sign_in: SignIn, clerk: FlaskClient
):
    one = handed_in[0]
    said = {"heading": "post", "words": "Ghi đủ chức vụ"}
    assert sign_in("officer").post(f"{BASE}/nominees/{one}/remarks", data=said).status_code == 302
    with database.reading() as session:
        (remark,) = queries.remarks(session, one)
    answer = {"words": "Đã ghi"}
    assert (
        sign_in("neighbour").post(f"{BASE}/remarks/{remark.id}/answer", data=answer).status_code
        == 404
    )
    assert clerk.post(f"{BASE}/remarks/{remark.id}/answer", data=answer).status_code == 302
    assert clerk.post(f"{BASE}/remarks/{remark.id}/answer", data=answer).status_code == 422
    assert "Đã ghi" in page(clerk.get(f"{BASE}/nominees/{one}/remarks"))
    strange = {"heading": "salary", "words": "?"}
    assert (
        sign_in("officer").post(f"{BASE}/nominees/{one}/remarks", data=strange).status_code == 404
    )


def test_profiles_are_appraised_and_accepted_in_bulk(
    database: Database, handed_in: list[int], sign_in: SignIn
):
    officer, organizer = sign_in("officer"), sign_in("organizer")
    assert "Nông Văn Chi" in page(officer.get(f"{BASE}/appraisals/"))
    ticked = {"chosen": chosen(database, *handed_in[:2])}
    assert officer.post(f"{BASE}/appraisals/accept", data=ticked).status_code == 403
    assert officer.post(f"{BASE}/appraisals/appraise", data=ticked).status_code == 302
    assert officer.post(f"{BASE}/appraisals/appraise", data=ticked).status_code == 422
    assert organizer.post(f"{BASE}/appraisals/accept-all").status_code == 302
    rest = {"chosen": chosen(database, handed_in[2])}
    assert organizer.post(f"{BASE}/appraisals/settle", data=rest).status_code == 302
    assert {review(database, each) for each in handed_in} == {Review.ACCEPTED}
    nobody = organizer.post(f"{BASE}/appraisals/accept-all")
    assert (nobody.status_code, "Chưa chọn hồ sơ nào" in page(nobody)) == (422, True)
    assert organizer.get(f"{BASE}/appraisals/?state=nothing").status_code == 404
    assert "Nông Văn An" in page(organizer.get(f"{BASE}/appraisals/?state=accepted"))


def test_the_organizer_sets_a_deadline_and_lets_a_unit_in_late(
    database: Database, people: list[int], sign_in: SignIn, clerk: FlaskClient, small: Small
):
    organizer = sign_in("organizer")
    past = {"closes_at": "2025-03-20T17:00"}
    assert sign_in("officer").post(f"{BASE}/board/deadline", data=past).status_code == 403
    assert organizer.post(f"{BASE}/board/deadline", data=past).status_code == 302
    assert "đã hết hạn" in page(organizer.get(f"{BASE}/board/"))
    ticked = {"chosen": chosen(database, *people)}
    assert "Đã hết hạn giới thiệu lúc 17:00, 20/03/2025" in page(clerk.get(f"{BASE}/"))
    refused = clerk.post(f"{BASE}/submission/", data=ticked)
    assert (refused.status_code, "17:00, 20/03/2025" in page(refused)) == (422, True)
    late = f"{BASE}/board/{small.nhan_ly}/late"
    assert "Chưa ghi lý do" in page(organizer.post(late, data={"until": "2099-01-01T08:00"}))
    unclear = organizer.post(late, data={"until": "mai", "reason": "Mưa lũ"})
    assert "Không đọc được ngày giờ" in page(unclear)
    facts = {"until": "2099-01-01T08:00", "reason": "Mưa lũ"}
    assert organizer.post(late, data=facts).status_code == 302
    assert "Mưa lũ" in page(organizer.get(f"{BASE}/board/"))
    assert "Hạn giới thiệu và nộp hồ sơ: 08:00, 01/01/2099, còn" in page(clerk.get(f"{BASE}/"))
    assert "Hạn giới thiệu" not in page(sign_in("officer").get(f"{BASE}/"))
    assert clerk.post(f"{BASE}/submission/", data=ticked).status_code == 302
    after = {"closes_at": "2025-05-01T17:00"}
    assert organizer.post(f"{BASE}/board/deadline", data=after).status_code == 422
    assert organizer.post(f"{BASE}/board/deadline", data={"closes_at": ""}).status_code == 302


@pytest.mark.usefixtures("handed_in")
def test_the_board_leads_only_where_the_viewer_may_go(sign_in: SignIn):
    reader = sign_in("credentials")
    board = page(reader.get(f"{BASE}/board/"))
    links = set(re.findall(r'<td class="number"[^>]*><a href="([^"]+)"', board))
    assert links
    assert {link: reader.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_the_board_counts_states_and_what_is_missing(
    database: Database, handed_in: list[int], sign_in: SignIn, small: Small
):
    with database.transaction() as session:
        facts = WHOLE | {"village": "", "achievement": ""}
        factories.nominee(session, small, "Vi Thị Xa", small.van_linh, **facts)
    shown = page(sign_in("leader").get(f"{BASE}/board/?order=missing"))
    assert "thôn 1, thành tích 1" in shown
    assert shown.index("Xã Vạn Linh") < shown.index("Xã Nhân Lý")
    assert "Vi Thị Xa" not in shown
    assert sign_in("commune").get(f"{BASE}/board/").status_code == 403


def test_reminders_name_people_of_one_unit_only_when_asked(
    database: Database, people: list[int], sign_in: SignIn, small: Small
):
    officer = sign_in("officer")
    unit = f"{BASE}/board/{small.nhan_ly}"
    plain = page(officer.get(unit))
    assert "Kính gửi Xã Nhân Lý" in plain
    assert "3 hồ sơ chưa nộp" in plain
    assert "Nông Văn An" not in plain
    assert "Nông Văn An, Nông Văn Bình" in page(officer.get(f"{unit}?names=1"))
    everybody = page(officer.get(f"{BASE}/board/reminders"))
    assert "Xã Vạn Linh: chưa giới thiệu người nào" in everybody
    assert "Nông Văn An" not in everybody
    assert officer.get(f"{BASE}/board/999").status_code == 404
    assert sign_in("leader").get(unit).status_code == 403


def test_a_leader_reads_and_changes_nothing(
    database: Database, handed_in: list[int], sign_in: SignIn
):
    leader, one = sign_in("leader"), handed_in[0]
    shown = page(leader.get(f"{BASE}/nominees/{one}/appraisal"))
    assert "Nông Văn An" in shown
    assert "Đảng viên" not in shown
    assert "Trả lại đơn vị" not in shown
    assert leader.post(f"{BASE}/nominees/{one}/return", data={}).status_code == 403


def test_every_field_of_the_page_and_the_photo_can_be_returned_with_a_reason(
    sign_in: SignIn, handed_in: list[int], database: Database
):
    officer, url = sign_in("officer"), f"{BASE}/nominees/{handed_in[0]}"
    shown = page(officer.get(f"{url}/appraisal"))
    named = re.findall(r'name="remark-(\w+)"', shown)
    assert {"workplace", "professional_level", "political_level", "source", "photo"} <= set(named)
    assert {"introduced_by", "roles", "household", "reason", "score"} <= set(named)
    assert [code for code in words.HEADINGS if code in named] == named
    (version,) = chosen(database, handed_in[0])
    reasons = {"version": version.partition(":")[2], "remark-photo": "Ảnh mờ"}
    assert officer.post(f"{url}/return", data=reasons).status_code == 302
    told = page(officer.get(f"{url}/appraisal"))
    assert "Ảnh chân dung: Ảnh mờ" in told


def test_the_clerk_of_a_merged_profile_reads_that_it_was_merged(
    clerk: FlaskClient, people: list[int], database: Database
):
    with database.transaction() as session:
        session.get_one(Nominee, people[0]).review = Review.MERGED
        session.get_one(Nominee, people[0]).merged_into_id = people[1]
    told = page(clerk.get(f"{BASE}/nominees/{people[0]}"))
    assert "đã gộp vào hồ sơ khác của cùng người nên không sửa được" in told
    assert "đề nghị cán bộ thẩm định trả lại" not in told
