from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from congress.checkin.rules import (
    DOORS_OPEN_BEFORE,
    Direction,
    Door,
    Event,
    Outcome,
    Pass,
    Refusal,
    Sighting,
    barred_since,
    decide,
    entries,
    refusal,
    told,
)

OPENING = datetime(2025, 4, 15, 0, 30, tzinfo=UTC)
NOON = datetime(2025, 4, 15, 5, 0, tzinfo=UTC)
DOOR = Door(1, OPENING, NOON, is_rehearsal=False)
REHEARSAL = Door(2, OPENING, NOON, is_rehearsal=True)
IN, OUT = Direction.IN, Direction.OUT
ADMITTED, ALREADY, LEFT = Outcome.ADMITTED, Outcome.ALREADY, Outcome.LEFT


def seen(
    id_: str,
    minute: int,
    direction: Direction = IN,
    *,
    device: str = "A",
    shown: Outcome | None = None,
) -> Sighting:
    at = OPENING + timedelta(minutes=minute)
    return Sighting(id_, 1, 1, device, at, direction, shown)


def answer_in_turn(batches: Iterable[Sequence[Sighting]]) -> list[Sighting]:
    """Answer batches as they arrive; give all sightings with their answers."""
    past: list[Sighting] = []
    for batch in batches:
        decisions = decide(past, batch)
        past += [replace(each, outcome=decisions[each.id].outcome) for each in batch]
    return past


def outcomes(*sightings: Sighting) -> list[Outcome | None]:
    return [each.outcome for each in answer_in_turn([each] for each in sightings)]


def event(at: datetime = OPENING, shown: Outcome | None = None) -> Event:
    return Event(id="1", sitting="sang", at=at, shown=shown)


# Whom the door refuses


def test_a_badge_in_force_is_not_refused():
    assert refusal(event(), Pass(1), DOOR, received_at=OPENING) is None


@pytest.mark.parametrize("reason", list(Refusal))
def test_who_shows_no_badge_of_ours_is_refused_with_the_reason(reason: Refusal):
    assert refusal(event(), reason, DOOR, received_at=OPENING) is reason


def test_a_revoked_badge_is_refused():
    revoked = Pass(1, revoked_at=OPENING)
    later = OPENING + timedelta(minutes=1)
    assert refusal(event(later), revoked, DOOR, received_at=later) is Refusal.REVOKED


def test_a_clock_that_is_slow_does_not_revive_a_revoked_badge():
    revoked = Pass(1, revoked_at=OPENING)
    slow = event(OPENING - timedelta(hours=1))
    assert refusal(slow, revoked, DOOR, received_at=OPENING) is Refusal.REVOKED


def test_who_was_let_in_offline_before_the_badge_was_revoked_stays_in():
    revoked = Pass(1, revoked_at=OPENING)
    before, after = (OPENING + timedelta(minutes=m) for m in (-1, 1))
    late = {"received_at": OPENING + timedelta(hours=1)}
    assert refusal(event(before, ADMITTED), revoked, DOOR, **late) is None
    assert refusal(event(after, ADMITTED), revoked, DOOR, **late) is Refusal.REVOKED


def test_a_number_opens_the_door_while_a_badge_is_in_force_or_none_was_issued():
    later = OPENING + timedelta(minutes=1)
    assert barred_since([]) is None
    assert barred_since([OPENING, None]) is None
    assert barred_since([later, OPENING]) == later


def test_a_sitting_takes_delegates_from_its_doors_to_its_end():
    second = timedelta(seconds=1)
    doors = OPENING - DOORS_OPEN_BEFORE
    moments = [doors - second, doors, NOON, NOON + second]
    refused = [refusal(event(at), Pass(1), DOOR, received_at=at) for at in moments]
    assert refused == [Refusal.CLOSED_SITTING, None, None, Refusal.CLOSED_SITTING]


def test_a_rehearsal_is_open_at_any_time():
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    assert refusal(event(long_ago), Pass(1), REHEARSAL, received_at=NOON) is None


