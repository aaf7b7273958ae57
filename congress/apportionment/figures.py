"""Weights and counts as people and programs write them."""

import re
from decimal import Decimal
from fractions import Fraction

from optimizer.apportionment import Weight

MOST_COUNT = 10_000_000
_DIGITS = re.compile(r"-?[0-9]{1,18}")
_POINT = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?")
_THOUSANDS = re.compile(r"-?\d{1,3}([.,  ])\d{3}(\1\d{3})*")
_BLANKS = re.compile(r"(?<=\d)[  ](?=\d)")


def weight(text: str) -> Decimal | None:
    """Read a weight of a file, where a point parts the decimals; none where it is no number.

    >>> weight("5000"), weight("12.345"), weight("12,5"), weight("5 000"), weight("5,000")
    (Decimal('5000'), Decimal('12.345'), Decimal('12.5'), Decimal('5000'), None)
    """
    plain = _BLANKS.sub("", text)
    if "," in plain:
        plain = "" if _THOUSANDS.fullmatch(plain) else plain.replace(",", ".", 1)
    return Decimal(plain) if _POINT.fullmatch(plain) else None


def typed_weight(text: str) -> Decimal | None:
    """Read a weight typed by hand: what may be five thousand or five is not guessed.

    >>> typed_weight("5000"), typed_weight("12,5"), typed_weight("5.000"), typed_weight("1e5")
    (Decimal('5000'), Decimal('12.5'), None, None)
    >>> typed_weight("٣") is None, count("٣") is None
    (True, True)
    """
    is_doubtful = "e" in text.lower() or ("." in text and _THOUSANDS.fullmatch(text))
    return None if is_doubtful else weight(text)


def count(text: str) -> int | None:
    """Read a count of seats; none where it is no whole number.

    >>> count("12"), count("-1"), count("1.5"), count("")
    (12, -1, None, None)
    """
    read = int(text) if _DIGITS.fullmatch(text) else None
    return read if read is not None and abs(read) <= MOST_COUNT else None


def written(number: Weight) -> str:
    """Write a weight without zeros that say nothing.

    >>> written(Decimal("5000")), written(Decimal("12.50"))
    ('5000', '12.5')
    """
    exact = Fraction(number)
    return f"{(Decimal(exact.numerator) / exact.denominator).normalize():f}"
