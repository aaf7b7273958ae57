"""Workbooks are read as clerks type them, and every fault is told at once, by cell."""

import io
import unicodedata
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from congress import wording
from congress.core.period import Birth
from congress.nominations.workbook import read
from tests.nominations.books import AGENCY_TERMS, HEADINGS, SOMEBODY, TERMS, book, changed, table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def reading(content, filename="danh-sach.xlsx", terms=TERMS):
    return read(content, filename, terms)


def found(content, filename="danh-sach.xlsx", terms=TERMS):
    faults = reading(content, filename, terms).faults
    for fault in faults:
        for language in wording.LANGUAGES:
            assert wording.sentence(fault, language)
            wording.suggestion(fault, language)
    return [(fault.code, fault.cell) for fault in faults]


def test_a_row_becomes_a_nominee():
    headings = (*HEADINGS, "Chức vụ / nghề nghiệp", "Thôn", "Đảng viên", "Điểm", "CCCD",
                "Số điện thoại", "Số phiếu", "Số người dự họp", "Thành tích")  # fmt: skip
    row = (*SOMEBODY, "Nông dân", "Làng Coóc", "x", 85.5, "020078001234", 912345678, 11, 13, "Giỏi")
    result = reading(table(row, headings=headings))
    (person,) = result.rows
    assert result.faults == []
    assert (person.sheet, person.line) == ("Danh sách", 2)
    nominee = person.nominee
    assert (nominee.name, nominee.gender, nominee.birth) == (
        "Nông Văn Hòa", "male", Birth.on(date(1978, 3, 5)))  # fmt: skip
    assert (nominee.ethnic_group, nominee.ethnic_code, nominee.composition_group) == (
        "Tày", "02", "ethnic")  # fmt: skip
    assert (nominee.score, nominee.phone, nominee.is_party_member) == (
        Decimal("85.5"), "0912345678", True)  # fmt: skip
    assert (nominee.votes_for, nominee.votes_present, nominee.status) == (11, 13, "proposed")


@pytest.mark.parametrize(
    "birth",
    [date(1978, 3, 5), "05/03/1978", "5-3-1978", "5.3.1978", "1978-03-05", 28554, "28554"],
)
def test_dates_are_read_however_they_are_typed(birth):
    (row,) = reading(table(changed(birth=birth))).rows
    assert row.nominee.birth == Birth.on(date(1978, 3, 5))


def test_text_in_decomposed_unicode_is_composed():
    cells = [[unicodedata.normalize("NFD", cell) for cell in row] for row in (HEADINGS, SOMEBODY)]
    (row,) = reading(book({"Sheet1": cells})).rows
    assert row.nominee.name == "Nông Văn Hòa"
    assert row.nominee.composition_group == "ethnic"


def test_names_are_never_recased():
    (row,) = reading(table(changed(name="H'Hen  NIÊ"))).rows
    assert row.nominee.name == "H'Hen NIÊ"


