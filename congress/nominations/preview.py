"""A workbook that was sent, read again beside what is stored: what confirming it would do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_, select
from sqlmodel import Session, col
from xlsxwriter.utility import xl_cell_to_rowcol

from congress.congresses import queries as congresses
from congress.congresses.models import Congress
from congress.core.errors import Fault
from congress.core.names import Match
from congress.core.period import Birth
from congress.nominations.ethnic_groups import official
from congress.nominations.models import Nominee, Workbook
from congress.nominations.people import Person, Register
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


def preview(session: Session, workbook: Workbook) -> Preview:
    """Read a workbook as confirming it now would."""
    proven_against = terms(session, workbook.congress_id, workbook.unit_id)
    reading = read(workbook.content, workbook.filename, proven_against)
    people = [row.nominee.person for row in reading.rows]
    own, others = stored(session, workbook.congress_id, workbook.unit_id, people)
    return _beside(reading, own, others)


def stored(
    session: Session,
    congress_id: int,
    unit_id: int,
    people: Collection[Person],
    *,
    but: int | None = None,
) -> tuple[Register, Register]:
    """Give the stored people who may be among these: the unit's own, and other units'.

    ``but`` leaves out the nominee whose row is being changed.
    """
    years = {person.birth.year for person in people}
    numbers = {person.citizen_id for person in people if person.citizen_id}
    query = (
        select(
            col(Nominee.unit_id),
            col(Nominee.name),
            col(Nominee.birth_year),
            col(Nominee.birth_date),
            col(Nominee.citizen_id),
        )
        .where(
            col(Nominee.congress_id) == congress_id,
            or_(col(Nominee.birth_year).in_(years), col(Nominee.citizen_id).in_(numbers)),
        )
        .order_by(col(Nominee.id))
    )
    if but is not None:
        query = query.where(col(Nominee.id) != but)
    own, others = Register(), Register()
    for unit, name, year, day, number in session.execute(query):
        register = own if unit == unit_id else others
        register.add(Person(name, Birth(year, day), number))
    return own, others


def named_elsewhere(person: Person, others: Register) -> Fault | None:
    """Tell whether another unit named a person; without both days of birth only perhaps."""
    found = others.find(person)
    if found is None:
        return None
    place, verdict = found
    other = others.people[place]
    has_same_id = bool(person.citizen_id) and person.citizen_id == other.citizen_id
    is_sure = verdict is Match.SAME and bool(person.birth.day and other.birth.day)
    code = "nominee_elsewhere" if is_sure or has_same_id else "nominee_maybe_elsewhere"
    return Fault(code, field="name")


def _beside(reading: Reading, own: Register, others: Register) -> Preview:
    rows, known, faults = [], [], list(reading.faults)
    for row in reading.rows:
        person = row.nominee.person
        if is_named(person, own):
            known.append(row)
            continue
        fault = named_elsewhere(person, others)
        if fault is None:
            rows.append(row)
            continue
        placed = replace(fault, sheet=row.sheet, cell=row.name_cell)
        if fault.code == "nominee_elsewhere":
            faults.append(placed)
        else:
            rows.append(replace(row, warnings=(*row.warnings, placed)))
    left_out = reading.left_out + len(reading.rows) - len(rows) - len(known)
    return Preview(reading.sheets, rows, known, _in_order(reading.sheets, faults), left_out)


def _in_order(sheets: Sequence[Sheet], faults: Sequence[Fault]) -> list[Fault]:
    """Put faults in the order of the sheets and lines."""
    places = {sheet.name: place for place, sheet in enumerate(sheets)}

    def place(fault: Fault) -> tuple[int, int, int]:
        line, column = xl_cell_to_rowcol(fault.cell or "A1")
        return places.get(fault.sheet or "", 0), line, column

    return sorted(faults, key=place)


def is_named(person: Person, own: Register) -> bool:
    """Tell whether the unit has named a person already."""
    found = own.find(person)
    return found is not None and found[1] is Match.SAME
