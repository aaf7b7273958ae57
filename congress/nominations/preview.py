"""A workbook that was sent, read again beside what is stored: what confirming it would do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session
from xlsxwriter.utility import xl_cell_to_rowcol

from congress.congresses import queries as congresses
from congress.congresses.models import Congress
from congress.core.errors import Fault
from congress.nominations.ethnic_groups import official
from congress.nominations.models import Workbook
from congress.nominations.named import SURE, Named, named
from congress.nominations.readers import Terms
from congress.nominations.sheets import Sheet
from congress.nominations.workbook import Reading, ReadRow, read
from congress.units.models import Unit, UnitKind


@dataclass(frozen=True)
class Preview:
    """Rows to be stored, rows that the unit sent before, and every fault, in order."""

    sheets: Sequence[Sheet]
    rows: Sequence[ReadRow]
    known: Sequence[ReadRow]
    faults: Sequence[Fault]
    left_out: int

    @property
    def warnings(self) -> list[Fault]:
        """Give what a clerk should look at again; the rows are taken all the same."""
        return [warning for row in self.rows for warning in row.warnings]


def terms(session: Session, congress_id: int, unit_id: int) -> Terms:
    """Give what a unit's rows are proven against."""
    unit = session.get_one(Unit, unit_id)
    return Terms(
        groups=congresses.groups(session, congress_id),
        ethnic_groups=official(),
        held_on=session.get_one(Congress, congress_id).held_on,
        names_guests=unit.kind is UnitKind.AGENCY,
    )


def preview(session: Session, workbook: Workbook, *, tells_unit: bool = False) -> Preview:
    """Read a workbook as confirming it now would; the office is told who else named a person."""
    proven_against = terms(session, workbook.congress_id, workbook.unit_id)
    reading = read(workbook.content, workbook.filename, proven_against)
    people = [row.nominee.person for row in reading.rows]
    known = named(session, workbook.congress_id, workbook.unit_id, people)
    return _beside(reading, known, tells_unit=tells_unit)


def _beside(reading: Reading, named_before: Named, *, tells_unit: bool) -> Preview:
    rows, known, faults = [], [], list(reading.faults)
    for row in reading.rows:
        person = row.nominee.person
        if named_before.has(person):
            known.append(row)
            continue
        objection = named_before.objection(person, tells_unit=tells_unit)
        told = [replace(objection, sheet=row.sheet, cell=row.name_cell)] if objection else []
        if objection and objection.code in SURE:
            faults += told
        else:
            rows.append(replace(row, warnings=(*row.warnings, *told)))
    left_out = reading.left_out + len(reading.rows) - len(rows) - len(known)
    return Preview(reading.sheets, rows, known, _in_order(reading.sheets, faults), left_out)


def _in_order(sheets: Sequence[Sheet], faults: Sequence[Fault]) -> list[Fault]:
    """Put faults in the order of the sheets and lines."""
    places = {sheet.name: place for place, sheet in enumerate(sheets)}

    def place(fault: Fault) -> tuple[int, int, int]:
        line, column = xl_cell_to_rowcol(fault.cell or "A1")
        return places.get(fault.sheet or "", 0), line, column

    return sorted(faults, key=place)
