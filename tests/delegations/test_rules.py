"""Votes on a list, room above, and what has to be asked."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from congress.delegations.rules import Vote, overfull, place, room, same_group, vote_faults

DAY = date(2025, 2, 27)
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class _Group:
    code: str
    label: str
    side: str = "direct"


@pytest.mark.parametrize(
    ("vote", "told"),
    [
        (Vote(14, 13, 11, DAY), set()),
        (Vote(13, 13, 13, DAY), set()),
        (Vote(12, 13, 14, DAY), {"vote_present_over_summoned", "vote_over_present"}),
        (Vote(13, 0, 0, DAY), {"vote_without_present"}),
        (Vote(14, 13, 11, date(2025, 2, 28)), {"vote_in_future"}),
    ],
)
def test_every_fault_of_a_vote_is_told(vote: Vote, told: set[str]):
    assert {fault.code for fault in vote_faults(vote, 3, DAY)} == told


def test_nobody_votes_on_an_empty_list():
    codes = [fault.code for fault in vote_faults(Vote(14, 13, 11, DAY), 0, DAY)]
    assert codes == ["delegation_empty"]


@given(st.integers(1, 500), st.integers(0, 500))
def test_exactly_half_does_not_approve(present: int, votes_for: int):
    vote = Vote(present, present, min(votes_for, present), DAY)
    assert vote.is_approval(HALF) == (2 * vote.votes_for > present)


def test_a_group_is_the_same_by_code_label_and_side_together():
    above = [_Group("direct", "Người trực tiếp lao động, sản xuất"), _Group("guest", "Khách mời")]
    assert same_group(_Group("guest", "khách mời"), above) == "guest"
    assert same_group(_Group("direct", "Người trực tiếp sản xuất, công tác"), above) is None
    assert same_group(_Group("guest", "Khách mời", "invited"), above) is None
    assert same_group(_Group("farmer", "Nông dân"), above) is None


def test_where_the_host_sends_people_nothing_is_asked():
    assert place([4], [7], frozenset({4, 7})).known == 4


def test_where_the_host_is_gone_the_own_unit_counts():
    assert place([], [7], frozenset({7, 8})).known == 7
    assert place([], [], frozenset({7})).choices == ()


def test_a_split_unit_is_asked_even_if_one_successor_alone_sends_people():
    found = place([7, 8], [7, 8], frozenset({7}))
    assert (found.known, found.choices, found.is_asked) == (None, (7,), True)


def test_room_is_known_once_every_unit_has_its_seats():
    assert room([3, 4]) == 7
    assert room([3, None]) is None


@given(st.dictionaries(st.integers(1, 5), st.integers(0, 9)), st.integers(0, 9), st.integers(0, 9))
def test_no_unit_gets_more_than_its_seats(wanted: dict[int, int], taken: int, seats: int):
    found = overfull(wanted, dict.fromkeys(wanted, taken), dict.fromkeys(wanted, seats))
    assert all(count > seats for count, _ in found.values())
    kept = {unit: new for unit, new in wanted.items() if unit not in found}
    assert all(new == 0 or new + taken <= seats for new in kept.values())
