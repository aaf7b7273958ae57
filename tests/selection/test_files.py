"""What offices hand in as a nominee file: read, or refused by line and column, never a crash."""

import io
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import example, given, settings, strategies as st

from congress.selection import faults, files, sheets
from optimizer import pool as pools
from optimizer.problem import Faulty, Pool
from tests.selection.test_commands import HEADER, ROWS, RULES, run_select, write_csv

PLAIN = "id,name,score\n1,A,85.5\n2,B,90\n"


def read(path: Path) -> Pool:
    return files.read(path).pool()


def of(folder: Path, content: str | bytes, name: str = "a.csv") -> Pool:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path)


def told(folder: Path, content: str | bytes, name: str = "a.csv") -> list[tuple[Any, ...]]:
    with pytest.raises(Faulty) as caught:
        of(folder, content, name)
    assert all(faults.lines(folder / name, caught.value))
    return [(fault.code, fault.line, fault.column) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.replace(",", ";").replace("85.5", "85,5"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("\n", "\n\n , ,\n"),
        PLAIN.replace("1,A,85.5", '"1","A","85,5"'),
        "Mã,Họ và tên,Điểm\n1,A,85.50\n2,B,9E+1\n",
        "Mã,Ho\u0323 va\u0300 tên,Đie\u0302\u0309m\n1,A,85.50\n2,B,90.000000000\n",
    ],
    ids=["plain", "mark", "semicolons", "tabs", "CRLF", "CR", "blank lines", "quotes", "vi", "NFD"],
)
def test_every_way_to_write_a_table_reads_alike(content: str, tmp_path: Path):
    pool = of(tmp_path, content)
    assert pool.ids.tolist() == ["1", "2"]
    assert [pool.points(units) for units in pool.scores.tolist()] == [85.5, 90]


@pytest.mark.parametrize(
    ("score", "code"),
    [
        ("NaN", "score_not_number"),
        ("-inf", "score_not_number"),
        ("8_5", "score_not_number"),
        ("٨٥", "score_not_number"),
        ("1.234,5", "score_not_number"),
        ("85 điểm", "score_not_number"),
        ("1e999999999", "score_not_number"),
        ("-0.5", "score_out_of_range"),
        ("100.000000001", "score_out_of_range"),
        ("9" * 40, "score_out_of_range"),
        ("9" * 5000, "score_not_number"),
        ("", "score_missing"),
    ],
)
def test_what_is_no_score_is_told_where_it_stands(score: str, code: str, tmp_path: Path):
    assert told(tmp_path, f'id,score\n1,5\n2,"{score}"\n') == [(code, 3, "score")]


def test_faults_of_rows_headings_and_cells_come_together(tmp_path: Path):
    content = "id,score,id,unit\n1,5,x,X,\n1,8x,y,Y,more\n,101,z,Z\n"
    assert told(tmp_path, content) == [
        ("column_repeated", 1, "id"),
        ("row_width", 3, 5),
        ("id_taken", 3, "id"),
        ("score_not_number", 3, "score"),
        ("id_missing", 4, "id"),
        ("score_out_of_range", 4, "score"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("header_missing", 1, None)]),
        (b"\n\n \n", [("header_missing", 1, None)]),
        (b"id,score\n", [("nobody", 1, "id")]),
        (b"\xff\xfei\0d\0", [("encoding", 1, None)]),
        ("id,score,name\n1,5,Lô\n".encode("cp1258"), [("encoding", 2, None)]),
        ("id,score\n1,5\n".encode("utf-16"), [("encoding", 1, None)]),
        (b"id,score\n1,5\n2,\xc3", [("encoding", 3, None)]),
        (b"a" * 2**20 + b"\n" * 5 + b"\xc3(", [("encoding", 6, None)]),
        (b"name\nA\n", [("column_missing", 1, "id"), ("column_missing", 1, "score")]),
    ],
)
def test_a_file_without_a_table_is_told(content: bytes, expected: Any, tmp_path: Path):
    assert told(tmp_path, content) == expected


def test_one_bad_cell_among_many_is_found_by_its_line(tmp_path: Path):
    rows = [f"{number},{number % 100}" for number in range(60_000)]
    rows[41_234] = "41234,x"
    assert told(tmp_path, "id,score\n" + "\n".join(rows)) == [("score_not_number", 41_236, "score")]