def test_a_sitting_that_is_not_there_is_told():
    assert refusal(event(), Pass(1), None, received_at=OPENING) is Refusal.UNKNOWN_SITTING


# What the door answers


def test_the_first_scan_is_admitted_and_the_second_already_in():
    assert outcomes(seen("a", 0), seen("b", 1)) == [ADMITTED, ALREADY]


def test_the_second_answer_tells_since_when():
    first = replace(seen("a", 11), outcome=ADMITTED)
    decision = decide([first], [seen("b", 30)])["b"]
    assert decision.first_at == first.at
    assert decision.grant is None


def test_who_went_out_comes_in_again():
    story = [seen("a", 0), seen("b", 1, OUT), seen("c", 2), seen("d", 3)]
    assert outcomes(*story) == [ADMITTED, LEFT, ADMITTED, ALREADY]


def test_going_out_twice_opens_one_entry_only():
    story = [seen("a", 0), seen("b", 1, OUT), seen("c", 2, OUT), seen("d", 3), seen("e", 4)]
    assert outcomes(*story) == [ADMITTED, LEFT, LEFT, ADMITTED, ALREADY]


def test_going_out_unseen_before_does_not_count_as_an_entry():
    assert outcomes(seen("a", 0, OUT), seen("b", 1)) == [LEFT, ADMITTED]


def test_admissions_are_counted_for_the_constraint_that_settles_races():
    story = [seen("a", 0), seen("b", 1, OUT), seen("c", 2)]
    decisions = decide([], story)
    assert [decisions[each.id].grant for each in story] == [1, None, 2]


def test_an_event_that_comes_late_gets_the_earlier_moment_into_the_answer():
    past = [replace(seen("a", 30), outcome=ADMITTED)]
    decision = decide(past, [seen("b", 5)])["b"]
    assert decision.outcome is ALREADY
    assert decision.first_at == OPENING + timedelta(minutes=5)


def test_an_exit_that_comes_late_does_not_let_one_entry_in_twice():
    late_exit = [seen("c", 3), seen("a", 1), seen("b", 2, OUT), seen("d", 4)]
    assert outcomes(*late_exit) == [ADMITTED, ALREADY, LEFT, ALREADY]


def test_two_devices_that_both_showed_admitted_make_an_incident():
    story = [
        seen("a", 0, device="A", shown=ADMITTED),
        seen("b", 1, device="B", shown=ADMITTED),
        seen("c", 2, device="C", shown=ADMITTED),
    ]
    assert outcomes(*story) == [ADMITTED, Outcome.INCIDENT, Outcome.INCIDENT]


def test_a_device_offline_and_one_online_make_an_incident_too():
    story = [seen("a", 0, device="A"), seen("b", 1, device="B", shown=ADMITTED)]
    assert outcomes(*story) == [ADMITTED, Outcome.INCIDENT]


def test_one_device_that_shows_admitted_twice_makes_no_incident():
    story = [seen("a", 0, shown=ADMITTED), seen("b", 1, shown=ADMITTED)]
    assert outcomes(*story) == [ADMITTED, ALREADY]


def test_a_second_device_that_showed_already_makes_no_incident():
    story = [seen("a", 0, shown=ADMITTED), seen("b", 1, device="B", shown=ALREADY)]
    assert outcomes(*story) == [ADMITTED, ALREADY]


def test_another_entry_admitted_at_another_device_makes_no_incident():
    story = [
        seen("a", 0, device="A", shown=ADMITTED),
        seen("b", 1, OUT, device="A"),
        seen("c", 2, device="B", shown=ADMITTED),
    ]
    assert outcomes(*story) == [ADMITTED, LEFT, ADMITTED]


def test_whoever_takes_a_number_over_is_admitted_though_the_former_holder_was():
    former = replace(seen("a", 0), outcome=ADMITTED, is_former=True)
    decisions = decide([former], [seen("b", 30), seen("c", 31)])
    assert [decisions[id_].outcome for id_ in "bc"] == [ADMITTED, ALREADY]
    assert decisions["b"].grant == 2
    assert decisions["b"].first_at == OPENING + timedelta(minutes=30)


