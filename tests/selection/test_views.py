"""The pages of the selection, and of the list that it leads to."""

import pytest
from flask import Flask
from sqlmodel import select

from congress import jobs
from congress.app import TASKS
from congress.congresses.models import Congress
from congress.database import Database
from congress.jobs import Job
from congress.nominations.models import Status
from congress.selection.models import Selection, State
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, RULES, Small


@pytest.fixture
def pool(database: Database, small: Small) -> None:
    with database.transaction() as session:
        for n in range(6):
            factories.nominee(session, small, f"Lành Thị {n}", small.nhan_ly, score=70 + n)


@pytest.fixture
def url(small: Small) -> str:
    return f"/congresses/{small.code}/selection/"


def work(database: Database) -> None:
    """Do what the worker would do."""
    with database.reading() as session:
        waiting = session.exec(select(Job.id).where(Job.state == "waiting")).all()
    for job_id in waiting:
        jobs.run(database, job_id, TASKS)


def test_before_the_first_run_the_page_says_what_to_do(sign_in: SignIn, small: Small, url: str):
    assert "Chưa chọn lần nào" in sign_in("organizer").get(url).text


def test_from_asking_to_the_approved_list(
    database: Database, sign_in: SignIn, small: Small, url: str, pool: None
):
    browser = sign_in("organizer")
    asked = browser.post(url, data={"rules": RULES})
    assert asked.status_code == 302
    assert "Đang chọn" in browser.get(asked.location).text
    work(database)
    draft = browser.get(asked.location)
    assert "Tối ưu, đã chứng minh" in draft.text
    assert "Lành Thị 5" in draft.text
    approved = browser.post(f"/congresses/{small.code}/delegates/approve/1")
    assert "004" in browser.get(approved.location).text


def test_progress_is_shown_until_the_answer_is_there(
    database: Database, sign_in: SignIn, url: str, pool: None
):
    browser = sign_in("organizer")
    browser.post(url, data={"rules": RULES})
    assert "<progress" in browser.get(f"{url}1/progress").text
    work(database)
    assert browser.get(f"{url}1/progress").headers["HX-Redirect"] == f"{url}1"


def test_faulty_rules_are_told_with_their_line_and_kept_in_the_form(
    database: Database, sign_in: SignIn, url: str, pool: None
):
    faulty = RULES.replace("min_share = 0.70", "min_share = 1.70")
    answer = sign_in("organizer").post(url, data={"rules": faulty})
    assert answer.status_code == 422
    assert "1.70" in answer.text
    assert "9:1" in answer.text
    with database.reading() as session:
        assert session.exec(select(Selection)).all() == []


def test_a_conflict_is_shown_with_ways_out(
    database: Database, sign_in: SignIn, url: str, pool: None
):
    women = '\n[[quota]]\nname = "Nam giới"\nwhere = { gender = "female" }\nmax = 1\n'
    browser = sign_in("organizer")
    browser.post(url, data={"rules": RULES + women})
    work(database)
    page = browser.get(f"{url}1").text
    assert "Tiêu chí không thể giữ" in page
    assert "Nam giới" in page
    assert "Phê duyệt danh sách này" not in page


@pytest.mark.parametrize("role", ["commune", "gate"])
def test_communes_and_gate_staff_see_no_selection(sign_in: SignIn, url: str, role: str):
    assert sign_in(role).get(url).status_code == 403


def test_a_leader_reads_and_changes_nothing(sign_in: SignIn, url: str, pool: None):
    browser = sign_in("leader")
    assert browser.get(url).status_code == 200
    assert browser.post(url, data={"rules": RULES}).status_code == 403


def test_the_wrong_method_is_refused(app: Flask, sign_in: SignIn, url: str):
    assert sign_in("organizer").post(f"{url}1").status_code == 405


def test_a_run_that_is_not_there_is_not_found(sign_in: SignIn, url: str):
    assert sign_in("organizer").get(f"{url}99").status_code == 404


def _form(**typed: str) -> dict[str, str]:
    """What the form of the rules sends; boxes that are not ticked are not sent."""
    fields = {"panel-seats": "4", "panel-day": "2025-04-15", "quota-0-min_share": "70"}
    return {"rules": RULES, **fields, "quota-0-priority": "", **typed}


def test_the_form_shows_whom_each_quota_counts_and_how_many(sign_in: SignIn, url: str, pool: None):
    shown = sign_in("organizer").get(url).text
    assert "Người trực tiếp lao động, sản xuất; Nghiên cứu khoa học" in shown
    assert "được giới thiệu: 6 người" in shown
    assert 'name="quota-0-min_share" value="70"' in shown


def test_the_form_is_shown_without_nominees_too(sign_in: SignIn, url: str):
    assert "được giới thiệu: 0 người" in sign_in("organizer").get(url).text


def test_a_list_is_asked_for_with_the_numbers_of_the_form(
    database: Database, sign_in: SignIn, small: Small, url: str, pool: None
):
    sign_in("organizer").post(url, data=_form(**{"panel-seats": "5"}))
    with database.reading() as session:
        assert "seats = 5" in session.exec(select(Selection.rules)).one()
        assert session.get_one(Congress, small.congress_id).rules == RULES


