"""The list: every order and filter, page by page, and only what the viewer may know of."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import true

from congress.core.roles import Role, Viewer
from congress.nominations import listing
from congress.nominations.filters import Filters, Order, filters_of, turned
from congress.nominations.listing import Stretch, cut
from congress.nominations.models import Gender, Review, Status
from tests.factories import AT, nominee

HOME = "/congresses/thu-nghiem/nominees/"


@pytest.fixture
def people(database, small):
    """Six people of two communes, one of whom was merged into another."""
    with database.transaction() as session:

        def add(name, unit, key, **facts):
            return nominee(session, small, name, unit, name_key=key, **facts)

        hoa = add("Nông Văn Hòa", small.nhan_ly, "5", gender=Gender.MALE, score=90, post="x")
        add("Vi Thị Thủy", small.nhan_ly, "6", score=None, titles="Chiến sĩ thi đua cơ sở")
        add("Lý A Sử", small.van_linh, "3", score=70, review=Review.SUBMITTED)
        add("Hoàng Thu Hoài", small.van_linh, "4", score=None, ethnic_code="01")
        add("Bế Văn An", small.van_linh, "1", score=80, changed_at=AT + timedelta(hours=1))
        add(
            "Nông Văn Hoà",
            small.van_linh,
            "2",
            review=Review.MERGED,
            merged_into_id=hoa.id,
        )


@pytest.fixture
def names(database, small, people):
    """Name the people of a page, by default the officer's."""

    def listed(viewer=None, **filters):
        by = viewer or small.viewers["officer"]
        with database.reading() as session:
            shown = listing.nominees(session, small.congress_id, by, Filters(**filters))
        assert shown.total == len(shown.lines)
        return [line.name for line in shown.lines]

    return listed


def test_units_come_in_their_order_then_names(names):
    by_unit = ["Nông Văn Hòa", "Vi Thị Thủy", "Bế Văn An", "Lý A Sử", "Hoàng Thu Hoài"]
    assert names() == by_unit
    assert names(is_reversed=True) == by_unit[::-1]


def test_the_other_orders(names):
    assert names(order=Order.NAME)[:2] == ["Bế Văn An", "Lý A Sử"]
    by_score = names(order=Order.SCORE)
    assert by_score == ["Nông Văn Hòa", "Bế Văn An", "Lý A Sử", "Hoàng Thu Hoài", "Vi Thị Thủy"]
    assert names(order=Order.SCORE, is_reversed=True) == by_score[::-1]
    assert names(order=Order.CHANGED)[0] == "Bế Văn An"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hoa", ["Nông Văn Hòa", "Hoàng Thu Hoài"]),
        ("HOÀ nông", ["Nông Văn Hòa"]),
        ("ho", ["Nông Văn Hòa", "Hoàng Thu Hoài"]),
        ("ong", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_a_search_leaves_marks_out_and_takes_beginnings_of_words(names, words, found):
    assert names(words=words) == found


def test_filters_narrow_the_list(names):
    assert names(review=Review.SUBMITTED) == ["Lý A Sử"]
    assert names(gender=Gender.MALE) == ["Nông Văn Hòa"]
    assert names(ethnic_code="01") == ["Hoàng Thu Hoài"]
    assert names(is_unscored=True) == ["Vi Thị Thủy", "Hoàng Thu Hoài"]
    assert names(title="Chiến sĩ") == ["Vi Thị Thủy"]
    assert names(status=Status.EXCLUDED) == []
    assert len(names(is_incomplete=True)) == 5


def test_a_member_of_the_council_sees_the_units_assigned(names, small):
    council = Viewer(1, "Ủy viên", Role.COUNCIL, assigned=frozenset({small.nhan_ly}))
    assert names(council) == ["Nông Văn Hòa", "Vi Thị Thủy"]
    assert names(Viewer(1, "Ủy viên", Role.COUNCIL, assigned=frozenset())) == []


@pytest.mark.parametrize(
    ("role", "is_told"), [("officer", True), ("leader", False), ("commune", False)]
)
def test_the_ethnic_group_is_listed_to_whom_it_is_disclosed(sign_in, people, role, is_told):
    page = sign_in(role).get(f"{HOME}?ethnic=01").text.partition("<main")[2]
    assert ("Dân tộc</th>" in page) == is_told
    assert (">Tày<" in page) == is_told
    assert ("Nông Văn Hòa" in page) != is_told


def test_headings_turn_the_order_round(sign_in, people):
    browser = sign_in("officer")
    page = browser.get(f"{HOME}?sort=name&q=h&page=1").text
    assert 'aria-sort="ascending"><a class="sortable" href="' in page
    assert f"{HOME}?q=h&amp;sort=-name" in page
    assert 'aria-sort="descending"' in browser.get(f"{HOME}?sort=-name").text


@pytest.mark.parametrize("odd", ["sort=x", "page=-1", "page=9999999999", "unit=%F0", "review=x"])
def test_an_odd_address_shows_the_list(sign_in, people, odd):
    assert "Bế Văn An" in sign_in("officer").get(f"{HOME}?{odd}").text


def test_a_click_begins_anew_and_a_second_one_turns_round():
    once = turned(Filters(page=7, words="an"), Order.NAME)
    assert (once.page, once.words, once.order, once.is_reversed) == (1, "an", Order.NAME, False)
    assert turned(once, Order.NAME).is_reversed
    assert not turned(turned(once, Order.NAME), Order.SCORE).is_reversed


def test_who_is_not_entitled_asks_after_no_ethnic_group():
    asked = {"ethnic": "01", "q": " hoa "}
    assert filters_of(asked, Viewer(1, "", Role.LEADER)) == Filters(words="hoa")
    assert filters_of(asked, Viewer(1, "", Role.OFFICER)).ethnic_code == "01"


@given(st.lists(st.integers(0, 7), max_size=6), st.integers(1, 5))
def test_pages_show_everybody_once(counts, size):
    stretches = [Stretch(count, [place], true()) for place, count in enumerate(counts)]
    shown = []
    for first in range(0, sum(counts), size):
        page = [
            (stretch.columns[0], offset + step)
            for stretch, offset, length in cut(stretches, first, size)
            for step in range(length)
        ]
        assert len(page) == min(size, sum(counts) - first)
        shown += page
    assert shown == [(place, step) for place, count in enumerate(counts) for step in range(count)]
