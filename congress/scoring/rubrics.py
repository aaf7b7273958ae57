"""Rubrics as stored and as data: every version, the one that holds, and one to begin with."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from congress.accounts.models import Account
from congress.core.errors import NotFound
from congress.paths import DATA
from congress.scoring import models
from congress.scoring.models import Kind, Rubric
from congress.scoring.rules import Criterion


@dataclass(frozen=True)
class Version:
    """A version of a rubric: who adopted it, when and why."""

    id: int
    number: int
    reason: str
    author: str
    adopted_at: datetime


def versions(session: Session, congress_id: int) -> list[Version]:
    """Give the versions, the newest first; that one holds."""
    query = (
        select(
            col(Rubric.id),
            col(Rubric.number),
            col(Rubric.reason),
            col(Account.name),
            col(Rubric.adopted_at),
        )
        .outerjoin(Account, col(Account.id) == col(Rubric.adopted_by))
        .where(col(Rubric.congress_id) == congress_id)
        .order_by(col(Rubric.number).desc())
    )
    return [
        Version(rubric_id, number, reason, author or "", at)
        for rubric_id, number, reason, author, at in session.execute(query)
    ]


def current(session: Session, congress_id: int) -> Version | None:
    """Give the version that holds; none before one is adopted."""
    return next(iter(versions(session, congress_id)), None)


def version(session: Session, congress_id: int, number: int) -> Version:
    """Give a version by its number; ``NotFound`` where there is none."""
    for each in versions(session, congress_id):
        if each.number == number:
            return each
    raise NotFound


def criteria(session: Session, rubric_id: int) -> tuple[Criterion, ...]:
    """Give the lines of a version in their order."""
    query = (
        select(models.Criterion)
        .where(col(models.Criterion.rubric_id) == rubric_id)
        .order_by(col(models.Criterion.position))
    )
    return tuple(_read(row.terms, row) for row in session.scalars(query))


def next_key(session: Session, congress_id: int) -> int:
    """Give the key of a new line: one that no version ever used, for judgements hang on keys."""
    used = (
        select(func.max(col(models.Criterion.key)))
        .join(Rubric, col(Rubric.id) == col(models.Criterion.rubric_id))
        .where(col(Rubric.congress_id) == congress_id)
    )
    return (session.scalar(used) or len(default())) + 1


def rows(criteria: Sequence[Criterion], rubric_id: int) -> list[models.Criterion]:
    """Make the rows of a version's lines."""
    return [
        models.Criterion(
            rubric_id=rubric_id,
            position=position,
            key=each.key,
            name=each.name,
            kind=each.kind,
            maximum=each.maximum,
            terms={
                "table": [[label, str(points)] for label, points in each.table],
                "is_summed": each.is_summed,
                "each": str(each.each),
                "floor": str(each.floor),
                "column": each.column,
            },
        )
        for position, each in enumerate(criteria, 1)
    ]


def _read(terms: Mapping[str, Any], row: models.Criterion) -> Criterion:
    return Criterion(
        key=row.key,
        name=row.name,
        kind=row.kind,
        maximum=row.maximum,
        table=tuple((label, Decimal(points)) for label, points in terms["table"]),
        is_summed=terms["is_summed"],
        each=Decimal(terms["each"]),
        floor=Fraction(terms["floor"]),
        column=terms["column"],
    )


@cache
def default() -> tuple[Criterion, ...]:
    """Give a rubric to begin with; its figures are examples."""
    text = (DATA / "reference" / "rubric.toml").read_text("utf-8")
    entries = tomllib.loads(text, parse_float=Decimal)["criterion"]
    return tuple(
        Criterion(
            key=key,
            name=entry["name"],
            kind=Kind(entry["kind"]),
            maximum=Decimal(entry["maximum"]),
            table=tuple((label, Decimal(n)) for label, n in entry.get("points", {}).items()),
            each=Decimal(entry.get("each", 0)),
            floor=Fraction(entry.get("floor", "1/2")),
        )
        for key, entry in enumerate(entries, 1)
    )
