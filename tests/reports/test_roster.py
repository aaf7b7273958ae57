"""The list of delegates as a workbook, and who came as a CSV file."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import select

from congress.database import Database
from congress.nominations.models import Nominee, Source
from congress.nominations.workbook import read
from congress.reports import roster
from tests.factories import Small, approved
from tests.nominations.books import TERMS
from tests.reports.bodies import AN, DUC, HOA, OPENING, TO, morning, person

AT_0730 = OPENING + timedelta(minutes=30)


@pytest.fixture
def workbook(database: Database, small: Small) -> bytes:
    """The full list of a small congress."""
    with database.transaction() as session:
        morning(session, small)
        return roster.delegates_workbook(
            session, small.congress_id, with_sensitive=True, at=AT_0730
        )


def rows(workbook: bytes) -> list[dict[str, object]]:
    head, *lines = (
        CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(0).to_python()
    )
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_the_list_holds_every_delegate_by_number(workbook):
    listed = rows(workbook)
    assert [row["STT"] for row in listed] == [1, 2, 3, 4]
    assert [row["Họ và tên"] for row in listed] == [HOA, TO, AN, DUC]


PROFILE = {
    "Nơi công tác": "Trường THCS Nhân Lý",
    "Trình độ chuyên môn": "Đại học Sư phạm",
    "Trình độ lý luận chính trị": "Sơ cấp",
    "Vai trò": "Người có uy tín",
    "Nguồn giới thiệu": "Quần chúng suy tôn",
    "Người giới thiệu": "Nhân dân thôn Lạng Giai",
}


def test_levels_workplace_and_who_introduced_somebody_are_printed_where_told(
    database, small, workbook
):
    assert not PROFILE.keys() & rows(workbook)[0].keys()
    with database.transaction() as session:
        nominee = session.exec(select(Nominee).where(Nominee.name == HOA)).one()
        nominee.workplace, nominee.professional_level = "Trường THCS Nhân Lý", "Đại học Sư phạm"
        nominee.political_level, nominee.roles = "Sơ cấp", "Người có uy tín"
        nominee.source, nominee.introduced_by = Source.ACCLAIMED, "Nhân dân thôn Lạng Giai"
        session.flush()
        told = roster.delegates_workbook(
            session, small.congress_id, with_sensitive=True, at=AT_0730
        )
    first = rows(told)[0]
    assert {heading: first[heading] for heading in PROFILE} == PROFILE
    read_again = read(told, "trich-ngang.xlsx", TERMS).rows[0].nominee
    assert (read_again.source, read_again.introduced_by) == (
        "acclaimed",
        "Nhân dân thôn Lạng Giai",
    )
    assert read_again.professional_level == "Đại học Sư phạm"


def test_men_and_women_have_their_year_of_birth_in_a_column_each(workbook):
    assert [(row["Nam"], row["Nữ"]) for row in rows(workbook)] == [
        ("", 1980),
        (1950, ""),
        ("", 1980),
        (2000, ""),
    ]


def test_the_list_says_who_they_are_and_why_they_are_called(workbook):
    leader = rows(workbook)[3]
    assert leader["Dân tộc"] == "Kinh"
    assert leader["Chức vụ, nghề nghiệp"] == "Trưởng thôn"
    assert leader["Đơn vị"] == "Phòng Nội vụ"
    assert leader["Thôn"] == "Lạng Nắc"
    assert leader["Nhóm cơ cấu"] == "Lãnh đạo"
    assert leader["Ghi chú"] == "Lãnh đạo cơ quan cử"
    assert [row["Đảng viên"] for row in rows(workbook)] == ["x", "", "", ""]


def test_the_level_above_reads_the_list_without_retyping(workbook):
    reading = read(workbook, "delegates.xlsx", TERMS)
    assert reading.faults == []
    people = [row.nominee for row in reading.rows]
    assert [person.name for person in people] == [HOA, TO, AN, DUC]
    assert [person.birth.year for person in people] == [1980, 1950, 1980, 2000]
    assert [person.ethnic_group for person in people] == ["Tày", "Nùng", "Tày", "Kinh"]


def test_the_list_prints_on_a4_lying_on_its_side_with_headings_on_every_page(workbook):
    with ZipFile(BytesIO(workbook)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        book = parts.read("xl/workbook.xml").decode()
    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "_xlnm.Print_Titles" in book
    assert "$1:$1" in book
    assert "DANH SÁCH TRÍCH NGANG ĐẠI BIỂU" in sheet


def test_the_short_list_holds_neither_ethnic_group_nor_party(database: Database, small: Small):
    with database.transaction() as session:
        morning(session, small)
        short = roster.delegates_workbook(
            session, small.congress_id, with_sensitive=False, at=AT_0730
        )
    assert not {"Dân tộc", "Đảng viên"} & set(rows(short)[0])


def test_a_formula_in_a_name_stays_text(database: Database, small: Small):
    with database.transaction() as session:
        approved(session, small, [person(session, small, "=1+1", small.nhan_ly)])
        book = roster.delegates_workbook(
            session, small.congress_id, with_sensitive=True, at=AT_0730
        )
        table = roster.attendance_csv(session, small.congress_id, AT_0730)
    assert rows(book)[0]["Họ và tên"] == "=1+1"
    assert "'=1+1" in table.decode("utf-8-sig")


def test_attendance_opens_in_excel_and_names_everyone_with_the_minute(
    database: Database, small: Small
):
    with database.transaction() as session:
        morning(session, small)
        table = roster.attendance_csv(session, small.congress_id, AT_0730)
    assert table.startswith(b"\xef\xbb\xbf")
    listed = list(csv.DictReader(StringIO(table.decode("utf-8-sig"))))
    assert [(row["Họ và tên"], row["Có mặt"], row["Giờ vào"]) for row in listed] == [
        (HOA, "x", "06:41"),
        (TO, "x", "06:50"),
        (AN, "", ""),
        (DUC, "x", "07:20"),
    ]
    assert {row["Phiên"] for row in listed} == {"Phiên chính thức"}


def test_attendance_can_be_frozen_at_an_earlier_minute(database: Database, small: Small):
    with database.transaction() as session:
        morning(session, small)
        table = roster.attendance_csv(session, small.congress_id, OPENING)
    listed = csv.DictReader(StringIO(table.decode("utf-8-sig")))
    assert [row["Có mặt"] for row in listed] == ["x", "x", "", ""]
