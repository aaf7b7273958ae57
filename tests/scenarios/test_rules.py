"""Bounds moved on rules already read: as if the file had said so, and what then breaks."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st

from congress.core.errors import Rejected
from congress.scenarios import rules
from congress.scenarios.rules import Move, breaking, moved, tallies, typed
from congress.selection import forms
from optimizer import pool as pools, rules_file
from optimizer.problem import Faulty, Rules
from optimizer.selection import counted

TEXT = """[panel]
seats = 3

[[quota]]
name = "Nữ"
where = { gender = "female" }
min_share = 0.40
max_share = 0.90

[[quota]]
name = "Mỗi xã"
each = "unit"
min = 0
max = 3

[[quota]]
name = "Mong muốn"
where = { gender = "male" }
min = 1
soft = true
"""
POOL = pools.read(
    {
        "id": list("123456"),
        "score": ["1", "2", "3", "4", "5", "6"],
        "gender": ["female", "female", "male", "female", "male", "female"],
        "unit": ["A", "A", "B", "A", "B", "C"],
    }
)
RULES = rules_file.read(TEXT, POOL)

counts = st.integers(0, 6).map(str) | st.just("")
shares = st.decimals(0, 100, places=1).map(str) | st.just("")
typing = st.fixed_dictionaries(
    {},
    optional={
        "panel-seats": st.integers(1, 6).map(str),
        "quota-0-min_share": shares,
        "quota-0-max_share": shares,
        "quota-1-min": counts,
        "quota-1-max": counts,
        "quota-2-min": counts,
        "quota-2-max": counts,
    },
)


def _bounds(rules: Rules) -> list[object]:
    kept = ("name", "rule", "value", "least", "most", "least_share", "most_share", "is_soft")
    quotas = [[getattr(quota, name) for name in kept] for quota in rules.quotas]
    return [rules.fewest, rules.most, quotas]


@given(fields=typing)
def test_moved_rules_are_those_of_the_file_edited_the_same_way(fields: dict[str, str]):
    try:
        read = rules_file.read(forms.edited(TEXT, fields)[0], POOL)
    except Faulty:
        assume(False)
    assert _bounds(moved(RULES, typed(RULES, fields))) == _bounds(read)


def test_what_stands_as_it_was_moves_nothing():
    fields = {"panel-seats": "3", "quota-0-min_share": "40", "quota-1-min": "0", "quota-2-max": ""}
    assert typed(RULES, fields) == ()


def test_a_bound_taken_away_is_none():
    (move,) = typed(RULES, {"quota-0-min_share": " "})
    assert move == Move(0, "Nữ", "min_share", Fraction(2, 5), None)
    assert move.field == "quota-0-min_share"


def test_every_value_of_a_rule_shares_its_bounds():
    rules = moved(RULES, typed(RULES, {"quota-1-max": "2"}))
    assert [quota.most for quota in rules.quotas if quota.rule == 1] == [2, 2, 2]


def test_a_free_size_has_two_ends():
    ranged = rules_file.read(TEXT.replace("seats = 3", "min = 2\nmax = 4"), POOL)
    rules = moved(ranged, typed(ranged, {"panel-min": "3", "panel-max": "5"}))
    assert (rules.fewest, rules.most) == (3, 5)
    with pytest.raises(Rejected) as rejected:
        typed(ranged, {"panel-min": "5"})
    assert [fault.field for fault in rejected.value.faults] == ["panel-min"]


def test_every_fault_is_told_at_its_field():
    fields = {
        "panel-seats": "nhiều",
        "quota-0-min_share": "95",
        "quota-1-min": "-1",
        "quota-2-min": "4",
        "quota-2-max": "3",
    }
    with pytest.raises(Rejected) as rejected:
        typed(RULES, fields)
    assert {(fault.code, fault.field) for fault in rejected.value.faults} == {
        ("rules_count_unread", "panel-seats"),
        ("rules_bounds_cross", "quota-0-min_share"),
        ("rules_count_unread", "quota-1-min"),
        ("rules_bounds_cross", "quota-2-min"),
    }


@given(
    broken=st.sets(st.frozensets(st.integers(0, 5), min_size=1), min_size=1),
    order=st.permutations(range(6)),
)
def test_what_broke_it_is_a_set_none_of_which_can_be_left_out(
    broken: set[frozenset[int]], order: list[int]
):
    moves = [Move(n, str(n), "min", 0, 1) for n in order]

    def is_impossible(some: rules.Moves) -> bool:
        return any(each <= {move.rule for move in some} for each in broken)

    found = breaking(moves, is_impossible)
    assert is_impossible(found)
    assert not any(is_impossible(tuple(set(found) - {move})) for move in found)


def test_tallies_gather_the_values_of_a_rule():
    rules = replace(RULES, quotas=RULES.quotas)
    women, units, men = tallies(counted(rules, np.array([0, 1, 3], dtype=np.int32)))
    assert (women.largest, women.is_parted, women.missed) == (3, False, 1)
    assert (units.smallest, units.largest, units.is_parted, units.binding) == (0, 3, True, 1)
    assert men.missed == 1
