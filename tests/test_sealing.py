"""A sealed text opens with its key and purpose only; equal texts can be compared."""

import pytest
from hypothesis import given, strategies as st

from congress.sealing import KEY_BYTES, Seal

SEAL = Seal(bytes(KEY_BYTES))


@given(st.text())
def test_a_sealed_text_opens_again(text: str):
    assert SEAL.open(SEAL.close(text, "citizen_id"), "citizen_id") == text


def test_a_sealed_text_says_nothing_of_itself():
    sealed = SEAL.close("020085001234", "citizen_id")
    assert b"1234" not in sealed
    assert sealed != SEAL.close("020085001234", "citizen_id")


@pytest.mark.parametrize("other", [Seal(b"1" * KEY_BYTES), SEAL])
def test_another_key_or_purpose_opens_nothing(other: Seal):
    sealed = SEAL.close("020085001234", "citizen_id")
    with pytest.raises(ValueError, match="another key"):
        other.open(sealed, "totp")


def test_a_changed_seal_is_noticed():
    sealed = bytearray(SEAL.close("020085001234", "citizen_id"))
    sealed[-1] ^= 1
    with pytest.raises(ValueError, match="another key"):
        SEAL.open(bytes(sealed), "citizen_id")


def test_equal_texts_share_a_mark_of_their_purpose():
    assert SEAL.mark("020085001234", "a") == SEAL.mark("020085001234", "a")
    assert SEAL.mark("020085001234", "a") != SEAL.mark("020085001235", "a")
    assert SEAL.mark("020085001234", "a") != SEAL.mark("020085001234", "b")
    assert SEAL.mark("020085001234", "a") != Seal(b"1" * KEY_BYTES).mark("020085001234", "a")
