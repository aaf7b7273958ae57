"""The visible sheets of a workbook (.xlsx, .ods, .xls, .csv), every cell where Excel shows it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
from xlsxwriter.utility import xl_rowcol_to_cell

from congress.core.errors import Rejected
from congress.nominations.containers import ROWS_LIMIT, kind_of, too_large

Corner = tuple[int, int]
_LONGEST_SHEET_NAME = 31
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Sheet:
    """A sheet: ``rows[0][0]`` is cell A1; ``merged`` holds first and last corners."""

    name: str
    rows: Sequence[Sequence[object]]
    merged: Sequence[tuple[Corner, Corner]] = ()


def cell_name(row: int, column: int) -> str:
    """Name a cell as Excel shows it, counting from 0.

    >>> cell_name(0, 0), cell_name(9, 27)
    ('A1', 'AB10')
    """
    return str(xl_rowcol_to_cell(row, column))


def open_sheets(content: bytes, filename: str) -> list[Sheet]:
    """Read every visible sheet of a workbook.

    Raises ``workbook_type``, ``workbook_locked``, ``workbook_unreadable``,
    ``workbook_too_large``, or ``csv_encoding``.
    """
    if kind_of(content, filename) == "csv":
        return [_csv_sheet(content, filename)]
    try:
        return _calamine_sheets(content)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - the reader's panics are no Exceptions
        raise Rejected("workbook_unreadable") from None


def _calamine_sheets(content: bytes) -> list[Sheet]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    visible = [
        each.name
        for each in book.sheets_metadata
        if each.visible is SheetVisibleEnum.Visible and each.typ is SheetTypeEnum.WorkSheet
    ]
    sheets = []
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        sheets.append(Sheet(name, rows, sheet.merged_cell_ranges or ()))
    return sheets


def _csv_sheet(content: bytes, filename: str) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Rejected("csv_encoding", line=line) from None
    sample = text[:4096]
    delimiter = max(_DELIMITERS, key=sample.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise Rejected("workbook_unreadable") from None
    if len(rows) > ROWS_LIMIT:
        raise too_large()
    return Sheet(PurePath(filename).stem[:_LONGEST_SHEET_NAME] or "CSV", rows)
