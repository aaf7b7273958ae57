"""``congress seat``: files in, files out, and what each exit code leaves behind."""

import csv
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pypdfium2
import pytest
from click.testing import CliRunner, Result

from congress.cli import main
from congress.paths import DATA
from congress.seating.reading import read
from tests.seating.halls import pretix_hall

HEADER = ["id", "name", "delegation", "class", "precedence", "needs", "together"]
PRESET = DATA / "presets" / "chi-lang-2025" / "hall.toml"


def written(folder: Path, rows: Sequence[Sequence[object]]) -> Path:
    path = folder / "people.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def people(count: int, size: int = 7, **facts: str) -> list[list[object]]:
    return [
        [
            f"p{at}",
            f"Nguyễn Thị Ước {at}",
            f"Đoàn {at // size}",
            facts.get("group", "delegate"),
            at // size,
            "",
            "",
        ]
        for at in range(count)
    ]


def hall(folder: Path, **facts: Any) -> Path:
    path = folder / "hall.json"
    path.write_text(json.dumps(pretix_hall(**facts), indent=1), encoding="utf-8")
    return path


def run(folder: Path, hall_file: Path, people_file: Path, *more: str) -> Result:
    arguments = ["--hall", str(hall_file), "--people", str(people_file), "--out", str(folder / "o")]
    return CliRunner().invoke(main, ["seat", *arguments, *more])


def answer(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "o" / "seating.json").read_text("utf-8"))
    return found


