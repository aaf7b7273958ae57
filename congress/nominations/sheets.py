"""The visible sheets of a workbook (.xlsx, .ods, .xls, .csv), every cell where Excel shows it."""

from collections import Counter
from dataclasses import replace
from pathlib import PurePath

from xlsxwriter.utility import xl_rowcol_to_cell

from congress.core.errors import Rejected
from congress.nominations import delimited, hypertext
from congress.nominations.apart import read_apart
from congress.nominations.cells import Corner, Sheet, visible_sheets
from congress.nominations.containers import kind_of

_LONGEST_SHEET_NAME = 31
_OLD_XML = "urn:schemas-microsoft-com:office:spreadsheet"
_HEAD = 4_096

__all__ = ["Corner", "Sheet", "cell_name", "open_sheets"]


def cell_name(row: int, column: int) -> str:
    """Name a cell as Excel shows it, counting from 0.

    >>> cell_name(0, 0), cell_name(9, 27)
    ('A1', 'AB10')
    """
    return str(xl_rowcol_to_cell(row, column))


def open_sheets(content: bytes, filename: str) -> list[Sheet]:
    """Read every visible sheet of a workbook; no two have the same name.

    Raises ``workbook_type``, ``workbook_locked``, ``workbook_unreadable``, ``workbook_macros``,
    ``workbook_too_large``, ``workbook_other_format``, ``csv_encoding``, ``csv_marks_lost``, or
    ``csv_quote_open``.
    """
    kind = kind_of(content, filename)
    if kind == "text":
        return [_text_sheet(content, filename)]
    if kind == "xls":
        return _named_apart(read_apart(content))
    try:
        return _named_apart(visible_sheets(content))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - the reader's panics are no Exceptions
        raise Rejected("workbook_unreadable") from None


def _named_apart(sheets: list[Sheet]) -> list[Sheet]:
    """Put numbers to names that Excel takes for one: they differ in capitals, or not at all."""
    count = Counter(sheet.name.lower() for sheet in sheets)
    return [
        replace(sheet, name=f"{sheet.name} ({sheet.place + 1})")
        if count[sheet.name.lower()] > 1
        else sheet
        for sheet in sheets
    ]


def _text_sheet(content: bytes, filename: str) -> Sheet:
    text = delimited.decoded(content)
    if _OLD_XML in text[:_HEAD]:
        raise Rejected("workbook_other_format", kind="XML 2003")
    rows = hypertext.rows_of(text) if hypertext.is_page(text) else delimited.rows_of(text)
    return Sheet(PurePath(filename).stem[:_LONGEST_SHEET_NAME] or "CSV", rows)
