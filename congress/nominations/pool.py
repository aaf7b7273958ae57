"""Nominees in columns, as a nominee file holds them: never a million objects at once."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, String, case, cast, func, select, type_coerce
from sqlmodel import Session, col

from congress.nominations.models import Nominee
from congress.nominations.values import points
from congress.units.models import Unit
from optimizer.coded import Coded, Coder

_PIECE = 2_000
"""Rows at once: few enough to stay in a processor's cache."""
_TEXTS = (
    "name",
    "gender",
    "ethnic_group",
    "composition_group",
    "post",
    "village",
    "field",
    "household",
    "titles",
    "status",
    "reason",
)


def columns(session: Session, congress_id: int) -> dict[str, Coded]:
    """Give the nominees of a congress by column, ordered by id; an empty text is an empty cell.

    The database writes every cell as text, and what it writes is read once per distinct text.
    """
    cells = _cells()
    query = (
        select(*cells.values())
        .join(Unit, col(Unit.id) == col(Nominee.unit_id))
        .where(col(Nominee.congress_id) == congress_id)
        .order_by(col(Nominee.id))
        .execution_options(yield_per=_PIECE)
    )
    coders = [Coder() for _ in cells]
    # The connection gives bare rows; the session would make one more object of each.
    for rows in session.connection().execute(query).partitions():
        for coder, texts in zip(coders, zip(*rows, strict=True), strict=True):
            coder.add(texts)
    coded = {code: coder.column() for code, coder in zip(cells, coders, strict=True)}
    return coded | {code: coded[code].mapped(read) for code, read in _READ.items()}


def _cells() -> Mapping[str, ColumnElement[str]]:
    # An enum's texts are taken as they are stored, without a look at what they mean.
    texts = {code: type_coerce(col(getattr(Nominee, code)), String) for code in _TEXTS}
    written: dict[str, ColumnElement[str]] = {
        code: func.coalesce(cast(col(getattr(Nominee, code)), String), "")
        for code in ("id", "birth_date", "birth_year", "score")
    }
    return {
        **written,
        **texts,
        "party": case((col(Nominee.is_party_member), "yes"), else_=""),
        "unit": type_coerce(col(Unit.name), String),
    }


def _day(text: str) -> str:
    return text and date.fromisoformat(text).strftime("%d/%m/%Y")


def _points(text: str) -> str:
    return points(Decimal(text)) if text else ""


_READ: Mapping[str, Callable[[str], str]] = {"birth_date": _day, "score": _points}
