"""What may stand where, end when, and follow what."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from congress.units.models import UnitKind
from congress.units.rules import (
    Span,
    closing_faults,
    entry_faults,
    reached,
    standing,
    succession_faults,
)

NEW_YEAR, LAST, NEXT = date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1)


def _span(
    number: int = 1,
    *,
    code: str = "06463",
    kind: UnitKind = UnitKind.COMMUNE,
    begins: date = NEW_YEAR,
    ends: date | None = None,
) -> Span:
    return Span(number, code, f"Xã {number}", kind, begins, ends)


DISTRICT = _span(9, code="187", kind=UnitKind.DISTRICT, ends=LAST)


def _codes(faults) -> list[str]:
    return [fault.code for fault in faults]


def test_a_commune_stands_below_a_district_that_is_there():
    assert _codes(entry_faults(_span(), DISTRICT, [])) == []
    after = _span(begins=NEXT)
    assert _codes(entry_faults(after, DISTRICT, [])) == ["unit_parent_not_there"]


@pytest.mark.parametrize("kind", [UnitKind.DISTRICT, UnitKind.PROVINCE])
def test_nothing_stands_below_its_like_or_less(kind: UnitKind):
    assert _codes(entry_faults(_span(kind=kind), DISTRICT, [])) == ["unit_parent_too_low"]


def test_only_a_province_stands_below_nothing():
    assert _codes(entry_faults(_span(), None, [])) == ["unit_parent_missing"]
    assert _codes(entry_faults(_span(kind=UnitKind.PROVINCE), None, [])) == []


def test_a_code_is_free_again_the_day_after_its_unit_ended():
    former = _span(2, ends=LAST)
    province = _span(8, code="20", kind=UnitKind.PROVINCE)
    assert _codes(entry_faults(_span(begins=NEXT), province, [former])) == []
    assert _codes(entry_faults(_span(begins=LAST), province, [former])) == ["unit_code_in_use"]


def test_every_fault_is_told_at_once():
    wrong = _span(kind=UnitKind.PROVINCE, begins=NEXT, ends=LAST)
    assert set(_codes(entry_faults(wrong, DISTRICT, [_span(2)]))) >= {
        "unit_ends_before_it_begins",
        "unit_parent_too_low",
        "unit_parent_not_there",
    }


def test_a_unit_ends_once_and_after_those_below_it():
    assert _codes(closing_faults(_span(), LAST, [])) == []
    assert _codes(closing_faults(_span(ends=LAST), LAST, [])) == ["unit_closed_already"]
    assert _codes(closing_faults(_span(begins=NEXT), LAST, [])) == ["unit_closed_before_it_began"]
    left = list(closing_faults(_span(9), LAST, [_span(1), _span(2, ends=LAST)]))
    assert _codes(left) == ["unit_has_units_below"]
    assert left[0].facts == {"count": 1, "names": "Xã 1"}


def test_what_follows_is_there_on_the_day_after():
    unit = _span(1)
    assert _codes(succession_faults(unit, LAST, [_span(2, begins=NEXT)], {})) == []
    late = _span(2, begins=NEXT + timedelta(days=1))
    assert _codes(succession_faults(unit, LAST, [late], {})) == ["unit_successor_not_there"]


def test_no_unit_follows_itself_however_far_round():
    unit, other = _span(1), _span(2, begins=NEXT)
    turned = {2: [3], 3: [1]}
    assert _codes(succession_faults(unit, LAST, [other], turned)) == ["unit_succession_turns_round"]
    assert _codes(succession_faults(unit, LAST, [unit], {})) == ["unit_succession_turns_round"]


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20),
    st.integers(0, 7),
    st.sets(st.integers(0, 7)),
)
def test_what_stands_in_a_units_place_followed_it_and_is_there(
    links: list[tuple[int, int]], start: int, there: set[int]
):
    followed_by: dict[int, list[int]] = {}
    for before, after in links:
        followed_by.setdefault(before, []).append(after)
    spans = {n: _span(n, ends=None if n in there else LAST) for n in range(8)}
    found = standing(start, NEXT, followed_by, spans)
    assert found <= there & reached(start, followed_by)
    if start in there:
        assert found == {start}
