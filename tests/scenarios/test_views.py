"""The pages that try other bounds: what they answer, to whom, and that they store nothing."""

import pytest
from sqlmodel import func, select

from congress import jobs
from congress.app import TASKS
from congress.audit import AuditEntry
from congress.congresses.models import Congress
from congress.database import Database
from congress.jobs import Job
from congress.selection.models import Selection
from tests import factories
from tests.conftest import SignIn
from tests.factories import RULES, Small

MEN = '\n[[quota]]\nname = "Nam"\nwhere = { gender = "male" }\nmin = 1\nmax = 3\n'
EACH = '\n[[quota]]\nname = "Mỗi đơn vị"\neach = "unit"\nmin = 1\n'
HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(database: Database, small: Small) -> str:
    """Six women of one commune and three men of the other, worse and worse."""
    with database.transaction() as session:
        session.get_one(Congress, small.congress_id).rules = RULES + MEN + EACH
        for n in range(6):
            factories.nominee(session, small, f"Lành Thị {n}", small.nhan_ly, score=70 + n)
        for n in range(3):
            factories.nominee(
                session, small, f"Hoàng Văn {n}", small.van_linh, score=50 + n, gender="male"
            )
    return f"/congresses/{small.code}/selection/scenarios/"


def _typed(**fields: str) -> dict[str, str]:
    typed = {"rules": RULES + MEN + EACH, "run": "0", "panel-day": "2025-04-15"}
    return typed | {name.replace("__", "-"): value for name, value in fields.items()}


def test_the_page_shows_every_bound_with_the_pool_beside_it(sign_in: SignIn, url: str):
    page = sign_in("organizer").get(url).text
    assert 'name="quota-1-min" value="1"' in page
    assert 'data-for="quota-1-max"' in page
    assert "được giới thiệu: 3 người" in page
    assert "được giới thiệu: từ 3 đến 6 người mỗi nhóm" in page
    assert "danh sách: từ 1 đến 3 người mỗi nhóm" in page
    assert "274,00" in page
    assert f'{url.removesuffix("scenarios/")}" aria-current="page"' in page


def test_a_moved_bound_is_answered_with_its_cost_and_who_changes(sign_in: SignIn, url: str):
    answer = sign_in("organizer").post(url, data=_typed(quota__1__min="2"), headers=HTMX)
    assert answer.status_code == 200
    assert "−22,00 điểm" in answer.text
    assert "1 người mới" in answer.text
    assert "đã chứng minh" in answer.text
    assert answer.text.index("Hoàng Văn 1") < answer.text.index("Lành Thị 3")
    assert "<html" not in answer.text


def test_without_a_script_the_whole_page_answers(sign_in: SignIn, url: str):
    answer = sign_in("organizer").post(url, data=_typed(quota__1__min="2"))
    assert "<html" in answer.text
    assert "−22,00 điểm" in answer.text
    assert 'name="quota-1-min" value="2"' in answer.text


def test_what_cannot_be_names_the_change_that_broke_it(sign_in: SignIn, url: str):
    typed = _typed(quota__1__min="4", quota__1__max="4", quota__0__min_share="75")
    answer = sign_in("organizer").post(url, data=typed, headers=HTMX).text
    assert "Không có danh sách nào" in answer
    assert "“Nam”, số người ít nhất: từ 1 thành 4" in answer
    assert "Nhóm 70 %" not in answer
    assert "Chạy để xem vì sao" in answer
    assert "curve?bound=quota-1-min" in answer


def test_a_larger_panel_is_answered(sign_in: SignIn, url: str):
    answer = sign_in("organizer").post(url, data=_typed(panel__seats="5"), headers=HTMX)
    assert "+72,00 điểm" in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quota__1__min", "nhiều"),
        ("quota__1__min", "4"),
        ("quota__0__min_share", "170"),
        ("panel__seats", "301"),
        ("panel__seats", "0"),
        ("panel__seats", ""),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_what_cannot_be_read_is_told(
    sign_in: SignIn, url: str, field: str, value: str, headers: dict[str, str]
):
    answer = sign_in("organizer").post(url, data=_typed(**{field: value}), headers=headers)
    assert answer.status_code == 422


def test_a_trial_stores_nothing(database: Database, sign_in: SignIn, url: str):
    browser = sign_in("organizer")

    def stored() -> tuple[int, int, str]:
        with database.reading() as session:
            runs = session.exec(select(func.count()).select_from(Selection)).one()
            entries = session.exec(select(func.count()).select_from(AuditEntry)).one()
            return runs, entries, session.exec(select(Congress.rules)).one()

    before = stored()
    browser.get(url)
    browser.post(url, data=_typed(quota__1__min="2"), headers=HTMX)
    browser.get(f"{url}curve?bound=quota-1-min")
    assert stored() == before


