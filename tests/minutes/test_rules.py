"""A vote is counted exactly, and a tie at the last seat is never broken silently."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from congress.core.errors import Rejected
from congress.minutes import rules
from congress.minutes.rules import (
    Ballot,
    Meeting,
    Place,
    Share,
    Threshold,
    TieDecision,
    read_share,
    tally,
)

HALF = Threshold(Fraction(1, 2))
PRESENT = 13


def count(*votes: int, seats: int = 2, threshold: Threshold = HALF, present: int = PRESENT):
    ballots = [Ballot(number, each) for number, each in enumerate(votes, 1)]
    return tally(ballots, seats=seats, present=present, threshold=threshold)


def places(counted) -> dict[int, Place]:
    return {line.ballot.nominee_id: line.place for line in counted.lines}


def test_eleven_of_thirteen_are_shown_as_minutes_write_it():
    assert str(Share(11, 13)).replace("\N{NO-BREAK SPACE}", " ") == "11/13 = 84,6 %"
    assert Share(1, 16).percent == Decimal("6.3")


def test_a_share_is_never_rounded_to_pass():
    two_thirds = Threshold(Fraction(2, 3), is_over=False)
    written = Threshold(read_share("66,7 %"), is_over=False)
    assert Share(2, 3).percent == Decimal("66.7")
    assert two_thirds.needed(3) == 2
    assert written.needed(3) == 3
    assert places(count(2, seats=1, present=3, threshold=written)) == {1: Place.BELOW}


def test_more_than_half_of_an_even_number_is_one_more():
    assert HALF.needed(14) == 8
    assert Threshold(Fraction(1, 2), is_over=False).needed(14) == 7


@given(
    st.integers(1, 500),
    st.fractions(0, 1, max_denominator=100),
    st.booleans(),
)
def test_the_fewest_votes_that_pass_are_the_fewest(present, share, is_over):
    needed = Threshold(share, is_over).needed(present)

    def passes(votes):
        exact = Fraction(votes, present)
        return exact > share if is_over else exact >= share

    assert passes(needed)
    assert needed == 0 or not passes(needed - 1)


@pytest.mark.parametrize("text", ["", "1/0", "3/2", "101 %", "một nửa", "-1/2", "0.5"])
def test_a_threshold_that_is_none_is_refused(text):
    with pytest.raises(Rejected) as refused:
        read_share(text)
    assert refused.value.faults[0].code == "minutes_threshold_unreadable"


def test_votes_decide_who_is_within_the_seats_and_who_misses_the_threshold():
    counted = count(6, 11, 9, 8)
    assert places(counted) == {2: Place.WITHIN, 3: Place.WITHIN, 4: Place.BEYOND, 1: Place.BELOW}
    assert [line.rank for line in counted.lines] == [1, 2, 3, 4]
    assert counted.tie is None


def test_a_tie_inside_the_seats_is_none():
    counted = count(9, 9, 7)
    assert counted.tie is None
    assert [line.rank for line in counted.lines] == [1, 1, 3]


def test_a_tie_below_the_threshold_is_none():
    assert count(11, 5, 5).tie is None


def test_a_tie_at_the_last_seat_is_left_open():
    counted = count(11, 9, 9)
    assert counted.open_tie == rules.Tie(frozenset({2, 3}), 1)
    assert places(counted) == {1: Place.WITHIN, 2: Place.TIED, 3: Place.TIED}


def _tied(*ballots: Ballot, seats: int = 2):
    return tally(ballots, seats=seats, present=PRESENT, threshold=HALF)


def test_a_second_vote_decides_a_tie():
    counted = _tied(Ballot(1, 11), Ballot(2, 9, second_for=4), Ballot(3, 9, second_for=8))
    assert counted.tie is not None
    assert counted.open_tie is None
    assert places(counted) == {1: Place.WITHIN, 3: Place.WITHIN, 2: Place.BEYOND}


def test_a_second_vote_may_leave_some_tied_and_the_chair_decides_among_them_only():
    again = [Ballot(1, 9, second_for=8), Ballot(2, 9, second_for=3), Ballot(3, 9, second_for=3)]
    counted = _tied(*again)
    assert counted.still_tied == counted.open_tie == rules.Tie(frozenset({2, 3}), 1)
    decided = _tied(again[0], again[1], Ballot(3, 9, second_for=3, is_preferred=True))
    assert decided.open_tie is None
    assert places(decided) == {1: Place.WITHIN, 3: Place.WITHIN, 2: Place.BEYOND}
    assert decided.still_tied == rules.Tie(frozenset({2, 3}), 1)


def test_the_chair_cannot_overrule_votes():
    counted = _tied(Ballot(1, 11), Ballot(2, 10), Ballot(3, 8, is_preferred=True))
    assert places(counted)[3] is Place.BEYOND


BALLOTS = st.lists(
    st.builds(
        lambda votes, second, preferred: (votes, second, preferred),
        st.integers(0, PRESENT),
        st.none() | st.integers(0, PRESENT),
        st.booleans(),
    ),
    min_size=1,
    max_size=9,
).map(
    lambda drawn: [
        Ballot(number, votes, second_for=second, is_preferred=preferred)
        for number, (votes, second, preferred) in enumerate(drawn, 1)
    ]
)


@given(BALLOTS, st.integers(1, 6), st.randoms(use_true_random=False))
def test_the_result_hangs_on_the_votes_and_not_on_their_order(ballots, seats, dice):
    counted = _tied(*ballots, seats=seats)
    shuffled = list(ballots)
    dice.shuffle(shuffled)
    assert _tied(*shuffled, seats=seats) == counted


@given(BALLOTS, st.integers(1, 6))
def test_seats_are_filled_by_votes_and_never_more_than_there_are(ballots, seats):
    counted = _tied(*ballots, seats=seats)
    by_place: dict[Place, list[Ballot]] = {place: [] for place in Place}
    for line in counted.lines:
        by_place[line.place].append(line.ballot)
    within, beyond, tied = by_place[Place.WITHIN], by_place[Place.BEYOND], by_place[Place.TIED]
    passing = [each for each in ballots if each.votes_for >= counted.needed]
    still_open = counted.open_tie.seats if counted.open_tie else 0
    assert len(within) + still_open == min(seats, len(passing))
    assert {each.nominee_id for each in tied} == (
        set(counted.open_tie.nominees) if counted.open_tie else set()
    )
    least = min((each.votes_for for each in within), default=PRESENT)
    assert all(each.votes_for <= least for each in beyond)
    for each in beyond:
        for taken in within:
            assert taken.votes_for > each.votes_for or counted.tie is not None


@given(BALLOTS, st.integers(1, 6))
def test_without_a_decision_equal_votes_share_their_fate(ballots, seats):
    bare = [Ballot(each.nominee_id, each.votes_for) for each in ballots]
    fates: dict[int, set[Place]] = {}
    for line in _tied(*bare, seats=seats).lines:
        fates.setdefault(line.ballot.votes_for, set()).add(line.place)
    assert all(len(fate) == 1 for fate in fates.values())


MEETING = Meeting(
    held_on=date(2025, 3, 12),
    place="Nhà văn hóa xã",
    chair="Nông Văn Hòa",
    secretary="Vi Thị Thuỷ",
    summoned=15,
    present=13,
    form="secret",
    seats=2,
    threshold=HALF,
)
TODAY = date(2025, 4, 1)


def fields(meeting: Meeting, *ballots: Ballot) -> list[str | None]:
    return [fault.field for fault in rules.faults(meeting, ballots, TODAY)]


def test_sound_minutes_have_no_fault():
    assert fields(MEETING, Ballot(1, 11, 1, 1)) == []


def test_every_fault_is_told_at_its_field():
    empty = Meeting(None, "", "", "", None, None, "secret", None, None)
    assert set(fields(empty)) == {
        "held_on", "place", "chair", "secretary", "summoned", "present", "seats", "votes",
    }  # fmt: skip
    wrong = Meeting(**vars(MEETING) | {"present": 16, "held_on": date(2025, 4, 2)})
    assert fields(wrong, Ballot(1, 17)) == ["held_on", "present", "for-1"]


def test_a_meeting_is_of_the_two_years_before_its_congress():
    congress_on = date(2028, 2, 29)
    (told,) = rules.day_faults(date(1025, 3, 12), congress_on)
    assert (told.field, told.facts) == ("held_on", {"day": "12/03/1025", "first": "28/02/2026"})
    assert list(rules.day_faults(date(2026, 2, 28), congress_on)) == []
    assert list(rules.day_faults(None, congress_on)) == []


def test_votes_of_one_person_are_not_more_than_those_present():
    assert fields(MEETING, Ballot(1, 11, 2, 1), Ballot(2, 13)) == ["for-1"]


TIED = _tied(Ballot(1, 9), Ballot(2, 9), seats=1)


@pytest.mark.parametrize(
    ("decision", "codes"),
    [
        (TieDecision(), ["minutes_tie_undecided"]),
        (TieDecision(preferred=frozenset({1})), ["minutes_tie_reason_missing"]),
        (TieDecision(preferred=frozenset({1, 2}), reason="x"), ["minutes_tie_choice_wrong"]),
        (TieDecision(second_for=((1, 5), (2, 4))), ["minutes_count_missing"]),
        (TieDecision(16, ((1, 5), (2, 4))), ["minutes_present_over_summoned"]),
        (TieDecision(4, ((1, 5), (2, 4))), ["minutes_votes_over_present"]),
        (TieDecision(preferred=frozenset({1}), reason="cao tuổi hơn"), []),
    ],
)
def test_a_decision_on_a_tie_needs_figures_or_a_reason(decision, codes):
    assert [fault.code for fault in rules.tie_faults(decision, TIED, 15)] == codes
