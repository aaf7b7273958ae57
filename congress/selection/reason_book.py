"""The reasons of a list as a workbook: delegates, those left out, quotas, how the list came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nlargest
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from congress.selection import course, reasons
from congress.selection.course import QuotaLine
from congress.selection.files import NomineeFile
from congress.selection.reasons import Line, Person, Reason, Teller
from optimizer.coded import Coded

_FACE = "Times New Roman"
_WHO = (("STT", 5), ("Họ và tên", 24), ("Đơn vị", 20), ("Nhóm cơ cấu", 20), ("Điểm", 8))
_IN = (
    *_WHO,
    ("Vì sao được chọn", 48),
    ("Điểm còn được chọn", 36),
    ("Độ chắc chắn", 14),
    ("Nếu vắng", 44),
    ("Độ chắc chắn ", 14),
)
_OUT = (*_WHO, ("Vì sao chưa được chọn", 70), ("Độ chắc chắn", 14))
_QUOTAS = (
    ("Tiêu chí", 44),
    ("Số người", 10),
    ("Ít nhất", 10),
    ("Nhiều nhất", 10),
    ("Đạt", 8),
    ("Nới một người: tổng điểm", 18),
    ("Siết một người: tổng điểm", 18),
)
_STEPS = (("Bước", 6), ("Cách chọn", 100))

LISTED = 20_000
"""No more people left out are told from files; an office reads no longer list."""
_OF_FILE = ("id", "name", "unit", "composition_group", "score", "reason")

Columns = Sequence[tuple[str, int]]
Cells = Sequence[str | int | Decimal | None]


@dataclass(frozen=True)
class Book:
    """What the workbook holds."""

    lines: Sequence[Line]
    quotas: Sequence[QuotaLine]
    steps: Sequence[str]


def written(book: Book) -> bytes:
    """Give the workbook; nothing that somebody typed is ever a formula."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        sheets = _Sheets(workbook)
        chosen = [line for line in book.lines if line.is_chosen]
        left_out = [line for line in book.lines if not line.is_chosen]
        sheets.add("Đại biểu", _IN, [_in(n, line) for n, line in enumerate(chosen, 1)])
        sheets.add("Chưa được chọn", _OUT, [_out(n, line) for n, line in enumerate(left_out, 1)])
        sheets.add("Tiêu chí", _QUOTAS, [_quota(line) for line in book.quotas])
        sheets.add("Cách chọn", _STEPS, list(enumerate(book.steps, 1)))
    return content.getvalue()


def write(
    folder: Path, nominees: NomineeFile, told: Mapping[str, Any], quotas: Mapping[str, Any]
) -> None:
    """Write reasons.xlsx beside result.json; ``quotas`` are those of the rules file, by name.

    Of a large pool only the ``LISTED`` people left out with the most points are told.
    """
    people = _OfFile(nominees)
    rows = {entry["id"]: row for row, entry in enumerate(told["people"])}
    teller = Teller(told, lambda number: people.person(rows[number]).name, reasons.quoted)
    lines = [
        reasons.line(teller, told["people"][row], people.person(row))
        for row in _listed(told["people"], people)
    ]
    steps = course.steps(told, list(quotas.values()))
    if len(lines) < len(rows):
        steps.append(f"Tệp này chỉ nêu {LISTED} người điểm cao nhất trong số chưa được chọn.")
    book = Book(lines, course.quota_lines(told), steps)
    (folder / "reasons.xlsx").write_bytes(written(book))


def _listed(entries: Sequence[Mapping[str, Any]], people: "_OfFile") -> list[int]:
    """Give the rows told, in the order of the file: everyone chosen, and not too many others."""
    left_out = [row for row, entry in enumerate(entries) if not entry["chosen"]]
    if len(left_out) <= LISTED:
        return list(range(len(entries)))
    best = nlargest(LISTED, left_out, key=lambda row: Decimal(people.score(row) or 0))
    told = set(best)
    return [row for row, entry in enumerate(entries) if entry["chosen"] or row in told]


class _OfFile:
    """The people of a nominee file, by row."""

    def __init__(self, nominees: NomineeFile) -> None:
        texts = nominees.texts()
        if "composition_group" in texts:
            # In the words of the file; our own codes say nothing to a reader.
            place = nominees.codes.index("composition_group")
            texts["composition_group"] = nominees.cells[place].mapped(str)
        nothing = Coded.of([""] * len(nominees.lines))
        self.columns = [texts.get(code, nothing) for code in _OF_FILE]

    def person(self, row: int) -> Person:
        number, name, *others = (column.values[column.codes[row]] for column in self.columns)
        return Person(number, name or number, *others)

    def score(self, row: int) -> str:
        column = self.columns[_OF_FILE.index("score")]
        return str(column.values[column.codes[row]])


class _Sheets:
    """Adds sheets of one look: a frozen header, a filter, widths, pages lying on their side."""

    def __init__(self, workbook: Any) -> None:
        cell = {"font_name": _FACE, "font_size": 11, "border": 1, "valign": "top"}
        self.workbook = workbook
        self.text = workbook.add_format({**cell, "text_wrap": True})
        self.head = workbook.add_format(
            {**cell, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#E8EDF2"}
        )

    def add(self, name: str, columns: Columns, rows: Sequence[Cells]) -> None:
        sheet = self.workbook.add_worksheet(name)
        for place, (title, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, title, self.head)
        for number, cells in enumerate(rows, 1):
            for place, cell in enumerate(cells):
                sheet.write(number, place, cell, self.text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)


def _who(number: int, line: Line) -> Cells:
    person = line.person
    score = Decimal(person.score) if person.score else None
    return (number, person.name, person.unit, person.group, score)


def _in(number: int, line: Line) -> Cells:
    return (*_who(number, line), line.why.sentence, *_said(line.stays), *_said(line.replacement))


def _out(number: int, line: Line) -> Cells:
    return (*_who(number, line), *_said(line.why))


def _said(reason: Reason | None) -> tuple[str, str]:
    return (reason.sentence, reason.label) if reason else ("", "")


def _quota(line: QuotaLine) -> Cells:
    met = "đạt" if line.is_met else "chưa đạt"
    return (line.name, line.count, line.low, line.high, met, line.looser, line.tighter)