def test_the_program_is_built_anew_when_a_nominee_changes(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    browser = sign_in("organizer")
    assert "274,00" in browser.get(url).text
    with database.transaction() as session:
        factories.nominee(session, small, "Vi Thị Mới", small.nhan_ly, score=100)
    assert "301,00" in browser.get(url).text


def _run(database: Database, browser, url: str, **fields: str) -> None:
    browser.post(url.removesuffix("scenarios/"), data=_typed(**fields))
    with database.reading() as session:
        waiting = session.exec(select(Job.id).where(Job.state == "waiting")).all()
    for job_id in waiting:
        jobs.run(database, job_id, TASKS)


def test_the_bounds_tried_are_run_and_start_another_trial(
    database: Database, sign_in: SignIn, url: str
):
    browser = sign_in("organizer")
    _run(database, browser, url, quota__1__min="2")
    page = browser.get(f"{url}?run=1").text
    assert 'name="quota-1-min" value="2"' in page
    assert "252,00" in page


def test_unscored_nominees_are_told_instead_of_a_trial(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    with database.transaction() as session:
        factories.nominee(session, small, "Vi Thị Mới", small.nhan_ly, score=None)
    browser = sign_in("organizer")
    assert "Chưa thử được" in browser.get(url).text
    assert browser.post(url, data=_typed(), headers=HTMX).status_code == 422
    assert "Chưa thử được" in browser.get(f"{url}curve").text


def test_rules_that_are_no_toml_are_told(sign_in: SignIn, url: str):
    browser = sign_in("organizer")
    assert browser.post(url, data={"rules": "[panel"}, headers=HTMX).status_code == 422
    assert browser.post(url, data={"rules": "[panel"}).status_code == 422


def test_the_curve_is_proven_up_to_where_no_list_is_left(sign_in: SignIn, url: str):
    page = sign_in("organizer").get(f"{url}curve?bound=quota-1-min").text
    assert "data-curve=" in page
    assert ">−22,00<" in page
    assert ">−46,00<" in page
    assert page.count("đã chứng minh") >= 3
    assert "hiện nay" in page


def test_the_curve_marks_where_there_is_no_list(sign_in: SignIn, url: str):
    page = sign_in("organizer").get(f"{url}curve?bound=quota-2-min").text
    assert "không có danh sách" in page


def test_a_bound_that_was_not_set_has_a_curve_too(sign_in: SignIn, url: str):
    page = sign_in("organizer").get(f"{url}curve?bound=quota-2-max").text
    assert "hiện nay không đặt" in page
    assert "data-curve=" in page


def test_before_a_bound_is_chosen_the_curve_says_what_to_do(sign_in: SignIn, url: str):
    page = sign_in("organizer").get(f"{url}curve").text
    assert "Chọn một mức rồi bấm" in page
    assert "Nam: số người ít nhất 1" in page


def test_runs_stand_side_by_side_with_what_differs(database: Database, sign_in: SignIn, url: str):
    browser = sign_in("organizer")
    _run(database, browser, url)
    _run(database, browser, url, quota__1__min="2")
    page = browser.get(f"{url}compare?run=1&run=2").text
    assert "từ 1 người đến 3 người" in page
    assert "từ 2 người đến 3 người" in page
    assert "−22,00 điểm" in page
    assert "Hoàng Văn 1" in page
    assert "Lành Thị 3" in page
    assert "Hoàng Văn 2" not in page
    assert "Nhóm 70 %" in page
    assert "Hồ sơ người được giới thiệu đã thay đổi" not in page


def test_runs_over_other_nominees_are_told_apart(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    browser = sign_in("organizer")
    _run(database, browser, url)
    with database.transaction() as session:
        factories.nominee(session, small, "Vi Thị Mới", small.nhan_ly, score=99)
    _run(database, browser, url)
    page = browser.get(f"{url}compare?run=1&run=2").text
    assert "Hồ sơ người được giới thiệu đã thay đổi" in page


def test_a_run_without_a_list_is_not_offered_to_compare(
    database: Database, sign_in: SignIn, url: str
):
    browser = sign_in("organizer")
    _run(database, browser, url)
    _run(database, browser, url, quota__1__max="", quota__1__min="3", quota__2__min="2")
    assert "Cần ít nhất hai lần chọn có danh sách" in browser.get(f"{url}compare").text
    _run(database, browser, url)
    page = browser.get(f"{url}compare").text
    assert page.count('name="run" value=') == 2
    assert 'value="2"' not in page
    refused = browser.get(f"{url}compare?run=1&run=2")
    assert refused.status_code == 422
    assert "Lần chọn 2 không có danh sách nên không so sánh được" in refused.text


@pytest.mark.parametrize("chosen", ["run=1", "run=1&run=2&run=3&run=4&run=5"])
def test_one_run_or_five_are_not_compared(sign_in: SignIn, url: str, chosen: str):
    answer = sign_in("organizer").get(f"{url}compare?{chosen}")
    assert answer.status_code == 422
    assert "Hãy chọn từ 2 đến 4 lần chọn" in answer.text


@pytest.mark.parametrize("address", ["?run=9", "curve?run=9", "compare?run=8&run=9"])
def test_a_run_that_is_not_there_is_not_found(sign_in: SignIn, url: str, address: str):
    assert sign_in("organizer").get(url + address).status_code == 404


@pytest.mark.parametrize("role", ["commune", "gate", "council"])
@pytest.mark.parametrize("address", ["", "curve", "compare"])
def test_who_may_not_read_runs_sees_no_scenario(sign_in: SignIn, url: str, role: str, address: str):
    assert sign_in(role).get(url + address).status_code == 403


def test_a_leader_tries_bounds_and_runs_nothing(sign_in: SignIn, url: str):
    answer = sign_in("leader").post(url, data=_typed(quota__1__min="2"), headers=HTMX)
    assert "−22,00 điểm" in answer.text
    assert "Chạy đầy đủ" not in answer.text


def test_the_wrong_method_is_refused(sign_in: SignIn, url: str):
    assert sign_in("organizer").post(f"{url}curve").status_code == 405
