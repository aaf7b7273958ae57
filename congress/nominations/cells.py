"""Sheets as the reader of workbooks gives them, every cell where Excel shows it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

Corner = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """A sheet: ``rows[0][0]`` is cell A1; ``merged`` holds first and last corners.

    ``place`` counts the sheets of the workbook from 0, hidden ones too.
    """

    name: str
    rows: Sequence[Sequence[object]]
    merged: Sequence[tuple[Corner, Corner]] = ()
    place: int = 0


def visible_sheets(content: bytes) -> list[Sheet]:
    """Read every visible sheet; whatever the reader does not take rises."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for place, each in enumerate(book.sheets_metadata):
        if each.visible is SheetVisibleEnum.Visible and each.typ is SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_index(place)
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append(Sheet(each.name, rows, sheet.merged_cell_ranges or (), place))
    return sheets
