"""The people file of ``congress seat``: who is to be seated, every fault at its line and column."""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from pathlib import Path

from congress.core.errors import Fault, Rejected
from congress.core.names import tidy
from congress.nominations.sheets import Sheet, cell_name, open_sheets
from optimizer.chart import Person

COLUMNS = ("id", "name", "delegation", "class", "precedence", "needs", "together")
ACCESSIBLE = "accessible"


def load_people(file: Path) -> list[Person]:
    """Read people from .csv, .xlsx or .ods; raises ``Rejected`` with every fault at once."""
    sheets = open_sheets(file.read_bytes(), file.name)
    sheet = sheets[0] if sheets else Sheet(file.name, ())
    rows = [[_written(cell) for cell in row] for row in sheet.rows]
    columns = _columns(rows)
    if "id" not in columns:
        raise Rejected.because([_at(file, 0, 0, Fault("people_column_missing", {"column": "id"}))])
    lines = [line for line in range(1, len(rows)) if any(rows[line])]
    faults = [
        _at(file, line, columns.get(column, 0), fault)
        for line, column, fault in _faults(rows, lines, columns)
    ]
    if faults:
        raise Rejected.because(faults)
    if not lines:
        raise Rejected.because([_at(file, 0, 0, Fault("people_empty"))])
    return [_person(rows[line], columns) for line in lines]


def _written(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell)) if cell is not None else ""


def _columns(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    header = [cell.lower() for cell in rows[0]] if rows else []
    return {name: header.index(name) for name in COLUMNS if name in header}


def _at(file: Path, line: int, column: int, fault: Fault) -> Fault:
    is_text = file.suffix.lower() == ".csv"
    place = f"{line + 1}:{column + 1}" if is_text else cell_name(line, column)
    return Fault(fault.code, fault.facts, sheet=file.name, cell=place)


def _value(row: Sequence[str], columns: Mapping[str, int], name: str) -> str:
    at = columns.get(name)
    return row[at] if at is not None and at < len(row) else ""


def _faults(
    rows: Sequence[Sequence[str]], lines: Sequence[int], columns: Mapping[str, int]
) -> Iterator[tuple[int, str, Fault]]:
    seen: dict[str, int] = {}
    for line in lines:
        person = _value(rows[line], columns, "id")
        if not person:
            yield line, "id", Fault("people_id_missing")
        elif person in seen:
            yield line, "id", Fault("people_id_twice", {"id": person, "line": seen[person] + 1})
        seen.setdefault(person, line)
        precedence = _value(rows[line], columns, "precedence")
        if precedence and _number(precedence) is None:
            fault = Fault("people_precedence_wrong", {"value": precedence})
            yield line, "precedence", fault
        needs = _value(rows[line], columns, "needs")
        if needs and needs.lower() != ACCESSIBLE:
            yield line, "needs", Fault("people_need_unknown", {"value": needs})


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if isfinite(number) else None


def _person(row: Sequence[str], columns: Mapping[str, int]) -> Person:
    return Person(
        id=_value(row, columns, "id"),
        name=_value(row, columns, "name"),
        delegation=_value(row, columns, "delegation"),
        category=_value(row, columns, "class"),
        precedence=_number(_value(row, columns, "precedence")),
        needs_accessible=bool(_value(row, columns, "needs")),
        together=_value(row, columns, "together"),
    )
