"""Accepted nominees in columns, as a nominee file holds them: never a million objects at once."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

from sqlalchemy import ColumnElement, String, case, cast, func, select, type_coerce
from sqlmodel import Session, col

from congress.nominations.models import Nominee, Review
from congress.nominations.values import points
from congress.nominations.vocabulary import (
    Vocabulary,
    political_levels,
    professional_levels,
    roles,
    titles,
)
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
    "roles",
    "professional_level",
    "political_level",
    "status",
    "reason",
)


def columns(session: Session, congress_id: int) -> dict[str, Coded]:
    """Give the accepted nominees by column, ordered by id; an empty text is an empty cell.

    The database writes every cell as text, and what it writes is read once per distinct text.
    """
    cells = _cells()
    query = (
        select(*cells.values())
        .join(Unit, col(Unit.id) == col(Nominee.unit_id))
        .where(col(Nominee.congress_id) == congress_id, col(Nominee.review) == Review.ACCEPTED)
        .order_by(col(Nominee.id))
        .execution_options(yield_per=_PIECE)
    )
    coders = [Coder() for _ in cells]
    # The connection gives bare rows; the session would make one more object of each.
    for rows in session.connection().execute(query).partitions():
        for coder, texts in zip(coders, zip(*rows, strict=True), strict=True):
            coder.add(texts)
    coded = {code: coder.column() for code, coder in zip(cells, coders, strict=True)}
    coded |= {code: coded[code].mapped(read) for code, read in _READ.items()}
    return coded | dict(_counted(coded))


def _counted(coded: Mapping[str, Coded]) -> Iterator[tuple[str, Coded]]:
    """Give a column for each listed title and role that somebody has: yes, or an empty cell."""
    yield "highest_title", coded["titles"].mapped(titles().highest)
    for code, prefix, listed in (("titles", "title", titles()), ("roles", "role", roles())):
        column = coded[code]
        for term in dict.fromkeys(term for text in column.values for term in listed.codes(text)):
            yield f"{prefix}_{term}", column.mapped(partial(_yes_if, listed, term))


def _yes_if(listed: Vocabulary, term: str, text: str) -> str:
    return "yes" if term in listed.codes(text) else ""


def _cells() -> Mapping[str, ColumnElement[str]]:
    # An enum's texts are taken as they are stored, without a look at what they mean.
    texts = {code: type_coerce(col(getattr(Nominee, code)), String) for code in _TEXTS}
    written: dict[str, ColumnElement[str]] = {
        code: func.coalesce(cast(col(getattr(Nominee, code)), String), "")
        for code in ("id", "birth_date", "birth_year", "score", "source")
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


_READ: Mapping[str, Callable[[str], str]] = {
    "birth_date": _day,
    "score": _points,
    "professional_level": professional_levels().name,
    "political_level": political_levels().name,
}


def unaccepted(session: Session, congress_id: int) -> int:
    """Count the nominees who do not compete because their profile is not accepted yet."""
    query = select(func.count()).where(
        col(Nominee.congress_id) == congress_id,
        col(Nominee.review).not_in((Review.ACCEPTED, Review.MERGED)),
    )
    count: int = session.execute(query).scalar_one()
    return count
