"""Workbooks checked from the command line: three files, an exit code, faults on stderr."""

import io
import json
import re
import zipfile

import pytest
from click.testing import CliRunner

from congress.cli import main
from tests.nominations.books import HEADINGS, SOMEBODY, book, changed, table


@pytest.fixture
def check(tmp_path):
    def run(content, filename="danh-sach.xlsx", *options):
        path = tmp_path / filename
        path.write_bytes(content)
        out = tmp_path / "out"
        command = ["check-workbook", str(path), "--preset", "chi-lang-2025", "--out", str(out)]
        result = CliRunner().invoke(main, [*command, *options])
        told = [
            json.loads((out / name).read_text("utf-8")) if (out / name).exists() else None
            for name in ("rows.json", "faults.json")
        ]
        copy = out / "annotated.xlsx"
        return result, *told, copy.read_bytes() if copy.exists() else b""

    return run


def comments(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if "comments" in name]
        text = b"".join(archive.read(name) for name in names).decode()
    return dict(re.findall(r'<comment ref="(\w+)".*?<t[^>]*>(.*?)</t>', text, re.DOTALL))


def test_a_clean_workbook_ends_with_0(check):
    result, rows, faults, copy = check(table(SOMEBODY))
    assert (result.exit_code, faults, comments(copy)) == (0, [], {})
    assert rows[0] | {"warnings": []} == {
        "sheet": "Danh sách", "line": 2, "name": "Nông Văn Hòa", "gender": "male",
        "birth_date": "1978-03-05", "birth_year": 1978, "ethnic_group": "Tày",
        "ethnic_scheme": "QD121-1979", "ethnic_code": "02", "composition_group": "ethnic",
        "post": "", "workplace": "", "village": "", "field": "", "party": False, "score": None,
        "citizen_id": "", "professional_level": "", "political_level": "", "roles": "",
        "source": "",
        "introduced_by": "", "phone": "", "household": "", "achievement": "", "titles": "",
        "votes_for": None, "votes_present": None, "status": "proposed", "reason": "",
        "warnings": [],
    }  # fmt: skip


def test_faults_end_with_2_and_every_file_is_written(check):
    content = table(
        SOMEBODY, changed(name="Vi A", ethnic_group="Mán"), changed(name="Vi B", birth="?")
    )
    result, rows, faults, copy = check(content)
    assert result.exit_code == 2
    assert [row["name"] for row in rows] == ["Nông Văn Hòa"]
    assert [(f["sheet"], f["cell"], f["code"]) for f in faults] == [
        ("Danh sách", "D3", "ethnic_group_unknown"), ("Danh sách", "C4", "birth_unreadable")
    ]  # fmt: skip
    assert all(fault["message"] and fault["suggestion"] for fault in faults)
    assert set(comments(copy)) == {"D3", "C4"}
    assert "danh-sach.xlsx Danh sách!D3" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 2


def test_a_file_that_is_no_workbook_still_gives_three_files(check):
    result, rows, faults, copy = check(b"%PDF-1.7", "a.pdf")
    assert (result.exit_code, rows) == (2, [])
    assert [(f["code"], f["cell"]) for f in faults] == [("workbook_type", "A1")]
    assert copy.startswith(b"PK")


def test_an_agency_must_say_why_it_invites(check):
    content = table(changed(group="Khách mời"))
    assert check(content)[0].exit_code == 0
    assert check(content, "a.xlsx", "--unit", "CL-01")[2][0]["code"] == "column_missing"


def test_an_unknown_unit_or_preset_is_told(check):
    result = check(table(SOMEBODY), "a.xlsx", "--unit", "99999")[0]
    assert (result.exit_code, "06463" in result.stderr) == (2, True)
    result = check(table(SOMEBODY), "a.xlsx", "--preset", "khong-co")[0]
    assert (result.exit_code, "chi-lang-2025" in result.stderr) == (2, True)


def test_the_copy_keeps_sheets_titles_and_text_that_looks_like_a_formula(check):
    headings = (*HEADINGS, "Thành tích")
    rows = [("DANH SÁCH",), (), headings, (*changed(gender="?"), "x")]
    rows[3] = (*rows[3][:5], "'=1+1")
    content = book({"Xã": rows, "Khác": [("ghi chú",)]}, merged=())
    _, _, faults, copy = check(content)
    assert [(f["sheet"], f["cell"]) for f in faults] == [("Xã", "B4")]
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        workbook = archive.read("xl/workbook.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<sheet [^>]*?\bname="([^"]+)"', workbook) == ["Xã", "Khác"]
    assert "<f>" not in sheet


def test_samples_are_written_where_they_are_wanted(tmp_path):
    result = CliRunner().invoke(main, ["samples", "--out", str(tmp_path)])
    assert result.exit_code == 0
    assert len(list(tmp_path.rglob("*.xlsx"))) == 34
