"""A workbook that was sent, read again beside what is stored: what confirming it would do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import select
from sqlmodel import Session, col
from xlsxwriter.utility import xl_cell_to_rowcol

from congress.congresses import queries as congresses
from congress.congresses.models import Congress
from congress.core.errors import Fault
from congress.core.period import Birth
from congress.nominations import citizen_numbers
from congress.nominations.differences import COMPARED, Difference, Stored, compare
from congress.nominations.ethnic_groups import official
from congress.nominations.models import Nominee, Workbook
from congress.nominations.named import named
from congress.nominations.readers import Terms
from congress.nominations.readings import reading_of
from congress.nominations.sheets import Sheet
from congress.nominations.workbook import Reading, ReadRow
from congress.units.models import Unit, UnitKind


@dataclass(frozen=True)
class Preview:
    """What a workbook would change, and every fault, in order."""

    reading: Reading
    difference: Difference
    faults: Sequence[Fault]
    warnings: Sequence[Fault]

    @property
    def sheets(self) -> Sequence[Sheet]:
        """Give the sheets as they were read."""
        return self.reading.sheets

    @property
    def rows(self) -> Sequence[ReadRow]:
        """Give the people who are new."""
        return self.difference.new

    @property
    def left_out(self) -> int:
        """Count the people whose rows are not proven."""
        return self.reading.left_out + len(self.reading.rows) - self.difference.people


def terms(session: Session, congress_id: int, unit_id: int) -> Terms:
    """Give what a unit's rows are proven against."""
    unit = session.get_one(Unit, unit_id)
    return Terms(
        groups=congresses.groups(session, congress_id),
        ethnic_groups=official(),
        held_on=session.get_one(Congress, congress_id).held_on,
        names_guests=unit.kind is UnitKind.AGENCY,
    )


def read_before(session: Session, workbook: Workbook) -> Reading:
    """Read a workbook, so that whoever holds a lock later need not."""
    return reading_of(session, workbook, terms(session, workbook.congress_id, workbook.unit_id))


def preview(session: Session, workbook: Workbook, *, is_office: bool = False) -> Preview:
    """Read a workbook as confirming it now would; the office is told who else named a person."""
    reading = read_before(session, workbook)
    own = _stored(session, workbook.congress_id, workbook.unit_id)
    mark = partial(citizen_numbers.mark, session)
    rows, objections = (
        reading.rows,
        _Objections(session, workbook, reading.rows, is_office=is_office),
    )
    difference = compare(rows, own, mark=mark, is_office=is_office)
    refused, told = objections.to(difference)
    if refused:
        rows = [row for row in rows if id(row) not in refused]
        difference = compare(rows, own, mark=mark, is_office=is_office)
    if reading.left_out or refused:
        # Whoever is not found may stand in a line that has a fault.
        difference = replace(difference, gone=())
    faults = [*reading.faults, *refused.values()]
    warnings = [*told, *(warning for row in rows for warning in row.warnings)]
    return Preview(reading, difference, _in_order(reading, faults), _in_order(reading, warnings))


class _Objections:
    """What is stored already of a file's people."""

    def __init__(
        self, session: Session, workbook: Workbook, rows: Sequence[ReadRow], *, is_office: bool
    ) -> None:
        people = [row.nominee.person for row in rows]
        self._named = named(
            session, workbook.congress_id, workbook.unit_id, people, is_office=is_office
        )

    def to(self, difference: Difference) -> tuple[dict[int, Fault], list[Fault]]:
        """Give the faults by the row (its ``id``), and what the office is told of others."""
        pairs = (*difference.changed, *difference.alike)
        renamed = [pair.row for pair in pairs if pair.has_new_identity]
        refused = {
            id(row): placed
            for row in difference.new
            if (placed := _placed(row, self._named.objection(row.nominee.person)))
        }
        told = (
            _placed(row, self._named.elsewhere(row.nominee.person))
            for row in (*difference.new, *renamed)
            if id(row) not in refused
        )
        return refused, [fault for fault in told if fault]


def _placed(row: ReadRow, fault: Fault | None) -> Fault | None:
    return fault and replace(fault, sheet=row.sheet, cell=row.name_cell)


_PLAIN = tuple(code for code in COMPARED if code not in {"birth", "citizen_id", "source"})


def _stored(session: Session, congress_id: int, unit_id: int) -> list[Stored]:
    """Give whom a unit named before."""
    own = (
        col(Nominee.id),
        col(Nominee.version),
        col(Nominee.review),
        col(Nominee.status),
        col(Nominee.minutes_id).is_not(None).label("has_minutes"),
        col(Nominee.workbook_id).is_not(None).label("came_in_workbook"),
        col(Nominee.birth_year),
        col(Nominee.birth_date),
        col(Nominee.citizen_mark),
        col(Nominee.source),
    )
    plain = (col(getattr(Nominee, code)) for code in _PLAIN)
    query = (
        select(*own, *plain)
        .where(col(Nominee.congress_id) == congress_id, col(Nominee.unit_id) == unit_id)
        .order_by(col(Nominee.id))
    )
    return [
        Stored(
            row.id,
            row.version,
            row.review,
            row.status,
            row.has_minutes,
            row.came_in_workbook,
            {code: getattr(row, code) for code in _PLAIN}
            | {
                "birth": Birth(row.birth_year, row.birth_date),
                "citizen_id": row.citizen_mark,
                "source": row.source or "",
            },
        )
        for row in session.execute(query)
    ]


def _in_order(reading: Reading, faults: Sequence[Fault]) -> list[Fault]:
    """Put faults in the order of the sheets and lines."""
    places = {sheet.name: place for place, sheet in enumerate(reading.sheets)}

    def place(fault: Fault) -> tuple[int, int, int]:
        line, column = xl_cell_to_rowcol(fault.cell or "A1")
        return places.get(fault.sheet or "", 0), line, column

    return sorted(faults, key=place)
