"""The official template: drop-downs where there is a list, a note in every cell, examples apart."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from congress.nominations import vocabulary
from congress.nominations.headings import label
from congress.nominations.readers import Terms
from congress.nominations.tables import REQUIRED


@dataclass(frozen=True)
class _Column:
    """A column: how wide, what to write in it, and two examples.

    A text keeps its zeros and its order of day and month; of a list other words may be typed where
    it ``is_open``.
    """

    code: str
    width: int
    note: str
    examples: tuple[str, str]
    is_text: bool = False
    is_open: bool = False


_COLUMNS = (
    _Column("name", 26, "Họ tên đầy đủ, có dấu.", ("Nông Văn Hòa", "Hoàng Thị Út")),
    _Column("gender", 10, "Chọn Nam hoặc Nữ.", ("Nam", "Nữ")),
    _Column("birth_date", 13, "Ngày/tháng/năm đủ bốn số của năm, hoặc chỉ năm.",
            ("05/03/1978", "1985"), is_text=True),
    _Column("ethnic_group", 13, "Chọn trong danh mục 54 dân tộc.", ("Tày", "Nùng")),
    _Column("post", 28, "Việc đang làm, chức vụ đang giữ.",
            ("Trưởng thôn, nông dân", "Giáo viên")),
    _Column("workplace", 24, "Nơi công tác; để trống nếu làm tại nhà.",
            ("", "Trường Tiểu học xã")),
    _Column("village", 18, "Thôn hoặc khu phố nơi ở.", ("Thôn Làng Coóc", "Khu Hòa Bình")),
    _Column("composition_group", 34, "Chọn một nhóm; mỗi người thuộc một nhóm.", ("", "")),
    _Column("field", 18, "Lĩnh vực có thành tích.", ("Nông nghiệp", "Giáo dục")),
    _Column("party", 11, "Ghi x nếu là đảng viên, không thì để trống.", ("x", "")),
    _Column("professional_level", 20, "Chọn trình độ cao nhất.", ("Trung cấp", "Đại học")),
    _Column("political_level", 20, "Chọn trình độ cao nhất; không có thì để trống.",
            ("Sơ cấp", "")),
    _Column("achievement", 40, "Thành tích nổi bật, viết gọn.",
            ("Hiến 300 m² đất làm đường", "Giáo viên dạy giỏi cấp huyện")),
    _Column("titles", 24, "Chọn, hoặc ghi nhiều danh hiệu cách nhau bằng dấu chấm phẩy.",
            ("Điển hình tiên tiến", "Lao động tiên tiến; Chiến sĩ thi đua cơ sở"), is_open=True),
    _Column("roles", 18, "Nếu là già làng, trưởng bản, người có uy tín; không thì để trống.",
            ("Người có uy tín", ""), is_open=True),
    _Column("source", 20, "Vì đâu có tên trong danh sách này.",
            ("Tập thể bầu chọn", "Quần chúng suy tôn")),
    _Column("introduced_by", 24, "Ai hoặc tập thể nào giới thiệu, suy tôn.",
            ("", "Nhân dân thôn Làng Coóc")),
    _Column("votes_for", 10, "Số phiếu đồng ý khi họp bình xét.", ("11", "13")),
    _Column("votes_present", 12, "Số người dự họp bình xét.", ("13", "13")),
    _Column("citizen_id", 16, "Không bắt buộc: đủ 12 chữ số.", ("", ""), is_text=True),
    _Column("phone", 14, "Không bắt buộc: đủ 10 chữ số.", ("", ""), is_text=True),
)  # fmt: skip
_REASON = _Column(
    "reason", 34, "Với khách mời và lãnh đạo: vì sao mời.", ("Trưởng phòng Nội vụ", "")
)
_HEADER = 3
_LINES = 500
_SHEET, _GUIDE, _LISTS = "Danh sách", "Hướng dẫn", "Danh mục"
_GUIDE_TITLES = ("Cột", "Cách ghi", "Ví dụ thứ nhất", "Ví dụ thứ hai")


def template(congress_name: str, unit_name: str, terms: Terms, seats: int | None = None) -> bytes:
    """Make the workbook that a unit fills in; a unit that names guests has a column for why."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    page = workbook.add_worksheet(_SHEET)
    columns = (*_COLUMNS, _REASON) if terms.names_guests else _COLUMNS
    _title(workbook, page, (congress_name, unit_name, _told(seats)), len(columns))
    _headings(workbook, page, columns)
    _guide(workbook, columns, terms)
    _drop_downs(workbook, page, columns, _lists(terms))
    page.freeze_panes(_HEADER + 1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(2, 0)
    page.repeat_rows(_HEADER)
    page.repeat_columns(0, 1)
    workbook.close()
    return file.getvalue()


def filename(unit_name: str, held_on: date) -> str:
    """Name the template's file."""
    return f"Danh sách đại biểu {held_on.year} - {unit_name}.xlsx"


def _told(seats: int | None) -> str:
    asked = "Cột có dấu * là bắt buộc; cách ghi và ví dụ ở trang Hướng dẫn."
    return asked if seats is None else f"Được phân bổ {seats} đại biểu. {asked}"


def _lists(terms: Terms) -> Mapping[str, Sequence[str]]:
    listed = {
        "professional_level": vocabulary.professional_levels(),
        "political_level": vocabulary.political_levels(),
        "titles": vocabulary.titles(),
        "roles": vocabulary.roles(),
        "source": vocabulary.sources(),
    }
    return {
        "gender": ("Nam", "Nữ"),
        "ethnic_group": [group.name for group in terms.ethnic_groups.groups],
        "composition_group": [group.label for group in terms.groups],
        "party": ("x",),
        **{code: [term.name for term in known.terms] for code, known in listed.items()},
    }


def _title(workbook: Workbook, page: Worksheet, told: tuple[str, str, str], width: int) -> None:
    congress, unit, asked = told
    look = {"bold": True, "align": "center", "valign": "vcenter", "font_size": 13}
    page.merge_range(0, 0, 0, width, "DANH SÁCH GIỚI THIỆU ĐẠI BIỂU", workbook.add_format(look))
    plain = workbook.add_format({"align": "center"})
    page.merge_range(1, 0, 1, width, f"{congress} · {unit}", plain)
    page.merge_range(
        2, 0, 2, width, asked, workbook.add_format({"align": "center", "italic": True})
    )


def _headings(workbook: Workbook, page: Worksheet, columns: Sequence[_Column]) -> None:
    look = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
    required = workbook.add_format({**look, "bg_color": "#F3E3C3"})
    optional = workbook.add_format({**look, "bg_color": "#EEF1F4"})
    text = workbook.add_format({"num_format": "@"})
    page.set_row(_HEADER, 34)
    page.set_column(0, 0, 6)
    page.write_string(_HEADER, 0, "STT", optional)
    for place, column in enumerate(columns, 1):
        page.set_column(place, place, column.width, text if column.is_text else None)
        is_required = column.code in REQUIRED
        heading = f"{label(column.code)} *" if is_required else label(column.code)
        page.write_string(_HEADER, place, heading, required if is_required else optional)
        page.write_comment(_HEADER, place, column.note)


def _guide(workbook: Workbook, columns: Sequence[_Column], terms: Terms) -> None:
    """Write the examples, a line for each column: lines of people would be read as people."""
    page = workbook.add_worksheet(_GUIDE)
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    groups = [group.label for group in terms.groups]
    page.write_row(0, 0, _GUIDE_TITLES, bold)
    for line, column in enumerate(columns, 1):
        examples = column.examples
        if column.code == "composition_group":
            examples = groups[0], groups[-1]
        heading = f"{label(column.code)} *" if column.code in REQUIRED else label(column.code)
        for place, text in enumerate((heading, column.note, *examples)):
            page.write_string(line, place, text, wrapped)
    for place, width in enumerate((28, 48, 32, 32)):
        page.set_column(place, place, width)


def _drop_downs(
    workbook: Workbook,
    page: Worksheet,
    columns: Sequence[_Column],
    lists: Mapping[str, Sequence[str]],
) -> None:
    """Put a note into every cell, and a list where there is one."""
    hidden = workbook.add_worksheet(_LISTS)
    hidden.hide()
    for place, column in enumerate(columns, 1):
        rule = {"validate": "any", "input_title": label(column.code), "input_message": column.note}
        if choices := lists.get(column.code):
            hidden.write_column(0, place, choices)
            source = f"='{_LISTS}'!{xl_range_abs(0, place, len(choices) - 1, place)}"
            rule |= {
                "validate": "list",
                "source": source,
                "error_title": label(column.code),
                "error_message": "Hãy chọn trong danh sách của ô này.",
                "error_type": "information" if column.is_open else "stop",
            }
        page.data_validation(_HEADER + 1, place, _HEADER + _LINES, place, rule)
