"""The form of one nominee: what was typed, as an unproven row, and back."""

import json
from collections.abc import Mapping

from flask_babel import format_decimal
from werkzeug.datastructures import MultiDict

from congress.core.period import Birth
from congress.nominations.models import Nominee
from congress.nominations.values import NomineeRow
from congress.nominations.vocabulary import BETWEEN, sources

FIELDS = (
    "name",
    "gender",
    "birth_date",
    "ethnic_group",
    "composition_group",
    "post",
    "workplace",
    "village",
    "field",
    "party",
    "professional_level",
    "political_level",
    "source",
    "introduced_by",
    "roles",
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
CLEARS_NUMBER = "clears_citizen_id"
_GENDERS = {"male": "Nam", "female": "Nữ"}
_SOURCES = {term.code: term.name for term in sources().terms}


def typed(form: MultiDict[str, str]) -> dict[str, str]:
    """Give what was typed into each field; ticked roles in one text."""
    roles = BETWEEN.join(filter(None, form.getlist("roles")))
    return {code: form.get(code, "") for code in FIELDS} | {"roles": roles}


def row(
    form: MultiDict[str, str],
    stored: Nominee | None = None,
    *,
    citizen_id: str = "",
    may_score: bool = False,
) -> NomineeRow:
    """Make a row of the form; what the page does not show keeps its stored value.

    ``citizen_id`` is the stored number, which the page only shows masked.
    """
    kept = shown(stored) if stored else {}
    written = {code: text for code, text in typed(form).items() if code in form}
    values: dict[str, object] = {**kept, **written}
    if not may_score:
        values["score"] = stored.score if stored else ""
    if not values.get("citizen_id") and not form.get(CLEARS_NUMBER):
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
            "source": _SOURCES[stored.source] if stored.source else "",
            "score": "" if stored.score is None else format_decimal(stored.score, "0.####"),
            "citizen_id": "",
        }
    )


def as_seen(stored: Nominee, masked: str, *, may_score: bool) -> str:
    """Write down what the form showed, for when somebody else changes it meanwhile."""
    told = shown(stored) | {"citizen_id": masked}
    if not may_score:
        # The page has no score for a unit, and what it showed goes back through its hands.
        del told["score"]
    return json.dumps(told, ensure_ascii=False)


def seen(form: Mapping[str, str]) -> dict[str, str]:
    """Read what the form showed when it was opened; nothing where that is missing or broken."""
    try:
        read = json.loads(form.get("seen", ""))
    except (ValueError, RecursionError):
        return {}
    told = read if isinstance(read, dict) else {}
    return {code: told[code] for code in FIELDS if isinstance(told.get(code), str)}