def test_the_header_is_found_under_merged_titles_with_other_spellings_in_other_order():
    rows = [
        ("UBND XÃ NHÂN LÝ",),
        ("DANH SÁCH GIỚI THIỆU ĐẠI BIỂU (số liệu minh họa)",),
        (),
        ("STT", "CO CAU", "ho  ten", "DÂN TỘC (*)", "Năm sinh", "Giới", "Ghi chú"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        (1, "ĐẠI BIỂU NỮ", "Lý Thị Mai", "dao", 1985, "nữ"),
        (2, "Khách mời", "Lý Văn Sình", "DAO", 1980, "NAM"),
        (),
        ("Tổng cộng: 2 người",),
        (),
        ("", "Nhân Lý, ngày 3 tháng 3 năm 2025"),
        ("", "NGƯỜI LẬP", "", "", "CHỦ TỊCH"),
    ]
    result = reading(book({"DS": rows}, merged=("A1:G1",)))
    assert result.faults == []
    assert [(row.line, row.nominee.birth.year) for row in result.rows] == [(6, 1985), (7, 1980)]
    assert [row.nominee.composition_group for row in result.rows] == ["women", "guest"]


def test_lines_numbered_in_advance_and_sections_are_nobody():
    rows = [
        ("STT", *HEADINGS),
        ("I", "Thôn Nà Lìa"),
        (1, *SOMEBODY),
        ("II", "Thôn Bản Dù"),
        (2, *changed(name="Lý Thị Mai")),
        (3,),
        (4,),
        ("", "Cộng", 2),
    ]
    result = reading(book({"DS": rows}))
    assert ([row.line for row in result.rows], result.faults) == ([3, 5], [])


def test_a_name_without_anything_else_is_told():
    assert [cell for _, cell in found(table(SOMEBODY, ("Lý Thị Mai",)))] == ["B3", "C3", "D3", "E3"]


@pytest.mark.parametrize("is_second_line", [False, True])
def test_nam_and_nu_may_be_columns_that_hold_the_year_of_birth(is_second_line):
    if is_second_line:
        headings = [("Họ và tên", "Năm sinh", "", "Dân tộc", "Cơ cấu"), ("", "Nam", "Nữ", "", "")]
    else:
        headings = [("Họ và tên", "Nam", "Nữ", "Dân tộc", "Cơ cấu")]
    people = [
        ("Vi Văn Ba", 1979, "", "Nùng", "Lãnh đạo"),
        ("Vi Thị Út", "", "12/5/1990", "Nùng", "Đại biểu nữ"),
    ]
    result = reading(book({"DS": [*headings, *people]}))
    assert result.faults == []
    told = [(row.nominee.gender, row.nominee.birth.year) for row in result.rows]
    assert told == [("male", 1979), ("female", 1990)]


@pytest.mark.parametrize("label", [
    "Người trực tiếp lao động, sản xuất", "NGUOI TRUC TIEP LAO DONG, SAN XUAT, công tác",
    "Người trực tiếp lao động, sản xuất (công tác)", "direct",
])  # fmt: skip
def test_a_composition_group_is_read_by_its_label_in_any_spelling(label):
    (row,) = reading(table(changed(group=label))).rows
    assert row.nominee.composition_group == "direct"


@pytest.mark.parametrize(
    ("written", "name", "code"),
    [
        ("TÀY", "Tày", "02"),
        ("Cao lan", None, ""),
        ("Tay", None, ""),
        ("H’mông", "Mông", "08"),
        ("kinh (việt)", "Kinh", "01"),
        ("Sán  Chay", "Sán Chay", "15"),
        ("khơ me", "Khơ-me", "05"),
        ("Thổ", "Thổ", "24"),
    ],
)
def test_official_names_of_ethnic_groups_match_and_others_only_suggest(written, name, code):
    result = reading(table(changed(ethnic_group=written)))
    if name:
        assert [(r.nominee.ethnic_group, r.nominee.ethnic_code) for r in result.rows] == [
            (name, code)
        ]
    else:
        assert [(f.code, f.cell) for f in result.faults] == [("ethnic_group_unknown", "D2")]
        assert wording.suggestion(result.faults[0])


@pytest.mark.parametrize(
    ("written", "meant"), [("Cao Lan", "Sán Chay"), ("Tay", "Tày"), ("Nùngg", "Nùng")]
)
def test_an_unknown_ethnic_group_comes_with_the_group_that_may_be_meant(written, meant):
    (fault,) = reading(table(changed(ethnic_group=written))).faults
    assert meant in wording.suggestion(fault)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Khoa học", "Nghiên cứu khoa học"),
        ("Cán bộ nghiên cứu khoa học", "Nghiên cứu khoa học"),
        ("Lao động sản xuất", "Người trực tiếp lao động, sản xuất"),
        ("Kháchh mời", "Khách mời"),
    ],
)
def test_an_unknown_group_comes_with_the_one_label_that_may_be_meant(written, meant):
    (fault,) = reading(table(changed(group=written))).faults
    assert wording.suggestion(fault) == f"Hãy ghi: {meant}."


