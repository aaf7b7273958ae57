"""Tables are found as clerks lay them out: headings in several lines, and over and over."""

import io

import pytest
import xlsxwriter

from congress.nominations.workbook import read
from tests.nominations.books import HEADINGS, SOMEBODY, TERMS, book, changed


def laid_out(rows, merged):
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    page = workbook.add_worksheet("DS")
    for line, row in enumerate(rows):
        page.write_row(line, 0, row)
    for place, text in merged.items():
        page.merge_range(place, text)
    workbook.close()
    return file.getvalue()


TITLE = ("UBND XÃ NHÂN LÝ", "", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")


def test_headings_of_two_lines_are_read_with_those_above_them():
    rows = [
        TITLE,
        (),
        ("STT", "", "", "", "", "", "", "", "Số người"),
        ("", "", "Nam", "Nữ", "", "", "Đồng ý", "Tỷ lệ", "dự họp", "Chuyên môn", "LLCT"),
        (1, "Nông Văn Hòa", 1978, "", "Tày", "Khách mời", 11, "84,6%", 13, "Đại học", ""),
        (2, "Lý Thị Mai", "", "12/5/1990", "Dao", "Đại biểu nữ", 12, "92%", 13, "", "Sơ cấp"),
    ]
    merged = {
        "A3:A4": "STT", "B3:B4": "Họ và tên", "C3:D3": "Năm sinh", "E3:E4": "Dân tộc",
        "F3:F4": "Cơ cấu", "G3:H3": "Số phiếu", "J3:K3": "Trình độ",
    }  # fmt: skip
    reading = read(laid_out(rows, merged), "a.xlsx", TERMS)
    assert reading.faults == []
    told = [(row.line, row.nominee.gender, row.nominee.birth.year) for row in reading.rows]
    assert told == [(5, "male", 1978), (6, "female", 1990)]
    assert [(row.nominee.votes_for, row.nominee.votes_present) for row in reading.rows] == [
        (11, 13), (12, 13)]  # fmt: skip


def test_more_headings_in_the_lower_line_do_not_lose_those_above():
    rows = [
        (),
        ("", "Nam", "Nữ", "Dân tộc", "Cơ cấu", "Thôn", "Điểm"),
        ("Nông Văn Hòa", 1978, "", "Tày", "Khách mời", "Nà Lìa", 80),
    ]
    merged = {"A1:A2": "Họ và tên", "B1:C1": "Năm sinh", "D1:G1": "Thông tin khác"}
    reading = read(laid_out(rows, merged), "a.xlsx", TERMS)
    assert reading.faults == []
    assert reading.rows[0].nominee.village == "Nà Lìa"


def test_headings_repeated_on_every_page_are_nobody():
    rows = [HEADINGS, SOMEBODY, HEADINGS, changed(name="Lý Thị Mai")]
    reading = read(book({"DS": rows}), "a.xlsx", TERMS)
    assert ([row.line for row in reading.rows], reading.faults) == ([2, 4], [])


def test_villages_have_sheets_of_their_own_and_sums_are_skipped_and_told():
    sheets = {
        "Nà Lìa": [TITLE, (), HEADINGS, SOMEBODY],
        "Bản Dù": [("Thôn Bản Dù",), HEADINGS[::-1], changed(name="Lý Thị Mai")[::-1]],
        "Tổng hợp": [("Thôn", "Nam", "Nữ", "Đảng viên"), ("Nà Lìa", 1, 0, 0), ("Bản Dù", 1, 0, 0)],
        "Trống": [],
    }
    reading = read(book(sheets), "a.xlsx", TERMS)
    assert [(row.sheet, row.line) for row in reading.rows] == [("Nà Lìa", 4), ("Bản Dù", 3)]
    assert (reading.faults, reading.skipped) == ([], ["Tổng hợp"])


@pytest.mark.parametrize("place", ["A2:A9000", "B3:C3"])
def test_wild_merges_are_no_headings(place):
    content = laid_out([HEADINGS, SOMEBODY], {place: "Họ và tên"})
    assert len(read(content, "a.xlsx", TERMS).rows) <= 1
