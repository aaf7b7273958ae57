"""The copy with faults is the clerk's own workbook: its look kept, and nothing in it acts."""

import io
import time
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from congress.core.errors import Fault
from congress.nominations import marking
from congress.nominations.annotation import annotate, annotated
from congress.nominations.sheets import Sheet
from congress.nominations.workbook import read
from tests.nominations.books import HEADINGS, SOMEBODY, TERMS, changed


def clerks_book():
    book = Workbook()
    page = book.active
    page.title = "Danh sách"
    page.append(["DANH SÁCH GIỚI THIỆU ĐẠI BIỂU"])
    page.append(HEADINGS)
    page.append(changed(ethnic_group="Mán"))
    page.append(changed(name='=HYPERLINK("http://x")'))
    page["A4"].data_type = "s"
    page.append(changed(name="Lý Thị Mai", birth=date(1985, 3, 5), gender="Nữ"))
    page.merge_cells("A1:E1")
    page["A1"].font = Font(name="Times New Roman", size=14, bold=True)
    page["A5"].fill = PatternFill("solid", fgColor="00FF00")
    page["D3"].comment = Comment("Hỏi lại thôn", "clerk")
    page["B5"].hyperlink = "http://example.invalid/"
    page["H1"] = '=WEBSERVICE("http://example.invalid/")'
    page["H2"] = "=1+1"
    page.column_dimensions["A"].width = 33
    page.row_dimensions[3].hidden = True
    page.conditional_formatting.add("A1:E9", CellIsRule(operator="equal", formula=["1"]))
    for formula in ('"Nam,Nữ"', "[1]Sheet1!$A$1:$A$9"):
        rule = DataValidation("list", formula1=formula)
        rule.add("B3:B9")
        page.add_data_validation(rule)
    book.create_sheet("Ghi chú")["B2"] = "giữ lại"
    book.create_sheet("Ẩn").sheet_state = "hidden"
    book.defined_names["x"] = DefinedName("x", attr_text="[1]Sheet1!$A$1")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def copy():
    content = clerks_book()
    reading = read(content, "a.xlsx", TERMS)
    assert [(fault.code, fault.cell) for fault in reading.faults] == [
        ("ethnic_group_unknown", "D3"), ("name_malformed", "A4")]  # fmt: skip
    return annotated(content, reading.sheets, reading.faults)


def test_the_look_and_the_other_sheets_are_kept(copy):
    book = load_workbook(io.BytesIO(copy))
    page = book["Danh sách"]
    assert book.sheetnames == ["Danh sách", "Ghi chú", "Ẩn"]
    assert (page["A1"].font.name, page["A1"].font.sz) == ("Times New Roman", 14)
    assert [str(each) for each in page.merged_cells.ranges] == ["A1:E1"]
    assert page["A5"].fill.fgColor.rgb == "0000FF00"
    assert page.column_dimensions["A"].width == 33
    assert page["C5"].value.date() == date(1985, 3, 5)
    assert book["Ghi chú"]["B2"].value == "giữ lại"


def test_faulty_cells_are_coloured_noted_and_in_sight(copy):
    page = load_workbook(io.BytesIO(copy))["Danh sách"]
    assert page["D3"].fill.fgColor.rgb.endswith(marking.FAULTY_FILL)
    assert "Mán" in page["D3"].comment.text
    assert "Hỏi lại thôn" in page["D3"].comment.text
    assert page["E3"].comment is None
    assert not page.row_dimensions[3].hidden


def test_nothing_in_the_copy_acts(copy):
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    told = b"".join(parts.values())
    assert b"<f>" not in told
    assert b"WEBSERVICE" not in told
    assert b"hyperlinks" not in told
    assert b"[1]" not in told
    assert b"conditionalFormatting" not in told
    assert not [name for name in parts if "external" in name or "vba" in name]
    page = load_workbook(io.BytesIO(copy))["Danh sách"]
    assert (page["A4"].value, page["A4"].data_type) == ('=HYPERLINK("http://x")', "f") or (
        page["A4"].data_type == "s"
    )
    assert b"Nam,N" in told


def test_the_copy_read_again_has_the_same_faults(copy):
    again = read(copy, "a.xlsx", TERMS)
    assert [(fault.code, fault.cell) for fault in again.faults] == [
        ("ethnic_group_unknown", "D3"), ("name_malformed", "A4")]  # fmt: skip


def test_a_fault_inside_a_merged_title_is_noted_where_it_is_seen():
    content = clerks_book()
    sheets = read(content, "a.xlsx", TERMS).sheets
    copy = annotated(content, sheets, [Fault("workbook_empty", {}, "Danh sách", "C1")])
    assert load_workbook(io.BytesIO(copy))["Danh sách"]["A1"].comment


def test_large_or_foreign_files_are_written_anew():
    content = clerks_book()
    reading = read(content, "a.xlsx", TERMS)
    anew = annotate(reading.sheets, reading.faults)
    assert len(annotated(content, reading.sheets, reading.faults, most_cells=10)) == len(anew)
    assert marking.marked(b"a;b", reading.sheets, {}, 10**6) is None
    assert marking.marked(content[:-30], reading.sheets, {}, 10**6) is None


@pytest.mark.parametrize(
    "markup",
    [b'<mergeCell ref="A1:XFD1048576"/>', b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'],
)
def test_formats_and_merged_cells_without_end_ask_for_no_room(markup):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(clerks_book())) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            end = b"</mergeCells>" if b"merge" in markup else b"</sheetData>"
            new.writestr(name, part.replace(end, markup + end))
    reading = read(file.getvalue(), "a.xlsx", TERMS)
    began = time.perf_counter()
    assert annotated(file.getvalue(), reading.sheets, reading.faults).startswith(b"PK")
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize("names", [["DS", "ds"], ["History", "'a'"], ["a\x01b", "x" * 40, ""]])
def test_names_of_sheets_that_excel_refuses_are_replaced(names):
    sheets = [Sheet(f"{name}", [[*SOMEBODY]]) for name in names]
    if names[0] == "DS":
        sheets = [Sheet("DS (1)", [["x"]]), Sheet("ds (2)", [["x"]])]
    assert len(load_workbook(io.BytesIO(annotate(sheets, []))).sheetnames) == len(names)
