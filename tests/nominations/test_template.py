"""The official template leads the clerk's hand, and is read again as what it is: empty."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from congress.nominations.ethnic_groups import official
from congress.nominations.headings import canonical
from congress.nominations.sheets import open_sheets
from congress.nominations.template import template
from congress.nominations.workbook import read
from tests.nominations.books import AGENCY_TERMS, TERMS

OFFICE = shutil.which("soffice")
HAS_CALC = bool(OFFICE) and (Path(OFFICE).resolve().parent / "libsclo.so").exists()


@pytest.fixture(scope="module")
def content():
    return template("Hội nghị điển hình tiên tiến", "Xã Nhân Lý", TERMS, seats=15)


@pytest.fixture(scope="module")
def page(content):
    return load_workbook(io.BytesIO(content))["Danh sách"]


def columns(page):
    return {canonical(cell.value): cell for cell in page[4][1:]}


def rules(page):
    return {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}


def test_it_names_congress_unit_and_seats(page):
    told = " ".join(page.cell(line, 1).value for line in (1, 2, 3))
    for words in ("Hội nghị điển hình tiên tiến", "Xã Nhân Lý", "15 đại biểu"):
        assert words in told


def test_every_heading_is_read_and_noted_and_stays_in_sight(page):
    assert None not in columns(page)
    assert all(cell.comment for cell in columns(page).values())
    assert page.freeze_panes == "C5"
    assert not page.protection.sheet


def test_every_cell_says_what_to_write(page):
    told = rules(page)
    for cell in columns(page).values():
        rule = told[f"{cell.column_letter}5"]
        assert rule.prompt
        assert str(rule.sqref).endswith(str(504))


@pytest.mark.parametrize(
    ("code", "count"),
    [("gender", 2), ("ethnic_group", 54), ("composition_group", len(TERMS.groups)), ("party", 1)],
)
def test_lists_drop_down(content, page, code, count):
    rule = rules(page)[f"{columns(page)[code].column_letter}5"]
    sheet, _, place = rule.formula1.replace("'", "").partition("!")
    cells = load_workbook(io.BytesIO(content))[sheet][place.replace("$", "")]
    cells = cells if isinstance(cells, tuple) else ((cells,),)
    assert len(cells) == count
    assert cells[-1][0].value
    assert rule.errorStyle in {None, "stop"}


def test_titles_may_be_several_so_that_their_list_only_helps(page):
    assert rules(page)[f"{columns(page)['titles'].column_letter}5"].errorStyle == "information"


@pytest.mark.parametrize("code", ["birth_date", "citizen_id", "phone"])
def test_digits_are_kept_as_they_are_typed(page, code):
    letter = columns(page)[code].column_letter
    assert page.column_dimensions[letter].number_format == "@"


def test_it_is_read_again_as_empty(content):
    reading = read(content, "a.xlsx", TERMS)
    assert ([fault.code for fault in reading.faults], reading.rows) == (["rows_missing"], [])
    assert reading.skipped == ["Hướng dẫn"]


def test_an_agency_is_asked_why_it_invites(page):
    agency = load_workbook(io.BytesIO(template("A", "B", AGENCY_TERMS)))["Danh sách"]
    assert set(columns(agency)) - set(columns(page)) == {"reason"}


def filled(content):
    book = load_workbook(io.BytesIO(content))
    page = book["Danh sách"]
    told = {
        "name": "Nông Văn Hòa", "gender": "Nam", "birth_date": "05/03/1978",
        "ethnic_group": official().groups[1].name, "composition_group": TERMS.groups[0].label,
        "citizen_id": "020078001234", "phone": "0912345678", "titles": "Lao động tiên tiến; Khác",
    }  # fmt: skip
    for code, value in told.items():
        columns(page)[code].offset(row=1).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_filled_template_is_read_without_faults(content):
    reading = read(filled(content), "a.xlsx", TERMS)
    assert reading.faults == []
    assert reading.rows[0].nominee.phone == "0912345678"


@pytest.mark.skipif(not HAS_CALC, reason="LibreOffice Calc is not installed")
@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx", "csv"])
def test_libre_office_opens_it_and_what_it_saves_is_read(content, tmp_path, kind):
    (tmp_path / "a.xlsx").write_bytes(filled(content))
    out = tmp_path / "out"
    form = "csv:Text - txt - csv (StarCalc):59,34,76,1" if kind == "csv" else kind
    command = [OFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
               "--convert-to", form, "--outdir", str(out), str(tmp_path / "a.xlsx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = (out / f"a.{kind}").read_bytes()
    reading = read(saved, f"a.{kind}", TERMS)
    assert reading.faults == []
    (row,) = reading.rows
    assert (row.nominee.name, row.nominee.phone) == ("Nông Văn Hòa", "0912345678")
    assert open_sheets(saved, f"a.{kind}")
