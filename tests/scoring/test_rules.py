"""Points are exact, explained by the facts behind them, and never go by what is sensitive."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from congress.core.errors import Rejected
from congress.scoring import rules
from congress.scoring.models import Kind
from congress.scoring.rules import Criterion, Facts, Given, Mention, read_points, rounded, score
from tests.scoring.conftest import ALL, AWARDS, FIELD, JUDGED, TITLES, VOTES

EN = Facts(
    mentions=(
        Mention("Chiến sĩ thi đua cơ sở (2023)", "local_fighter"),
        Mention("Lao động tiên tiến", "advanced_worker"),
        Mention("Bằng khen của tỉnh (2022, 2024)"),
        Mention("Giấy khen"),
    ),
    votes_for=11,
    votes_present=13,
    field="Nông nghiệp",
)


def points(criterion: Criterion, facts: Facts = EN) -> Decimal | None:
    return score([criterion], facts, {}).lines[0].points


def test_the_best_title_counts_unless_titles_are_added():
    assert points(TITLES) == 18
    assert points(replace(TITLES, is_summed=True)) == 30
    assert points(replace(TITLES, is_summed=True, maximum=Decimal(25))) == 25


def test_a_cap_is_told():
    [line] = score([replace(TITLES, is_summed=True, maximum=Decimal(25))], EN, {}).lines
    assert line.is_capped
    assert [used.points for used in line.used] == [18, 12]


def test_of_two_rows_that_fit_the_longer_one_is_meant():
    both = replace(TITLES, table=(("Chiến sĩ thi đua", Decimal(5)), *TITLES.table))
    assert points(both) == 18
    assert points(both, Facts((Mention("chiến sĩ THI ĐUA ngành"),))) == 5
    assert points(both, Facts((Mention("Chiến sĩ thi đuaX"),))) == 0


def test_an_award_counts_once_a_year_and_listed_titles_are_none():
    assert points(AWARDS) == Decimal("7.50")


def test_votes_give_points_in_proportion_above_the_floor():
    # 11/13 over a half: (11/13 - 1/2) / (1/2) = 9/13 of 20.
    assert points(VOTES) == Decimal("13.85")
    assert points(VOTES, Facts(votes_for=13, votes_present=13)) == 20
    assert points(VOTES, Facts(votes_for=6, votes_present=13)) == 0
    assert points(VOTES, Facts()) == 0


def test_a_field_gives_its_points_and_others_none():
    assert points(FIELD) == 6
    assert points(FIELD, Facts(field="Y tế")) == 0
    group = replace(FIELD, column="composition_group", table=(("Đại biểu nữ", Decimal(3)),))
    assert points(group, Facts(composition_group="Đại biểu nữ")) == 3


def test_without_an_officers_points_there_is_no_score():
    whole = score(ALL, EN, {})
    assert whole.total is None
    assert whole.sum == Decimal("45.35")
    judged = score(ALL, EN, {4: Given(Decimal("28.5"), "nổi bật")})
    assert judged.total == Decimal("73.85")


def test_points_given_before_a_maximum_was_lowered_are_capped():
    [line] = score([replace(JUDGED, maximum=Decimal(20))], EN, {4: Given(Decimal(30))}).lines
    assert (line.points, line.is_capped) == (20, True)


def test_a_decision_on_an_appeal_stands_whatever_the_lines_say():
    corrected = score(ALL, EN, {}, Decimal("91.5"))
    assert corrected.total == Decimal("91.5")
    assert corrected.correction == Decimal("91.5") - corrected.sum


@pytest.mark.parametrize("text", ["", "-1", "101", "100,01", "1,234", "mười", "1e2", "NaN"])
def test_points_that_are_none_are_refused(text):
    with pytest.raises(Rejected) as refused:
        read_points(text)
    assert refused.value.faults[0].code == "points_unreadable"


@given(st.fractions(0, 100))
def test_rounding_is_half_upwards_and_never_off_by_more(exact):
    shown = Fraction(rounded(exact))
    assert shown - exact <= Fraction(1, 200)
    assert exact - shown < Fraction(1, 200)


HUNDREDTHS = st.integers(0, 10_000).map(lambda n: Decimal(n).scaleb(-2))
MENTIONS = st.lists(
    st.builds(
        Mention,
        st.sampled_from(
            ["Chiến sĩ thi đua cơ sở", "Lao động tiên tiến (2021, 2022)", "Giấy khen", "Bằng khen"]
        ),
        st.sampled_from(["", "local_fighter"]),
    ),
    max_size=6,
).map(tuple)
FACTS = st.builds(
    lambda mentions, votes, present, field: Facts(mentions, min(votes, present), present, field),
    MENTIONS,
    st.integers(0, 400),
    st.integers(1, 400),
    st.sampled_from(["", "Nông nghiệp", "Y tế"]),
)


def rubric(maxima: list[int], floor: Fraction) -> list[Criterion]:
    """Make a rubric of every kind whose maxima add up to at most 100."""
    shares = [Decimal(each) * 100 / max(sum(maxima), 1) for each in maxima]
    cut = [Decimal(int(each * 100)).scaleb(-2) for each in shares]
    changed = zip(ALL, cut, strict=True)
    return [replace(each, maximum=most, floor=floor) for each, most in changed]


@given(
    FACTS,
    st.lists(st.integers(1, 100), min_size=5, max_size=5),
    st.fractions(0, Fraction(49, 50), max_denominator=50),
    HUNDREDTHS,
)
def test_a_total_is_always_within_0_and_100_to_two_decimals(facts, maxima, floor, judged):
    criteria = rubric(maxima, floor)
    assert list(rules.faults(criteria)) == []
    whole = score(criteria, facts, {4: Given(judged, "x")})
    assert whole.total is not None
    assert 0 <= whole.total <= 100
    assert whole.total == whole.total.quantize(Decimal("0.01"))
    assert whole.total == sum(line.points for line in whole.lines if line.points is not None)
    for line in whole.lines:
        assert line.points is not None
        assert 0 <= line.points <= line.criterion.maximum


@given(st.integers(1, 300), st.data())
def test_more_votes_never_give_less(present, data):
    fewer = data.draw(st.integers(0, present - 1))
    less, more = (
        points(VOTES, Facts(votes_for=votes, votes_present=present)) for votes in (fewer, fewer + 1)
    )
    assert less is not None
    assert more is not None
    assert less <= more


@given(FACTS, st.permutations(range(5)))
def test_the_order_of_the_lines_changes_no_total(facts, order):
    given_points = {4: Given(Decimal(12), "x")}
    turned = [ALL[place] for place in order]
    assert score(turned, facts, given_points).total == score(ALL, facts, given_points).total


def codes(*criteria: Criterion) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.field) for fault in rules.faults(criteria)]


@pytest.mark.parametrize(
    ("criterion", "code"),
    [
        (replace(TITLES, name=""), "criterion_name_missing"),
        (replace(TITLES, maximum=Decimal(0)), "criterion_maximum_missing"),
        (replace(TITLES, table=()), "criterion_table_missing"),
        (replace(AWARDS, each=Decimal(0)), "criterion_each_missing"),
        (replace(VOTES, floor=Fraction(1)), "criterion_floor_wrong"),
        (replace(FIELD, column="ethnic_group"), "criterion_sensitive"),
        (replace(FIELD, column="is_party_member"), "criterion_sensitive"),
        (replace(FIELD, table=(("Đại biểu dân tộc", Decimal(5)),)), "criterion_sensitive"),
        (replace(TITLES, table=(("Đảng viên", Decimal(5)),)), "criterion_sensitive"),
        (
            replace(TITLES, table=(("Huy hiệu 30 năm tuổi Đảng", Decimal(5)),)),
            "criterion_sensitive",
        ),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_row(criterion, code):
    assert codes(JUDGED, criterion) == [(code, "criterion-1")]


def test_a_rubric_is_neither_empty_nor_over_100():
    assert codes() == [("rubric_empty", "rubric")]
    assert codes(*ALL, replace(JUDGED, key=9)) == [("rubric_over_full", "rubric")]
    assert codes(*ALL) == []


def test_every_kind_has_its_points():
    assert {each.kind for each in ALL} == set(Kind)
