"""Counts and shares as written: exact, however many digits they have."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, strategies as st

from optimizer.amounts import least_share, most_share, wrong_share

PEOPLE = 60
shares = st.decimals(0, 1, places=40)


@given(shares)
def test_a_share_of_many_digits_asks_for_the_same_counts_as_written(share: Decimal):
    least, most = least_share(share, PEOPLE), most_share(share, PEOPLE)
    for size in range(1, PEOPLE + 1):
        assert -(-least * size // 1) == -(-Fraction(share) * size // 1)
        assert most * size // 1 == Fraction(share) * size // 1


@given(st.decimals(0, 1, places=12))
def test_a_share_of_few_digits_stays_as_written(share: Decimal):
    assert least_share(share, PEOPLE) == most_share(share, PEOPLE) == Fraction(share)


def test_zeros_at_the_end_make_no_share_too_fine():
    assert wrong_share(Decimal("0." + "5" * 3 + "0" * 200)) is None
    assert wrong_share(Decimal("0e-99999999")) is None
    assert least_share(Decimal("0e-99999999"), PEOPLE) == 0