def test_a_group_like_none_comes_with_every_label():
    for written in ("Cán bộ", "???"):
        (fault,) = reading(table(changed(group=written))).faults
        assert wording.suggestion(fault).count(";") == len(TERMS.groups) - 1


CELL_FAULTS = [
    ({"name": ""}, "value_missing", "A2"),
    ({"name": "Vi Văn 2"}, "name_malformed", "A2"),
    ({"name": "<script>"}, "name_malformed", "A2"),
    ({"gender": ""}, "value_missing", "B2"),
    ({"gender": "N"}, "gender_unknown", "B2"),
    ({"birth": ""}, "value_missing", "C2"),
    ({"birth": "31/02/1978"}, "birth_unreadable", "C2"),
    ({"birth": "05/03/78"}, "birth_unreadable", "C2"),
    ({"birth": date(2025, 4, 16)}, "birth_in_future", "C2"),
    ({"birth": 2030}, "birth_in_future", "C2"),
    ({"birth": "16/04/2011"}, "age_impossible", "C2"),
    ({"birth": 1900}, "age_impossible", "C2"),
    ({"ethnic_group": ""}, "value_missing", "D2"),
    ({"ethnic_group": "Mán"}, "ethnic_group_unknown", "D2"),
    ({"group": ""}, "value_missing", "E2"),
    ({"group": "Cán bộ"}, "composition_group_unknown", "E2"),
]


@pytest.mark.parametrize(("values", "code", "cell"), CELL_FAULTS)
def test_a_faulty_cell_is_told_where_excel_shows_it(values, code, cell):
    content = table(changed(**values), ("Lý Thị Mai", "Nữ", 1985, "Dao", "Đại biểu nữ"))
    assert found(content) == [(code, cell)]
    assert [row.line for row in reading(content).rows] == [3]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("5.3.78", ["05/03/1978"]),
        ("12/6/05", ["12/06/2005"]),
        (79, ["1979"]),
        ("1/1/15", ["01/01/1915"]),
        ("31/02/78", ["05/03/1978", "1978"]),
        ("không nhớ", ["05/03/1978", "1978"]),
    ],
)
def test_two_digits_of_a_year_are_never_guessed_but_the_whole_year_is_suggested(written, meant):
    (fault,) = reading(table(changed(birth=written))).faults
    assert fault.code == "birth_unreadable"
    assert all(words in wording.suggestion(fault) for words in meant)


OPTIONAL_FAULTS = [
    ("Điểm", 101, "score_out_of_range"),
    ("Điểm", "NaN", "score_out_of_range"),
    ("Điểm", "-0,5", "score_out_of_range"),
    ("Điểm", "khá", "number_unreadable"),
    ("CCCD", "02007800123", "citizen_id_malformed"),
    ("Số điện thoại", "0253812345", "phone_malformed"),
    ("Đảng viên", "chưa rõ", "mark_unclear"),
    ("Số phiếu", "nhiều", "number_unreadable"),
    ("Thành tích", "a" * 2001, "text_too_long"),
    ("Năm sinh", 1979, "birth_disagrees"),
    ("Họ tên", "Ai Đó", "column_repeated"),
]


@pytest.mark.parametrize(("heading", "value", "code"), OPTIONAL_FAULTS, ids=str)
def test_a_faulty_optional_value_is_told(heading, value, code):
    content = table((*SOMEBODY, value), headings=(*HEADINGS, heading))
    cell = {"column_repeated": "F1", "birth_disagrees": "C2"}.get(code, "F2")
    assert found(content) == [(code, cell)]


def test_more_votes_than_voters_are_a_fault():
    content = table((*SOMEBODY, 14, 13), headings=(*HEADINGS, "Số phiếu", "Số người dự họp"))
    assert found(content) == [("votes_exceed_present", "F2")]


def test_somebody_cannot_be_man_and_woman():
    headings = ("Họ và tên", "Nam", "Nữ", "Dân tộc", "Cơ cấu")
    content = table(("Vi Văn Ba", 1979, 1979, "Nùng", "Lãnh đạo"), headings=headings)
    assert ("gender_twice", "B2") in found(content)


