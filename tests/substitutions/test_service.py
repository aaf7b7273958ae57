"""A number passes on: the seat stays, the badge is new, and nothing that was approved changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete
from sqlmodel import select

from congress import audit
from congress.alternates.models import Alternate
from congress.audit import AuditEntry
from congress.badges import queries as badges, service as issuing
from congress.badges.models import Badge
from congress.checkin import queries as checkin, service as door
from congress.checkin.rules import Event
from congress.checkin.service import Source
from congress.core.errors import NotFound, Rejected
from congress.delegates import queries as delegates
from congress.delegates.models import Delegate, Source as Origin, Substitution
from congress.reports import queries as reports, service as noting
from congress.seating import queries as seating
from congress.substitutions import queries, service
from tests.substitutions.conftest import (
    COLLEAGUE,
    LEAVER,
    MORNING,
    NEIGHBOUR,
    NEWCOMER,
    RIVAL,
    TIGHT,
    Locked,
)


def scanned(locked: Locked, token: str, minute: float) -> tuple[str, str]:
    """Scan a badge at the door some minutes after the substitution; outcome and reason."""
    at = MORNING + timedelta(minutes=minute)
    event = Event(id=str(uuid4()), sitting="sang", at=at, token=token)
    return answered(locked, event)


def answered(locked: Locked, event: Event) -> tuple[str, str]:
    with locked.database.transaction() as session:
        source = Source(viewer=locked.small.viewers["gate"])
        [answer] = door.scan(
            session, locked.small.congress_id, [event], source=source, at=event.at or MORNING
        )
    return answer.outcome.value, answer.reason


def test_the_best_of_those_who_keep_the_quotas_takes_over_the_number_and_the_seat(locked: Locked):
    number = locked.number(LEAVER)
    locked.substitute(LEAVER)
    with locked.database.reading() as session:
        organizer = locked.small.viewers["organizer"]
        listed = {
            each.number: each
            for each in delegates.delegates(session, locked.small.congress_id, organizer)
        }
        seats = {each.number: each for each in seating.occupants(session, locked.small.congress_id)}
    assert (listed[number].name, listed[number].unit) == (NEWCOMER, "Xã Vạn Linh")
    assert listed[number].is_substitute
    assert (seats[number].name, seats[number].seat) == (NEWCOMER, f"A-{number}")
    assert len(listed) == 4


def test_what_was_approved_is_never_changed(locked: Locked):
    before = [each.model_dump() for each in locked.delegates]
    locked.substitute(LEAVER)
    with locked.database.reading() as session:
        after = session.exec(select(Delegate).order_by(Delegate.number)).all()
    assert [each.model_dump() for each in after] == before


def test_the_optimizer_proves_the_fewest_changes_and_tells_the_quotas_it_moves(locked: Locked):
    proposal = locked.propose(NEIGHBOUR)
    assert proposal.is_proven
    assert [each.joins_id for each in proposal.passings] != [locked.nominees[NEWCOMER]]
    assert proposal.shifts == ()
    women = locked.propose(LEAVER, NEIGHBOUR)
    assert len(women.passings) == 2


def test_whoever_stands_by_comes_before_a_better_score(locked: Locked):
    with locked.database.transaction() as session:
        session.add(
            Alternate(
                congress_id=locked.small.congress_id, nominee_id=locked.nominees[RIVAL], place=1
            )
        )
    [passing] = locked.propose(LEAVER).passings
    assert passing.joins_id == locked.nominees[RIVAL]
    assert passing.source is Origin.RESERVE
    locked.substitute(LEAVER)
    [other] = locked.propose(COLLEAGUE).passings
    assert (other.joins_id, other.source) == (locked.nominees[NEWCOMER], Origin.OTHER)


def test_the_office_may_prefer_somebody_else_who_keeps_the_quotas(locked: Locked):
    proposal = locked.propose(LEAVER)
    assert proposal.others == (locked.nominees[RIVAL],)
    [passing] = locked.propose(LEAVER, preferred=RIVAL).passings
    assert (passing.joins_id, passing.source) == (locked.nominees[RIVAL], Origin.OTHER)
    with pytest.raises(NotFound):
        locked.propose(LEAVER, preferred=NEIGHBOUR)


def test_the_old_badge_is_refused_by_name_and_the_new_one_admitted(locked: Locked):
    number = locked.number(LEAVER)
    old = locked.tokens()[number]
    locked.substitute(LEAVER)
    new = locked.tokens()[number]
    assert scanned(locked, old, 1) == ("refused", "substituted")
    assert scanned(locked, new, 2) == ("admitted", "")
    assert scanned(locked, new, 3) == ("already", "")
    with locked.database.reading() as session:
        printed = badges.printed(session, locked.small.congress_id)
    assert [badge.name for badge in printed if badge.number == number] == [NEWCOMER]
    assert len(printed) == 4


def test_the_new_holder_is_admitted_though_the_former_one_was(locked: Locked):
    number = locked.number(LEAVER)
    assert scanned(locked, locked.tokens()[number], -10) == ("admitted", "")
    locked.substitute(LEAVER)
    with locked.database.reading() as session:
        rows = {each.number: each for each in checkin.attendance(session, locked.small.sitting_id)}
    assert (rows[number].name, rows[number].is_present) == (NEWCOMER, False)
    assert scanned(locked, locked.tokens()[number], 2) == ("admitted", "")
    with locked.database.reading() as session:
        rows = {each.number: each for each in checkin.attendance(session, locked.small.sitting_id)}
    assert rows[number].first_at == MORNING + timedelta(minutes=2)


def test_a_slow_clock_does_not_take_the_new_holder_for_the_former_one(locked: Locked):
    number = locked.number(LEAVER)
    assert scanned(locked, locked.tokens()[number], -10) == ("admitted", "")
    locked.substitute(LEAVER)
    slow = MORNING - timedelta(minutes=5)
    event = Event(id=str(uuid4()), sitting="sang", at=slow, token=locked.tokens()[number])
    assert answered(locked, event) == ("admitted", "")


def test_reports_count_the_holder_and_forget_the_former_ones_excuse(locked: Locked):
    number = locked.number(LEAVER)
    with locked.database.transaction() as session:
        noting.note_absence(
            session,
            locked.small.congress_id,
            number,
            "ốm nằm viện",
            by=locked.small.viewers["organizer"],
            at=MORNING - timedelta(minutes=5),
        )
    locked.substitute(LEAVER)
    with locked.database.reading() as session:
        rows = reports.listing(session, locked.small.congress_id, MORNING).rows
    assert [(row.name, row.absence_reason) for row in rows if row.number == number] == [
        (NEWCOMER, "")
    ]


def test_a_report_of_an_earlier_minute_counts_who_held_the_number_then(locked: Locked):
    number = locked.number(LEAVER)
    assert scanned(locked, locked.tokens()[number], -10) == ("admitted", "")
    locked.substitute(LEAVER)
    told = []
    for at in (MORNING - timedelta(minutes=1), MORNING + timedelta(minutes=1)):
        with locked.database.reading() as session:
            rows = reports.listing(session, locked.small.congress_id, at).rows
        told += [(row.name, row.came_at is not None) for row in rows if row.number == number]
    assert told == [(LEAVER, True), (NEWCOMER, False)]


def test_further_people_are_released_only_if_the_office_agrees(locked: Locked):
    locked.set_rules(TIGHT)
    proposal = locked.propose(COLLEAGUE)
    assert proposal.passings == ()
    assert set(proposal.conflict) <= {"Nữ", "Người Dao"}
    with pytest.raises(Rejected) as refused:
        locked.carry_out(proposal)
    assert refused.value.faults[0].code == "substitution_impossible"
    locked.set_rules(TIGHT.replace("min = 1", "max = 4"))
    both = locked.propose(LEAVER)
    assert [each.number for each in both.released] == [locked.number(NEIGHBOUR)]
    assert both.against == ("Nữ",)
    with pytest.raises(Rejected) as unconfirmed:
        locked.carry_out(both)
    assert unconfirmed.value.faults[0].code == "release_unconfirmed"
    locked.carry_out(both, accepts=True)
    with locked.database.reading() as session:
        reasons = {each.reason: each.is_released for each in session.exec(select(Substitution))}
    assert reasons == {
        "ốm": False,
        "Thôi làm đại biểu để danh sách giữ được tiêu chí: Nữ": True,
    }


def test_of_two_at_once_one_is_carried_out(locked: Locked):
    proposal = locked.propose(LEAVER)

    def attempt() -> str:
        try:
            locked.carry_out(proposal)
        except Rejected as error:
            return error.faults[0].code
        return "done"

    with ThreadPoolExecutor(2) as threads:
        told = sorted(each.result() for each in [threads.submit(attempt) for _ in range(2)])
    assert told == ["done", "substitution_changed_meanwhile"]
    with locked.database.reading() as session:
        assert len(session.exec(select(Substitution)).all()) == 1
        assert len(locked.tokens()) == 4


def test_nobody_joins_twice_though_two_proposals_name_them(locked: Locked):
    first, second = locked.propose(LEAVER), locked.propose(COLLEAGUE)
    assert first.passings[0].joins_id == second.passings[0].joins_id
    locked.carry_out(first)
    with pytest.raises(Rejected) as refused:
        locked.carry_out(second)
    assert refused.value.faults[0].code == "substitution_changed_meanwhile"
    assert len(locked.tokens()) == 4


def test_before_badges_are_issued_the_first_one_bears_the_new_name(locked: Locked):
    with locked.database.transaction() as session:
        session.execute(delete(Badge))
    locked.substitute(LEAVER)
    assert locked.tokens() == {}
    with locked.database.transaction() as session:
        issued = issuing.issue_missing(session, locked.small.congress_id, by=None, at=MORNING)
    assert issued == 4
    with locked.database.reading() as session:
        printed = badges.printed(session, locked.small.congress_id)
    assert NEWCOMER in {badge.name for badge in printed}
    assert scanned(locked, locked.tokens()[locked.number(LEAVER)], 1) == ("admitted", "")


def test_whoever_left_does_not_come_back(locked: Locked):
    locked.substitute(LEAVER)
    number = locked.number(LEAVER)
    with locked.database.reading() as session:
        again = service.propose(session, locked.small.congress_id, [number])
    assert locked.nominees[LEAVER] not in [each.joins_id for each in again.passings]
    locked.carry_out(again, reason="bận việc nhà")
    with locked.database.reading() as session:
        held = delegates.numbers(session, locked.small.congress_id)
    assert held[locked.nominees[RIVAL]] == number


def test_a_substitution_is_traced_without_personal_data(locked: Locked):
    locked.substitute(LEAVER, reason="ốm nằm viện")
    with locked.database.reading() as session:
        entries = session.exec(select(AuditEntry)).all()
        assert audit.first_broken(session) is None
    traced = [each for each in entries if each.action == "delegate.substituted"]
    assert len(traced) == 1
    assert traced[0].actor_id == locked.small.accounts["organizer"]
    told = " ".join(str(each.facts) for each in entries)
    assert not any(word in told for word in (LEAVER, NEWCOMER, "ốm"))


def test_a_commune_sees_the_changes_of_its_own_people_only(locked: Locked):
    locked.substitute(LEAVER)
    with locked.database.reading() as session:
        [ours] = queries.changes(session, locked.small.congress_id, locked.small.viewers["commune"])
        [theirs] = queries.changes(
            session, locked.small.congress_id, locked.small.viewers["neighbour"]
        )
        agency = queries.changes(session, locked.small.congress_id, locked.small.viewers["agency"])
    assert (ours.left and ours.left.name, ours.joined, ours.reason) == (LEAVER, None, "ốm")
    assert (theirs.left, theirs.joined and theirs.joined.name, theirs.reason) == (
        None,
        NEWCOMER,
        "",
    )
    assert agency == []
