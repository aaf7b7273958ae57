"""Minutes are recorded, their ties decided, closed for good, and corrected by another version."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from congress.audit import AuditEntry
from congress.congresses import service as congresses
from congress.congresses.models import Congress
from congress.core.errors import NotFound, Rejected
from congress.minutes import queries, service
from congress.minutes.models import Minutes
from congress.minutes.rules import Ballot, TieDecision
from congress.nominations import service as nominating
from congress.nominations.models import Nominee, Review
from tests.conftest import SignIn
from tests.factories import AT
from tests.minutes.conftest import MEETING, Collective

LATER = date(2025, 3, 20)


def refusal(refused: pytest.ExceptionInfo[Rejected]) -> str:
    return refused.value.faults[0].code


def set_review(collective: Collective, name: str, review: Review) -> None:
    with collective.database.transaction() as session:
        session.get_one(Nominee, collective.nominee(name).id).review = review


def test_closing_writes_the_votes_into_the_profiles(collective: Collective):
    minutes_id = collective.record(Én=11, Hòa=9)
    assert collective.votes("Én") == (None, None)
    assert collective.named() == set()
    collective.close(minutes_id)
    assert collective.votes("Én") == (11, 13)
    assert collective.votes("Hòa") == (9, 13)
    assert collective.votes("Ỷ") == (None, None)
    assert collective.named() == {"Én", "Hòa"}
    assert collective.nominee("Én").version == 2


def test_those_who_must_be_on_the_list_are_not_voted_on(collective: Collective):
    with collective.database.reading() as session:
        small = collective.small
        found = queries.candidates(session, small.congress_id, small.nhan_ly)
    assert {each.name for each in found} == set(collective.people)


def test_a_tie_at_the_last_seat_keeps_minutes_open(collective: Collective):
    minutes_id = collective.record(Én=11, Hòa=9, Ỷ=9)
    with pytest.raises(Rejected) as refused:
        collective.close(minutes_id)
    assert refusal(refused) == "minutes_tie_open"
    assert collective.minutes(minutes_id).closed_at is None
    assert collective.votes("Én") == (None, None)


def test_a_second_vote_with_its_figures_lets_them_close(collective: Collective):
    minutes_id = collective.record(Én=11, Hòa=9, Ỷ=9)
    second = ((collective.people["Nông Văn Hòa"], 8), (collective.people["Vi Ỷ"], 4))
    collective.decide(minutes_id, TieDecision(12, second))
    collective.close(minutes_id)
    assert collective.votes("Hòa") == (9, 13)
    assert collective.minutes(minutes_id).second_present == 12


def test_the_chair_may_decide_with_a_reason(collective: Collective):
    minutes_id = collective.record(Én=11, Hòa=9, Ỷ=9)
    preferred = frozenset({collective.people["Vi Ỷ"]})
    with pytest.raises(Rejected) as refused:
        collective.decide(minutes_id, TieDecision(preferred=preferred))
    assert refusal(refused) == "minutes_tie_reason_missing"
    collective.decide(minutes_id, TieDecision(preferred=preferred, reason="người dân tộc ít người"))
    collective.close(minutes_id)
    assert collective.minutes(minutes_id).tie_reason == "người dân tộc ít người"


def test_without_a_tie_there_is_nothing_to_decide(collective: Collective):
    minutes_id = collective.record(Én=11, Hòa=9)
    with pytest.raises(Rejected) as refused:
        collective.decide(minutes_id, TieDecision(reason="x", preferred=frozenset({1})))
    assert refusal(refused) == "minutes_no_tie"


def test_new_figures_ask_for_a_new_decision(collective: Collective):
    minutes_id = collective.record(Én=11, Hòa=9, Ỷ=9)
    preferred = frozenset({collective.people["Vi Ỷ"]})
    collective.decide(minutes_id, TieDecision(preferred=preferred, reason="lý do"))
    with collective.database.transaction() as session:
        service.rewrite(
            session, collective.small.congress_id, minutes_id, MEETING,
            collective.ballots(Én=9, Hòa=9, Ỷ=9),
            version=collective.minutes(minutes_id).version,
            by=collective.small.viewers["commune"], at=AT,
        )  # fmt: skip
    with pytest.raises(Rejected) as refused:
        collective.close(minutes_id)
    assert refusal(refused) == "minutes_tie_open"


def test_closed_minutes_never_change(collective: Collective):
    minutes_id = collective.closed(Én=11)
    before = collective.minutes(minutes_id)
    arguments = {"version": before.version, "by": collective.small.viewers["organizer"], "at": AT}
    for verb, given in (
        (service.rewrite, (MEETING, collective.ballots(Én=1))),
        (service.decide_tie, (TieDecision(),)),
        (service.close, ()),
        (service.discard, ()),
    ):
        with (
            pytest.raises(Rejected) as refused,
            collective.database.transaction() as session,
        ):
            verb(session, collective.small.congress_id, minutes_id, *given, **arguments)
        assert refusal(refused) == "minutes_closed"
    assert collective.minutes(minutes_id) == before


def test_a_correction_is_another_version_that_counts_once_closed(collective: Collective):
    first = collective.closed(Én=11, Hòa=9)
    second = collective.correct(first)
    assert collective.votes("Én") == (11, 13)
    with collective.database.transaction() as session:
        service.rewrite(
            session, collective.small.congress_id, second, MEETING,
            collective.ballots(Én=12, Ỷ=8), version=1,
            by=collective.small.viewers["commune"], at=AT,
        )  # fmt: skip
    collective.close(second)
    assert collective.votes("Én") == (12, 13)
    assert collective.votes("Hòa") == (None, None)
    assert collective.votes("Ỷ") == (8, 13)
    assert collective.named() == {"Én", "Ỷ"}
    assert collective.minutes(second).corrects_id == first
    assert collective.minutes(second).correction == "ghi nhầm số phiếu"
    with pytest.raises(Rejected) as refused:
        collective.correct(first)
    assert refusal(refused) == "minutes_corrected_already"


def test_a_correction_needs_a_reason(collective: Collective):
    first = collective.closed(Én=11)
    with pytest.raises(Rejected) as refused:
        collective.correct(first, " ")
    assert refusal(refused) == "minutes_correction_missing"


def test_the_last_meeting_that_names_somebody_counts(collective: Collective):
    collective.closed(Én=11, Hòa=9)
    collective.closed(on=LATER, Hòa=13)
    assert collective.votes("Én") == (11, 13)
    assert collective.votes("Hòa") == (13, 13)
    assert collective.named() == {"Én", "Hòa"}


def test_correcting_an_earlier_meeting_leaves_what_a_later_one_said(collective: Collective):
    first = collective.closed(Én=11, Hòa=9)
    collective.closed(on=LATER, Hòa=13)
    collective.close(collective.correct(first))
    assert collective.votes("Hòa") == (13, 13)


def test_one_unit_has_one_open_version(collective: Collective):
    collective.record(Én=11)
    with pytest.raises(Rejected) as refused:
        collective.record(Én=11)
    assert refusal(refused) == "minutes_open_already"


def test_discarded_minutes_leave_nothing_and_free_the_profile(collective: Collective):
    minutes_id = collective.record(Én=11)
    with collective.database.transaction() as session:
        service.discard(
            session, collective.small.congress_id, minutes_id, version=1,
            by=collective.small.viewers["commune"], at=AT,
        )  # fmt: skip
    with collective.database.transaction() as session:
        assert session.exec(select(Minutes)).all() == []
        nominating.withdraw(
            session, collective.small.congress_id, collective.people["Lương Thị Én"],
            by=collective.small.viewers["commune"], at=AT,
        )  # fmt: skip


def test_who_was_voted_on_stays_on_record(collective: Collective):
    collective.closed(Én=11)
    with pytest.raises(Rejected) as refused, collective.database.transaction() as session:
        nominating.withdraw(
            session, collective.small.congress_id, collective.people["Lương Thị Én"],
            by=collective.small.viewers["commune"], at=AT,
        )  # fmt: skip
    assert refusal(refused) == "nominee_on_record"


def test_what_minutes_say_outlasts_what_is_typed(sign_in: SignIn, collective: Collective):
    collective.closed(Én=11)
    address = f"/congresses/thu-nghiem/nominees/{collective.people['Lương Thị Én']}"
    clerk = sign_in("commune")
    page = clerk.get(address).text
    assert "11/13 theo biên bản" in page
    assert 'name="votes_for"' not in page
    typed = {"post": "Trưởng thôn", "votes_for": "13", "version": "2"}
    assert clerk.post(address, data=typed).status_code == 302
    assert collective.nominee("Én").post == "Trưởng thôn"
    assert collective.votes("Én") == (11, 13)


def test_of_two_who_close_at_once_one_does(collective: Collective):
    minutes_id = collective.record(Én=11)

    def attempt(_: int) -> str:
        try:
            with collective.database.transaction() as session:
                service.close(
                    session, collective.small.congress_id, minutes_id, version=1,
                    by=collective.small.viewers["commune"], at=AT,
                )  # fmt: skip
        except Rejected as error:
            return error.faults[0].code
        return "done"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(attempt, range(2))) == ["done", "minutes_closed"]
    assert collective.nominee("Én").version == 2


def test_figures_of_before_are_not_written_over_newer_ones(collective: Collective):
    minutes_id = collective.record(Én=11)
    with pytest.raises(Rejected) as refused, collective.database.transaction() as session:
        service.rewrite(
            session, collective.small.congress_id, minutes_id, MEETING,
            collective.ballots(Én=12), version=7,
            by=collective.small.viewers["commune"], at=AT,
        )  # fmt: skip
    assert refusal(refused) == "minutes_changed_meanwhile"


def test_faults_are_told_at_once_and_nothing_is_stored(collective: Collective):
    with pytest.raises(Rejected) as refused:
        collective.recorded(replace(MEETING, chair="", present=16), [])
    assert {fault.field for fault in refused.value.faults} == {"chair", "present", "votes"}
    with collective.database.reading() as session:
        assert session.exec(select(Minutes)).all() == []


def test_minutes_of_another_century_are_refused(collective: Collective):
    with pytest.raises(Rejected) as refused:
        collective.closed(on=date(1025, 3, 12), Én=11)
    assert refusal(refused) == "minutes_day_too_early"


def test_a_stranger_to_the_unit_is_not_found(collective: Collective):
    minutes_id = collective.record(Én=11)
    for who in ("neighbour", "agency"):
        with pytest.raises(NotFound):
            collective.record(who, Én=11)
        with pytest.raises(NotFound):
            collective.close(minutes_id, who)


def test_only_people_of_the_unit_who_compete_are_voted_on(collective: Collective):
    with pytest.raises(NotFound):
        collective.recorded(MEETING, [Ballot(999, 5)])


def test_a_unit_does_not_change_votes_of_what_it_submitted_but_the_office_does(
    collective: Collective,
):
    set_review(collective, "Én", Review.SUBMITTED)
    minutes_id = collective.record(Én=11)
    with pytest.raises(Rejected) as refused:
        collective.close(minutes_id)
    assert refusal(refused) == "minutes_profiles_locked"
    collective.close(minutes_id, "officer")
    assert collective.votes("Én") == (11, 13)


def test_after_the_deadline_no_minutes_are_recorded(collective: Collective):
    minutes_id = collective.record(Én=11)
    with collective.database.transaction() as session:
        found = session.get_one(Congress, collective.small.congress_id)
        found.nominations_close_at = datetime(2025, 3, 31, tzinfo=UTC)
    with pytest.raises(Rejected) as refused:
        collective.close(minutes_id)
    assert refusal(refused) == "deadline_passed"


def test_after_approval_no_minutes_are_recorded(collective: Collective):
    with collective.database.transaction() as session:
        congresses.lock(session, collective.small.congress_id, by=None, at=AT)
    with pytest.raises(Rejected) as refused:
        collective.record(Én=11)
    assert refusal(refused) == "nominations_closed"


def test_it_is_traced_without_names(collective: Collective):
    first = collective.closed(Én=11, Hòa=9)
    collective.close(collective.correct(first, "ghi nhầm của Nông Văn Chủ"))
    with collective.database.reading() as session:
        entries = [
            each for each in session.exec(select(AuditEntry)) if each.subject.startswith("minutes")
        ]
    assert [each.action for each in entries] == [
        "minutes.recorded",
        "minutes.closed",
        "minutes.correction_begun",
        "minutes.closed",
    ]
    told = " ".join(str(each.facts) for each in entries)
    assert not any(word in told for word in ("Nông", "Én", "nhầm"))
