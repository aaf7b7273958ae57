"""The table of an apportionment as a workbook."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from flask_babel import gettext

from congress.apportionment.pages import Line, Sheet, TransferLine

_WIDTHS = (6, 32, 14, 12, 10, 12)
_TITLE_ROW, _HEADING_ROW = 0, 2


def workbook(title: str, sheet: Sheet, transfers: Sequence[TransferLine]) -> bytes:
    """Write the table, and below it what was moved by hand."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(gettext("Phân bổ"))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for at, width in enumerate(_WIDTHS):
            page.set_column(at, at, width)
        page.write_string(_TITLE_ROW, 0, title, bold)
        for at, heading in enumerate(_headings(sheet)):
            page.write_string(_HEADING_ROW, at, heading, bold)
        row = _HEADING_ROW
        for nth, line in enumerate(sheet.lines, 1):
            row += 1
            for at, value in enumerate(_cells(nth, line)):
                page.write(row, at, value)
        row += 1
        page.write_string(row, 1, gettext("Cộng"), bold)
        page.write_number(row, 4, sum(line.seats for line in sheet.lines), bold)
        for transfer in transfers:
            row += 1
            page.write_string(row + 1, 1, _said(transfer))
    return out.getvalue()


def _headings(sheet: Sheet) -> list[str]:
    return [
        gettext("STT"),
        gettext("Đơn vị"),
        gettext("Trọng số"),
        gettext("Suất chính xác"),
        gettext("Số ghế"),
        gettext("Điều chỉnh"),
        gettext("Ít nhất trực tiếp (70 %)"),
        *(name for name, _ in sheet.methods),
    ]


def _cells(nth: int, line: Line) -> list[object]:
    weight = float(line.weight) if line.weight != "0" else ""
    quota = "" if line.quota is None else float(line.quota)
    counts = [cell.seats for cell in line.cells]
    least = line.progress.least_direct
    return [nth, line.unit, weight, quota, line.seats, line.moved or "", least, *counts]


def _said(transfer: TransferLine) -> str:
    sentence: str = gettext(
        "Chuyển %(n)d ghế từ %(giver)s sang %(taker)s: %(reason)s",
        n=transfer.seats,
        giver=transfer.giver,
        taker=transfer.taker,
        reason=transfer.reason,
    )
    return sentence
