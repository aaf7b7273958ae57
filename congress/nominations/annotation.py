"""A copy of the clerk's own workbook with every faulty cell coloured and noted."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from congress import wording
from congress.core.errors import Fault
from congress.core.names import tidy
from congress.nominations.marking import FAULTY_FILL, FAULTY_LINE, marked
from congress.nominations.sheets import Sheet
from congress.nominations.values import written

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
_LONGEST_NAME = 31
MOST_CELLS = 250_000
_WIDTHS = range(6, 42)
_FAULTY = {"bg_color": f"#{FAULTY_FILL}", "border": 1, "border_color": f"#{FAULTY_LINE}"}
_WHEN = {
    datetime: {"num_format": "dd/mm/yyyy"},
    date: {"num_format": "dd/mm/yyyy"},
    time: {"num_format": "hh:mm:ss"},
    timedelta: {"num_format": "[h]:mm:ss"},
}


def annotated(
    content: bytes,
    sheets: Sequence[Sheet],
    faults: Sequence[Fault],
    language: str = "vi",
    *,
    most_cells: int = MOST_CELLS,
) -> bytes:
    """Give the clerk's own workbook back with its faults; what cannot be kept is written anew.

    A workbook of over ``most_cells`` cells is written anew, which takes a third of the time.
    """
    notes = {
        name: {cell: sentences(told, language) for cell, told in cells.items()}
        for name, cells in _by_cell(faults).items()
    }
    kept = marked(content, sheets, notes, most_cells) if sheets else None
    return annotate(sheets, faults, language) if kept is None else kept


def annotate(sheets: Sequence[Sheet], faults: Sequence[Fault], language: str = "vi") -> bytes:
    """Write the sheets anew with the faults in them; without sheets, one that lists the faults.

    Values and their cells are kept, formulas become their values, and no text is a formula.
    """
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "nan_inf_to_errors": True})
    if not sheets:
        _list(workbook.add_worksheet("Lỗi"), faults, language)
    names, notes = _names(sheets), _by_cell(faults)
    for sheet in sheets:
        _copy(workbook, names[sheet.name], sheet, notes.get(sheet.name, {}), language)
    workbook.close()
    return file.getvalue()


def sentences(faults: Iterable[Fault], language: str) -> str:
    """Say several faults of one cell, each with what to do."""
    said = (f"{wording.sentence(f, language)} {wording.suggestion(f, language)}" for f in faults)
    return "\n".join(sentence.strip() for sentence in said)


def _by_cell(faults: Iterable[Fault]) -> dict[str, dict[str, list[Fault]]]:
    """Put faults to their cells, by sheet."""
    told: dict[str, dict[str, list[Fault]]] = {}
    for fault in faults:
        if fault.cell:
            told.setdefault(fault.sheet or "", {}).setdefault(fault.cell, []).append(fault)
    return told


def _list(page: Worksheet, faults: Sequence[Fault], language: str) -> None:
    page.set_column(0, 0, _WIDTHS[-1] * 2)
    for line, fault in enumerate(faults):
        page.write_string(line, 0, sentences([fault], language))


def _names(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Name the copies after the sheets; a name that Excel would refuse becomes a number."""
    names: dict[str, str] = {}
    for place, sheet in enumerate(sheets, 1):
        is_fit = len(sheet.name) <= _LONGEST_NAME and not _NOT_IN_NAMES.search(sheet.name)
        is_fit = is_fit and tidy(sheet.name) == sheet.name and sheet.name.lower() != "history"
        names[sheet.name] = sheet.name if is_fit and sheet.name else f"({place})"
    return names


def _copy(
    workbook: Workbook, name: str, sheet: Sheet, notes: Mapping[str, Sequence[Fault]], language: str
) -> None:
    page = workbook.add_worksheet(name)
    faulty = {xl_cell_to_rowcol(cell): told for cell, told in notes.items()}
    formats: dict[tuple[type, bool], Format] = {}
    for line, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            key = (type(value), (line, column) in faulty)
            if key not in formats:
                look = _WHEN.get(key[0], {}) | (_FAULTY if key[1] else {})
                formats[key] = workbook.add_format({"valign": "top", **look})
            _write(page, line, column, value, formats[key])
    _merge(page, sheet, set(faulty), workbook.add_format({"align": "center", "bold": True}))
    blank = workbook.add_format(_FAULTY)
    for (line, column), told in faulty.items():
        if line >= len(sheet.rows) or column >= len(sheet.rows[line]):
            page.write_blank(line, column, None, blank)
        page.write_comment(
            line, column, sentences(told, language), {"x_scale": 2.5, "y_scale": 1.5}
        )
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)
    if faulty:
        page.set_tab_color(f"#{FAULTY_LINE}")


def _write(page: Worksheet, line: int, column: int, value: object, look: Format) -> None:
    if isinstance(value, bool):
        page.write_boolean(line, column, value, look)
    elif isinstance(value, int | float):
        page.write_number(line, column, value, look)
    elif isinstance(value, datetime | date | time | timedelta):
        page.write_datetime(line, column, value, look)
    elif text := str(value or ""):
        page.write_string(line, column, text, look)
    else:
        page.write_blank(line, column, None, look)


def _merge(page: Worksheet, sheet: Sheet, faulty: set[tuple[int, int]], look: Format) -> None:
    for (top, left), (bottom, right) in sheet.merged:
        if any(top <= line <= bottom and left <= column <= right for line, column in faulty):
            continue
        if top >= len(sheet.rows) or left >= len(sheet.rows[top]):
            continue
        try:
            page.merge_range(top, left, bottom, right, written(sheet.rows[top][left]), look)
        except OverlappingRange:
            continue


def _widths(sheet: Sheet) -> list[int]:
    """Fit columns to their texts, titles across several columns apart."""
    across = {corner for corner, _ in sheet.merged}
    widths: list[int] = []
    for line, cells in enumerate(sheet.rows):
        widths += [0] * (len(cells) - len(widths))
        for column, value in enumerate(cells):
            if (line, column) not in across:
                widths[column] = max(widths[column], len(written(value)) + 2)
    return [min(max(width, _WIDTHS[0]), _WIDTHS[-1]) for width in widths]
