"""Vietnamese names: order, folding, and whether two are one."""

import csv
import unicodedata
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, strategies as st

from congress.core.names import Match, canonical, fold, match, match_born_alike, sort_key, tidy

VECTORS = Path(__file__).parent / "vectors"
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọ'"
NAMES = st.text(LETTERS, min_size=1, max_size=30).filter(str.strip)


def vectors(name):
    with (VECTORS / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_names_stand_in_vietnamese_order():
    names = [row["full_name"] for row in vectors("vi_name_sort_vectors.csv")]
    mixed = Random(1).sample(names, len(names))
    assert sorted(mixed, key=sort_key) == names


@pytest.mark.parametrize("row", vectors("vi_name_match_vectors.csv"), ids=lambda row: row["a"])
def test_two_names_are_told_apart_as_an_officer_would(row):
    assert match(row["a"], row["b"]) == row["expected"].split()[0]
    assert match(row["b"], row["a"]) == row["expected"].split()[0]
    assert (canonical(row["a"]) == canonical(row["b"])) == (row["canonical_equal"] == "True")
    assert (fold(row["a"]) == fold(row["b"])) == (row["folded_equal"] == "True")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lương Văn Tơ", "Lương Văn Tô"), ("Lê Thị Thủy", "Lê Thị Thúy"), ("Vi Văn An", "Vi Văn Ân")],
)
def test_names_that_differ_by_marks_are_never_merged_by_themselves(one, other):
    assert match_born_alike(one, other) is Match.REVIEW


def test_names_that_share_nothing_stay_two_though_born_on_one_day():
    assert match_born_alike("Hoàng Văn Nam", "Lý Thị Mai") is Match.DIFFERENT


@given(NAMES)
def test_a_name_written_otherwise_is_the_same_name(name):
    assert match(name, f" {unicodedata.normalize('NFD', name)}  ".upper()) is Match.SAME


@given(NAMES, NAMES)
def test_comparing_does_not_depend_on_who_comes_first(one, other):
    assert match(one, other) == match(other, one)


@given(NAMES)
def test_tidying_keeps_case_and_is_done_once(name):
    assert tidy(tidy(name)) == tidy(name)
    assert tidy(name).replace(" ", "") == unicodedata.normalize("NFC", name).replace(" ", "")


def test_tidying_drops_what_neither_paper_nor_postgresql_can_hold():
    assert tidy("Trưởng\x00 \x02thôn\x0bBản\x7f") == "Trưởng thôn Bản"


@pytest.mark.parametrize("name", ["Ngô \u0301 B", "\u0323", "", "Ngô \u0301"])
def test_a_tone_mark_without_a_letter_sorts_too(name):
    assert set(sort_key(name)) <= set("0123456789abcdef")


def test_tidying_drops_halves_of_characters():
    assert tidy("mất\ud800 thẻ") == "mất thẻ"


@given(NAMES)
def test_a_sort_key_holds_only_what_every_database_sorts_alike(name):
    assert set(sort_key(name)) <= set("0123456789abcdef")
