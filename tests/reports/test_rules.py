"""The figures of the credentials report, whatever the rows."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given, strategies as st

from congress.core.period import Birth
from congress.reports import rules
from congress.reports.counts import Share
from congress.reports.rules import Member

DAY = date(2025, 4, 15)
CAME = datetime(2025, 4, 15, 0, 41, tzinfo=UTC)
GROUPS = ("Người trực tiếp lao động, sản xuất", "Đại biểu nữ", "Khách mời")
UNITS = ("Xã Nhân Lý", "Xã Vạn Linh", "Phòng Nội vụ")


def member(number: int = 1, **facts: object) -> Member:
    known = {
        "number": number,
        "name": f"Đại biểu {number}",
        "unit": UNITS[0],
        "composition_group": GROUPS[0],
        "is_direct": True,
        "is_woman": False,
        "is_party_member": False,
        "ethnic_group": "Tày",
        "is_minority": True,
        "field": "Nông nghiệp",
        "birth": Birth(1980),
        "is_required": False,
        "is_eligible": True,
        "came_at": CAME,
    }
    return Member(**{**known, **facts})


days = st.dates(date(1930, 1, 1), date(2008, 12, 31))
members = st.lists(
    st.builds(
        member,
        number=st.integers(1, 300),
        unit=st.sampled_from((*UNITS, "Xã ngoài danh sách")),
        composition_group=st.sampled_from(GROUPS),
        is_direct=st.booleans(),
        is_woman=st.booleans(),
        is_party_member=st.booleans(),
        ethnic_group=st.sampled_from(("Tày", "Nùng", "Kinh", "Dao", "Hoa")),
        is_minority=st.booleans(),
        field=st.sampled_from(("Nông nghiệp", "Giáo dục", "")),
        birth=days.map(Birth.on) | st.integers(1930, 2008).map(Birth),
        is_required=st.booleans(),
        is_eligible=st.booleans(),
        came_at=st.none() | st.just(CAME),
        absence_reason=st.sampled_from(("", "Ốm")),
    ),
    max_size=60,
)


def figures(people: list[Member], minimum: Decimal | None = Decimal("0.70")) -> rules.Figures:
    return rules.figures(people, day=DAY, groups=GROUPS, units=UNITS, direct_minimum=minimum)


@given(members)
def test_every_breakdown_adds_up_to_its_total(people):
    counted = figures(people)
    present = sum(person.came_at is not None for person in people)
    for each in (
        counted.ethnic_groups,
        counted.composition_groups,
        counted.fields,
        counted.units,
    ):
        assert sum(line.summoned.count for line in each.lines.values()) == len(people)
        assert sum(line.present.count for line in each.lines.values()) == present
        assert (each.total.summoned.count, each.total.present.count) == (len(people), present)


@given(members)
def test_two_sides_of_one_question_add_up_to_the_total(people):
    counted = figures(people)
    for one, other in (
        (counted.women, counted.men),
        (counted.required, counted.chosen),
        (counted.direct, counted.invited),
    ):
        assert one.summoned.count + other.summoned.count == counted.total.summoned.count
        assert one.present.count + other.present.count == counted.total.present.count
        if people:
            assert one.summoned.percent + other.summoned.percent in {
                Decimal("100.0"),
                Decimal("100.1"),
            }
    assert counted.total.present.count + counted.absent.count == counted.total.summoned.count
    assert counted.absent_with_reason <= counted.absent.count == len(counted.absentees)


@given(members)
def test_the_present_are_never_more_than_the_summoned_on_any_line(people):
    counted = figures(people)
    for each in (counted.ethnic_groups, counted.units):
        for line in each.lines.values():
            assert line.present.count <= line.summoned.count


@given(members)
def test_a_sum_of_percentages_is_off_by_no_more_than_the_rounding_of_its_lines(people):
    for each in (figures(people).ethnic_groups, figures(people).units):
        if people:
            assert abs(each.summoned_sum - 100) <= Decimal("0.05") * len(each.lines)


@given(members, st.randoms())
def test_the_order_of_the_rows_changes_no_figure(people, random):
    shuffled = list(people)
    random.shuffle(shuffled)
    one, other = figures(people), figures(shuffled)
    assert one.ethnic_groups == other.ethnic_groups
    assert one.units == other.units
    assert (one.women, one.direct, one.absent) == (other.women, other.direct, other.absent)
    assert one.summoned_ages is None or one.summoned_ages.mean == other.summoned_ages.mean


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_percentage_is_within_half_a_tenth_of_the_truth(count, whole):
    shown = Share(count, whole).percent
    assert abs(shown - Decimal(100 * count) / whole) <= Decimal("0.05")


def test_equal_counts_always_show_equal_percentages():
    thirds = [member(n, ethnic_group=group) for n, group in enumerate(("Tày", "Nùng", "Dao"))]
    counted = figures(thirds).ethnic_groups
    assert {line.summoned.percent for line in counted.lines.values()} == {Decimal("33.3")}
    assert counted.summoned_sum == Decimal("99.9")


def test_half_a_tenth_is_rounded_upwards():
    assert Share(1, 16).percent == Decimal("6.3")


def test_285_summoned_need_200_on_the_direct_side_for_199_are_less_than_70_percent():
    assert rules.balance(Share(199, 285), Decimal("0.70")) == rules.Balance(
        minimum_percent=Decimal(70), needed=200, gap=-1
    )
    assert rules.balance(Share(200, 285), Decimal("0.70")).gap == 0
    assert rules.balance(Share(210, 300), Decimal("0.70")).needed == 210


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_gap_is_never_negative_exactly_where_the_share_suffices(count, whole):
    minimum = Decimal("0.70")
    suffices = count >= minimum * whole
    assert (rules.balance(Share(count, whole), minimum).gap >= 0) == suffices


def test_without_a_rule_on_the_sides_no_balance_is_claimed():
    assert figures([member()], None).summoned_balance is None


def test_groups_and_units_without_delegates_keep_their_lines_in_order():
    counted = figures([member(unit=UNITS[1], composition_group=GROUPS[2])])
    assert list(counted.units.lines) == list(UNITS)
    assert counted.composition_groups.lines[GROUPS[0]].summoned == Share(0, 1)


def test_delegates_who_stated_no_field_are_counted_last():
    people = [member(1, field=""), member(2, field=""), member(3, field="Giáo dục")]
    assert list(figures(people).fields.lines) == ["Giáo dục", rules.UNSTATED]


def test_ages_are_full_years_and_by_year_where_only_the_year_is_known():
    people = [
        member(1, birth=Birth.on(date(1985, 4, 16))),
        member(2, birth=Birth(1985)),
    ]
    ages = rules.ages(people, DAY)
    assert (ages.mean, ages.youngest.age, ages.oldest.age) == (Decimal("39.5"), 39, 40)


def test_birth_dates_tell_the_youngest_from_others_of_the_same_age():
    people = [
        member(1, name="Lộc Thị An", birth=Birth.on(date(2000, 1, 2))),
        member(2, name="Vi Văn Bình", birth=Birth.on(date(2000, 3, 4))),
        member(3, name="Hoàng Văn Chung", birth=Birth.on(date(1950, 5, 6))),
    ]
    ages = rules.ages(people, DAY)
    assert ages.youngest.names == ("Vi Văn Bình",)
    assert ages.oldest.names == ("Hoàng Văn Chung",)


def test_those_whom_the_rows_cannot_tell_apart_are_all_named():
    people = [
        member(1, name="Lộc Thị An", birth=Birth.on(date(2000, 1, 2))),
        member(2, name="Vi Văn Bình", birth=Birth(2000)),
    ]
    assert rules.ages(people, DAY).youngest == rules.Extreme(25, ("Lộc Thị An", "Vi Văn Bình"))


def test_an_absent_delegate_is_listed_with_the_reason():
    counted = figures([member(1), member(2, came_at=None, absence_reason="Ốm")])
    assert counted.absentees == (rules.Absentee(2, "Đại biểu 2", UNITS[0], "Ốm"),)
    assert counted.absent == Share(1, 2)
    assert counted.absent_with_reason == 1


def test_a_body_of_nobody_has_no_ages_and_no_division_by_zero():
    counted = figures([])
    assert counted.summoned_ages is None
    assert counted.women.summoned.percent == 0
