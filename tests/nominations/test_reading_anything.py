"""Whatever a file holds, reading it ends with rows and faults, never with a crash."""

from datetime import date, time, timedelta
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from congress import wording
from congress.core.names import tidy
from congress.core.period import Birth
from congress.nominations import headings
from congress.nominations.annotation import annotate
from congress.nominations.ethnic_groups import official
from congress.nominations.rules import prove
from congress.nominations.values import NomineeRow
from congress.nominations.workbook import read
from congress.paths import DATA
from tests.factories import GROUPS
from tests.nominations.books import TERMS, table

SAMPLES = sorted((DATA / "samples" / "chi-lang-2025").glob("*.xlsx"))
CELLS = st.one_of(
    st.none(),
    st.text(max_size=20).filter(
        lambda text: not text.startswith(("=", "{", "http", "ftp", "mail"))
    ),
    st.integers(-(10**15), 10**15),
    st.floats(-1e12, 1e12),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    st.sampled_from(["Nam", "x", "Tày", "Khách mời", "05/03/1978", "Tổng cộng", "STT", "NaN", "-"]),
)
NAMES = st.lists(
    st.sampled_from(["Nông", "Vi", "Thị", "Văn", "Hoà", "Thuỷ", "H'Hen", "Tơ"]),
    min_size=1,
    max_size=4,
).map(" ".join)


def read_and_say(content, filename="a.xlsx"):
    reading = read(content, filename, TERMS)
    for fault in [*reading.faults, *(w for row in reading.rows for w in row.warnings)]:
        for language in wording.LANGUAGES:
            wording.sentence(fault, language)
            wording.suggestion(fault, language)
    return reading


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=8), max_size=8), st.permutations(headings.CODES))
def test_any_cells_under_any_headings_are_read(rows, codes):
    content = table(*rows, headings=[headings.label(code) for code in codes[:8]])
    reading = read_and_say(content)
    assert annotate(reading.sheets, reading.faults).startswith(b"PK")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read(content):
    for filename in ("a.csv", "a.xlsx"):
        read_and_say(content, filename)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_sample_is_read_or_refused(seed):
    random = Random(seed)
    content = bytearray(random.choice(SAMPLES).read_bytes())
    for _ in range(random.randint(1, 20)):
        content[random.randrange(len(content))] = random.randrange(256)
    if seed % 4 == 0:
        del content[random.randrange(len(content)) :]
    reading = read_and_say(bytes(content))
    assert reading.rows or reading.faults


PEOPLE = st.fixed_dictionaries(
    {
        "name": NAMES,
        "gender": st.sampled_from(["Nam", "Nữ"]),
        "birth_date": st.dates(date(1930, 1, 1), date(2010, 12, 31)),
        "ethnic_group": st.sampled_from([group.name for group in official().groups]),
        "composition_group": st.sampled_from([label for _, label, _ in GROUPS]),
        "score": st.none() | st.decimals(0, 100, places=2),
        "party": st.sampled_from(["", "x", "có", 1]),
    }
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PEOPLE, min_size=1, max_size=6, unique_by=lambda person: person["birth_date"].year),
    st.permutations(["name", "gender", "birth_date", "ethnic_group", "composition_group"]),
)
def test_what_is_written_well_is_read_as_written(people, codes):
    codes = [*codes, "score", "party"]
    rows = [[person[code] for code in codes] for person in people]
    reading = read_and_say(table(*rows, headings=[headings.label(code) for code in codes]))
    assert list(reading.faults) == []
    for row, person in zip(reading.rows, people, strict=True):
        nominee = row.nominee
        assert nominee.name == tidy(person["name"])
        assert nominee.birth == Birth.on(person["birth_date"])
        assert nominee.ethnic_group == person["ethnic_group"]
        assert nominee.score == person["score"]
        assert nominee.is_party_member == bool(person["party"])


@pytest.mark.parametrize(
    "value", [date.min, timedelta(hours=30), 1e300, float("inf"), True, 10**30, time(7, 30)]
)
def test_a_strange_birth_is_a_fault_or_a_day(value):
    row = {"name": "Vi A", "gender": "Nam", "ethnic_group": "Tày", "composition_group": "guest"}
    proof = prove(NomineeRow(row | {"birth_date": value}), TERMS)
    assert proof.nominee or proof.faults
