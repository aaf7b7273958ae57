"""An appeal is written down, decided once, and what follows is done with it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from congress import audit
from congress.appeals import queries
from congress.appeals.models import Appeal, Outcome, Remedy
from congress.appeals.service import Decision
from congress.audit import AuditEntry
from congress.core.errors import NotFound, Rejected
from congress.nominations.models import Nominee, Status
from congress.selection import service as selections
from tests import factories
from tests.appeals.conftest import CLAIM, Contested

REJECTED = Decision(Outcome.REJECTED, "biên bản ghi đúng 60")
CORRECTED = Decision(Outcome.UPHELD, "biên bản ghi 91", Remedy.SCORE, Decimal(91))


def nominee(contested: Contested) -> Nominee:
    with contested.database.reading() as session:
        return session.get_one(Nominee, contested.nominee)


def appeals(contested: Contested) -> list[Appeal]:
    with contested.database.reading() as session:
        return list(session.exec(select(Appeal).order_by(Appeal.id)))


def test_an_appeal_changes_nothing_until_it_is_decided(contested: Contested):
    before = nominee(contested).version
    contested.lodge()
    [appeal] = appeals(contested)
    assert (appeal.claim, appeal.said_by, appeal.outcome) == (CLAIM, "gia đình", None)
    assert nominee(contested).version == before


def test_a_corrected_score_makes_the_draft_stale(contested: Contested):
    with contested.database.reading() as session:
        before = selections.pool_digest(session, contested.small.congress_id)
    contested.decide(contested.lodge(), CORRECTED)
    assert nominee(contested).score == 91
    with contested.database.reading() as session:
        assert selections.pool_digest(session, contested.small.congress_id) != before
    [appeal] = appeals(contested)
    assert (appeal.outcome, appeal.remedy, appeal.score) == (
        Outcome.UPHELD,
        Remedy.SCORE,
        Decimal(91),
    )


def test_an_appeal_may_make_a_person_required_with_its_reason(contested: Contested):
    decision = Decision(Outcome.UPHELD, "đại diện duy nhất của thôn", Remedy.REQUIRED)
    contested.decide(contested.lodge(), decision)
    person = nominee(contested)
    assert person.status is Status.REQUIRED
    assert person.reason == "Kiến nghị được chấp nhận: đại diện duy nhất của thôn"


def test_a_rejected_appeal_leaves_everything_and_stays_on_record(contested: Contested):
    before = nominee(contested).version
    contested.decide(contested.lodge(), REJECTED)
    assert nominee(contested).version == before
    [appeal] = appeals(contested)
    assert (appeal.outcome, appeal.remedy, appeal.reason) == (
        Outcome.REJECTED,
        None,
        "biên bản ghi đúng 60",
    )


def test_one_appeal_at_a_time_is_open_and_another_may_follow(contested: Contested):
    first = contested.lodge()
    with pytest.raises(Rejected) as refused:
        contested.lodge("một điều khác")
    assert refused.value.faults[0].code == "appeal_open_already"
    contested.decide(first, REJECTED)
    contested.lodge("một điều khác")
    assert [appeal.claim for appeal in appeals(contested)] == [CLAIM, "một điều khác"]


def test_of_two_decisions_one_stands(contested: Contested):
    appeal = contested.lodge()

    def attempt(decision: Decision) -> str:
        try:
            contested.decide(appeal, decision)
        except Rejected as error:
            return error.faults[0].code
        return "done"

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(attempt, [REJECTED, CORRECTED]))
    assert sorted(told) == ["appeal_decided_already", "done"]


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (Decision(Outcome.REJECTED, "  "), "appeal_reason_missing"),
        (Decision(Outcome.UPHELD, "đúng"), "appeal_remedy_missing"),
        (Decision(Outcome.UPHELD, "đúng", Remedy.SCORE), "appeal_score_missing"),
    ],
)
def test_an_incomplete_decision_is_refused(contested: Contested, decision: Decision, code: str):
    with pytest.raises(Rejected) as refused:
        contested.decide(contested.lodge(), decision)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert appeals(contested)[0].decided_at is None


def test_what_is_missing_is_told_at_once(contested: Contested):
    with pytest.raises(Rejected) as refused:
        contested.lodge(" ", said_by="", said_on=date(2025, 4, 2))
    assert [fault.field for fault in refused.value.faults] == ["claim", "said_by", "said_on"]
    assert appeals(contested) == []


def test_after_approval_only_a_remedy_that_changes_nobody_is_taken(contested: Contested):
    appeal = contested.lodge()
    with contested.database.transaction() as session:
        session.get_one(factories.Selection, contested.run).state = factories.State.DRAFT
        factories.delegates.approve(
            session,
            contested.small.congress_id,
            contested.run,
            by=contested.small.viewers["organizer"],
            at=factories.AT,
        )
    with pytest.raises(Rejected) as refused:
        contested.decide(appeal, CORRECTED)
    assert refused.value.faults[0].code == "nominations_closed"
    assert appeals(contested)[0].decided_at is None
    contested.decide(appeal, Decision(Outcome.UPHELD, "ghi nhận", Remedy.NOTHING))


def test_an_appeal_of_another_congress_is_not_found(contested: Contested):
    with pytest.raises(NotFound):
        contested.decide(999, REJECTED)


def test_it_is_traced_without_personal_data(contested: Contested):
    contested.decide(contested.lodge(), CORRECTED)
    with contested.database.reading() as session:
        entries = session.exec(select(AuditEntry)).all()
        assert audit.first_broken(session) is None
    assert {"appeal.lodged", "appeal.decided"} <= {entry.action for entry in entries}
    told = " ".join(str(entry.facts) for entry in entries)
    assert not any(word in told for word in ("Hòa", "biên bản", "gia đình"))


def test_a_commune_sees_the_outcome_for_its_own_people(contested: Contested):
    contested.decide(contested.lodge(), REJECTED)
    with contested.database.reading() as session:
        seen = {
            name: len(queries.appeals(session, contested.small.congress_id, viewer))
            for name, viewer in contested.small.viewers.items()
            if name in {"commune", "neighbour", "leader"}
        }
    assert seen == {"commune": 1, "neighbour": 0, "leader": 1}
