"""The rules as sliders: their scales, and what a list fills of them."""

import pytest

from congress.scenarios import sliders
from congress.scenarios.rules import tallies
from congress.selection import forms
from congress.selection.rules import Counted
from optimizer import pool as pools, rules_file
from optimizer.selection import choose

TEXT = """[panel]
seats = 4

[[quota]]
name = "Nữ"
where = { gender = "female" }
min_share = 0.075

[[quota]]
name = "Mỗi xã"
each = "unit"
min = 1
max = 9
"""
POOL = pools.read(
    {
        "id": list("12345678"),
        "score": ["8", "7", "6", "5", "4", "3", "2", "1"],
        "gender": ["female", "male"] * 4,
        "unit": ["A", "A", "A", "A", "A", "B", "B", "B"],
    }
)
RULES = rules_file.read(TEXT, POOL)


@pytest.fixture
def base(app) -> forms.RulesForm:
    with app.test_request_context():
        form = forms.shown(TEXT, {}, POOL, {})
    assert form is not None
    return form


def test_counts_reach_as_far_as_the_panel_and_shares_to_the_whole(base: forms.RulesForm):
    women, units = sliders.rows(base, base)
    assert (women.sliders[0].top, women.sliders[0].least, women.sliders[0].step) == (
        100,
        "7.5",
        "any",
    )
    assert (units.sliders[0].top, units.sliders[0].most, units.sliders[0].step) == (9, "9", "1")


def test_the_scale_stays_while_the_bounds_move(base: forms.RulesForm):
    moved = forms.RulesForm(**{**vars(base), "seats": "8"})
    assert sliders.rows(moved, base) == sliders.rows(base, base)
    assert sliders.panel(moved, base, eligible=8, limit=300).top == 8
    assert sliders.panel(moved, base, eligible=8, limit=6).top == 6


def test_a_free_size_has_two_ends(base: forms.RulesForm):
    ranged = forms.RulesForm(**{**vars(base), "is_ranged": True, "fewest": "2", "most": "6"})
    panel = sliders.panel(ranged, ranged, eligible=8, limit=300)
    assert (panel.least_field, panel.least, panel.most_field, panel.most) == (
        "panel-min",
        "2",
        "panel-max",
        "6",
    )


def test_a_list_is_measured_beside_the_pool(base: forms.RulesForm):
    result = choose(POOL, RULES)
    women, units = sliders.gauges(base, tallies(result.counts), len(result.chosen))
    assert (women.begin, women.end, women.pool_end) == (0.0, 50.0, 100.0)
    assert units.pool == Counted(3, 5, is_parted=True)
    assert (units.begin, units.end) == (round(100 / 9, 2), round(300 / 9, 2))
    assert units.is_full
    assert not units.is_missed


def test_without_a_list_only_the_pool_is_measured(base: forms.RulesForm):
    women, _ = sliders.gauges(base, [], 0)
    assert women.count is None
    assert not women.is_full
    assert women.end == 0.0
