"""Births and ages, from the many ways in which workbooks write them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from congress.core.names import fold

_YEARS = range(1850, 2151)
# Day 1 of Excel is 1/1/1900, but Excel counts a 29/2/1900 that never was.
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(2151, 73051)
_GAP = r"(?:\s*[/.,\-]\s*|\s+)"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_GAP}(\d{{1,2}}){_GAP}(\d{{4}})")
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_GAP}(\d{{1,2}}){_GAP}(\d{{1,2}})")
_IN_WORDS = re.compile(r"(\d{1,2})\s*thang\s*(\d{1,2})\s*(?:nam|[/,.\-])?\s*(\d{4})")
_IN_ENGLISH = re.compile(rf"(\d{{1,2}}){_GAP}([a-z]{{3}})[a-z]*{_GAP}(\d{{4}})")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(r"(?:thang\s*)?(0?[1-9]|1[0-2])\s*(?:nam|[/.,\-])\s*(\d{4})")
_SHORT = re.compile(
    rf"(?:(\d{{1,2}}){_GAP}(\d{{1,2}}){_GAP}|((?:0?[1-9]|1[0-2])[/.\-]))?'?(\d{{2}})"
)
# What people write before and after a birth.
_BEFORE = re.compile(r"^(?:sinh\s*)?(?:ngay|nam)?[\s:]*")
_AFTER = re.compile(r"(?:t|\s+)0?0:00(?::00(?:\.0+)?)?$|[\s.,;]+$")
_NUMBER = re.compile(r"(\d{4,5})(?:\.0+)?")


@dataclass(frozen=True)
class Birth:
    """When somebody was born; ``day`` is empty where only the year is known."""

    year: int
    day: date | None = None

    @classmethod
    def on(cls, day: date) -> "Birth":
        """Make a birth of which the day is known."""
        return cls(day.year, day)

    def agrees_with(self, other: "Birth") -> bool:
        """Tell whether both may be the same birth.

        >>> Birth(1978).agrees_with(Birth.on(date(1978, 5, 1)))
        True
        """
        if self.day and other.day:
            return self.day == other.day
        return self.year == other.year

    def on_paper(self) -> str:
        """Write the birth as papers do, or the year alone.

        >>> Birth.on(date(1978, 3, 5)).on_paper(), Birth(1978).on_paper()
        ('05/03/1978', '1978')
        """
        return f"{self.day:%d/%m/%Y}" if self.day else str(self.year)

    def __str__(self) -> str:
        return self.day.isoformat() if self.day else str(self.year)


def age(birth: Birth, on: date) -> int:
    """Count the full years on a day; by the year alone where only the year is known.

    >>> age(Birth.on(date(1985, 4, 16)), date(2025, 4, 15)), age(Birth(1985), date(2025, 4, 15))
    (39, 40)
    """
    if birth.day is None:
        return on.year - birth.year
    return on.year - birth.year - ((on.month, on.day) < (birth.day.month, birth.day.day))


def read_birth(written: object) -> Birth | None:
    """Read a birth from a date, a year, Excel's count of days, or a text with the day first.

    >>> str(read_birth("5-3-1978")), str(read_birth(1978.0)), str(read_birth(28554))
    ('1978-03-05', '1978', '1978-03-05')
    >>> str(read_birth("Ngày 5 tháng 3 năm 1978")), str(read_birth("05 Mar 1978"))
    ('1978-03-05', '1978-03-05')
    >>> read_birth("31/02/1978") is None, read_birth("5/3/78") is None
    (True, True)
    """
    if isinstance(written, datetime):
        return Birth.on(written.date())
    if isinstance(written, date):
        return Birth.on(written)
    if isinstance(written, int | float):
        return _from_number(float(written))
    return _from_text(_plain(str(written)))


def read_short(written: object) -> tuple[Birth, ...]:
    """Give the births that are meant by the last two digits of a year, earlier first.

    >>> [str(birth) for birth in read_short("5.3.78")], [str(birth) for birth in read_short(78.0)]
    (['1978-03-05', '2078-03-05'], ['1978', '2078'])
    """
    if isinstance(written, float) and written.is_integer():
        written = int(written)
    found = _SHORT.fullmatch(_plain(str(written)))
    if found is None:
        return ()
    day, month, _, year = found.groups()
    years = f"19{year}", f"20{year}"
    births = (_from_parts(each, month, day) if day else Birth(int(each)) for each in years)
    return tuple(birth for birth in births if birth)


def _plain(text: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", fold(text)))


def _from_number(number: float) -> Birth | None:
    if not number.is_integer():
        return None
    if int(number) in _YEARS:
        return Birth(int(number))
    if int(number) in _EXCEL_DAYS:
        return Birth.on(_EXCEL_EPOCH + timedelta(days=int(number)))
    return _from_digits(f"{number:08.0f}")


def _from_digits(digits: str) -> Birth | None:
    """Read eight digits without anything between them; a number has lost its first zero."""
    if len(digits) != len("05031978"):
        return None
    day_first = _from_parts(digits[4:], digits[2:4], digits[:2])
    if day_first and day_first.year in _YEARS:
        return day_first
    year_first = _from_parts(digits[:4], digits[4:6], digits[6:])
    return year_first if year_first and year_first.year in _YEARS else None


def _from_text(text: str) -> Birth | None:
    if number := _NUMBER.fullmatch(text):
        return _from_number(float(number[1]))
    if parts := _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text):
        return _from_parts(parts[3], parts[2], parts[1])
    if parts := _YEAR_FIRST.fullmatch(text):
        return _from_parts(parts[1], parts[2], parts[3])
    if (parts := _IN_ENGLISH.fullmatch(text)) and parts[2] in _ENGLISH:
        return _from_parts(parts[3], str(_ENGLISH.index(parts[2]) + 1), parts[1])
    if parts := _MONTH.fullmatch(text):
        return _from_number(float(parts[2]))
    return _from_digits(text) if text.isdecimal() else None


def _from_parts(year: str, month: str, day: str) -> Birth | None:
    try:
        return Birth.on(date(int(year), int(month), int(day)))
    except ValueError:
        return None
