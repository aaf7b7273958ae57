"""The form of one nominee: what was typed, as an unproven row, and back."""

from collections.abc import Mapping

from flask_babel import format_decimal

from congress.core.period import Birth
from congress.nominations.models import Nominee
from congress.nominations.values import NomineeRow

FIELDS = (
    "name",
    "gender",
    "birth_date",
    "ethnic_group",
    "composition_group",
    "post",
    "village",
    "field",
    "party",
    "achievement",
    "titles",
    "votes_for",
    "votes_present",
    "score",
    "household",
    "phone",
    "citizen_id",
    "reason",
)
_GENDERS = {"male": "Nam", "female": "Nữ"}


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed into each field."""
    return {code: form.get(code, "") for code in FIELDS}


def row(
    form: Mapping[str, str],
    stored: Nominee | None = None,
    *,
    citizen_id: str = "",
    may_score: bool = False,
) -> NomineeRow:
    """Make a row of the form; what the page does not show keeps its stored value.

    ``citizen_id`` is the stored number, which the page only shows masked.
    """
    values: dict[str, object] = dict(typed(form))
    if not may_score:
        values["score"] = stored.score if stored else ""
    if not values["citizen_id"] and not form.get("clears_citizen_id"):
        values["citizen_id"] = citizen_id
    return NomineeRow(values)


def shown(stored: Nominee) -> dict[str, str]:
    """Fill the form with a nominee; the citizen number is never put into a page."""
    values = {code: str(getattr(stored, code, "") or "") for code in FIELDS}
    numbers = {
        code: "" if (number := getattr(stored, code)) is None else str(number)
        for code in ("votes_for", "votes_present")
    }
    return (
        values
        | numbers
        | {
            "gender": _GENDERS[stored.gender],
            "birth_date": Birth(stored.birth_year, stored.birth_date).on_paper(),
            "party": "x" if stored.is_party_member else "",
            "score": "" if stored.score is None else format_decimal(stored.score, "0.####"),
            "citizen_id": "",
        }
    )
