"""What ``congress select`` leaves in a folder: result.json and delegates.xlsx."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from congress.nominations import headings
from congress.selection.files import NomineeFile
from optimizer.problem import Index

_LEAST_WIDTH = 8
_MOST_WIDTH = 40


def write_result(folder: Path, told: Mapping[str, Any]) -> None:
    """Write result.json."""
    with (folder / "result.json").open("w", encoding="utf-8") as file:
        # Of 300,000 people the text as a whole takes half a gigabyte.
        json.dump(told, file, ensure_ascii=False, indent=1)
        file.write("\n")


def write_delegates(folder: Path, nominees: NomineeFile, chosen: Index) -> None:
    """Write the chosen rows with the columns of the input, Vietnamese headings where known."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(folder / "delegates.xlsx", options) as workbook:
        sheet = workbook.add_worksheet("Đại biểu")
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})
        titles = [
            headings.label(code) if code in headings.CODES else heading
            for code, heading in zip(nominees.codes, nominees.header, strict=True)
        ]
        sheet.write_row(0, 0, titles, bold)
        sheet.freeze_panes(1, 0)
        rows = [[_cell(cell) for cell in nominees.row(row)] for row in chosen.tolist()]
        for line, cells in enumerate(rows, start=1):
            sheet.write_row(line, 0, cells)
        for column, title in enumerate(titles):
            longest = max((len(str(cells[column])) for cells in rows), default=0)
            width = min(_MOST_WIDTH, max(_LEAST_WIDTH, len(title), longest))
            sheet.set_column(column, column, width + 2)


def _cell(value: object) -> object:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


def remove_delegates(folder: Path) -> None:
    """Leave no list of an earlier run, nor its reasons, beside an answer that has none."""
    for name in ("delegates.xlsx", "reasons.xlsx"):
        (folder / name).unlink(missing_ok=True)
