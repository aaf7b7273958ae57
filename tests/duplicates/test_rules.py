"""Which two profiles may be one person."""

import csv
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from congress.core.names import Match
from congress.core.period import Birth
from congress.duplicates.rules import Evidence, Profile, candidates
from congress.nominations.people import Person, born_sound, same_person, searched

DAY = date(1978, 3, 5)


def profile(
    number: int, name: str, day: date | None = DAY, *, year: int = 1978, mark: str = ""
) -> Profile:
    birth = Birth(day.year if day else year, day)
    return Profile(number, Person(name, birth, mark), searched(name), born_sound(name, birth))


def found(*profiles: Profile) -> list[tuple[int, int, Evidence]]:
    return [(each.first, each.second, each.evidence) for each in candidates(profiles)]


def vectors() -> list[dict[str, str]]:
    path = Path(__file__).parents[1] / "core" / "vectors" / "vi_name_match_vectors.csv"
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", vectors(), ids=lambda row: f"{row['a']}, {row['b']}")
def test_every_pair_of_the_vectors_born_alike_is_shown_to_a_person(row: dict[str, str]):
    evidence = (
        Evidence.NAME_AND_DAY if row["expected"].startswith("same") else Evidence.LIKE_NAME_AND_DAY
    )
    assert found(profile(1, row["a"]), profile(2, row["b"])) == [(1, 2, evidence)]


@pytest.mark.parametrize("row", vectors(), ids=lambda row: f"{row['a']}, {row['b']}")
def test_none_of_them_is_where_they_were_born_on_different_days(row: dict[str, str]):
    assert found(profile(1, row["a"]), profile(2, row["b"], date(1978, 3, 6))) == []


def test_a_year_agrees_with_a_day_of_it():
    one, other = profile(1, "Nông Văn Hoà", None), profile(2, "Nông Văn Hòa")
    assert found(one, other) == [(1, 2, Evidence.NAME_AND_YEAR)]


def test_one_number_is_one_person_whatever_the_name():
    one = profile(1, "Vi Thị Lan", mark="a")
    other = profile(2, "Hoàng Văn Tòng", date(1990, 1, 1), mark="a")
    assert found(one, other) == [(1, 2, Evidence.NUMBER)]


def test_two_numbers_are_two_people_unless_all_else_is_the_same():
    one = profile(1, "Vi Thị Quý", mark="a")
    assert found(one, profile(2, "Vi Thị Quí", mark="b")) == []
    assert found(one, profile(2, "Vi Thị Quý", mark="b")) == [(1, 2, Evidence.NAME_AND_DAY)]
    assert found(profile(1, "Vi Thị Quý", None, mark="a"), profile(2, "Vi Thị Quý", mark="b")) == []


def test_the_surest_stand_first():
    people = [
        profile(1, "Vi Thị Quý", None),
        profile(2, "Vi Thị Quí"),
        profile(3, "Vi Thị Quý"),
        profile(4, "Hoàng Văn Tòng", mark="a"),
        profile(5, "Hoàng Thị Lan", date(1999, 1, 1), mark="a"),
    ]
    assert found(*people) == [
        (4, 5, Evidence.NUMBER),
        (1, 3, Evidence.NAME_AND_YEAR),
        (2, 3, Evidence.LIKE_NAME_AND_DAY),
        (1, 2, Evidence.LIKE_NAME_AND_YEAR),
    ]


SPELLINGS = "Vi Vy Thị Văn Thu Sinh Xinh Trường Chường Tơ Tô To Quý Quí Đức Duc Thủy Thuỷ Thúy"
WORDS = st.sampled_from(SPELLINGS.split())
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
DAYS = st.sampled_from([None, DAY, date(1978, 3, 6), date(1979, 3, 5)])
PEOPLE = st.lists(st.tuples(NAMES, DAYS, st.sampled_from(["", "", "a", "b"])), max_size=9)


@given(PEOPLE)
def test_looking_at_blocks_finds_what_looking_at_every_pair_finds(
    people: list[tuple[str, date | None, str]],
):
    profiles = [profile(at, name, day, mark=mark) for at, (name, day, mark) in enumerate(people)]
    expected = set()
    for one, other in combinations(profiles, 2):
        left, right = one.person, other.person
        verdict = same_person(left, right)
        shares_day = left.birth.day is not None and left.birth.day == right.birth.day
        is_sure = verdict is Match.SAME and shares_day
        if left.citizen_id and right.citizen_id and left.citizen_id != right.citizen_id:
            verdict = verdict if is_sure else Match.DIFFERENT
        if verdict is not Match.DIFFERENT:
            expected.add((one.id, other.id))
    assert {(each.first, each.second) for each in candidates(profiles)} == expected


def test_ten_thousand_people_are_looked_through_in_blocks():
    names = ["Nông Văn", "Vi Thị", "Hoàng Thị Thu", "Lý Văn"]
    given = ["Hòa", "Tòng", "Lan", "Quý", "Sơn", "Thủy", "Đức"]
    people = [
        profile(
            at, f"{names[at % 4]} {given[at % 7]}", date(1950 + at % 50, 1 + at % 12, 1 + at % 28)
        )
        for at in range(10_000)
    ]
    assert len(candidates(people)) > 0
