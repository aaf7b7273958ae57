"""Headings are recognised however a clerk spells them."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from congress.core.names import fold
from congress.nominations import headings

CONTRACT = {
    "Họ và tên": "name",
    "Họ tên": "name",
    "Giới tính": "gender",
    "Giới": "gender",
    "Nam/Nữ": "gender",
    "Nam": "male",
    "Nữ": "female",
    "Ngày sinh": "birth_date",
    "Ngày, tháng, năm sinh": "birth_date",
    "Năm sinh": "birth_year",
    "Dân tộc": "ethnic_group",
    "Chức vụ, nghề nghiệp": "post",
    "Chức vụ / nghề nghiệp": "post",
    "Nghề nghiệp": "post",
    "Chức vụ, đơn vị": "post",
    "Thôn": "village",
    "Thôn, bản": "village",
    "Tổ dân phố": "village",
    "Nơi ở": "village",
    "Nhóm cơ cấu": "composition_group",
    "Cơ cấu": "composition_group",
    "Thành phần": "composition_group",
    "Lĩnh vực": "field",
    "Đảng viên": "party",
    "Điểm": "score",
    "Điểm đánh giá": "score",
    "CCCD": "citizen_id",
    "Số điện thoại": "phone",
    "Hộ": "household",
    "Thành tích": "achievement",
    "Danh hiệu": "titles",
    "Số phiếu": "votes_for",
    "Số người dự họp": "votes_present",
    "Đơn vị": "unit",
    "Lý do mời": "reason",
}
WAYS = (
    str,
    str.upper,
    str.lower,
    fold,
    lambda text: fold(text).upper(),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace(" ", "\n"),
    lambda text: f" {text} (*)",
    lambda text: f"{text}:",
)


@given(st.sampled_from(sorted(CONTRACT)), st.sampled_from(WAYS), st.sampled_from(WAYS))
def test_a_heading_is_read_in_any_spelling(heading, first, second):
    assert headings.canonical(second(first(heading))) == CONTRACT[heading]


@pytest.mark.parametrize("code", headings.CODES)
def test_every_code_and_its_official_heading_are_read(code):
    assert headings.canonical(code) == code
    assert headings.canonical(headings.label(code)) == code


@pytest.mark.parametrize("text", ["", "Năm", "Họ", "Ghi chú", "STT", "age_band", "Nám", "12"])
def test_another_word_is_no_heading(text):
    assert headings.canonical(text) is None
