"""Counts and shares as a rules file writes them: what is wrong with one, and which cross."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from optimizer.problem import Quota

MOST = 1_000_000_000
"""No count is greater: no list has as many people, and sums stay exact far below 2^63."""

DIGITS = 100
"""No share has more digits after the point."""

_EXACT = 12
"""With so many digits a share's denominator times people is exact in 64 bits."""


def wrong_count(value: Any) -> str | None:
    """Give the code of what is wrong with a count."""
    if isinstance(value, bool) or not isinstance(value, int):
        return "not_number"
    if value < 0:
        return "negative"
    return "count_too_large" if value > MOST else None


def wrong_share(value: Any) -> str | None:
    """Give the code of what is wrong with a share.

    >>> wrong_share(Decimal("0.35")), wrong_share(Decimal("1e-99999999")), wrong_share(70)
    (None, 'share_too_fine', 'share_over_one')
    """
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if not is_number or (isinstance(value, Decimal) and not value.is_finite()):
        return "not_number"
    if value < 0:
        return "negative"
    if value > 1:
        return "share_over_one"
    return "share_too_fine" if _digits(value) > DIGITS else None


def _digits(value: int | Decimal) -> int:
    """Count the digits after the point that are not trailing zeros."""
    number = Decimal(value)
    _, digits, exponent = number.as_tuple()
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return max(0, -int(exponent) - zeros) if number else 0


def least_share(value: int | Decimal, people: int) -> Fraction:
    """Give a share that nothing is wrong with, as a lower bound for up to so many people.

    A share of many digits gives way to the largest that asks for the same counts.

    >>> least_share(Decimal("0.350"), 300), least_share(Decimal("0.3333333333333333"), 300)
    (Fraction(7, 20), Fraction(1, 3))
    """
    exact = Fraction(Decimal(value) or 0)
    if _digits(value) <= _EXACT:
        return exact
    top, bottom = exact.as_integer_ratio()
    return min(Fraction(-(-top * size // bottom), size) for size in range(1, people + 1))


def most_share(value: int | Decimal, people: int) -> Fraction:
    """Give a share that nothing is wrong with, as an upper bound for up to so many people.

    A share of many digits gives way to the smallest that allows the same counts.

    >>> most_share(Decimal("0.6666666666666667"), 300)
    Fraction(2, 3)
    """
    exact = Fraction(Decimal(value) or 0)
    if _digits(value) <= _EXACT:
        return exact
    top, bottom = exact.as_integer_ratio()
    return max(Fraction(top * size // bottom, size) for size in range(1, people + 1))


def said(value: Any) -> str:
    """Write what stands in the file; of a vast number only that it is one.

    >>> said(Decimal("1.50")), said(True), said(1 << 20_000)
    ('1.50', 'True', '…')
    """
    is_vast = isinstance(value, int) and abs(value) > MOST**2
    return "…" if is_vast else str(value)


def cross(quota: Quota, sizes: Sequence[int]) -> bool:
    """Tell whether the bounds as written, before rounding to people, cross at every size."""
    return quota.has_most and all(_least(quota, size) > _most(quota, size) for size in sizes)


def crossing(quota: Quota, size: int) -> tuple[str, str]:
    """Write the bounds that cross, a share beside a count also as people."""
    low, high = _least(quota, size), _most(quota, size)
    least = None if quota.least == low else quota.least_share
    most = None if quota.most == high else quota.most_share
    is_mixed = (least is None) != (most is None)
    return (
        _written(low, least, size, is_mixed=is_mixed),
        _written(high, most, size, is_mixed=is_mixed),
    )


def _written(people: Fraction, part: Fraction | None, size: int, *, is_mixed: bool) -> str:
    if part is None:
        return str(people)
    return f"{_decimal(part)} × {size} = {_decimal(people)}" if is_mixed else _decimal(part)


def _decimal(number: Fraction) -> str:
    """Write a share, or people by a share: both are exact decimals."""
    return f"{(Decimal(number.numerator) / number.denominator).normalize():f}"


def _least(quota: Quota, size: int) -> Fraction:
    return max(Fraction(quota.least or 0), (quota.least_share or 0) * Fraction(size))


def _most(quota: Quota, size: int) -> Fraction:
    counts = [] if quota.most is None else [Fraction(quota.most)]
    shares = [] if quota.most_share is None else [quota.most_share * size]
    return min(counts + shares)
