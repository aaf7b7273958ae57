"""A unit's workbook: proven nominees, and every fault at once by sheet and cell."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from congress.core.errors import Fault, Rejected
from congress.core.names import Match
from congress.nominations.conversions import Conversion, converted
from congress.nominations.fonts import old_fonts
from congress.nominations.headings import label
from congress.nominations.people import twins
from congress.nominations.readers import Terms
from congress.nominations.rules import Proof, ProvenNominee, prove
from congress.nominations.sheets import Sheet, cell_name, open_sheets
from congress.nominations.tables import Table, find_tables


@dataclass(frozen=True)
class ReadRow:
    """A proven row; ``line`` counts from 1, as Excel does, ``columns`` are those of its table."""

    sheet: str
    line: int
    name_cell: str
    nominee: ProvenNominee
    warnings: tuple[Fault, ...] = ()
    columns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reading:
    """What a workbook holds: rows and faults in the order of its sheets and lines.

    ``left_out`` counts the people whose rows are not proven, ``skipped`` names the sheets without
    a table of people, ``conversions`` tells what was no Unicode.
    """

    sheets: Sequence[Sheet]
    rows: Sequence[ReadRow]
    faults: Sequence[Fault]
    left_out: int = 0
    skipped: Sequence[str] = ()
    conversions: Sequence[Conversion] = ()


@dataclass(frozen=True)
class _Line:
    table: Table
    number: int
    proof: Proof


def read(
    content: bytes,
    filename: str,
    terms: Terms,
    *,
    keeps_text: bool = False,
    opens: Callable[[bytes, str], Sequence[Sheet]] = open_sheets,
) -> Reading:
    """Read a workbook; a file that cannot be opened is a reading with one fault and no sheets.

    Text in TCVN3 or VNI is put into Unicode unless the clerk ``keeps_text`` as it stands.
    """
    try:
        sheets, conversions = opens(content, filename), list[Conversion]()
    except Rejected as refused:
        return Reading([], [], refused.faults)
    if not keeps_text:
        sheets, conversions = _in_unicode(content, sheets)
    tables = find_tables(sheets)
    if not tables:
        return Reading(sheets, [], [_nothing_found(sheets)], conversions=conversions)
    reading = _reading(sheets, tables, terms)
    named = {table.sheet.name for table in tables}
    skipped = [sheet.name for sheet in sheets if sheet.rows and sheet.name not in named]
    return replace(reading, skipped=skipped, conversions=conversions)


def _in_unicode(
    content: bytes, sheets: Sequence[Sheet]
) -> tuple[Sequence[Sheet], list[Conversion]]:
    fonts = old_fonts(content)
    pairs = [converted(sheet, fonts.get(sheet.place)) for sheet in sheets]
    return [sheet for sheet, _ in pairs], [each for _, told in pairs for each in told]


def _reading(sheets: Sequence[Sheet], tables: Sequence[Table], terms: Terms) -> Reading:
    lines = [
        _Line(table, number, prove(table.row(number), terms))
        for table in tables
        for number in table.people()
    ]
    repeats, warnings = _repeats(lines)
    faults = [fault for table in tables for fault in _faults_of_headings(table, lines)]
    rows = []
    for place, line in enumerate(lines):
        told = [*_faults_of_values(line), *repeats.get(place, ())]
        faults += told
        if line.proof.nominee and not told:
            warned = (*_placed(line, line.proof.warnings), *warnings.get(place, ()))
            name_cell = line.table.cell_of("name", line.number)
            sheet = line.table.sheet.name
            columns = frozenset(line.table.columns)
            nominee = line.proof.nominee
            rows.append(ReadRow(sheet, line.number + 1, name_cell, nominee, warned, columns))
    return Reading(sheets, rows, faults, len(lines) - len(rows))


def _nothing_found(sheets: Sequence[Sheet]) -> Fault:
    sheet = next((each for each in sheets if each.rows), None)
    if sheet is None:
        return Fault("workbook_empty", sheet=sheets[0].name if sheets else "", cell="A1")
    return Fault("header_missing", sheet=sheet.name, cell="A1")


def _faults_of_headings(table: Table, lines: Sequence[_Line]) -> Iterator[Fault]:
    here = {"sheet": table.sheet.name, "cell": table.free_cell}
    own = [line for line in lines if line.table is table]
    for code in table.missing:
        yield Fault("column_missing", {"heading": label(code)}, field=code, **here)
    if "reason" not in table.columns and any(_lacks_reason(line) for line in own):
        yield Fault("column_missing", {"heading": label("reason")}, field="reason", **here)
    for code, column in table.repeated:
        cell = cell_name(table.header, column)
        facts = {"heading": label(code)}
        yield Fault("column_repeated", facts, sheet=table.sheet.name, cell=cell, field=code)
    if not own:
        cell = cell_name(table.body, 0)
        yield Fault("rows_missing", sheet=table.sheet.name, cell=cell)


def _lacks_reason(line: _Line) -> bool:
    return any(fault.field == "reason" for fault in line.proof.faults)


def _faults_of_values(line: _Line) -> Iterator[Fault]:
    """Place a line's faults; a value whose column is missing was told once, at the headings."""
    for fault in _placed(line, line.proof.faults):
        is_told = fault.field in line.table.missing or (
            fault.field == "reason" and "reason" not in line.table.columns
        )
        if not (fault.code == "value_missing" and is_told):
            yield fault


def _placed(line: _Line, faults: Sequence[Fault]) -> Iterator[Fault]:
    for fault in faults:
        cell = line.table.cell_of(fault.field or "name", line.number)
        yield replace(fault, sheet=line.table.sheet.name, cell=cell)


def _repeats(lines: Sequence[_Line]) -> tuple[dict[int, list[Fault]], dict[int, list[Fault]]]:
    """Find people who stand here twice: faults and warnings, each at the later line."""
    named = [place for place, line in enumerate(lines) if line.proof.person]
    people = [person for line in lines if (person := line.proof.person)]
    faults: dict[int, list[Fault]] = {}
    warnings: dict[int, list[Fault]] = {}
    for later, earlier, verdict in twins(people):
        line, first = lines[named[later]], lines[named[earlier]]
        facts = {"sheet": first.table.sheet.name, "line": first.number + 1}
        one_number = people[later].citizen_id
        if verdict is Match.SAME:
            fault = Fault("nominee_repeated", facts, field="name")
        elif one_number and one_number == people[earlier].citizen_id:
            fault = Fault("citizen_id_repeated", facts, field="citizen_id")
        else:
            fault = Fault("nominee_alike", facts, field="name")
        noted = warnings if fault.code == "nominee_alike" else faults
        noted.setdefault(named[later], []).extend(_placed(line, [fault]))
    return faults, warnings
