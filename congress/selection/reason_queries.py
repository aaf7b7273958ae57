"""The reasons of a run as its page, its sheets and its workbook show them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, select
from sqlmodel import Session, col

from congress.congresses.models import CompositionGroup, Participation
from congress.core.errors import NotFound
from congress.core.names import fold
from congress.core.roles import Viewer
from congress.nominations.listing import PAGE_SIZE, Page
from congress.nominations.models import Nominee
from congress.nominations.portraits import described
from congress.nominations.values import points
from congress.selection import course, queries, reasons, ways
from congress.selection.queries import Run
from congress.selection.reason_book import Book
from congress.selection.reasons import Line, Person, Teller
from congress.units.models import Unit
from congress.units.queries import seen_by


@dataclass(frozen=True)
class Filters:
    """Whose reasons a page shows; empty filters show all whom the viewer may know of."""

    unit_id: int | None = None
    is_chosen: bool | None = None
    sought: str = ""
    page: int = 1


@dataclass(frozen=True)
class Explained:
    """A run with a list: its answer (the keys of result.json) and its quotas by name."""

    run: Run
    told: Mapping[str, Any]
    quotas: Mapping[str, Mapping[str, Any]]

    @cached_property
    def entries(self) -> dict[int, Mapping[str, Any]]:
        """Give what the answer says of each person, by number."""
        return {int(entry["id"]): entry for entry in self.told.get("people") or []}

    def entry(self, nominee_id: int) -> Mapping[str, Any]:
        """Give what the answer says of one person; ``NotFound`` of somebody else."""
        found = self.entries.get(nominee_id)
        if found is None:
            raise NotFound
        return found

    @property
    def steps(self) -> list[str]:
        """Say how the list came."""
        return course.steps(self.told, list(self.quotas.values()))

    @property
    def has_reasons(self) -> bool:
        """Tell whether there is a list to give reasons for."""
        return bool(self.told.get("people"))


def explained(session: Session, congress_id: int, selection_id: int, viewer: Viewer) -> Explained:
    """Give a run; those who see some units only know of the approved one only."""
    run, told, text = queries.run(session, congress_id, selection_id)
    if not viewer.sees_all and not run.is_approved:
        raise NotFound
    return Explained(run, told, ways.quotas(text))


def lines(
    session: Session, congress_id: int, found: Explained, viewer: Viewer, filters: Filters
) -> Page[Line]:
    """Give one page of the people whom the viewer may know of, by unit, then by name."""
    entries = found.entries
    wanted = fold(filters.sought)
    people = [
        row
        for row in session.execute(_people(congress_id, viewer, filters.unit_id))
        if row[0] in entries
        and filters.is_chosen in (None, entries[row[0]]["chosen"])
        and wanted in fold(row[1])
    ]
    page = min(max(filters.page, 1), max(1, -(-len(people) // PAGE_SIZE)))
    shown = people[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    told = [entries[row[0]] for row in shown]
    teller = _teller(session, congress_id, found, viewer, told)
    return Page(
        [reasons.line(teller, entry, _person(row)) for entry, row in zip(told, shown, strict=True)],
        len(people),
        page,
    )


def line(
    session: Session,
    congress_id: int,
    found: Explained,
    nominee_id: int,
    viewer: Viewer,
    *,
    solved: Mapping[str, Any] | None = None,
) -> Line:
    """Give one person's own reasons, nobody else named; ``NotFound`` outside the viewer's unit.

    ``solved`` is what was found anew, in place of what the answer says of the person.
    """
    query = _people(congress_id, viewer, None).where(col(Nominee.id) == nominee_id)
    row = session.execute(query).first()
    if row is None:
        raise NotFound
    teller = Teller(found.told, _nobody, reasons.discreetly(found.quotas))
    return reasons.line(teller, solved or found.entry(nominee_id), _person(row))


def book(
    session: Session, congress_id: int, found: Explained, viewer: Viewer, *, with_sensitive: bool
) -> Book:
    """Give the reasons of all people, by unit, then by name, the quotas, and how the list came."""
    rows = session.execute(_people(congress_id, viewer, None)).all()
    names = {str(row[0]): row[1] for row in rows}
    quota_of = reasons.quoted if with_sensitive else reasons.discreetly(found.quotas)
    teller = Teller(found.told, lambda number: names.get(number, _nobody(number)), quota_of)
    entries = found.entries
    told = [
        reasons.line(teller, entries[row[0]], _person(row)) for row in rows if row[0] in entries
    ]
    return Book(told, course.quota_lines(found.told), found.steps)


def _teller(
    session: Session,
    congress_id: int,
    found: Explained,
    viewer: Viewer,
    told: Sequence[Mapping[str, Any]],
) -> Teller:
    """Tell a unit's clerk no name of another unit, and no quota of sensitive data."""
    names = _names(session, congress_id, _replacing(told), viewer)
    quota_of = reasons.quoted if viewer.sees_all else reasons.discreetly(found.quotas)
    return Teller(found.told, lambda number: names.get(number, _nobody(number)), quota_of)


def _nobody(_number: str) -> str:
    return str(gettext("một người khác"))


def _replacing(told: Iterable[Mapping[str, Any]]) -> set[int]:
    found = (entry.get("replacement") or {"leaves": [], "joins": []} for entry in told)
    return {int(number) for each in found for number in (*each["leaves"], *each["joins"])}


def _names(
    session: Session, congress_id: int, wanted: Collection[int], viewer: Viewer
) -> dict[str, str]:
    query = select(col(Nominee.id), col(Nominee.name)).where(
        col(Nominee.congress_id) == congress_id,
        col(Nominee.id).in_(wanted),
        seen_by(viewer, col(Nominee.unit_id)),
    )
    return {str(number): name for number, name in session.execute(query)}


def _people(congress_id: int, viewer: Viewer, unit_id: int | None) -> Select[*tuple[Any, ...]]:
    query = (
        described(
            col(Nominee.id),
            col(Nominee.name),
            col(Unit.name),
            col(CompositionGroup.label),
            col(Nominee.score),
            col(Nominee.reason),
        )
        .join(
            Participation,
            (col(Participation.unit_id) == Nominee.unit_id)
            & (col(Participation.congress_id) == Nominee.congress_id),
        )
        .where(col(Nominee.congress_id) == congress_id, seen_by(viewer, col(Nominee.unit_id)))
        .order_by(col(Participation.position), col(Nominee.name_key), col(Nominee.id))
    )
    return query if unit_id is None else query.where(col(Nominee.unit_id) == unit_id)


def _person(row: Any) -> Person:
    number, name, unit, group, score, note = row
    return Person(str(number), name, unit, group, points(score), note)
