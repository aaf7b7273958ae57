"""Citizen numbers and telephones as clerks type them."""

import pytest

from congress.core import identity


@pytest.mark.parametrize("written", ["020085001234", "020 085 001 234", 20085001234, 20085001234.0])
def test_a_citizen_number_is_read_as_typed(written):
    assert identity.citizen_id(written) == "020085001234"


@pytest.mark.parametrize(
    "written", ["", "20085001234", "0200850012345", "02008500123a", "082123456", 82]
)
def test_a_malformed_citizen_number_is_refused(written):
    assert identity.citizen_id(written) is None


def test_a_citizen_number_tells_sex_and_year():
    assert [identity.birth_year_in(n) for n in ("020085000000", "020399000000")] == [1985, 2099]
    assert [identity.is_female_in(n) for n in ("020085000000", "020399000000")] == [False, True]


def test_a_masked_number_shows_its_ends_only():
    assert identity.masked("020085001234") == "020*****1234"
    assert identity.masked("") == ""


@pytest.mark.parametrize("written", ["0912345678", "+84912345678", "84 912.345.678", 912345678])
def test_a_telephone_is_read_as_typed(written):
    assert identity.phone(written) == "0912345678"


@pytest.mark.parametrize("written", ["912345678", "0112345678", "091234567", "02053820123", ""])
def test_a_malformed_telephone_is_refused(written):
    assert identity.phone(written) is None