@pytest.mark.parametrize("absent", range(5))
def test_a_missing_column_is_told_once_at_the_first_free_cell_of_the_header(absent):
    headings = [*HEADINGS[:absent], *HEADINGS[absent + 1 :], "Điểm"]
    person = [*SOMEBODY[:absent], *SOMEBODY[absent + 1 :], 200]
    content = book({"DS": [("Danh sách",), headings, person, person[:1]]})
    codes = found(content)
    assert codes[0] == ("column_missing", "F2")
    assert ("score_out_of_range", "E3") in codes
    assert reading(content).rows == []


def test_every_fault_of_a_workbook_is_told_at_once():
    content = table(
        changed(name="", gender="?", birth="sai", ethnic_group="Mán", group="khác"),
        SOMEBODY,
        changed(birth="99/99/9999"),
    )
    assert found(content) == [
        ("value_missing", "A2"), ("gender_unknown", "B2"), ("birth_unreadable", "C2"),
        ("ethnic_group_unknown", "D2"), ("composition_group_unknown", "E2"),
        ("birth_unreadable", "C4"),
    ]  # fmt: skip
    assert len(reading(content).rows) == 1


@pytest.mark.parametrize("again", [
    changed(name="NÔNG VĂN HOÀ"), changed(birth=1978), changed(name="Nông  Văn Hòa "),
])  # fmt: skip
def test_a_person_twice_is_told_at_the_later_row_only(again):
    content = table(SOMEBODY, changed(name="Lý Thị Mai"), again)
    assert found(content) == [("nominee_repeated", "A4")]
    assert [row.line for row in reading(content).rows] == [2, 3]


def test_a_person_twice_on_two_sheets_is_told():
    content = book({"Nam": [HEADINGS, SOMEBODY], "Nữ": [HEADINGS, SOMEBODY]})
    (fault,) = reading(content).faults
    assert (fault.sheet, fault.cell, fault.facts["sheet"]) == ("Nữ", "A2", "Nam")


def test_names_that_differ_by_marks_are_never_merged():
    result = reading(table(changed(name="Lương Văn Tơ"), changed(name="Lương Văn Tô")))
    assert (result.faults, len(result.rows)) == ([], 2)
    assert [warning.code for warning in result.rows[1].warnings] == ["nominee_alike"]


def test_one_citizen_number_for_two_people_is_told_at_the_later_row():
    headings = (*HEADINGS, "CCCD")
    other = (*changed(name="Lý Thị Mai", gender="Nữ"), "020078001234")
    assert found(table((*SOMEBODY, "020078001234"), other, headings=headings)) == [
        ("citizen_id_repeated", "F3")
    ]


def test_a_citizen_number_that_disagrees_is_a_warning_only():
    content = table((*SOMEBODY, "020185001234"), headings=(*HEADINGS, "CCCD"))
    (row,) = reading(content).rows
    assert [(w.code, w.cell) for w in row.warnings] == [
        ("citizen_id_of_other_year", "F2"), ("citizen_id_of_other_gender", "F2")]  # fmt: skip


def test_an_agency_says_why_it_invites():
    guest = changed(group="Khách mời")
    assert found(table(guest), terms=AGENCY_TERMS) == [("column_missing", "F1")]
    headings = (*HEADINGS, "Lý do mời")
    content = table(
        (*guest, ""), (*changed(name="Lý A Sử", group="Lãnh đạo"), "Chủ tịch"), headings=headings
    )
    assert found(content, terms=AGENCY_TERMS) == [("value_missing", "F2")]
    (leader,) = reading(content, terms=AGENCY_TERMS).rows
    assert (leader.nominee.status, leader.nominee.reason) == ("required", "Chủ tịch")
    assert [row.nominee.status for row in reading(content).rows] == ["proposed", "proposed"]


