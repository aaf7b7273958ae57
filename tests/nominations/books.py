"""Workbooks as clerks make them, for the tests."""

import io
from datetime import date

import xlsxwriter

from congress.congresses.presets import PresetGroup
from congress.congresses.rules import Side
from congress.nominations.ethnic_groups import official
from congress.nominations.readers import Terms
from tests.factories import GROUPS

HEADINGS = ("Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc", "Nhóm cơ cấu")
SOMEBODY = ("Nông Văn Hòa", "Nam", "05/03/1978", "Tày", "Đại biểu dân tộc")
TERMS = Terms(
    groups=[PresetGroup(code, label, Side(side)) for code, label, side in GROUPS],
    ethnic_groups=official(),
    held_on=date(2025, 4, 15),
)
AGENCY_TERMS = Terms(TERMS.groups, TERMS.ethnic_groups, TERMS.held_on, names_guests=True)


def book(sheets, merged=()):
    """Make an .xlsx of sheets, each a list of rows that starts at A1."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        for place in merged:
            sheet.merge_range(place, rows[0][0])
    workbook.close()
    return file.getvalue()


def table(*rows, headings=HEADINGS):
    """Make an .xlsx of one sheet: the headings, then these rows."""
    return book({"Danh sách": [headings, *rows]})


def changed(**values):
    """Give somebody's row with some values changed, by position name."""
    places = dict(zip(("name", "gender", "birth", "ethnic_group", "group"), SOMEBODY, strict=True))
    return tuple((places | values).values())
