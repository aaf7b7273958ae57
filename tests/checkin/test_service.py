from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlmodel import func, select

from congress.audit import AuditEntry
from congress.badges import queries as badges, service as issuing
from congress.badges.tokens import BadgeClaim, token
from congress.checkin import queries, service
from congress.checkin.models import Admission, Device, Gate, Scan
from congress.checkin.rules import Direction, Event, Outcome, told
from congress.checkin.service import Answer, Source
from congress.core.errors import Rejected
from tests.checkin.conftest import OPENING, REHEARSAL, Door, said


def stored(door: Door, table: type) -> int:
    with door.database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def at_once(*calls) -> list[object]:
    """Do all of it at the same moment, each in its own thread."""
    results: list[object] = [None] * len(calls)
    start = Barrier(len(calls))

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = calls[place]()
        except Exception as error:  # noqa: BLE001
            results[place] = error

    threads = [Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_delegate_is_admitted_once(door, event):
    first, second = event(0, 11), event(0, 20)
    [answer] = door.scan(first)
    assert (answer.outcome, answer.first_at, answer.reason) == ("admitted", first.at, "")
    assert (answer.delegate.number, answer.delegate.name) == (1, "Hoàng Thị Thuỷ")
    assert (answer.delegate.unit, answer.delegate.seat) == ("Xã Nhân Lý", "A-1")
    [answer] = door.scan(second, source=door.sources[1])
    assert (answer.outcome, answer.first_at) == ("already", first.at)


def test_the_same_event_gets_the_same_answer_however_often_it_is_sent(door, event):
    one = event(0, 11)
    first = door.scan(one)
    earlier = door.scan(event(0, 5))
    assert said(earlier) == ["already"]
    assert door.scan(one, source=door.sources[1]) == first
    assert door.scan(one, one, one) == first * 3
    assert stored(door, Scan) == 2


def test_an_event_twice_in_one_batch_is_answered_once(door, event):
    one, other = event(0), event(1)
    assert said(door.scan(one, other, one)) == ["admitted", "admitted", "admitted"]
    assert stored(door, Scan) == 2
    assert stored(door, Admission) == 2


def test_answers_come_in_the_order_sent(door, event):
    late, early = event(0, 20), event(0, 10)
    junk = replace(event(0), token="một tấm áp phích")
    answers = door.scan(late, junk, early)
    assert [answer.id for answer in answers] == [late.id, junk.id, early.id]
    assert said(answers) == ["already", "refused", "admitted"]
    assert answers[0].first_at == early.at


def test_nothing_sent_is_nothing_answered(door):
    assert door.scan() == []


def test_who_goes_out_may_come_in_again(door, event):
    out = Direction.OUT
    story = [event(0, 0), event(0, 1, out), event(0, 2), event(0, 3), event(0, 4, out)]
    assert [said(door.scan(each))[0] for each in story] == [
        "admitted",
        "left",
        "admitted",
        "already",
        "left",
    ]
    assert not door.attendance()[0].is_inside
    assert door.attendance()[0].is_present


def test_each_sitting_has_its_own_admission(door, event):
    assert said(door.scan(event(0), event(0, sitting=REHEARSAL))) == ["admitted", "admitted"]


def test_two_devices_that_both_showed_admitted_make_an_incident(door, event):
    shown = Outcome.ADMITTED
    assert said(door.scan(event(0, 1, shown=shown))) == ["admitted"]
    assert said(door.scan(event(0, 2, shown=shown), source=door.sources[1])) == ["incident"]
    with door.database.reading() as session:
        [incident] = queries.incidents(session, door.small.sitting_id)
    assert incident.number == 1


# Refusals


def refused(answers: list[Answer]) -> list[str]:
    assert said(answers) == ["refused"] * len(answers)
    assert all(answer.first_at is None for answer in answers)
    return [answer.reason for answer in answers]


def test_strangers_are_refused_with_the_reason(door, event):
    stranger_key = Ed25519PrivateKey.generate()
    congress, delegate = door.small.congress_id, door.delegates[0].id
    texts = {
        "": "malformed",
        "https://example.org": "malformed",
        token(stranger_key, BadgeClaim(congress, delegate, 1)): "wrong_signature",
        token(stranger_key, BadgeClaim(congress + 1, delegate, 1)): "other_congress",
    }
    events = [replace(event(0), token=text) for text in texts]
    assert refused(door.scan(*events)) == list(texts.values())
    assert stored(door, Admission) == 0
    assert not any(row.is_present for row in door.attendance())


def reprint(door: Door) -> str:
    """Revoke the first delegate's badge and give the new one's text."""
    congress = door.small.congress_id
    with door.database.transaction() as session:
        issuing.reissue(
            session,
            congress,
            door.delegates[0].id,
            after=1,
            reason="mất thẻ",
            by=door.small.viewers["supervisor"],
            at=OPENING,
        )
    with door.database.reading() as session:
        return badges.printed(session, congress)[0].token


def test_a_revoked_badge_is_refused_and_the_new_one_admitted(door, event):
    new = reprint(door)
    old = event(0, 1)
    answers = door.scan(old, at=OPENING + timedelta(minutes=1))
    assert refused(answers) == ["revoked"]
    assert answers[0].delegate.number == 1
    assert said(door.scan(replace(event(0, 2), token=new))) == ["admitted"]


def test_a_reprint_never_lets_anyone_in_twice(door, event):
    door.scan(event(0, 1))
    new = reprint(door)
    assert said(door.scan(replace(event(0, 3), token=new))) == ["already"]


def test_the_sitting_must_be_there_and_open(door, event):
    events = [event(0, sitting="chieu"), event(0, minute=-60 * 24), event(0, minute=60 * 24)]
    assert refused(door.scan(*events)) == ["unknown_sitting", "closed_sitting", "closed_sitting"]


def test_a_rehearsal_is_open_at_any_time(door, event):
    assert said(door.scan(event(0, minute=60 * 24 * 400, sitting=REHEARSAL))) == ["admitted"]


def test_odd_texts_are_refused_and_nothing_breaks(door, event):
    odd = ["\x00", "\ud800", "🎫" * 111, "1" * 5000, " " * 111]
    events = [replace(event(0), token=text, sitting=text) for text in odd]
    assert refused(door.scan(*events)) == ["malformed"] * len(odd)


def test_a_refused_event_stays_refused(door, event):
    stranger = replace(event(0), token="?")
    assert refused(door.scan(stranger)) == refused(door.scan(replace(event(0), id=stranger.id)))


def test_an_events_id_of_another_congress_is_not_answered(door, event):
    one = event(0)
    door.scan(one)
    with pytest.raises(Rejected), door.database.transaction() as session:
        service.scan(session, 99, [one], source=door.sources[0], at=OPENING)


# Typed numbers


def test_a_typed_number_admits_and_is_recorded_as_typed(door):
    source = Source(viewer=door.small.viewers["gate"])
    typed = Event(id=str(OPENING), sitting="sang", at=OPENING, number=3)
    answers = door.scan(typed, source=source)
    assert said(answers) == ["admitted"]
    assert answers[0].delegate.name == "Nông Văn Hòa"
    with door.database.reading() as session:
        scan = session.exec(select(Scan)).one()
    assert scan.is_typed
    assert (scan.device_id, scan.account_id) == (None, door.small.accounts["gate"])


def test_a_number_that_nobody_has_is_refused(door):
    typed = Event(id="1", sitting="sang", at=OPENING, number=99)
    assert refused(door.scan(typed)) == ["unknown_number"]


def test_the_number_of_a_revoked_badge_opens_nothing_until_there_is_a_new_one(door):
    typed = Event(id="1", sitting="sang", at=OPENING, number=1)
    with door.database.transaction() as session:
        viewer = door.small.viewers["organizer"]
        issuing.revoke(session, door.small.congress_id, 1, reason="mất", by=viewer, at=OPENING)
    assert refused(door.scan(typed)) == ["revoked"]
    reprint(door)
    assert said(door.scan(replace(typed, id="2"))) == ["admitted"]


# Any number of gates at once


def test_at_many_gates_at_once_exactly_one_is_admitted(door, event):
    events = [event(0, place) for place in range(8)]
    calls = [
        lambda each=each, place=place: door.scan(each, source=door.sources[place % 2])[0]
        for place, each in enumerate(events)
    ]
    outcomes = [answer.outcome.value for answer in at_once(*calls)]
    assert sorted(outcomes) == ["admitted"] + ["already"] * 7
    assert door.attendance()[0].first_at == OPENING


def test_the_same_event_sent_at_once_gets_one_answer(door, event):
    one = event(0)
    answers = at_once(*[lambda: door.scan(one)] * 6)
    assert answers == [answers[0]] * 6
    assert stored(door, Scan) == stored(door, Admission) == 1


def test_batches_that_cross_neither_block_one_another_nor_admit_twice(door, event):
    batches = [[event(place, minute) for place in range(4)] for minute in range(6)]
    calls = [
        lambda batch=batch, way=way: door.scan(*batch[::way])
        for batch, way in zip(batches, [1, -1] * 3, strict=True)
    ]
    answers = [answer for batch in at_once(*calls) for answer in batch]
    admitted = [answer.delegate.number for answer in answers if answer.outcome == "admitted"]
    assert sorted(admitted) == [1, 2, 3, 4]


def test_devices_that_showed_admitted_at_once_make_one_admission_and_incidents(door, event):
    events = [event(0, place, shown=Outcome.ADMITTED) for place in range(2)]
    calls = [
        lambda each=each, source=source: door.scan(each, source=source)[0]
        for each, source in zip(events, door.sources, strict=True)
    ]
    outcomes = sorted(answer.outcome.value for answer in at_once(*calls))
    assert outcomes == ["admitted", "incident"]


def test_an_event_sent_for_two_delegates_leaves_one_scan_and_no_stray_admission(door, event):
    mine = event(0)
    theirs = replace(event(1), id=mine.id)
    first, second = at_once(lambda: door.scan(mine), lambda: door.scan(theirs))
    assert first == second
    assert stored(door, Scan) == stored(door, Admission) == 1
    loser = 1 if first[0].delegate.number == 1 else 0
    assert said(door.scan(event(loser))) == ["admitted"]


# The set of events tells the same story in any order


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_attendance_is_the_story_that_the_rules_tell(door, event, data):
    made = [
        event(
            data.draw(st.integers(0, 2)),
            data.draw(st.integers(0, 6)),
            data.draw(st.sampled_from(Direction)),
        )
        for _ in range(data.draw(st.integers(1, 8)))
    ]
    door.scan(*made[: len(made) // 2])
    for each in made[len(made) // 2 :]:
        door.scan(each, source=door.sources[1])
    known = door.sightings()
    for row in door.attendance():
        story = told([each for each in known if each.delegate_id == row.delegate_id])
        assert (row.first_at, row.is_inside) == (story.first_at, story.is_inside)
        assert row.is_present == (story.first_at is not None)


def test_attendance_counts_by_unit_and_shows_who_came_last(door, event):
    door.scan(event(0, 1), event(2, 3), event(1, 2))
    board = queries.board(door.attendance())
    assert (board.total.summoned, board.total.present, board.inside) == (4, 3, 3)
    assert [(unit.unit, unit.present, unit.summoned) for unit in board.units] == [
        ("Xã Nhân Lý", 2, 2),
        ("Xã Vạn Linh", 1, 1),
        ("Phòng Nội vụ", 0, 1),
    ]
    assert [row.number for row in board.arrivals] == [3, 2, 1]


# Scanners


def test_a_scanner_is_known_by_its_token_and_only_the_digest_is_kept(door):
    with door.database.reading() as session:
        device = session.get(Device, door.sources[0].device_id)
        assert queries.scanner(session, door.bearers[0]).device_id == device.id
        assert queries.scanner(session, "khác") is None
        assert queries.scanner(session, "") is None
    assert door.bearers[0] not in device.token_digest


def test_a_gate_is_made_once_for_all_its_scanners(door):
    with door.database.transaction() as session:
        service.enroll_device(session, door.small.congress_id, " Cửa  chính ", by=None, at=OPENING)
    assert stored(door, Gate) == 2
    assert stored(door, Device) == 3


def test_a_gate_needs_a_name(door):
    with pytest.raises(Rejected), door.database.transaction() as session:
        service.enroll_device(session, door.small.congress_id, "  ", by=None, at=OPENING)
    with pytest.raises(Rejected), door.database.transaction() as session:
        service.enroll_device(session, door.small.congress_id, "c" * 501, by=None, at=OPENING)


def test_every_batch_leaves_a_trace_and_a_repeat_leaves_none(door, event):
    one = event(0)
    door.scan(one, event(1))
    door.scan(one)
    with door.database.reading() as session:
        entries = session.exec(
            select(AuditEntry).where(AuditEntry.action == "scans.answered")
        ).all()
    assert [entry.facts for entry in entries] == [
        {"admitted": 2, "device": door.sources[0].device_id}
    ]
