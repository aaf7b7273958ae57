"""A rubric is adopted as a version, officers assess by it, and scores follow."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import pytest
from sqlmodel import func, select

from congress.audit import AuditEntry
from congress.congresses import service as congresses
from congress.core.errors import NotFound, Rejected
from congress.nominations import decisions, service as nominating
from congress.nominations.models import Review, Status
from congress.scoring import queries, rubrics
from congress.scoring.models import Assessment, Criterion, Rubric, ScoreEntry
from congress.selection import service as selections
from tests import factories
from tests.factories import AT, RULES
from tests.scoring.conftest import ALL, FIELD, JUDGED, TITLES, UNJUDGED, VOTES, Committee

EN, HOA, LEADER = "Lương Thị Én", "Nông Văn Hòa", "Lãnh Đạo"


def count(committee: Committee, table: type) -> int:
    with committee.database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def refusal(refused: pytest.ExceptionInfo[Rejected]) -> str:
    return refused.value.faults[0].code


def history(committee: Committee, name: str) -> list[tuple[int, Decimal | None]]:
    with committee.database.reading() as session:
        found = queries.history(session, committee.people[name])
    return [(each.number, each.score) for each in found]


def test_without_a_rubric_scores_stay_as_they_were_given(committee: Committee):
    assert committee.refresh() == 0
    assert committee.nominee(EN).score == Decimal("80.5")


def test_adopting_scores_everybody_who_competes(committee: Committee):
    assert committee.adopt() == 1
    # 18 for the title, 7.5 for three awards, 13.85 for the votes, 6 for the field.
    assert committee.nominee(EN).score == Decimal("45.35")
    assert committee.nominee(HOA).score == 0
    assert committee.nominee(LEADER).score == Decimal("80.5")
    assert committee.nominee(EN).version == 2


def test_a_score_keeps_nobody_on_the_list_but_an_assessment_does(committee: Committee):
    committee.adopt(ALL)
    committee.assess(EN, "20")
    for name in (HOA, EN):
        committee.change(name, review=Review.DRAFT)
    with committee.database.transaction() as session:
        nominating.withdraw(
            session, committee.small.congress_id, committee.people[HOA],
            by=committee.small.viewers["organizer"], at=AT,
        )  # fmt: skip
    with pytest.raises(Rejected) as refused, committee.database.transaction() as session:
        nominating.withdraw(
            session, committee.small.congress_id, committee.people[EN],
            by=committee.small.viewers["organizer"], at=AT,
        )  # fmt: skip
    assert refusal(refused) == "nominee_on_record"


def test_those_merged_or_excluded_are_left_alone(committee: Committee):
    committee.change(HOA, status=Status.EXCLUDED, reason="thôi")
    committee.adopt()
    assert committee.nominee(HOA).score == Decimal("80.5")
    committee.change(EN, review=Review.MERGED, merged_into_id=committee.people[HOA])
    assert committee.refresh() == 0


def test_a_score_waits_until_every_criterion_is_judged(committee: Committee):
    committee.adopt(ALL)
    assert committee.nominee(EN).score is None
    committee.assess(EN, "28.5")
    assert committee.nominee(EN).score == Decimal("73.85")
    assert committee.nominee(HOA).score is None


def test_the_newest_assessment_counts_and_the_earlier_stay(committee: Committee):
    committee.adopt(ALL)
    committee.assess(EN, "20")
    committee.assess(EN, "25", "xem lại hồ sơ")
    committee.assess(EN, "25", "xem lại hồ sơ")
    assert committee.nominee(EN).score == Decimal("70.35")
    with committee.database.reading() as session:
        past = queries.past_assessments(session, committee.people[EN])
    assert [(each.points, each.note) for each in past] == [(25, "xem lại hồ sơ"), (20, "nổi bật")]
    assert {each.author for each in past} == {"Tài khoản officer"}


@pytest.mark.parametrize(
    ("points", "note", "code"),
    [("30.01", "x", "points_over_maximum"), ("10", " ", "assessment_note_missing")],
)
def test_an_assessment_has_a_reason_and_keeps_to_the_maximum(
    committee: Committee, points: str, note: str, code: str
):
    committee.adopt(ALL)
    with pytest.raises(Rejected) as refused:
        committee.assess(EN, points, note)
    assert refusal(refused) == code
    assert count(committee, Assessment) == 0


def test_only_what_officers_judge_is_assessed(committee: Committee):
    with pytest.raises(NotFound):
        committee.assess(EN, "10")
    committee.adopt(ALL)
    for key in (1, 99):
        with pytest.raises(NotFound):
            committee.assess(EN, "10", key=key)


def test_versions_are_kept_and_the_history_says_which_gave_what(committee: Committee):
    committee.adopt()
    committee.adopt([TITLES, VOTES], based_on=1, reason="họp 05/4")
    assert committee.nominee(EN).score == Decimal("31.85")
    assert history(committee, EN) == [(2, Decimal("31.85")), (1, Decimal("45.35"))]
    with committee.database.reading() as session:
        found = rubrics.versions(session, committee.small.congress_id)
        assert [(each.number, each.reason, each.author) for each in found] == [
            (2, "họp 05/4", "Tài khoản organizer"),
            (1, "họp 01/4", "Tài khoản organizer"),
        ]
        assert rubrics.criteria(session, found[1].id) == UNJUDGED
        assert rubrics.criteria(session, found[0].id) == (TITLES, VOTES)


def test_judgements_pass_to_the_next_version_by_their_key(committee: Committee):
    committee.adopt(ALL)
    committee.assess(EN, "28.5")
    committee.adopt([JUDGED, FIELD], based_on=1)
    assert committee.nominee(EN).score == Decimal("34.5")
    with committee.database.reading() as session:
        assert rubrics.next_key(session, committee.small.congress_id) == 6


def test_of_two_who_adopt_at_once_one_does(committee: Committee):
    def attempt(_: int) -> str:
        try:
            committee.adopt()
        except Rejected as error:
            return error.faults[0].code
        return "done"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(attempt, range(2))) == ["done", "rubric_changed_meanwhile"]
    assert count(committee, Rubric) == 1


def test_a_faulty_rubric_leaves_no_trace(committee: Committee):
    with pytest.raises(Rejected) as refused:
        committee.adopt([replace(FIELD, column="ethnic_group"), JUDGED], reason=" ")
    assert [fault.code for fault in refused.value.faults] == [
        "criterion_sensitive",
        "rubric_reason_missing",
    ]
    assert count(committee, Rubric) == count(committee, Criterion) == 0
    assert committee.nominee(EN).score == Decimal("80.5")


def test_a_decision_on_an_appeal_wins_over_the_rubric(committee: Committee):
    committee.adopt()
    with committee.database.transaction() as session:
        decisions.correct_score(
            session, committee.small.congress_id, committee.people[EN], Decimal("91.5"),
            by=committee.small.viewers["organizer"], at=AT,
        )  # fmt: skip
    committee.refresh()
    committee.adopt([TITLES], based_on=1)
    assert committee.nominee(EN).score == Decimal("91.5")
    with committee.database.reading() as session:
        [person] = queries.scored(
            session, committee.small.congress_id, [TITLES], nominees=[committee.people[EN]]
        )
    assert person.score.correction == Decimal("73.50")


def test_a_changed_profile_is_scored_anew_before_anybody_is_chosen(committee: Committee):
    committee.adopt()
    committee.change(HOA, votes_for=13, votes_present=13, score=Decimal(99))
    with committee.database.transaction() as session:
        selections.ask(
            session, committee.small.congress_id, RULES.replace("seats = 4", "seats = 1"),
            by=committee.small.viewers["organizer"], at=AT,
        )  # fmt: skip
    assert committee.nominee(HOA).score == 20
    assert committee.refresh() == 0


def test_after_approval_nothing_is_scored(committee: Committee):
    committee.adopt(ALL)
    with committee.database.transaction() as session:
        congresses.lock(session, committee.small.congress_id, by=None, at=AT)
    with pytest.raises(Rejected) as refused:
        committee.adopt(based_on=1)
    assert refusal(refused) == "nominations_closed"
    with pytest.raises(Rejected) as refused:
        committee.assess(EN, "10")
    assert refusal(refused) == "nominations_closed"


def test_it_is_traced_without_personal_data(committee: Committee):
    committee.adopt(ALL)
    committee.assess(EN, "20", "ông Hòa nói vậy")
    with committee.database.reading() as session:
        entries = session.exec(select(AuditEntry)).all()
    assert {"rubric.adopted", "nominee.assessed"} <= {entry.action for entry in entries}
    told = " ".join(str(entry.facts) for entry in entries)
    assert "Hòa" not in told
    assert "Thành tích" not in told


def test_the_rubric_to_begin_with_is_sound():
    assert sum(each.maximum for each in rubrics.default()) == 100


def test_thousands_are_scored_in_seconds(committee: Committee):
    with committee.database.transaction() as session:
        for n in range(2_000):
            person = factories.nominee(
                session, committee.small, f"Người {n}", committee.small.nhan_ly,
                titles="Lao động tiên tiến (2023); Giấy khen", votes_for=n % 13, votes_present=13,
            )  # fmt: skip
            session.expunge(person)
    began = perf_counter()
    committee.adopt()
    assert perf_counter() - began < 10
    assert count(committee, ScoreEntry) == 2_002
