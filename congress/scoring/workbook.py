"""The table of scores for Excel: a column for each criterion, the sum, and the score."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from congress.congresses.queries import Frame
from congress.scoring.queries import Scored
from congress.scoring.rules import Criterion

_FACE = "Times New Roman"


def scores(
    congress: Frame, number: int, criteria: Sequence[Criterion], people: Sequence[Scored]
) -> bytes:
    """Give the table, ready for A4 paper lying on its side; missing points are empty cells."""
    written = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(written, options) as book:
        sheet = book.add_worksheet("Bảng điểm")
        cell = {"font_name": _FACE, "font_size": 11, "border": 1, "text_wrap": True}
        head = book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#E8EDF2"})
        text = book.add_format({**cell, "valign": "top"})
        points = book.add_format({**cell, "valign": "top", "num_format": "0.00"})
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 2, 26)
        sheet.set_column(3, 5 + len(criteria), 12)
        sheet.freeze_panes(1, 2)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        name = congress.name.replace("&", "&&")
        sheet.set_header(
            f'&C&"{_FACE},Bold"&13BẢNG ĐIỂM (tiêu chí bản {number})\n&"{_FACE}"&12{name}'
        )
        maxima = [f"{each.name} (tối đa {each.maximum.normalize():f})" for each in criteria]
        headings = [
            "TT",
            "Họ và tên",
            "Đơn vị",
            *maxima,
            "Cộng",
            "Điều chỉnh theo kiến nghị",
            "Điểm",
        ]
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, head)
        for line, person in enumerate(people, 1):
            sheet.write_number(line, 0, line, text)
            sheet.write_string(line, 1, person.name, text)
            sheet.write_string(line, 2, person.unit, text)
            score = person.score
            given = [*(each.points for each in score.lines), score.sum, score.correction]
            for place, number_given in enumerate([*given, score.total], 3):
                if number_given is None:
                    sheet.write_blank(line, place, None, points)
                else:
                    sheet.write_number(line, place, float(number_given), points)
    return written.getvalue()
