"""Minutes in words, as pages and papers say them."""

from typing import Any

from flask_babel import lazy_gettext as _l

from congress.minutes.models import VoteForm
from congress.minutes.rules import Place, Threshold

FORMS: dict[VoteForm, Any] = {
    VoteForm.SECRET: _l("Bỏ phiếu kín"),
    VoteForm.HANDS: _l("Giơ tay biểu quyết"),
}
PLACES: dict[Place, Any] = {
    Place.WITHIN: _l("Trong số suất"),
    Place.BEYOND: _l("Ngoài số suất"),
    Place.BELOW: _l("Không đạt ngưỡng"),
    Place.TIED: _l("Bằng phiếu, chờ quyết định"),
}
TONES = {
    Place.WITHIN: "ok",
    Place.BEYOND: "quiet",
    Place.BELOW: "quiet",
    Place.TIED: "bad",
}


def threshold_on_paper(threshold: Threshold) -> str:
    """Write a threshold as papers do.

    >>> from fractions import Fraction
    >>> threshold_on_paper(Threshold(Fraction(2, 3), is_over=False))
    'ít nhất 2/3'
    """
    share = f"{threshold.share.numerator}/{threshold.share.denominator}"
    return f"{'quá' if threshold.is_over else 'ít nhất'} {share}"
