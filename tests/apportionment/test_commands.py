"""``congress apportion`` on files, as users' scripts call it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from congress.cli import main
from optimizer.divisors import Method
from tests.selection.test_commands import write_ods

EQUAL = "unit,weight\nXã Nhân Lý,1200\nXã Vạn Linh,1200\nXã Ba Tơ,1200\n"

FAULTY = ("2:2", "3:1", "5:2", "6:4", "7:4", "9:5", "10:2", "11:3", "12:1", "14:2")


def run(folder: Path, content: str | Path, *more: str, seats: int = 10) -> Result:
    file = content if isinstance(content, Path) else folder / "units.csv"
    if isinstance(content, str):
        file.write_text(content, encoding="utf-8")
    arguments = ["--units", str(file), "--seats", str(seats), "--out", str(folder / "o")]
    return CliRunner().invoke(main, ["apportion", *arguments, *more])


def answer(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "o" / "result.json").read_text("utf-8"))
    return found


def test_seats_follow_weights(tmp_path: Path):
    done = run(tmp_path, "unit,weight\nA,5000\nB,3000\nC,2000\n")
    assert done.exit_code == 0, done.output
    told = answer(tmp_path)
    assert told["status"] == "done"
    assert (told["method"], told["seats"], told["ties"]) == ("hamilton", 10, [])
    assert told["seats_by_unit"] == {"A": 5, "B": 3, "C": 2}
    assert [each["seats"] for each in told["units"]] == [5, 3, 2]
    assert told["units"][1] == {
        "unit": "B",
        "weight": "3000",
        "quota": "3.0000",
        "seats": 3,
        "floor": 0,
        "cap": None,
        "fixed": None,
    }
    assert set(told["others"]) == {each.value for each in Method} - {"hamilton"}
    assert told["others"]["adams"] == {"A": 5, "B": 3, "C": 2}
    assert "Hòa" not in done.output


def test_a_tie_and_its_rule_are_printed(tmp_path: Path):
    done = run(tmp_path, EQUAL)
    assert done.exit_code == 0, done.output
    told = answer(tmp_path)
    assert [each["seats"] for each in told["units"]] == [4, 3, 3]
    assert told["tie_rule"] == "listed_first"
    assert told["ties"] == [
        {
            "units": ["Xã Nhân Lý", "Xã Vạn Linh", "Xã Ba Tơ"],
            "seats": 1,
            "given_to": ["Xã Nhân Lý"],
            "decided_by": "order",
        }
    ]
    assert "theo thứ tự trong tệp" in done.output
    assert "Xã Ba Tơ" in done.output


def test_a_tie_is_decided_by_name(tmp_path: Path):
    done = run(tmp_path, EQUAL, "--decide", "Xã Ba Tơ")
    assert done.exit_code == 0, done.output
    told = answer(tmp_path)
    assert told["seats_by_unit"] == {"Xã Nhân Lý": 3, "Xã Vạn Linh": 3, "Xã Ba Tơ": 4}
    assert told["ties"][0]["decided_by"] == "choice"
    wrong = run(tmp_path, EQUAL, "--decide", "Xã Ba Tô")
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith("--decide: ")


@pytest.mark.parametrize(
    "named", ["sainte_lague", "Webster", "D'Hondt", "huntington", "ADAMS", "largest_remainder"]
)
def test_methods_are_known_by_their_names(named: str, tmp_path: Path):
    assert run(tmp_path, EQUAL, "--method", named).exit_code == 0


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_floors_caps_and_fixed_seats_are_columns(kind: str, tmp_path: Path):
    rows = [
        ["Xã Nhân Lý", 5000.5, 1, None, None],
        ["Xã Vạn Linh", 20_000, None, 6, None],
        ["Xã Hòa Bình", 10, 2, None, None],
        ["Phòng Nội vụ", None, None, None, 4],
    ]
    frame = pd.DataFrame(rows, columns=["Đơn vị", "Trọng số", "Tối thiểu", "Tối đa", "Cố định"])
    file = tmp_path / f"units.{kind}"
    if kind == "csv":
        frame = frame.astype({"Tối thiểu": "Int64", "Tối đa": "Int64", "Cố định": "Int64"})
        frame.to_csv(file, index=False, encoding="utf-8-sig")
    elif kind == "xlsx":
        frame.to_excel(file, index=False)
    else:
        table = [list(frame.columns), *([str(cell or "") for cell in row] for row in rows)]
        write_ods(file, table)
    done = run(tmp_path, file, "--floor", "1", seats=18)
    assert done.exit_code == 0, done.output
    assert list(answer(tmp_path)["seats_by_unit"].values()) == [6, 6, 2, 4]
    assert [each["weight"] for each in answer(tmp_path)["units"]] == ["5000.5", "20000", "10", "0"]
    assert answer(tmp_path)["units"][3]["quota"] is None


def test_every_fault_is_told_at_once_where_it_stands(tmp_path: Path):
    content = (
        "unit,weight,floor,cap,fixed\nA,x,,,\n,1,,,\nB,0,,,\nC,-2,,,\nD,5,4,3,\nB,2,,z,\n"
        "\nE,5,2,,1\nF,,,,\nG,5,-1,,\nC,3,,,\nH,,,,2\nI,5.,,,\n"
    )
    done = run(tmp_path, content, "--method", "đoán", "--floor", "-1", seats=0)
    assert done.exit_code == 2
    places = [line.split(": ")[0] for line in done.stderr.strip().splitlines()]
    assert places == [
        "--seats",
        "--floor",
        "--method",
        *(
            f"units.csv:{place}"
            for place in FAULTY
        ),
    ]  # fmt: skip
    assert not (tmp_path / "o").exists()


def test_a_cell_of_a_workbook_is_named_as_excel_does(tmp_path: Path):
    file = tmp_path / "units.xlsx"
    pd.DataFrame([["A", "nhiều"]], columns=["unit", "weight"]).to_excel(file, index=False)
    done = run(tmp_path, file)
    assert done.stderr.startswith("units.xlsx:B2: ")


@pytest.mark.parametrize(
    "content",
    ["", "unit\nA\n", "unit,weight\n", "weight\n3\n"],
    ids=["empty", "no weights", "no rows", "no units"],
)
def test_a_file_without_units_or_weights_is_refused(content: str, tmp_path: Path):
    done = run(tmp_path, content)
    assert done.exit_code == 2
    assert done.stderr.startswith("units.csv:1:1: ")


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", b"\xff\xfe\x00"), ("a.xlsx", b"PK\x03\x04")]
)
def test_what_is_no_table_is_refused(name: str, content: bytes, tmp_path: Path):
    (tmp_path / name).write_bytes(content)
    done = run(tmp_path, tmp_path / name)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"{name}:")


@pytest.mark.parametrize(
    ("more", "seats", "code", "figure"),
    [
        (["--floor", "4"], 10, "apportionment_floors_over_seats", "12"),
        ([], 70, "apportionment_caps_under_seats", "60"),
    ],
)
def test_what_cannot_be_is_told_with_what_would_help(
    more: Sequence[str], seats: int, code: str, figure: str, tmp_path: Path
):
    capped = "unit,weight,cap\nA,1,20\nB,1,20\nC,1,20\n"
    done = run(tmp_path, capped, *more, seats=seats)
    assert done.exit_code == 3
    told = answer(tmp_path)
    assert told["status"] == "infeasible"
    assert told["units"] == []
    assert [each["code"] for each in told["reasons"]] == [code]
    assert figure in told["reasons"][0]["message"]
    assert told["reasons"][0]["message"] in done.stderr
