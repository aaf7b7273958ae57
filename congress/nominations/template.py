"""The official template: the headings, drop-downs where there is a list, a note on each heading."""

import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from congress.nominations.headings import label
from congress.nominations.readers import Terms
from congress.nominations.tables import REQUIRED

_COLUMNS = (
    ("name", 26, "Họ tên đầy đủ, có dấu. Ví dụ: Nông Văn Hòa"),
    ("gender", 10, "Chọn Nam hoặc Nữ"),
    ("birth_date", 13, "Ngày/tháng/năm, hoặc chỉ năm. Ví dụ: 05/03/1978"),
    ("ethnic_group", 13, "Chọn trong danh mục 54 dân tộc"),
    ("post", 28, "Ví dụ: Trưởng thôn, nông dân"),
    ("village", 18, "Thôn hoặc khu phố nơi ở"),
    ("composition_group", 34, "Chọn một nhóm"),
    ("field", 18, "Ví dụ: Nông nghiệp, Giáo dục"),
    ("party", 11, "Ghi x nếu là đảng viên"),
    ("achievement", 40, "Thành tích nổi bật, không quá 500 ký tự"),
    ("titles", 24, "Ví dụ: Chiến sĩ thi đua cơ sở"),
    ("votes_for", 10, "Số phiếu đồng ý khi họp bình xét"),
    ("votes_present", 12, "Số người dự họp bình xét"),
    ("citizen_id", 16, "Không bắt buộc: 12 chữ số"),
    ("phone", 14, "Không bắt buộc: 10 chữ số"),
)
_REASON = ("reason", 34, "Với khách mời và lãnh đạo: vì sao mời. Ví dụ: Trưởng phòng Nội vụ")
_HEADER = 3
_LINES = 500
_LISTS = "Danh mục"


def template(congress_name: str, unit_name: str, terms: Terms) -> bytes:
    """Make the workbook that a unit fills in; a unit that names guests has a column for why."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    page = workbook.add_worksheet("Danh sách")
    columns = (*_COLUMNS, _REASON) if terms.names_guests else _COLUMNS
    _title(workbook, page, congress_name, unit_name, len(columns))
    _headings(workbook, page, columns)
    lists = {
        "gender": ["Nam", "Nữ"],
        "ethnic_group": [group.name for group in terms.ethnic_groups.groups],
        "composition_group": [group.label for group in terms.groups],
        "party": ["x"],
    }
    _drop_downs(workbook, page, [code for code, _, _ in columns], lists)
    page.freeze_panes(_HEADER + 1, 2)
    workbook.close()
    return file.getvalue()


def _title(workbook: Workbook, page: Worksheet, congress: str, unit: str, width: int) -> None:
    look = {"bold": True, "align": "center", "valign": "vcenter", "font_size": 13}
    page.merge_range(0, 0, 0, width, "DANH SÁCH GIỚI THIỆU ĐẠI BIỂU", workbook.add_format(look))
    plain = workbook.add_format({"align": "center"})
    page.merge_range(1, 0, 1, width, f"{congress} · {unit}", plain)


def _headings(workbook: Workbook, page: Worksheet, columns: Sequence[tuple[str, int, str]]) -> None:
    look = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
    required = workbook.add_format({**look, "bg_color": "#F3E3C3"})
    optional = workbook.add_format({**look, "bg_color": "#EEF1F4"})
    formats = {
        "birth_date": workbook.add_format({"num_format": "dd/mm/yyyy"}),
        "citizen_id": workbook.add_format({"num_format": "@"}),
        "phone": workbook.add_format({"num_format": "@"}),
    }
    page.set_row(_HEADER, 34)
    page.set_column(0, 0, 6)
    page.write_string(_HEADER, 0, "STT", optional)
    for place, (code, width, note) in enumerate(columns, 1):
        page.set_column(place, place, width, formats.get(code))
        is_required = code in REQUIRED
        heading = f"{label(code)} *" if is_required else label(code)
        page.write_string(_HEADER, place, heading, required if is_required else optional)
        page.write_comment(_HEADER, place, note)


def _drop_downs(
    workbook: Workbook, page: Worksheet, codes: Sequence[str], lists: dict[str, list[str]]
) -> None:
    hidden = workbook.add_worksheet(_LISTS)
    hidden.hide()
    for place, (code, choices) in enumerate(lists.items()):
        hidden.write_column(0, place, choices)
        source = f"='{_LISTS}'!{xl_range_abs(0, place, len(choices) - 1, place)}"
        column = codes.index(code) + 1
        page.data_validation(
            _HEADER + 1,
            column,
            _HEADER + _LINES,
            column,
            {
                "validate": "list",
                "source": source,
                "error_title": label(code),
                "error_message": "Hãy chọn trong danh sách của ô này.",
            },
        )


def filename(unit_name: str, held_on: date) -> str:
    """Name the template's file."""
    return f"Danh sách đại biểu {held_on.year} - {unit_name}.xlsx"
