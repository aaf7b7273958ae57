"""Minutes in words, as pages and papers say them."""

from typing import Any

from flask_babel import gettext, lazy_gettext as _l

from congress.minutes.models import VoteForm
from congress.minutes.results import Result, Verdict
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


def result_in_words(result: Result) -> str:
    """Say what the vote that counts came to: ``12/18 phiếu, hòa ở chỗ cuối, không được chọn``."""
    votes = gettext("%(count)s/%(of)s phiếu", count=result.share.count, of=result.share.of)
    said = {
        Verdict.TAKEN: gettext("trong số %(n)s suất", n=result.seats),
        Verdict.BEYOND: gettext("ngoài %(n)s suất, không được chọn", n=result.seats),
        Verdict.TIE_LOST: gettext("hòa ở chỗ cuối, không được chọn"),
        Verdict.BELOW: gettext("không đạt ngưỡng (cần %(n)s phiếu)", n=result.needed),
    }
    return f"{votes}, {said[result.verdict]}"
