"""The file of units and weights: read whole, every fault at its line and column."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from congress.apportionment import figures
from congress.apportionment.faults import worded
from congress.core.errors import Fault, Rejected
from congress.core.names import fold, tidy
from congress.nominations.sheets import cell_name, open_sheets
from optimizer.apportionment import Unit, faults_of

HEADINGS: Mapping[str, frozenset[str]] = {
    "unit": frozenset({"unit", "don vi", "ten don vi", "ma don vi", "xa, thi tran"}),
    "weight": frozenset({"weight", "trong so", "dan so", "so nguoi"}),
    "floor": frozenset({"floor", "toi thieu", "it nhat"}),
    "cap": frozenset({"cap", "toi da", "nhieu nhat"}),
    "fixed": frozenset({"fixed", "co dinh", "an dinh"}),
}
_BOUNDS = ("floor", "cap", "fixed")

Places = dict[str, int]


def read_units(content: bytes, filename: str, floor: int = 0) -> list[Unit]:
    """Read units from .csv, .xlsx or .ods; raises ``Rejected`` with every fault at once."""
    sheets = open_sheets(content, filename)
    rows = [[_written(cell) for cell in row] for row in sheets[0].rows] if sheets else []
    return _units(rows, filename, floor)


def read_pasted(text: str, name: str, floor: int = 0) -> list[Unit]:
    """Read units pasted from a sheet: columns between tabs, with or without their headings."""
    rows = [[_written(cell) for cell in line.split("\t")] for line in text.splitlines()]
    if rows and not _places(rows[0]):
        rows.insert(0, ["unit", "weight", *_BOUNDS])
        return _units(rows, name, floor, first=0)
    return _units(rows, name, floor)


def _units(rows: Sequence[Sequence[str]], filename: str, floor: int, first: int = 1) -> list[Unit]:
    """Read the rows below the headings; ``first`` is the line of the headings, from 1."""
    places = _places(rows[0]) if rows else {}
    faults = [
        _at(filename, first, 0, Fault("apportionment_column_missing", {"column": column}))
        for column in ("unit", "weight")
        if column not in places
    ]
    found: dict[str, tuple[int, Unit]] = {}
    lines = [line for line in range(1, len(rows)) if any(rows[line])] if not faults else []
    for line in lines:
        unit, wrong = _unit(rows[line], places, floor)
        if unit and unit.code in found:
            before = {"unit": unit.code, "line": found[unit.code][0]}
            wrong.append(("unit", Fault("apportionment_unit_again", before)))
        elif unit:
            found[unit.code] = (line + first, unit)
        faults += [_at(filename, line + first, places[column], each) for column, each in wrong]
    if not faults and not found:
        faults = [_at(filename, 1, 0, Fault("apportionment_no_units"))]
    if faults:
        raise Rejected.because(faults)
    return [unit for _, unit in found.values()]


def _unit(
    row: Sequence[str], places: Places, floor: int
) -> tuple[Unit | None, list[tuple[str, Fault]]]:
    """Read one row: the unit, where its figures can be read, and what is wrong in which column."""
    cells = {name: row[at] if at < len(row) else "" for name, at in places.items()}
    wrong = list(_unread(cells))
    if wrong:
        return None, wrong
    bounds = {name: figures.count(cells.get(name, "")) for name in _BOUNDS}
    unit = Unit(
        code=cells["unit"],
        weight=figures.weight(cells["weight"]) or 0,
        floor=bounds["floor"] or 0,
        cap=bounds["cap"],
        fixed=bounds["fixed"],
    )
    return unit, [
        # A bound that crosses the common floor stands in no column of its own.
        (each.figure if each.figure in places else "weight", worded(each))
        for each in faults_of(unit, floor)
    ]


def _unread(cells: Mapping[str, str]) -> Iterator[tuple[str, Fault]]:
    if not cells["unit"]:
        yield "unit", Fault("apportionment_unit_missing")
    written = cells["weight"]
    if not written and not cells.get("fixed"):
        yield "weight", Fault("apportionment_weight_missing", {"unit": cells["unit"]})
    if written and figures.weight(written) is None:
        yield "weight", Fault("apportionment_weight_unread", {"value": written})
    for name in _BOUNDS:
        typed = cells.get(name, "")
        if typed and figures.count(typed) is None:
            yield name, Fault("apportionment_count_unread", {"value": typed})


def _places(heading: Sequence[str]) -> Places:
    folded = [fold(cell) for cell in heading]
    found: Places = {}
    for at, cell in enumerate(folded):
        for name, spellings in HEADINGS.items():
            if cell in spellings:
                found.setdefault(name, at)
    return found


def _written(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell)) if cell is not None else ""


def _at(filename: str, line: int, column: int, fault: Fault) -> Fault:
    is_sheet = PurePath(filename).suffix.lower() in {".xlsx", ".ods", ".xls"}
    place = cell_name(line - 1, column) if is_sheet else f"{line}:{column + 1}"
    return Fault(fault.code, fault.facts, sheet=filename, cell=place)