def test_of_thousands_of_faults_the_first_are_told_and_the_others_counted(tmp_path: Path):
    rows = [f"{number},x" for number in range(5_000)]
    path = tmp_path / "a.csv"
    path.write_text("id,score\n" + "\n".join(rows), "utf-8")
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    done = run_select(path, tmp_path / "rules.toml", tmp_path / "out")
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()
    lines = [line for line in done.stderr.splitlines() if line.startswith(str(path))]
    assert len(lines) == pools.MOST_TOLD + 1
    assert lines[0].startswith(f"{path}:2:score: ")
    assert "4000 lỗi nữa" in lines[-1]


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def workbook(cells: dict[str, object] | None = None) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(line, 0, row)
        for place, value in (cells or {}).items():
            if str(value).startswith("="):
                sheet.write_formula(place, str(value), None, "")
            else:
                sheet.write(place, value)
    return file.getvalue()


@pytest.mark.parametrize("place", ["XFD2", "IW1", "A1048577", "IV900000", "AZ1048576"])
def test_a_cell_far_out_is_refused_before_room_is_made(place: str, tmp_path: Path):
    column = place.rstrip("0123456789")
    sheet = f'<row r="{place[len(column) :]}"><c r="{place}"><v>1</v></c></row>'.encode()
    parts = {"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": sheet}
    assert told(tmp_path, zipped(parts), "a.xlsx") == [("too_large", None, None)]


def test_macros_and_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    parts = {"xl/workbook.xml": b"<w/>", "xl/vbaProject.bin": b"code"}
    assert told(tmp_path, zipped(parts), "a.xlsx") == [("macros", None, None)]
    monkeypatch.setattr(sheets, "LIMITS", sheets.Limits(10**6, 100, 100, 1000))
    bomb = {"xl/workbook.xml": b"<w/>", "xl/sharedStrings.xml": b" " * (10**6 + 1)}
    assert told(tmp_path, zipped(bomb), "a.xlsx") == [("too_large", None, None)]


def test_a_formula_without_a_value_counts_as_an_empty_cell(tmp_path: Path):
    assert told(tmp_path, workbook({"D2": "=40+50"}), "a.xlsx") == [("score_missing", 2, "score")]


def test_marks_and_numbers_of_one_column_stay_apart(tmp_path: Path):
    content = workbook({"H1": "party", "H2": True, "H3": 1, "H4": "x", "H5": False})
    pool = of(tmp_path, content, "a.xlsx")
    assert pool.columns["party"].tolist()[:4] == ["yes", "yes", "yes", "no"]


CSV = "\n".join(map(",".join, (HEADER, *ROWS))).encode()
XLSX = workbook()
MARKS = [b"", b'"', b"\0", b"\n", b",", b";", b"\xff", b"NaN", b"\xef\xbb\xbf", b"<c>", b"1e9"]


@st.composite
def mutations(draw: st.DrawFn, content: bytes) -> bytes:
    """Cut, double, overwrite or insert at a few places."""
    changed = content
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(changed)))
        length = draw(st.sampled_from([0, 1, 2, 20, 10**6]))
        piece = draw(st.sampled_from(MARKS) | st.binary(max_size=6))
        changed = changed[:at] + piece + changed[at + length :]
    return changed


def outcome(path: Path, rules: Path) -> int:
    """Run the command: a list, or sentences that begin with one of the files; never a trace."""
    out = path.parent / "out"
    done = run_select(path, rules, out, "--explain", "none")
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert done.exit_code in (0, 2, 3)
    if done.exit_code == 2:
        assert done.stderr
        assert all(line.startswith((str(path), str(rules))) for line in done.stderr.splitlines())
    return done.exit_code


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "rules.toml").write_text(RULES, "utf-8")
    write_csv(folder / "good.csv")
    return folder


@given(mutations(CSV))
@example(b"id,score\n1,5\n\r2,5")
@settings(max_examples=60)
def test_no_damage_to_a_text_table_ends_in_a_crash(folder: Path, content: bytes):
    (folder / "a.csv").write_bytes(content)
    outcome(folder / "a.csv", folder / "rules.toml")


@given(st.integers(0, 2**32))
@settings(max_examples=40)
def test_no_damage_to_a_workbook_ends_in_a_crash(folder: Path, seed: int):
    """Damage inside the parts, which are packed again, or to the packed bytes themselves."""
    draw = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(XLSX)) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    packed = bytearray(XLSX)
    damaged = packed if seed % 4 == 0 else parts[draw.choice(sorted(parts))]
    for _ in range(draw.randint(1, 5)):
        at = draw.randrange(len(damaged))
        damaged[at : at + draw.choice([0, 1, 5])] = draw.choice(MARKS)
    content = bytes(packed) if seed % 4 == 0 else zipped({n: bytes(p) for n, p in parts.items()})
    (folder / "a.xlsx").write_bytes(content)
    outcome(folder / "a.xlsx", folder / "rules.toml")


@given(mutations(RULES.encode()))
@settings(max_examples=60)
def test_no_damage_to_rules_ends_in_a_crash(folder: Path, content: bytes):
    (folder / "bad.toml").write_bytes(content)
    outcome(folder / "good.csv", folder / "bad.toml")