def test_a_csv_file_is_read_with_and_without_bom():
    lines = [HEADINGS, SOMEBODY, (), changed(name="Lý Thị Mai", birth="")]
    text = "\r\n".join(";".join(line) for line in lines)
    for encoding in ("utf-8", "utf-8-sig"):
        assert found(text.encode(encoding), "nhan-ly.csv") == [("value_missing", "C4")]
    assert reading(text.encode(), "nhan-ly.csv").faults[0].sheet == "nhan-ly"
    assert found(text.encode("cp1258", "replace"), "a.csv") == [("csv_marks_lost", None)]


def test_other_sheets_and_hidden_ones_are_left_alone():
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    workbook.add_worksheet("Hướng dẫn").write(0, 0, "Điền vào trang Danh sách")
    sheet = workbook.add_worksheet("Danh sách")
    hidden = workbook.add_worksheet("Cũ")
    hidden.hide()
    for target in (sheet, hidden):
        target.write_row(0, 0, HEADINGS)
        target.write_row(1, 0, SOMEBODY)
    workbook.close()
    result = reading(file.getvalue())
    assert (len(result.rows), result.faults) == (1, [])


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"%PDF-1.7", "a.pdf", "workbook_type"),
        (b"", "a.xlsx", "workbook_type"),
        (b"PK\x03\x04 rubbish", "a.xlsx", "workbook_unreadable"),
        (OLE + b" rubbish", "a.xls", "workbook_unreadable"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "workbook_locked"),
        (book({"Sheet1": []}), "a.xlsx", "workbook_empty"),
        (b"", "a.csv", "workbook_empty"),
        (book({"Sheet1": [("xin chào",)]}), "a.xlsx", "header_missing"),
        (table(), "a.xlsx", "rows_missing"),
    ],
)
def test_a_file_that_is_no_nominee_workbook_is_one_fault(content, filename, code):
    assert [each for each, _ in found(content, filename)] == [code]


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def test_a_word_file_is_no_workbook():
    assert found(zipped({"word/document.xml": "<w/>"})) == [("workbook_type", None)]


def test_a_zip_bomb_is_refused_before_it_opens():
    bomb = zipped({"xl/workbook.xml": b"\0" * (101 * 2**20)})
    assert len(bomb) < 2**18
    assert found(bomb) == [("workbook_too_large", None)]


@pytest.mark.parametrize("cell", [(1_048_575, 0), (0, 16_383)])
def test_a_cell_far_out_is_refused_before_room_is_made_for_it(cell):
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write(*cell, "x")
    workbook.close()
    assert found(file.getvalue()) == [("workbook_too_large", None)]


def test_formats_down_to_the_last_row_do_no_harm():
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, SOMEBODY)
    sheet.write_blank(1_048_575, 16_383, None, workbook.add_format({"bold": True}))
    workbook.close()
    assert len(reading(file.getvalue()).rows) == 1


def ods(*rows):
    body = "".join(rows)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="DS">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    return zipped(parts | {"META-INF/manifest.xml": "<manifest/>"})


def ods_row(*values, repeat=1):
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        for value in values
    )
    tail = '<table:table-cell table:number-columns-repeated="16384"/>'
    return f'<table:table-row table:number-rows-repeated="{repeat}">{cells}{tail}</table:table-row>'


def test_an_ods_file_is_read():
    content = ods(ods_row(*HEADINGS), ods_row(*changed(birth="")), ods_row(repeat=1_048_574))
    assert found(content, "a.ods") == [("value_missing", "C2")]


@pytest.mark.parametrize("repeat", [1_048_576, 30_000])
def test_an_ods_that_repeats_values_without_end_is_refused(repeat):
    content = ods(ods_row(*HEADINGS), ods_row(*SOMEBODY, repeat=repeat))
    assert found(content, "a.ods") == [("workbook_too_large", None)]


def test_five_thousand_rows_are_read():
    people = [changed(name=f"Vi Văn {letters}") for letters in unique_words(5000)]
    assert len(reading(table(*people)).rows) == 5000


def unique_words(count):
    letters = "bcdghklmnp"
    return ("".join(letters[int(digit)] for digit in f"{n:04d}") + "an" for n in range(count))
