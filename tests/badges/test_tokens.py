import base45
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, strategies as st

from congress.badges.tokens import LENGTH, BadgeClaim, Unreadable, token, verify

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEYS = {7: KEY.public_key()}
CLAIM = BadgeClaim(congress_id=7, delegate_id=300, serial=2)
QR_ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")

claims = st.builds(
    BadgeClaim,
    congress_id=st.integers(1, 2**16),
    delegate_id=st.integers(1, 2**32 - 1),
    serial=st.integers(1, 2**16 - 1),
)


@given(claims)
def test_a_token_says_what_was_signed(claim: BadgeClaim):
    assert verify(token(KEY, claim), {claim.congress_id: KEY.public_key()}) == claim


@given(claims)
def test_a_token_fits_a_version_5_code_and_survives_trimming(claim: BadgeClaim):
    text = token(KEY, claim)
    assert len(text) == LENGTH == 111
    assert set(text) <= QR_ALPHANUMERIC
    assert text.strip() == text


def test_the_same_claim_always_gives_the_same_token():
    assert token(KEY, CLAIM) == token(KEY, CLAIM)
    assert token(KEY, CLAIM) != token(KEY, BadgeClaim(7, 300, 3))


def test_caps_lock_and_the_scanners_enter_do_no_harm():
    assert verify(token(KEY, CLAIM).lower() + "\r\n", KEYS) == CLAIM


def test_a_badge_of_another_congress_is_told_apart():
    assert verify(token(KEY, BadgeClaim(8, 300, 2)), KEYS) is Unreadable.OTHER_CONGRESS


def test_a_badge_signed_by_somebody_else_is_refused():
    assert verify(token(OTHER_KEY, CLAIM), KEYS) is Unreadable.WRONG_SIGNATURE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "https://example.org/a-poster-on-the-wall",
        "V" * 111,
        "ÂĂĐÊÔƠƯ" * 16,
        token(KEY, CLAIM)[:-1],
        token(KEY, CLAIM) * 2,
        "\x00" * 111,
        "ß" * 111,
        "\ud800" * 111,
        str(base45.b45encode(b"\x02" + bytes(73)), "ascii"),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_is_no_badge_is_malformed(text: str):
    assert verify(text, KEYS) is Unreadable.MALFORMED


@given(st.text())
def test_no_text_breaks_the_reader(text: str):
    assert verify(text, KEYS) is Unreadable.MALFORMED


@given(st.integers(0, LENGTH - 1), st.sampled_from(sorted(QR_ALPHANUMERIC)))
def test_one_changed_letter_never_makes_another_badge(place: int, letter: str):
    text = token(KEY, CLAIM)
    changed = text[:place] + letter + text[place + 1 :]
    answer = verify(changed, KEYS)
    assert answer == CLAIM if changed == text else isinstance(answer, Unreadable)
