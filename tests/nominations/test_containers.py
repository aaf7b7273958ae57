"""A few kilobytes that ask for all memory are refused before the reader sees them.

Each of these once ended a whole server, or would have.
"""

import io
import re
import zipfile
from pathlib import Path

import pytest

from congress.nominations.annotation import annotated
from congress.nominations.sheets import open_sheets
from congress.nominations.workbook import read
from tests.nominations.books import SOMEBODY, TERMS, table

SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
RELATIONS, WORKBOOK = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
FAR = b'<row r="9"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
ENTITIES = b"<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
REAL = Path(__file__).parent / "real"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def altered(change):
    with zipfile.ZipFile(io.BytesIO(table(SOMEBODY))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(parts)


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def in_sheet(markup):
    return lambda parts: parts.update({SHEET: parts[SHEET].replace(b"</sheetData>", markup)})


def under_another_name(parts):
    parts["xl/foo.txt"] = parts.pop(SHEET).replace(b"</sheetData>", FAR)
    parts[RELATIONS] = parts[RELATIONS].replace(b"worksheets/sheet1.xml", b"foo.txt")


def in_wide_letters(parts):
    text = parts[SHEET].replace(b"</sheetData>", FAR).decode().replace("UTF-8", "UTF-16")
    parts[SHEET] = text.encode("utf-16")


def of_one_text_many_times(parts):
    parts[SHARED] = parts[SHARED].replace(b"<t>Nam</t>", b"<t>" + b"x" * 32_000 + b"</t>")
    cells = b"".join(b'<c r="A%d" t="s"><v>6</v></c>' % line for line in range(3, 12_000))
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cells + b"</sheetData>")


BOMBS = {
    "far out": (in_sheet(FAR), "workbook_too_large"),
    "small letters": (in_sheet(FAR.replace(b"XFD", b"xfd")), "workbook_too_large"),
    "a bracket in a value": (
        in_sheet(FAR.replace(b"<c r", b"<c q='a>b' r")), "workbook_unreadable"),
    "a letter by its number": (in_sheet(FAR.replace(b"X", b"&#88;")), "workbook_unreadable"),
    "another name": (under_another_name, "workbook_too_large"),
    "wide letters": (in_wide_letters, "workbook_unreadable"),
    "one text many times": (of_one_text_many_times, "workbook_too_large"),
    "entities": (
        lambda parts: parts.update({SHARED: parts[SHARED].replace(b"?>", b"?>" + ENTITIES, 1)}),
        "workbook_unreadable"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "code"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused(change, code):
    content = altered(change)
    assert len(content) < 200_000
    assert [fault.code for fault in read(content, "a.xlsx", TERMS).faults] == [code]


def test_an_ods_that_repeats_one_long_text_is_refused():
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="200">'
    text = f"{cell}<text:p>{'x' * 30_000}</text:p></table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="10000">{text}</table:table-row>'
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": row}
    faults = read(zipped(parts), "a.ods", TERMS).faults
    assert [fault.code for fault in faults] == ["workbook_too_large"]


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "Basic/Standard/Module1.xml"]
)
def test_macros_are_refused_wherever_they_stand(part):
    content = altered(lambda parts: parts.update({part: b"x"}))
    assert [fault.code for fault in read(content, "a.xlsm", TERMS).faults] == ["workbook_macros"]


def test_an_old_workbook_with_macros_is_refused():
    content = OLE + "_VBA_PROJECT".encode("utf-16-le")
    assert [fault.code for fault in read(content, "a.xls", TERMS).faults] == ["workbook_macros"]


@pytest.mark.parametrize("part", ["xl/workbook.bin", "Index/Document.iwa"])
def test_kinds_that_are_not_read_are_told_by_name(part):
    faults = read(zipped({part: b"x"}), "a.xlsb", TERMS).faults
    assert [fault.code for fault in faults] == ["workbook_other_format"]


def test_sheets_of_one_name_are_told_apart():
    sheet = b'<sheet name="DANH S\xc3\x81CH" sheetId="2" r:id="rId1"/></sheets>'
    content = altered(lambda parts: parts.update(
        {WORKBOOK: parts[WORKBOOK].replace(b"</sheets>", sheet)}))  # fmt: skip
    reading = read(content, "a.xlsx", TERMS)
    assert [each.name for each in reading.sheets] == ["Danh sách (1)", "DANH SÁCH (2)"]
    assert [fault.code for fault in reading.faults] == ["nominee_repeated"]


def test_a_formula_is_what_it_came_to():
    formula = b'<c r="A9" t="str"><f>WEBSERVICE("http://x")</f><v>Ai</v></c></sheetData>'
    reading = read(altered(in_sheet(b'<row r="9">' + formula.replace(
        b"</sheetData>", b"</row></sheetData>"))), "a.xlsx", TERMS)  # fmt: skip
    assert reading.sheets[0].rows[8][0] == "Ai"
    assert not re.search("WEBSERVICE", str(reading))


def test_an_old_workbook_is_read_apart_with_its_days_and_merged_cells():
    for kind in ("xls", "ods"):
        sheets = open_sheets((REAL / f"gender-columns.{kind}").read_bytes(), f"a.{kind}")
        assert [sheet.name for sheet in sheets] == ["Danh sách"]
        assert len(read((REAL / f"gender-columns.{kind}").read_bytes(), "a", TERMS).rows) > 10
        assert annotated(b"", sheets, []).startswith(b"PK")
    assert sheets[0].rows


@pytest.mark.parametrize("place", [0x1C, 0x2C, 0x30, 0x44, 0x200])
def test_an_old_workbook_that_ends_its_reader_ends_nothing_else(place):
    content = bytearray((REAL / "gender-columns.xls").read_bytes())
    content[place : place + 4] = b"\xff\xff\xff\x7f"
    codes = {fault.code for fault in read(bytes(content), "a.xls", TERMS).faults}
    assert codes <= {"workbook_unreadable", "workbook_too_large"}


def test_an_old_workbook_that_asks_for_gigabytes_is_refused():
    content = bytearray((REAL / "gender-columns.xls").read_bytes())
    # One byte of a cell's column.
    content[10_420] = 218
    faults = read(bytes(content), "a.xls", TERMS).faults
    assert [fault.code for fault in faults] == ["workbook_too_large"]
