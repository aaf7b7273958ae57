"""The pages of duplicates: what the office decides there, and what a clerk never learns."""

import pytest
from sqlmodel import select

from congress.congresses.models import Congress
from congress.database import Database
from congress.duplicates import queries
from congress.duplicates.models import DistinctPair, NomineeMerge
from congress.nominations.models import Nominee, Review
from tests.conftest import SignIn
from tests.duplicates.conftest import Stored
from tests.factories import AT, Small
from tests.nominations.test_service import FORM

Pair = tuple[int, int]


@pytest.fixture
def twins(stored: Stored, small: Small) -> Pair:
    """One woman, as two units name her."""
    return (
        stored("Vi Thị Quý", small.nhan_ly, phone="0912345678"),
        stored("Vi Thị Quí", small.van_linh, post="Chủ tịch Hội Phụ nữ", village="Lạng Nắc"),
    )


@pytest.fixture
def url(small: Small) -> str:
    return f"/congresses/{small.code}/duplicates/"


def decision(kept: int, *others: int, **taken: str) -> dict[str, str]:
    versions = {f"version-{number}": "1" for number in (kept, *others)}
    return {"kept": str(kept)} | versions | {f"take-{code}": side for code, side in taken.items()}


def of(url: str, pair: Pair) -> str:
    return f"{url}{pair[0]}/{pair[1]}"


def row(database: Database, number: int) -> Nominee:
    with database.reading() as session:
        return session.get_one(Nominee, number)


def test_pairs_are_listed_for_the_office(small: Small, sign_in: SignIn, url: str, twins: Pair):
    for role in ("organizer", "officer"):
        shown = sign_in(role).get(url).text
        assert "Vi Thị Quý" in shown
        assert "Xã Vạn Linh" in shown
        assert "Họ tên gần giống, cùng ngày sinh" in shown
    assert "1 cặp có thể trùng người" in sign_in("officer").get(f"{url}count").text


def test_two_clerks_name_one_person_and_only_the_office_hears(
    small: Small, sign_in: SignIn, url: str
):
    page = f"/congresses/{small.code}/nominees/new"
    one = FORM | {"citizen_id": "020078001234"}
    somebody = FORM | {"name": "Vi Văn Ba", "citizen_id": "020078005678"}
    renamed = {"name": "Lý Văn Tý", "citizen_id": "020078005678"}
    sent = [("commune", one), ("commune", somebody), ("neighbour", FORM), ("neighbour", renamed)]
    for role, typed in sent:
        answer = sign_in(role).post(page, data=FORM | typed)
        assert answer.status_code == 302
        told = sign_in(role).get(answer.location).text
        assert "đơn vị khác" not in told
    shown = sign_in("officer").get(url).text
    assert "Cùng họ tên, cùng ngày sinh" in shown
    assert "Cùng số CCCD" in shown
    assert "2 cặp có thể trùng người" in sign_in("officer").get(f"{url}count").text


def test_where_nobody_is_alike_the_page_says_so(small: Small, sign_in: SignIn, url: str):
    assert "Không có cặp nào chờ xác định" in sign_in("officer").get(url).text
    assert "Hồ sơ trùng người" in sign_in("officer").get(f"{url}count").text


def test_both_stand_side_by_side_with_what_differs(sign_in: SignIn, url: str, twins: Pair):
    shown = sign_in("officer").get(of(url, twins)).text
    assert "Xã Nhân Lý" in shown
    assert "Xã Vạn Linh" in shown
    assert shown.count('<span class="pill pill-wait">khác</span>') == 4
    chosen = [part.split(">")[0] for part in shown.split('name="take-')[1:]]
    assert [each for each in chosen if "checked" in each] == [
        'name" value="first" checked',
        'post" value="second" checked',
        'village" value="second" checked',
        'phone" value="first" checked',
    ]


def test_one_person_is_kept_with_the_values_ticked(
    database: Database, sign_in: SignIn, url: str, twins: Pair
):
    sent = decision(*twins, name="second", post="second", phone="first")
    assert sign_in("officer").post(f"{of(url, twins)}/merge", data=sent).status_code == 302
    stays = row(database, twins[0])
    assert (stays.name, stays.post, stays.phone) == (
        "Vi Thị Quí",
        "Chủ tịch Hội Phụ nữ",
        "0912345678",
    )
    assert row(database, twins[1]).review is Review.MERGED
    again = sign_in("officer").post(f"{of(url, twins)}/merge", data=sent)
    assert (again.status_code, "vừa được gộp" in again.text) == (422, True)


def test_the_other_side_may_stay_as_well(
    database: Database, sign_in: SignIn, url: str, twins: Pair
):
    sent = decision(twins[1], twins[0], name="first", post="second", phone="first")
    sign_in("officer").post(f"{of(url, twins)}/merge", data=sent)
    stays = row(database, twins[1])
    assert (stays.name, stays.post, stays.phone) == (
        "Vi Thị Quý",
        "Chủ tịch Hội Phụ nữ",
        "0912345678",
    )
    assert row(database, twins[0]).merged_into_id == twins[1]


def test_whoever_names_no_side_is_told(database: Database, sign_in: SignIn, url: str, twins: Pair):
    answer = sign_in("officer").post(f"{of(url, twins)}/merge", data={"kept": "77"})
    assert (answer.status_code, "Chưa chọn giữ hồ sơ nào" in answer.text) == (422, True)
    stale = decision(*twins) | {f"version-{twins[0]}": "9"}
    assert sign_in("officer").post(f"{of(url, twins)}/merge", data=stale).status_code == 422
    assert row(database, twins[1]).review is Review.ACCEPTED


