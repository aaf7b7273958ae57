"""The clerk's own .xlsx with its faults coloured and noted, its look kept; nothing in it acts."""

import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from congress.nominations.sheets import Sheet

FAULTY_FILL = "FAD4D1"
FAULTY_LINE = "C0392B"
_LARGEST = 40 * 2**20
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref\s*=\s*[\"']\s*([A-Za-z0-9:$]+)")
_AUTHOR = "Congress"
_NOTE_WIDTH, _LINE_HEIGHT, _LINE_LETTERS = 380, 20, 50

Notes = Mapping[str, Mapping[str, str]]
"""By the name of the sheet and the name of the cell, what is to be mended."""


def marked(content: bytes, sheets: Sequence[Sheet], notes: Notes, most_cells: int) -> bytes | None:
    """Give the clerk's file with the notes in it; nothing where it cannot be kept safely.

    It is built cell by cell, so one of over ``most_cells`` is left to others. Formulas are their
    values; links, macros, pictures, and what reckons by itself are gone.
    """
    try:
        if not _may_be_kept(content, sheets, most_cells):
            return None
        with warnings.catch_warnings():
            # The library tells what it leaves out, which is meant.
            warnings.simplefilter("ignore")
            return _marked(content, sheets, notes)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - what one reader takes, the other may not
        return None


def _may_be_kept(content: bytes, sheets: Sequence[Sheet], most_cells: int) -> bool:
    cells = sum(len(sheet.rows) * max(map(len, sheet.rows), default=0) for sheet in sheets)
    if cells > most_cells or not zipfile.is_zipfile(io.BytesIO(content)):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # The library reads no part beyond the size that the directory tells.
        size = sum(entry.file_size for entry in archive.infolist())
        if size > _LARGEST or "xl/workbook.xml" not in archive.namelist():
            return False
        merged = sum(_merged(archive.read(part)) for part in archive.namelist())
    return cells + merged <= most_cells


def _merged(part: bytes) -> int:
    """Count the cells of merged ranges, wherever they stand: the library makes every one."""
    total = 0
    for place in _MERGED.findall(part):
        left, top, right, bottom = range_boundaries(place.decode())
        total += (bottom - top + 1) * (right - left + 1)
    return total


def _marked(content: bytes, sheets: Sequence[Sheet], notes: Notes) -> bytes:
    book = load_workbook(io.BytesIO(content), data_only=True, keep_links=False, rich_text=True)
    for sheet in book.worksheets:
        _disarm(sheet)
    book.defined_names.clear()
    for each in sheets:
        sheet = book[book.sheetnames[each.place]]
        for name, note in notes.get(each.name, {}).items():
            _mark(sheet, name, note)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _disarm(sheet: Worksheet) -> None:
    """Take away all that fetches, reckons, or hides the marks."""
    sheet.conditional_formatting = ConditionalFormattingList()
    sheet.data_validations.dataValidation = [
        rule for rule in sheet.data_validations.dataValidation if _is_plain_list(rule)
    ]
    sheet.defined_names.clear()
    sheet.tables.clear()
    sheet.legacy_drawing = None
    sheet._images, sheet._charts, sheet._pivots = [], [], []  # noqa: SLF001 - no public way
    # Not row by row: one format in the last cell would make a cell of every place before it.
    for cell in sheet._cells.values():  # noqa: SLF001 - no public way
        if cell.hyperlink:
            cell._hyperlink = None  # noqa: SLF001 - the setter would add a link
    sheet._hyperlinks = []  # noqa: SLF001 - the same


def _is_plain_list(rule: DataValidation) -> bool:
    """Tell whether a rule only lists choices: neither reckoned nor of another file."""
    return rule.type == "list" and not set(rule.formula1 or "") & set("([")


def _mark(sheet: Worksheet, name: str, note: str) -> None:
    cell = sheet[name]
    if isinstance(cell, MergedCell):
        cell = sheet.cell(*_corner(sheet, name))
    line = Side(style="thin", color=FAULTY_LINE)
    cell.fill = PatternFill("solid", fgColor=FAULTY_FILL)
    cell.border = Border(left=line, right=line, top=line, bottom=line)
    before = f"\n\n{cell.comment.text}" if cell.comment else ""
    height = _LINE_HEIGHT * (3 + len(note) // _LINE_LETTERS)
    cell.comment = Comment(note + before, _AUTHOR, height=height, width=_NOTE_WIDTH)
    sheet.row_dimensions[cell.row].hidden = False
    sheet.column_dimensions[cell.column_letter].hidden = False
    sheet.sheet_properties.tabColor = FAULTY_LINE


def _corner(sheet: Worksheet, name: str) -> tuple[int, int]:
    """Give row and column of the one cell of a merged range that can be seen."""
    merged = next(each for each in sheet.merged_cells.ranges if name in each)
    return merged.min_row, merged.min_col