def test_what_a_gate_sends_late_of_a_former_holder_is_their_own_story():
    present = replace(seen("b", 30), outcome=ADMITTED)
    late = replace(seen("a", 0, shown=ADMITTED), is_former=True)
    assert decide([present], [late])["a"].outcome is ADMITTED


# What holds whatever arrives in whatever order


@st.composite
def arriving(draw: st.DrawFn) -> list[list[Sighting]]:
    """One delegate's events at one sitting, in any order, in batches of one device each."""
    made = [
        seen(
            f"{place:02}",
            draw(st.integers(0, 8)),
            draw(st.sampled_from([IN, IN, OUT])),
            device=draw(st.sampled_from("AB")),
            shown=draw(st.sampled_from([None, ADMITTED, ALREADY])),
        )
        for place in range(draw(st.integers(1, 9)))
    ]
    batches: list[list[Sighting]] = []
    for each in draw(st.permutations(made)):
        if batches and batches[-1][-1].device == each.device and draw(st.booleans()):
            batches[-1].append(each)
        else:
            batches.append([each])
    return batches


@given(arriving(), st.integers(0, 9))
def test_a_number_that_passes_on_never_grants_one_admission_twice(
    batches: list[list[Sighting]], minute: int
):
    since = OPENING + timedelta(minutes=minute)
    told = [[replace(each, is_former=each.at < since) for each in batch] for batch in batches]
    grants = []
    past: list[Sighting] = []
    for batch in told:
        decisions = decide(past, batch)
        grants += [decisions[each.id].grant for each in batch]
        past += [replace(each, outcome=decisions[each.id].outcome) for each in batch]
    given = [grant for grant in grants if grant]
    assert sorted(given) == list(range(1, len(given) + 1))


@given(arriving())
def test_no_entry_is_ever_admitted_twice(batches: list[list[Sighting]]):
    for entry in entries(answer_in_turn(batches)):
        assert sum(each.outcome is ADMITTED for each in entry) <= 1


@given(arriving())
def test_no_admission_takes_the_place_of_another(batches: list[list[Sighting]]):
    past: list[Sighting] = []
    grants = []
    for batch in batches:
        decisions = decide(past, batch)
        grants += [decisions[each.id].grant for each in batch if decisions[each.id].grant]
        past += [replace(each, outcome=decisions[each.id].outcome) for each in batch]
    assert sorted(grants) == list(range(1, len(grants) + 1))


@given(arriving())
def test_who_comes_in_only_is_admitted_exactly_once(batches: list[list[Sighting]]):
    only_in = [[replace(each, direction=IN) for each in batch] for batch in batches]
    answered = [each.outcome for each in answer_in_turn(only_in)]
    assert answered.count(ADMITTED) == 1
    assert LEFT not in answered


@given(st.lists(st.sampled_from([IN, IN, OUT]), min_size=1, max_size=9))
def test_in_the_order_of_the_clock_every_entry_is_admitted_once(directions: list[Direction]):
    story = [seen(f"{place:02}", place, way) for place, way in enumerate(directions)]
    for entry in entries(answer_in_turn([each] for each in story)):
        assert [each.outcome for each in entry].count(ADMITTED) == 1


@given(arriving(), st.randoms(use_true_random=False))
def test_the_story_is_told_the_same_whatever_the_order_of_arrival(batches, random):
    events = [each for batch in batches for each in batch]
    shuffled = random.sample(events, len(events))
    assert told(answer_in_turn(batches)) == told(answer_in_turn([each] for each in shuffled))
    assert [[e.id for e in entry] for entry in entries(events)] == [
        [e.id for e in entry] for entry in entries(shuffled)
    ]


@given(arriving(), arriving())
def test_one_delegates_events_do_not_touch_anothers(mine, theirs):
    their_events = [replace(e, id=f"t{e.id}", delegate_id=2) for batch in theirs for e in batch]
    my_events = [each for batch in mine for each in batch]
    alone = decide([], my_events)
    assert {id_: d for id_, d in decide([], my_events + their_events).items() if id_ in alone} == (
        alone
    )
