"""Asking for a list, what comes of it, and settling on a draft."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import select

from congress import jobs
from congress.app import TASKS
from congress.audit import AuditEntry
from congress.congresses.models import Congress
from congress.core.errors import NotFound, Rejected
from congress.database import Database
from congress.delegates import service as delegates
from congress.delegates.models import Delegate
from congress.jobs import Job, JobState
from congress.nominations.models import Nominee
from congress.selection import service
from congress.selection.models import Selection, State
from tests import factories
from tests.factories import AT, RULES, Small


@pytest.fixture
def pool(database: Database, small: Small) -> list[int]:
    """Six nominees of two communes and a leader whom the agency names."""
    with database.transaction() as session:
        people = [
            factories.nominee(session, small, f"Nông Văn {n}", unit, score=70 + n)
            for n, unit in enumerate([small.nhan_ly, small.van_linh] * 3)
        ]
        people.append(
            factories.nominee(
                session,
                small,
                "Vi Thị Thủy",
                small.agency,
                composition_group="leader",
                score=None,
                status="required",
                reason="Chủ trì hội nghị",
            )
        )
        return [person.id or 0 for person in people]


def _chosen(database: Database, small: Small, rules: str = RULES) -> Selection:
    with database.transaction() as session:
        selection = service.ask(
            session, small.congress_id, rules, by=small.viewers["organizer"], at=AT
        )
    jobs.run(database, selection.job_id or "", TASKS)
    with database.reading() as session:
        return session.get_one(Selection, selection.id)


def _approve(database: Database, small: Small, selection_id: int) -> int:
    with database.transaction() as session:
        return delegates.approve(
            session, small.congress_id, selection_id, by=small.viewers["organizer"], at=AT
        )


def _code(refused: Any) -> str:
    return refused.value.faults[0].code


def test_the_best_list_is_drafted_with_its_proof(database: Database, small: Small, pool: list[int]):
    selection = _chosen(database, small)
    assert selection.state is State.DRAFT
    assert selection.result["status"] == "optimal"
    assert sorted(map(int, selection.result["selected"])) == [*pool[3:6], pool[6]]
    assert selection.result["bound"] == selection.result["score"] == 222


def test_the_job_tells_that_it_is_done(database: Database, small: Small, pool: list[int]):
    selection = _chosen(database, small)
    with database.reading() as session:
        job = session.get_one(Job, selection.job_id)
    assert (job.state, job.percent) == (JobState.DONE, 100)


def test_rules_that_contradict_one_another_are_an_answer(
    database: Database, small: Small, pool: list[int]
):
    women = '\n[[quota]]\nname = "Nam"\nwhere = { gender = "female" }\nmax = 1\n'
    selection = _chosen(database, small, RULES + women)
    assert selection.state is State.INFEASIBLE
    assert "Nam" in selection.result["conflict"]
    assert selection.result["relaxations"]


def test_faulty_rules_are_refused_with_every_fault_and_nothing_is_stored(
    database: Database, small: Small, pool: list[int]
):
    faulty = RULES + '\n[[quota]]\nname = "A"\nmin = 3\nmax = 2\n\n[[quota]]\nname = "B"\n'
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        service.ask(session, small.congress_id, faulty, by=small.viewers["organizer"], at=AT)
    assert {fault.code for fault in refused.value.faults} == {
        "rules_bounds_cross",
        "rules_bound_missing",
    }
    with database.reading() as session:
        assert session.exec(select(Selection)).all() == []


def test_more_seats_than_the_plan_allows_are_refused(
    database: Database, small: Small, pool: list[int]
):
    with database.transaction() as session:
        congress = session.get_one(Congress, small.congress_id)
        congress.seats = congress.seats_limit = 3
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        service.ask(session, small.congress_id, RULES, by=small.viewers["organizer"], at=AT)
    assert _code(refused) == "seats_over_limit"
    assert refused.value.faults[0].facts == {"seats": 4, "limit": 3}


def test_a_list_larger_than_the_plan_allows_is_not_approved(
    database: Database, small: Small, pool: list[int]
):
    selection = _chosen(database, small)
    with database.transaction() as session:
        congress = session.get_one(Congress, small.congress_id)
        congress.seats = congress.seats_limit = 3
    with pytest.raises(Rejected) as refused:
        _approve(database, small, selection.id or 0)
    assert _code(refused) == "seats_over_limit"


def test_an_empty_pool_is_told(database: Database, small: Small):
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        service.ask(session, small.congress_id, RULES, by=small.viewers["organizer"], at=AT)
    assert _code(refused) == "pool_empty"


def test_nominees_without_a_score_are_told(database: Database, small: Small, pool: list[int]):
    with database.transaction() as session:
        session.get_one(Nominee, pool[0]).score = None
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        service.ask(session, small.congress_id, RULES, by=small.viewers["organizer"], at=AT)
    assert (_code(refused), refused.value.faults[0].facts) == ("scores_missing", {"count": 1})


def test_a_nominee_changed_while_choosing_makes_the_answer_stale(
    database: Database, small: Small, pool: list[int]
):
    with database.transaction() as session:
        selection = service.ask(
            session, small.congress_id, RULES, by=small.viewers["organizer"], at=AT
        )
    with database.transaction() as session:
        session.get_one(Nominee, pool[0]).score = 99
    jobs.run(database, selection.job_id or "", TASKS)
    with database.reading() as session:
        assert session.get_one(Selection, selection.id).state is State.STALE


def test_a_newcomer_without_a_score_makes_the_answer_stale(
    database: Database, small: Small, pool: list[int]
):
    with database.transaction() as session:
        selection = service.ask(
            session, small.congress_id, RULES, by=small.viewers["organizer"], at=AT
        )
    with database.transaction() as session:
        factories.nominee(session, small, "Lý Thị Mai", small.nhan_ly, score=None)
    jobs.run(database, selection.job_id or "", TASKS)
    with database.reading() as session:
        assert session.get_one(Selection, selection.id).state is State.STALE


def test_a_nominee_changed_after_the_draft_stops_its_approval(
    database: Database, small: Small, pool: list[int]
):
    selection = _chosen(database, small)
    with database.transaction() as session:
        session.get_one(Nominee, pool[0]).score = 99
    with pytest.raises(Rejected) as refused:
        _approve(database, small, selection.id or 0)
    assert _code(refused) == "selection_stale"


def test_approval_numbers_the_delegates_and_closes_the_congress(
    database: Database, small: Small, pool: list[int]
):
    selection = _chosen(database, small)
    assert _approve(database, small, selection.id or 0) == 4
    with database.reading() as session:
        numbered = session.exec(select(Delegate.number, Delegate.nominee_id)).all()
        assert sorted(number for number, _ in numbered) == [1, 2, 3, 4]
        assert {nominee for _, nominee in numbered} == {*pool[3:6], pool[6]}
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        service.ask(session, small.congress_id, RULES, by=small.viewers["organizer"], at=AT)
    assert _code(refused) == "list_approved_already"


def test_of_two_drafts_approved_at_once_one_wins(database: Database, small: Small, pool: list[int]):
    drafts = [_chosen(database, small).id or 0 for _ in range(2)]

    def approve(selection_id: int) -> str:
        try:
            return str(_approve(database, small, selection_id))
        except Rejected as refused:
            return refused.faults[0].code

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(approve, drafts))
    assert sorted(told) == ["4", "list_approved_already"]
    with database.reading() as session:
        assert len(session.exec(select(Delegate.id)).all()) == 4


def test_an_infeasible_run_cannot_be_approved(database: Database, small: Small, pool: list[int]):
    women = '\n[[quota]]\nname = "Nam"\nwhere = { gender = "female" }\nmax = 1\n'
    selection = _chosen(database, small, RULES + women)
    with pytest.raises(Rejected) as refused:
        _approve(database, small, selection.id or 0)
    assert _code(refused) == "selection_not_a_list"


def test_a_selection_of_another_congress_is_not_found(
    database: Database, small: Small, pool: list[int]
):
    with pytest.raises(NotFound):
        _approve(database, small, 4711)


def _save(database: Database, small: Small, text: str) -> None:
    with database.transaction() as session:
        service.save_rules(session, small.congress_id, text, by=small.viewers["organizer"], at=AT)


def _own_rules(database: Database, small: Small) -> str:
    with database.reading() as session:
        return session.get_one(Congress, small.congress_id).rules


def test_a_trial_run_leaves_the_rules_of_the_congress_as_they_are(
    database: Database, small: Small, pool: list[int]
):
    trial = RULES.replace("seats = 4", "seats = 5")
    selection = _chosen(database, small, trial)
    assert (_own_rules(database, small), selection.rules) == (RULES, trial)


def test_the_rules_of_the_approved_run_become_those_of_the_congress(
    database: Database, small: Small, pool: list[int]
):
    trial = RULES.replace("seats = 4", "seats = 5")
    selection = _chosen(database, small, trial)
    _approve(database, small, selection.id or 0)
    assert _own_rules(database, small) == trial


def test_rules_are_saved_and_noted(database: Database, small: Small, pool: list[int]):
    saved = RULES.replace("seats = 4", "seats = 3")
    _save(database, small, saved)
    assert _own_rules(database, small) == saved
    with database.reading() as session:
        noted = session.exec(select(AuditEntry).where(AuditEntry.action == "rules.saved")).one()
    assert (noted.subject, noted.facts) == (f"congress:{small.congress_id}", {})


def test_rules_are_saved_before_the_nominees_are_there(database: Database, small: Small):
    saved = RULES.replace("seats = 4", "seats = 200")
    _save(database, small, saved)
    assert _own_rules(database, small) == saved


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("0.70", "1.70", "rules_share_over_one"),
        ("seats = 4", "seats = 301", "seats_over_limit"),
        ("[panel]", "[panel", "rules_not_toml"),
    ],
)
def test_faulty_rules_are_not_saved(
    database: Database, small: Small, before: str, after: str, code: str
):
    with pytest.raises(Rejected) as refused:
        _save(database, small, RULES.replace(before, after))
    assert [fault.code for fault in refused.value.faults] == [code]
    assert _own_rules(database, small) == RULES


def test_a_list_over_the_limit_is_told_beside_the_other_faults(
    database: Database, small: Small, pool: list[int]
):
    faulty = RULES.replace("0.70", "1.70").replace("seats = 4", "seats = 301")
    with pytest.raises(Rejected) as refused:
        _save(database, small, faulty)
    assert [fault.code for fault in refused.value.faults] == [
        "rules_share_over_one",
        "seats_over_limit",
    ]


def test_rules_are_not_saved_once_the_list_is_approved(
    database: Database, small: Small, pool: list[int]
):
    _approve(database, small, _chosen(database, small).id or 0)
    with pytest.raises(Rejected) as refused:
        _save(database, small, RULES)
    assert _code(refused) == "list_approved_already"


def test_missing_scores_and_faults_of_the_rules_are_told_at_once(
    database: Database, small: Small, pool: list[int]
):
    with database.transaction() as session:
        session.get_one(Nominee, pool[0]).score = None
    faulty = RULES.replace("0.70", "1.70")
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        service.ask(session, small.congress_id, faulty, by=small.viewers["organizer"], at=AT)
    assert [fault.code for fault in refused.value.faults] == [
        "scores_missing",
        "rules_share_over_one",
    ]
