"""What the pages of appraisal send: chosen profiles, moments, remarks by heading."""

from collections.abc import Mapping
from datetime import UTC, datetime

from werkzeug.datastructures import MultiDict

from congress import web
from congress.appraisals.words import GENERAL, HEADINGS
from congress.core.errors import Rejected
from congress.settings import ZONE


def chosen(form: MultiDict[str, str]) -> dict[int, int]:
    """Read the ticked profiles, each as ``number:version``; what is no number is left out."""
    found = {}
    for text in form.getlist("chosen"):
        number, _, version = text.partition(":")
        try:
            found[web.number(number)] = web.number(version)
        except ValueError:
            continue
    return found


def remarks(form: Mapping[str, str]) -> dict[str, str]:
    """Read what was written, by heading; the general one stands under "" and comes first."""
    return {code: form.get(f"remark-{code}", "") for code in (GENERAL, *HEADINGS)}


def moment(written: str) -> datetime | None:
    """Read a day and hour as the clock on the wall shows it; raises ``moment_unreadable``."""
    if not written:
        return None
    try:
        return datetime.fromisoformat(written).replace(tzinfo=ZONE).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Rejected("moment_unreadable", written=written) from None
