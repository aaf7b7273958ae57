"""The list of delegates (danh sách trích ngang) as a workbook, and who came as a CSV file."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from sqlmodel import Session

from congress.nominations import headings
from congress.nominations.models import Gender
from congress.reports import queries
from congress.reports.queries import Listing, RosterRow
from congress.settings import ZONE

_FACE = "Times New Roman"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class _Column:
    """A column of the list; ``width`` is in characters, as Excel counts it."""

    heading: str
    width: float
    value: Callable[[RosterRow], str | int]
    is_sensitive: bool = False
    is_left_out_empty: bool = False


def _birth_year_of(gender: Gender) -> Callable[[RosterRow], str | int]:
    return lambda row: row.birth_year if row.gender is gender else ""


def _optional(code: str, width: float, value: Callable[[RosterRow], str]) -> _Column:
    """Make a column that takes no room on the paper where nobody has anything in it."""
    return _Column(headings.label(code), width, value, is_left_out_empty=True)


# Headings of the nominee table, so that the level above reads the file without retyping.
_COLUMNS = (
    _Column("STT", 5, lambda row: row.number),
    _Column(headings.label("name"), 22, lambda row: row.name),
    _Column(headings.label(headings.MALE), 6, _birth_year_of(Gender.MALE)),
    _Column(headings.label(headings.FEMALE), 6, _birth_year_of(Gender.FEMALE)),
    _Column(headings.label("ethnic_group"), 9, lambda row: row.ethnic_group, is_sensitive=True),
    _Column(headings.label("post"), 20, lambda row: row.post),
    _optional("workplace", 14, lambda row: row.workplace),
    _Column(headings.label("unit"), 19, lambda row: row.unit),
    _Column(headings.label("village"), 15, lambda row: row.village),
    _Column(headings.label("party"), 7, lambda row: "x" * row.is_party_member, is_sensitive=True),
    _optional("professional_level", 11, lambda row: row.professional_level),
    _optional("political_level", 11, lambda row: row.political_level),
    _optional("roles", 11, lambda row: row.roles),
    _Column(headings.label("titles"), 16, lambda row: row.titles),
    _Column(headings.label("achievement"), 28, lambda row: row.achievement),
    _Column(headings.label("composition_group"), 17, lambda row: row.composition_group),
    _optional("source", 11, lambda row: row.source),
    _optional("introduced_by", 14, lambda row: row.introduced_by),
    _Column("Ghi chú", 16, lambda row: row.reason),
)


_ATTENDANCE: dict[str, Callable[[RosterRow], str]] = {
    "Số thẻ": lambda row: str(row.number),
    "Họ và tên": lambda row: row.name,
    "Đơn vị": lambda row: row.unit,
    "Nhóm cơ cấu": lambda row: row.composition_group,
    "Ghế": lambda row: row.seat,
    "Có mặt": lambda row: "x" if row.came_at else "",
    "Giờ vào": lambda row: row.came_at.astimezone(ZONE).strftime("%H:%M") if row.came_at else "",
    "Lý do vắng": lambda row: "" if row.came_at else row.absence_reason,
}


def delegates_workbook(
    session: Session, congress_id: int, *, with_sensitive: bool, at: datetime
) -> bytes:
    """Give the list by number, ready for A4 paper lying on its side, headings on every page.

    ``with_sensitive`` adds ethnic group and Party membership, for those who are entitled.
    """
    listed = queries.listing(session, congress_id, at)
    columns = [
        column
        for column in _COLUMNS
        if (with_sensitive or not column.is_sensitive)
        and (not column.is_left_out_empty or any(map(column.value, listed.rows)))
    ]
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    sheet = book.add_worksheet("Trích ngang")
    _write_rows(book, sheet, columns, listed.rows)
    _set_page(sheet, listed, len(columns))
    book.close()
    return written.getvalue()


def attendance_csv(session: Session, congress_id: int, at: datetime) -> bytes:
    """Give every delegate with the minute of arrival as of ``at``, empty for the absent.

    The file is UTF-8 and begins with a byte order mark: without one, Excel on a Vietnamese
    Windows reads it in the old code page and breaks every mark.
    """
    listed = queries.listing(session, congress_id, at)
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(["Phiên", *_ATTENDANCE])
    for row in listed.rows:
        cells = (value(row) for value in _ATTENDANCE.values())
        writer.writerow(map(_as_text, (listed.sitting.name, *cells)))
    return written.getvalue().encode("utf-8-sig")


def _as_text(value: str) -> str:
    """Keep a spreadsheet from computing what a person typed."""
    return f"'{value}" if value.startswith(_STARTS_A_FORMULA) else value


def _write_rows(
    book: Any, sheet: Any, columns: Sequence[_Column], rows: Sequence[RosterRow]
) -> None:
    cell = {"font_name": _FACE, "font_size": 11, "border": 1, "text_wrap": True, "valign": "top"}
    head = book.add_format(
        {**cell, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E8EDF2"}
    )
    text, number = book.add_format(cell), book.add_format({**cell, "align": "center"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, head)
    for line, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            value = column.value(row)
            if isinstance(value, int):
                sheet.write_number(line, place, value, number)
            else:
                sheet.write_string(line, place, value, text)


def _set_page(sheet: Any, listed: Listing, columns: int) -> None:
    name = listed.congress.name.replace("&", "&&")
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.6, right=0.6, top=1.0, bottom=0.7)  # inches
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(listed.rows), columns - 1)
    sheet.set_header(f'&C&"{_FACE},Bold"&13DANH SÁCH TRÍCH NGANG ĐẠI BIỂU\n&"{_FACE}"&12dự {name}')
    sheet.set_footer(f'&C&"{_FACE}"&10&P/&N')