def test_two_people_leave_the_list_for_good(
    database: Database, sign_in: SignIn, url: str, twins: Pair
):
    officer = sign_in("officer")
    for _ in range(2):
        assert officer.post(f"{of(url, twins)}/tell-apart").status_code == 302
    shown = officer.get(url).text
    assert "Không có cặp nào chờ xác định" in shown
    assert "Đã xác định là hai người (1 cặp)" in shown
    with database.reading() as session:
        assert len(session.exec(select(DistinctPair)).all()) == 1


def test_a_merge_is_undone_once(database: Database, sign_in: SignIn, url: str, twins: Pair):
    officer = sign_in("officer")
    officer.post(f"{of(url, twins)}/merge", data=decision(*twins, name="second"))
    with database.reading() as session:
        (done,) = session.exec(select(NomineeMerge.id)).all()
    assert "Bỏ gộp" in officer.get(url).text
    assert officer.post(f"{url}merges/{done}/undo").status_code == 302
    assert officer.post(f"{url}merges/{done}/undo").status_code == 422
    assert (row(database, twins[0]).name, row(database, twins[1]).review) == (
        "Vi Thị Quý",
        Review.ACCEPTED,
    )


def test_after_the_list_is_approved_the_pages_only_show(
    database: Database, small: Small, sign_in: SignIn, url: str, twins: Pair
):
    with database.transaction() as session:
        session.get_one(Congress, small.congress_id).locked_at = AT
    shown = sign_in("officer").get(of(url, twins)).text
    assert "Một người, gộp lại" not in shown
    refused = sign_in("officer").post(f"{of(url, twins)}/merge", data=decision(*twins))
    assert refused.status_code == 422
    assert sign_in("officer").post(f"{of(url, twins)}/tell-apart").status_code == 422


def test_who_was_withdrawn_meanwhile_is_not_found(
    database: Database, sign_in: SignIn, url: str, twins: Pair
):
    with database.transaction() as session:
        session.delete(session.get_one(Nominee, twins[1]))
    officer = sign_in("officer")
    assert officer.get(of(url, twins)).status_code == 404
    assert officer.post(f"{of(url, twins)}/merge", data=decision(*twins)).status_code == 404
    assert officer.post(f"{of(url, twins)}/tell-apart").status_code == 404


def test_only_the_office_decides(database: Database, sign_in: SignIn, url: str, twins: Pair):
    for role in ("commune", "leader", "council", "gate"):
        browser = sign_in(role)
        for path in (url, f"{url}count", of(url, twins)):
            assert browser.get(path).status_code == 403
        for path in ("merge", "tell-apart"):
            assert (
                browser.post(f"{of(url, twins)}/{path}", data=decision(*twins)).status_code == 403
            )
        assert browser.post(f"{url}merges/1/undo").status_code == 403
    with database.reading() as session:
        assert queries.merges(session, row(database, twins[0]).congress_id) == []


def test_reading_an_action_is_no_way_to_do_it(sign_in: SignIn, url: str, twins: Pair):
    for path in (f"{of(url, twins)}/merge", f"{of(url, twins)}/tell-apart", f"{url}merges/1/undo"):
        assert sign_in("officer").get(path).status_code == 405


def test_the_office_sees_the_history_of_both(sign_in: SignIn, url: str, twins: Pair):
    officer = sign_in("officer")
    officer.post(f"{of(url, twins)}/merge", data=decision(*twins, name="second"))
    for number in twins:
        shown = officer.get(f"{url}history/{number}").text
        assert "Nhận một hồ sơ khác của cùng người (Họ và tên)" in shown
        assert "Gộp vào hồ sơ khác của cùng người" in shown
        assert "Tài khoản officer" in shown
    assert f"/nominees/{twins[0]}" in officer.get(f"{url}history/{twins[1]}").text


def test_a_unit_is_told_plainly_and_learns_nothing_of_the_other(
    sign_in: SignIn, url: str, twins: Pair
):
    sign_in("officer").post(f"{of(url, twins)}/merge", data=decision(*twins))
    lost = sign_in("neighbour").get(f"{url}history/{twins[1]}").text
    assert "đơn vị không phải làm gì thêm" in lost
    kept = sign_in("commune").get(f"{url}history/{twins[0]}").text
    assert "đại diện cho người có hơn một hồ sơ" in kept
    for shown, theirs in ((lost, "Nhân Lý"), (kept, "Vạn Linh")):
        assert theirs not in shown
        assert "Vi Thị" not in shown
        assert "/nominees/" not in shown
    assert "Nhận một hồ sơ khác" not in lost
    assert "Gộp vào" not in kept
    assert sign_in("commune").get(f"{url}history/{twins[1]}").status_code == 404
    assert sign_in("neighbour").get(f"{url}history/{twins[0]}").status_code == 404


def test_a_long_list_has_pages(stored: Stored, small: Small, sign_in: SignIn, url: str):
    for at in range(30):
        given = "abcdeghiklmnopqrstuvxabcdeghiklmno"[at]
        stored(f"Vi Văn {given}{at}", small.nhan_ly)
        stored(f"Vi Văn {given}{at}", small.van_linh)
    officer = sign_in("officer")
    assert "1–25 trong 30" in officer.get(url).text
    assert "26–30 trong 30" in officer.get(f"{url}?page=2").text
    assert officer.get(f"{url}?page=99").status_code == 200
    assert officer.get(f"{url}?page=-1").status_code == 200
