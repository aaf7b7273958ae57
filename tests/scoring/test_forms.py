"""The rubric's form: rows come and go before anything is stored, and each fault finds its row."""

from decimal import Decimal

import pytest

from congress.core.errors import Rejected
from congress.scoring import forms, rubrics
from congress.scoring.forms import Row
from tests.scoring.conftest import ALL

ROWS = [Row(name=name) for name in "abc"]


def names(wanted: str) -> str:
    return "".join(row.name or "+" for row in forms.arranged(ROWS, wanted))


@pytest.mark.parametrize(
    ("wanted", "after"),
    [
        ("add", "abc+"),
        ("remove-1", "ac"),
        ("up-2", "acb"),
        ("down-0", "bac"),
        ("up-0", "abc"),
        ("down-2", "abc"),
        ("remove-9", "abc"),
        ("remove-x", "abc"),
        ("", "abc"),
    ],
)
def test_rows_are_added_removed_and_moved(wanted, after):
    assert names(wanted) == after


def test_a_rubric_goes_through_the_form_unchanged():
    for criteria in (ALL, rubrics.default()):
        assert tuple(forms.criteria(forms.shown(criteria), 99)) == criteria


def test_new_rows_get_keys_that_nobody_had():
    rows = [Row(key="2", name="cũ", maximum="10"), Row(name="mới", maximum="10")]
    assert [each.key for each in forms.criteria(rows, 7)] == [2, 7]
    forged = [Row(key="2", name="a"), Row(key="2", name="b"), Row(key="99", name="c")]
    assert [each.key for each in forms.criteria(forged, 7)] == [2, 7, 8]


def test_a_title_is_kept_by_its_listed_name():
    row = Row(name="Danh hiệu", kind="titles", maximum="20", table="CSTĐ cơ sở: 12,5\n\nKhác : 3")
    [criterion] = forms.criteria([row], 1)
    assert criterion.table == (("Chiến sĩ thi đua cơ sở", Decimal("12.5")), ("Khác", Decimal(3)))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Row(name="a", maximum="nhiều"), "points_unreadable"),
        (Row(name="a", kind="titles", maximum="9", table="Giấy khen"), "criterion_line_unreadable"),
        (
            Row(
                name="a",
                kind="titles",
                maximum="9",
                table="CSTĐ cơ sở: 1\nChiến sĩ thi đua cơ sở: 2",
            ),
            "criterion_line_again",
        ),
        (Row(name="a", kind="zz", maximum="9"), "criterion_kind_unknown"),
        (Row(name="a", maximum="٣"), "points_unreadable"),
        (Row(name="a", kind="titles", maximum="9", table="Giấy khen: x"), "points_unreadable"),
        (Row(name="a", kind="votes", maximum="9", floor="nửa"), "minutes_threshold_unreadable"),
        (Row(name="a", kind="awards", maximum="9", each="-1"), "points_unreadable"),
        (Row(name="a" * 501, maximum="9"), "text_too_long"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_row(row, code):
    with pytest.raises(Rejected) as refused:
        forms.criteria([ROWS[0], row], 9)
    assert [(each.code, each.field) for each in refused.value.faults] == [(code, "criterion-1")]
