"""Sample workbooks as clerks make them: tidy ones, and the oddities of real ones."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum, auto
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from congress.core.names import fold
from congress.nominations.headings import FEMALE, MALE, label
from congress.nominations.senders import Sender
from congress.units.models import UnitKind

Person = Mapping[str, object]
# Two writings of one sample are the same bytes.
_CREATED = datetime(2025, 3, 3, tzinfo=UTC)
_COMMUNE_CODES = (
    "name", "gender", "birth_date", "ethnic_group", "post", "village", "composition_group", "field",
    "party", "achievement", "titles", "votes_for", "votes_present", "score",
)  # fmt: skip
_AGENCY_CODES = (
    "name", "gender", "birth_date", "ethnic_group", "post", "composition_group", "field", "party",
    "reason",
)  # fmt: skip
_WIDTHS = {"name": 24, "post": 28, "composition_group": 32, "achievement": 56, "titles": 30}
_TITLE_LINES = 5


class Oddity(Enum):
    """How a workbook differs from the template; all but the missing column are read."""

    NONE = auto()
    OTHER_HEADINGS = auto()
    TEXT_DATES = auto()
    DECOMPOSED = auto()
    GENDER_COLUMNS = auto()
    MISSING_COLUMN = auto()
    REMARKS_BELOW = auto()


ODDITIES = {
    3: Oddity.OTHER_HEADINGS,
    5: Oddity.TEXT_DATES,
    8: Oddity.DECOMPOSED,
    11: Oddity.GENDER_COLUMNS,
    17: Oddity.MISSING_COLUMN,
    19: Oddity.REMARKS_BELOW,
}
_OTHER_HEADINGS = {
    "name": "HỌ TÊN",
    "gender": "gioi",
    "birth_date": "Ngày, tháng, năm  sinh",
    "ethnic_group": "DAN TOC",
    "post": "Nghề nghiệp",
    "village": "Thôn, bản",
    "composition_group": "Thành phần",
    "score": "Điểm đánh giá",
}


def write_book(
    path: Path, congress: str, unit: Sender, people: Sequence[Person], oddity: Oddity
) -> None:
    """Write the workbook of a unit."""
    codes = list(_AGENCY_CODES if unit.kind is UnitKind.AGENCY else _COMMUNE_CODES)
    if oddity is Oddity.MISSING_COLUMN:
        codes.remove("ethnic_group")
    if oddity is Oddity.OTHER_HEADINGS:
        codes.sort(key=lambda code: (code == "name", fold(label(code))))
    if oddity is Oddity.GENDER_COLUMNS:
        codes[1:3] = [MALE, FEMALE]
    workbook = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"})
    workbook.set_properties({"created": _CREATED.replace(tzinfo=None)})
    page = workbook.add_worksheet("Danh sách")
    _title(workbook, page, congress, unit, len(codes))
    first = _headings(workbook, page, codes, oddity)
    for line, person in enumerate(people):
        page.write_number(first + line, 0, line + 1)
        for column, code in enumerate(codes, 1):
            page.write(first + line, column, _cell(person, code, line, oddity))
    if oddity is Oddity.REMARKS_BELOW:
        _remarks(page, unit, first + len(people), len(people))
    workbook.close()


def _title(workbook: Workbook, page: Worksheet, congress: str, unit: Sender, width: int) -> None:
    centred = workbook.add_format({"align": "center"})
    bold = workbook.add_format({"align": "center", "bold": True, "font_size": 13})
    page.merge_range(0, 0, 0, 3, unit.name.upper(), workbook.add_format({"bold": True}))
    page.merge_range(1, 0, 1, width, "DANH SÁCH GIỚI THIỆU ĐẠI BIỂU", bold)
    page.merge_range(2, 0, 2, width, congress, centred)
    page.merge_range(3, 0, 3, width, "(số liệu minh họa)", centred)


def _headings(workbook: Workbook, page: Worksheet, codes: Sequence[str], oddity: Oddity) -> int:
    """Write the headings, in two lines where Nam and Nữ share one; give the first line below."""
    look = workbook.add_format({"bold": True, "text_wrap": True, "border": 1, "align": "center"})
    page.write_string(_TITLE_LINES, 0, "STT", look)
    for column, code in enumerate(codes, 1):
        spelled = _OTHER_HEADINGS if oddity is Oddity.OTHER_HEADINGS else {}
        heading = _composed(spelled.get(code, label(code)), oddity)
        page.set_column(column, column, _WIDTHS.get(code, 14))
        page.write_string(_TITLE_LINES, column, heading, look)
    if oddity is not Oddity.GENDER_COLUMNS:
        return _TITLE_LINES + 1
    page.merge_range(_TITLE_LINES, 2, _TITLE_LINES, 3, label("birth_year"), look)
    page.write_row(_TITLE_LINES + 1, 2, [label(MALE), label(FEMALE)], look)
    return _TITLE_LINES + 2


def _cell(person: Person, code: str, line: int, oddity: Oddity) -> object:
    birth = person["birth_date"]
    assert isinstance(birth, date)
    if code in {MALE, FEMALE}:
        return birth.year if person["gender"] == label(code) else ""
    value = person[code]
    if oddity is Oddity.TEXT_DATES and isinstance(value, date):
        ways = (f"{birth:%d/%m/%Y}", f"{birth.day}-{birth.month}-{birth.year}", f"{birth:%d.%m.%Y}")
        return ways[line % len(ways)]
    return _composed(value, oddity) if isinstance(value, str) else value


def _composed(text: str, oddity: Oddity) -> str:
    return unicodedata.normalize("NFD", text) if oddity is Oddity.DECOMPOSED else text


def _remarks(page: Worksheet, unit: Sender, line: int, count: int) -> None:
    page.write_string(line + 1, 1, f"Tổng cộng: {count} người")
    page.write_string(line + 3, 7, f"{unit.name}, ngày 3 tháng 3 năm 2025")
    page.write_string(line + 4, 1, "NGƯỜI LẬP BIỂU")
    page.write_string(line + 4, 7, "CHỦ TỊCH")
