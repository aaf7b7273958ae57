"""The list of changes on paper: for Word, from a template, and for Excel."""

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter

from congress.congresses.queries import Frame
from congress.papers import render_docx
from congress.settings import ZONE
from congress.substitutions.queries import Change

_FACE = "Times New Roman"
_DAY = "%d/%m/%Y"

_Value = Callable[[Change], str]
_COLUMNS: tuple[tuple[str, float, _Value], ...] = (
    ("Số", 6, lambda change: f"{change.number:03d}"),
    ("Người thôi", 24, lambda change: change.left.name if change.left else ""),
    ("Đơn vị", 20, lambda change: change.left.unit if change.left else ""),
    ("Người thay", 24, lambda change: change.joined.name if change.joined else ""),
    ("Đơn vị", 20, lambda change: change.joined.unit if change.joined else ""),
    ("Chỗ ngồi", 12, lambda change: change.seat),
    ("Lý do", 34, lambda change: change.reason),
    ("Nguồn", 11, lambda change: "dự khuyết" if change.is_from_reserve else "khác"),
    ("Ngày", 11, lambda change: _day(change.made_at)),
)


def docx(
    congress: Frame, host: str, changes: Sequence[Change], *, approved_at: datetime, at: datetime
) -> bytes:
    """Give the list for Word; its number, its day and its signer are left to fill in."""
    today = at.astimezone(ZONE)
    rows = [
        {
            "number": change.number,
            "left": change.left,
            "joined": change.joined,
            "reason": change.reason,
            "day": _day(change.made_at),
        }
        for change in changes
    ]
    return render_docx(
        "changes.docx",
        {
            "congress": congress,
            "held_on": congress.held_on,
            "place": host,
            "approved_on": _day(approved_at),
            "day_in_words": f"ngày {today.day} tháng {today.month} năm {today.year}",
            "changes": rows,
            "signer": "",
        },
    )


def workbook(congress: Frame, changes: Sequence[Change]) -> bytes:
    """Give the list for Excel, ready for A4 paper lying on its side."""
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        sheet = book.add_worksheet("Thay đổi")
        cell = {"font_name": _FACE, "font_size": 11, "border": 1, "text_wrap": True}
        head = book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#E8EDF2"})
        text = book.add_format({**cell, "valign": "top"})
        for place, (heading, width, value) in enumerate(_COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, head)
            for line, change in enumerate(changes, 1):
                sheet.write_string(line, place, value(change), text)
        name = congress.name.replace("&", "&&")
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        sheet.set_header(f'&C&"{_FACE},Bold"&13ĐẠI BIỂU THAY ĐỔI\n&"{_FACE}"&12{name}')
    return written.getvalue()


def _day(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime(_DAY)