def test_a_plan_and_its_print_are_written(tmp_path: Path):
    done = run(tmp_path, hall(tmp_path), written(tmp_path, people(90)))
    assert done.exit_code == 0, done.output
    told = answer(tmp_path)
    assert told["status"] == "feasible"
    assert told["gap"] is None
    assert {each["id"] for each in told["assignments"]} == {f"p{at}" for at in range(90)}
    assert len({each["seat_guid"] for each in told["assignments"]}) == 90
    assert set(told["fragments"].values()) == {1}
    assert told["terms"]["fragments"] == 0
    assert told["moved"] == []
    document = pypdfium2.PdfDocument(tmp_path / "o" / "seating.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert "Nguyễn Thị Ước 89" in text
    assert "Đoàn 12" in text


def test_an_earlier_plan_is_kept(tmp_path: Path):
    run(tmp_path, hall(tmp_path), written(tmp_path, people(90)))
    earlier = tmp_path / "earlier.json"
    earlier.write_bytes((tmp_path / "o" / "seating.json").read_bytes())
    before = {each["id"]: each["seat_guid"] for each in answer(tmp_path)["assignments"]}
    more = [*people(90)[3:], ["new", "Vi Văn Bạ", "Đoàn 4", "delegate", 4, "", ""]]
    done = run(tmp_path, tmp_path / "hall.json", written(tmp_path, more), "--keep", str(earlier))
    assert done.exit_code == 0, done.output
    told = answer(tmp_path)
    after = {each["id"]: each["seat_guid"] for each in told["assignments"]}
    changed = [who for who in after if who in before and after[who] != before[who]]
    assert sorted(told["moved"]) == sorted(changed)
    assert len(told["moved"]) <= 4
    assert told["terms"]["fragments"] == 0


def test_the_preset_hall_and_a_workbook_are_read(tmp_path: Path):
    file = tmp_path / "people.xlsx"
    pd.DataFrame(people(40, group="invited"), columns=HEADER).to_excel(file, index=False)
    done = run(tmp_path, PRESET, file)
    assert done.exit_code == 0, done.output
    rows = {each["seat_guid"].split("-")[0] for each in answer(tmp_path)["assignments"]}
    assert rows <= set("ABCD")


def test_every_fault_is_told_with_line_and_column(tmp_path: Path):
    rows = people(4)
    rows[1][0] = "p0"
    rows[2][4] = "đầu"
    rows[3][5] = "ghế êm"
    drawn = pretix_hall()
    del drawn["zones"][0]["rows"][1]["seats"][2]["position"]
    drawn["zones"][0]["rows"][0]["seats"][0]["category"] = 5
    path = tmp_path / "hall.json"
    path.write_text(json.dumps(drawn, indent=1), encoding="utf-8")
    done = run(tmp_path, path, written(tmp_path, rows))
    assert done.exit_code == 2
    lines = done.stderr.strip().splitlines()
    assert [line.split(": ")[0] for line in lines if line.startswith("people")] == [
        "people.csv:3:1",
        "people.csv:4:5",
        "people.csv:5:6",
    ]
    assert any(line.startswith("hall.json:") and "position" in line for line in lines)
    assert not (tmp_path / "o").exists()


def test_a_repeated_seat_is_told_where_it_stands(tmp_path: Path):
    drawn = pretix_hall()
    drawn["zones"][0]["rows"][2]["seats"][1]["seat_guid"] = "1/1"
    text = json.dumps(drawn, indent=1)
    (tmp_path / "hall.json").write_text(text, encoding="utf-8")
    done = run(tmp_path, tmp_path / "hall.json", written(tmp_path, people(4)))
    assert done.exit_code == 2
    second = text.index('"1/1"', text.index('"1/1"') + 1)
    line, column = text.count("\n", 0, second) + 1, second - text.rfind("\n", 0, second)
    assert done.stderr.startswith(f"hall.json:{line}:{column}: ")


def test_a_fault_of_our_schema_is_told_where_it_stands(tmp_path: Path):
    path = tmp_path / "hall.toml"
    text = PRESET.read_text("utf-8").replace('"trái", zone = "invited"', '"trái"', 1)
    path.write_text(text, encoding="utf-8")
    done = run(tmp_path, path, written(tmp_path, people(4)))
    assert done.exit_code == 2
    line = next(at for at, found in enumerate(text.splitlines(), 1) if '"trái", x' in found)
    assert done.stderr.startswith(f"hall.toml:{line}:")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hall.json", b'{"name": "x",\n "zones": ['),
        ("hall.json", b"[1, 2]"),
        ("hall.toml", b"name = \n"),
        ("hall.toml", b"\xff\xfe"),
        ("hall.toml", b'name = "x"\nzones = []\nrows = []\n'),
    ],
    ids=["cut off", "a list", "no value", "not text", "no seats"],
)
def test_a_broken_hall_file_is_refused(name: str, content: bytes, tmp_path: Path):
    (tmp_path / name).write_bytes(content)
    done = run(tmp_path, tmp_path / name, written(tmp_path, people(4)))
    assert done.exit_code == 2
    assert done.stderr.startswith(f"{name}:")
    assert "Traceback" not in done.output
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("content", ["", "name\nA\n", "id\n", '{"assignments": 3}'])
def test_broken_people_and_earlier_plans_are_refused(content: str, tmp_path: Path):
    broken = tmp_path / "broken.csv"
    broken.write_text(content, encoding="utf-8")
    done = run(tmp_path, hall(tmp_path), broken)
    assert done.exit_code == 2
    kept = run(
        tmp_path, tmp_path / "hall.json", written(tmp_path, people(4)), "--keep", str(broken)
    )
    assert kept.exit_code == 2
    assert "broken.csv:1:1" in kept.stderr
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("rows", "facts", "code"),
    [
        (people(200), {}, "seats_hall_too_small"),
        (people(20, group="guest"), {"guest_rows": 1}, "seats_class_too_small"),
        (
            [[*row[:5], "accessible", ""] for row in people(3)],
            {},
            "seats_not_enough_accessible",
        ),
        ([[*row[:6], "tất cả"] for row in people(60)], {}, "seats_group_too_large"),
    ],
    ids=["hall", "class", "accessible", "together"],
)
def test_what_cannot_be_done_leaves_the_reasons_alone(
    rows: list[list[object]], facts: dict[str, Any], code: str, tmp_path: Path
):
    done = run(tmp_path, hall(tmp_path, **facts), written(tmp_path, rows))
    assert done.exit_code == 3, done.output
    told = answer(tmp_path)
    assert told["status"] == "infeasible"
    assert told["assignments"] == []
    assert code in {reason["code"] for reason in told["reasons"]}
    assert all(reason["message"] for reason in told["reasons"])
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["seating.json"]


def test_what_cannot_be_done_leaves_no_earlier_plan_beside_it(tmp_path: Path):
    run(tmp_path, hall(tmp_path), written(tmp_path, people(20)))
    assert (tmp_path / "o" / "seating.pdf").exists()
    run(tmp_path, hall(tmp_path), written(tmp_path, people(200)))
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["seating.json"]


def test_the_preset_hall_holds_its_seats_and_its_zones():
    plan = read(tomllib.loads(PRESET.read_text("utf-8")))
    assert len(plan.open.seats) == 336
    assert plan.note == "số liệu minh họa"
    assert len(plan.open.blocks(range(336))) == 6
    front = {seat.zone for seat in plan.open.seats if seat.row in "ABCD"}
    assert front == {"invited"}
