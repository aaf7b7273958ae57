"""Citizen numbers (CCCD) and telephone numbers: read, masked, compared with what else is known."""

import re

_SPACING = re.compile(r"[\s.\-()]+")
_CITIZEN_ID = re.compile(r"\d{12}")
_PHONE = re.compile(r"0[35789]\d{8}")


def citizen_id(written: object) -> str | None:
    """Read a citizen number of 12 digits; a number cell of a workbook has lost its leading zeros.

    >>> citizen_id("020 085 001234"), citizen_id(20085001234), citizen_id("0200850012")
    ('020085001234', '020085001234', None)
    """
    if isinstance(written, int | float):
        written = f"{written:.0f}"
        # Province codes run from 001, so a number cell loses one or two zeros, not more.
        written = re.sub(r"^(?=\d{10}$)", "00", re.sub(r"^(?=\d{11}$)", "0", written))
    digits = _SPACING.sub("", str(written))
    return digits if _CITIZEN_ID.fullmatch(digits) and digits.isascii() else None


def masked(number: str) -> str:
    """Hide the middle of a citizen number.

    >>> masked("020085001234")
    '020*****1234'
    """
    return f"{number[:3]}*****{number[-4:]}" if number else ""


def birth_year_in(number: str) -> int:
    """Give the year of birth that a citizen number holds: its century digit, then two digits.

    >>> birth_year_in("020185001234"), birth_year_in("020303001234")
    (1985, 2003)
    """
    return 1900 + int(number[3]) // 2 * 100 + int(number[4:6])


def is_female_in(number: str) -> bool:
    """Tell the sex that a citizen number holds: odd century digits are women's.

    >>> is_female_in("020185001234")
    True
    """
    return int(number[3]) % 2 == 1


def phone(written: object) -> str | None:
    """Read a mobile number of 10 digits; ``+84`` becomes 0, a number cell has lost its zero.

    >>> phone("+84 912 345 678"), phone(912345678), phone("0123456789")
    ('0912345678', '0912345678', None)
    """
    if isinstance(written, int | float):
        written = re.sub(r"^(?=\d{9}$)", "0", f"{written:.0f}")
    digits = re.sub(r"^(\+|00)?84(?=\d{9}$)", "0", _SPACING.sub("", str(written)))
    return digits if _PHONE.fullmatch(digits) and digits.isascii() else None
