"""The headings of a nominee table: their codes, and every spelling that is read."""

import re
from functools import lru_cache

from congress.core.names import canonical as in_one_tone_place, fold, tidy

MALE = "male"
FEMALE = "female"
"""Two columns, Nam and Nữ, that hold the year of birth in place of one for the gender."""

_SPELLINGS: dict[str, tuple[str, ...]] = {
    "id": ("Mã", "Mã số"),
    "name": ("Họ và tên", "Họ tên", "Họ, tên", "Họ và tên đại biểu"),
    "unit": ("Đơn vị", "Tên đơn vị"),
    "gender": ("Giới tính", "Giới", "Nam/Nữ"),
    MALE: ("Nam",),
    FEMALE: ("Nữ",),
    "birth_date": ("Ngày sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh"),
    "birth_year": ("Năm sinh",),
    "ethnic_group": ("Dân tộc", "Thành phần dân tộc"),
    "post": (
        "Chức vụ, nghề nghiệp",
        "Chức vụ",
        "Nghề nghiệp",
        "Chức vụ, đơn vị",
        "Chức vụ, đơn vị công tác",
        "Chức vụ hoặc nghề nghiệp",
    ),
    "workplace": ("Nơi công tác", "Đơn vị công tác", "Cơ quan công tác", "Nơi làm việc"),
    "village": ("Thôn", "Thôn, bản", "Tổ dân phố", "Thôn, tổ dân phố", "Nơi ở"),
    "composition_group": ("Nhóm cơ cấu", "Cơ cấu", "Thành phần", "Cơ cấu đại biểu"),
    "field": ("Lĩnh vực",),
    "party": ("Đảng viên", "Là Đảng viên"),
    "professional_level": (
        "Trình độ chuyên môn",
        "Trình độ",
        "Chuyên môn",
        "Trình độ chuyên môn, nghiệp vụ",
    ),
    "political_level": (
        "Trình độ lý luận chính trị",
        "Lý luận chính trị",
        "Trình độ chính trị",
        "Trình độ LLCT",
        "LLCT",
    ),
    "score": ("Điểm", "Điểm đánh giá", "Điểm số"),
    "citizen_id": ("CCCD", "Số CCCD", "Căn cước công dân", "Số căn cước công dân", "Số căn cước"),
    "phone": ("Số điện thoại", "Điện thoại", "SĐT"),
    "household": ("Hộ", "Hộ gia đình"),
    "achievement": ("Thành tích", "Thành tích tiêu biểu"),
    "titles": ("Danh hiệu", "Danh hiệu thi đua"),
    "roles": ("Vai trò", "Vai trò trong cộng đồng", "Già làng, trưởng bản, người có uy tín"),
    "source": ("Nguồn giới thiệu", "Hình thức giới thiệu", "Nguồn giới thiệu đại biểu"),
    "introduced_by": ("Người giới thiệu", "Đơn vị giới thiệu", "Nơi giới thiệu"),
    "votes_for": ("Số phiếu", "Số phiếu đồng ý", "Số phiếu tán thành"),
    "votes_present": ("Số người dự họp", "Số người dự", "Số người có mặt"),
    "status": ("Trạng thái", "Tình trạng"),
    "reason": ("Lý do mời", "Lý do"),
    "author": ("Người quyết định", "Người đề nghị mời"),
}
CODES = tuple(_SPELLINGS)
_ASIDE = re.compile(r"\([^)]*\)")
_BESIDE_LETTERS = re.compile(r"[\W_]+")


def label(code: str) -> str:
    """Give the heading of the official template.

    >>> label("composition_group")
    'Nhóm cơ cấu'
    """
    return _SPELLINGS[code][0]


@lru_cache(maxsize=4_096)
def canonical(text: str) -> str | None:
    """Give the code of a heading in any case and spacing, with or without marks; else nothing.

    >>> canonical("HO VA TEN"), canonical("Ngày,tháng,năm  sinh (*)"), canonical("Birth_Date")
    ('name', 'birth_date', 'birth_date')
    >>> canonical("Nam"), canonical("Năm"), canonical("Hộ"), canonical("Họ")
    ('male', None, 'household', None)
    """
    return _code_of(text) or _code_of(_ASIDE.sub(" ", text))


def _code_of(text: str) -> str | None:
    code = _CODES.get(_letters(fold(text)))
    if code is None or len(tidy(text)) > _SHORT or fold(text) == tidy(text).lower():
        return code
    # Short words with other marks are other words: Năm is no Nam, Họ is no Hộ.
    return code if _letters(in_one_tone_place(text)) in _MARKED else None


def _letters(text: str) -> str:
    return _BESIDE_LETTERS.sub("", text)


_SHORT = 4
_CODES = {
    _letters(fold(spelling)): code
    for code, spellings in _SPELLINGS.items()
    for spelling in (code, *spellings)
}
_MARKED = {
    _letters(in_one_tone_place(spelling))
    for spellings in _SPELLINGS.values()
    for spelling in spellings
}