def test_the_rules_of_the_form_are_saved(
    database: Database, sign_in: SignIn, small: Small, url: str, pool: None
):
    browser = sign_in("organizer")
    saved = browser.post(f"{url}rules", data=_form(**{"quota-0-min_share": "75"}))
    assert "Đã lưu tiêu chí." in browser.get(saved.location).text
    with database.reading() as session:
        rules = session.get_one(Congress, small.congress_id).rules
    assert rules == RULES.replace("0.70", "0.75")


@pytest.mark.parametrize("verb", ["", "rules"])
def test_every_fault_of_the_form_is_told_at_its_row(
    database: Database, sign_in: SignIn, url: str, pool: None, verb: str
):
    typed = {"quota-0-min_share": "170", "panel-seats": "nhiều"}
    answer = sign_in("organizer").post(url + verb, data=_form(**typed))
    assert answer.status_code == 422
    assert answer.text.count('class="field-fault"') == 2
    assert 'value="nhiều"' in answer.text
    assert 'value="170"' in answer.text
    assert '<span class="fault-where">Nhóm 70 %</span>' in answer.text


def test_more_seats_than_the_plan_allows_are_told_at_their_row(
    database: Database, sign_in: SignIn, url: str, pool: None
):
    answer = sign_in("organizer").post(f"{url}rules", data=_form(**{"panel-seats": "301"}))
    assert answer.text.count('class="field-fault"') == 1


def test_rules_that_are_no_toml_are_shown_as_text_alone(sign_in: SignIn, url: str, pool: None):
    answer = sign_in("organizer").post(url, data={"rules": "[panel"})
    assert "<details open>" in answer.text
    assert "rules-form" not in answer.text


def test_the_rules_of_a_run_are_offered_again(
    database: Database, sign_in: SignIn, url: str, pool: None
):
    browser = sign_in("organizer")
    browser.post(url, data=_form(**{"panel-seats": "5"}))
    work(database)
    assert f"{url}?run=1" in browser.get(f"{url}1").text
    offered = browser.get(f"{url}?run=1").text
    assert 'name="panel-seats" value="5"' in offered
    assert "chưa lưu" in offered
    assert browser.get(f"{url}?run=99").status_code == 404
    assert browser.get(f"{url}?run={10**12}").status_code == 200


def test_the_rules_of_the_preset_are_offered_again(
    database: Database, sign_in: SignIn, small: Small, url: str, pool: None
):
    with database.transaction() as session:
        session.get_one(Congress, small.congress_id).preset = "chi-lang-2025"
    offered = sign_in("organizer").get(f"{url}?preset=1").text
    assert 'name="panel-seats" value="300"' in offered
    assert "từng đơn vị, trong số: " in offered


def test_a_run_tells_the_two_sides_though_no_quota_asks(
    database: Database, sign_in: SignIn, small: Small, url: str, pool: None
):
    with database.transaction() as session:
        for n in range(2):
            factories.nominee(
                session, small, f"Khách {n}", small.van_linh, composition_group="guest", score=99
            )
    browser = sign_in("organizer")
    browser.post(url, data={"rules": "[panel]\nseats = 4\n"})
    work(database)
    assert "50 %; kế hoạch cần ít nhất 70 %: chưa đạt, thiếu 1 người" in browser.get(f"{url}1").text


def test_an_approved_run_leads_on_to_seats_and_badges(
    database: Database, sign_in: SignIn, small: Small, url: str, pool: None
):
    browser = sign_in("organizer")
    browser.post(url, data={"rules": RULES})
    work(database)
    browser.post(f"/congresses/{small.code}/delegates/approve/1")
    for address in (f"{url}1", f"/congresses/{small.code}/delegates/"):
        shown = browser.get(address).text
        assert "Bước tiếp theo" in shown
        assert f"/congresses/{small.code}/seating/" in shown
    assert "disabled" in browser.get(url).text


def test_a_run_out_of_time_without_a_list_claims_none(
    database: Database, small: Small, sign_in: SignIn, url: str
):
    told = dict.fromkeys(("score", "bound", "gap", "conflict", "people")) | {
        "status": "time_limit",
        "selected": [],
        "quotas": [],
        "seats": 0,
        "seconds": {"answer": 1.0},
    }
    with database.transaction() as session:
        session.add(
            Selection(
                congress_id=small.congress_id,
                state=State.TIME_LIMIT,
                rules=RULES,
                result=told,
                asked_at=AT,
            )
        )
    page = sign_in("organizer").get(f"{url}1").text
    assert "Chưa tìm được danh sách nào" in page
    assert "giữ đủ tiêu chí" not in page


def test_a_criterion_that_cannot_be_kept_alone_is_not_said_to_be_kept_alone(
    database: Database, sign_in: SignIn, small: Small, url: str, pool: None
):
    with database.transaction() as session:
        for n in range(3):
            factories.nominee(
                session,
                small,
                f"Hoàng Văn {n}",
                small.van_linh,
                gender="male",
                status=Status.REQUIRED,
                reason="đoàn chủ tịch",
            )
    rules = RULES + '\n[[quota]]\nname = "Nữ"\nwhere = { gender = "female" }\nmin = 2\n'
    browser = sign_in("organizer")
    asked = browser.post(url, data={"rules": rules})
    work(database)
    page = browser.get(asked.location).text
    assert "Chỉ riêng tiêu chí này" in page
    assert "“Nữ” cần ít nhất 2 người, nhưng người được chỉ định" in page
    assert "Từng tiêu chí thì giữ được" not in page
