"""Births in every spelling that workbooks hold, and ages from them."""

import unicodedata
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, strategies as st

from congress.core.period import Birth, age, read_birth

DAYS = st.dates(date(1920, 1, 1), date(2099, 12, 31))
WAYS = (
    lambda day: day,
    lambda day: datetime.combine(day, time()),
    lambda day: day.isoformat(),
    lambda day: f"{day.isoformat()} 00:00:00",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}-{day.month}-{day.year}",
    lambda day: f" {day.day}.{day.month}.{day.year} ",
    lambda day: f"ngày {day.day} tháng {day.month} năm {day.year}",
    lambda day: unicodedata.normalize("NFD", f"Ngày {day:%d} THÁNG {day:%m} năm {day.year}."),
    lambda day: f"sinh ngày {day:%d/%m/%Y}",
    lambda day: f"{day:%d %m %Y}",
    lambda day: f"{day:%d,%m,%Y}",
    lambda day: f"{day:%d/%m/%Y} 0:00:00",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day:%d%m%Y}",
    lambda day: int(f"{day:%d%m%Y}"),
    lambda day: f"{day:%d-%b-%Y}",
    lambda day: f"{day:%d %B, %Y}",
    lambda day: (day - date(1899, 12, 30)).days,
    lambda day: float((day - date(1899, 12, 30)).days),
    lambda day: str((day - date(1899, 12, 30)).days),
)


@given(DAYS, st.sampled_from(WAYS))
def test_a_day_is_read_in_any_spelling(day, write):
    assert read_birth(write(day)) == Birth.on(day)


@pytest.mark.parametrize(
    "written",
    [
        1978,
        1978.0,
        "1978",
        " 1978 ",
        "1978.0",
        "05/1978",
        "năm 1978",
        "Sinh năm 1978",
        "tháng 5 năm 1978",
        "Tháng 5/1978",
    ],
)
def test_a_year_alone_is_read(written):
    assert read_birth(written) == Birth(1978)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "31/02/1978",
        "13/25/1978",
        "12/3/78",
        "không rõ",
        "5/3/'78",
        78,
        "19/1978/3",
        "31021978",
        7,
        -5,
        1978.5,
        float("nan"),
        True,
    ],
)
def test_what_is_no_birth_is_refused(written):
    assert read_birth(written) is None


@given(DAYS, st.integers(0, 40_000))
def test_age_grows_by_one_on_each_birthday(born, days):
    today = born + timedelta(days=days)
    passed = age(Birth.on(born), today)
    assert 0 <= age(Birth(born.year), today) - passed <= 1
    assert age(Birth.on(born), today + timedelta(days=366)) in (passed + 1, passed + 2)
