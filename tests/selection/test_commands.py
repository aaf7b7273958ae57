import csv
import json
import tracemalloc
import zipfile
from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from congress.selection import outputs
from congress.selection.commands import select, verify

HEADER = ["id", "name", "unit", "score", "gender", "status", "reason"]
ROWS = [
    ["001", "Nông Thị Lan", "Vạn Linh", "90.5", "Nữ", "", ""],
    ["002", "Hoàng Văn Páo", "Vạn Linh", "88", "Nam", "", ""],
    ["003", "Lý Thị Mẩy", "Nhân Lý", "70.25", "Nữ", "", ""],
    ["004", "Vi Văn Thức", "Nhân Lý", "95", "Nam", "", ""],
    ["005", "Bế Thị Hoà", "Phòng Nội vụ", "", "Nữ", "required", "Chủ trì hội nghị"],
    ["006", "Triệu Văn Sính", "Nhân Lý", "99", "Nam", "excluded", "Đã chuyển đi"],
]
RULES = """[panel]
seats = 3
day = 2025-04-15

[[quota]]
name = "Nữ"
where = { gender = "female" }
min_share = 0.5
"""


def write_csv(path: Path, rows: Sequence[Sequence[str]] = ROWS, *, bom: bool = False) -> Path:
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def write_ods(path: Path, rows: Sequence[Sequence[object]]) -> None:
    cells = (
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in chain.from_iterable(rows)
    )
    lines = "".join(
        f"<table:table-row>{''.join(islice(cells, len(row)))}</table:table-row>" for row in rows
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = f'<table:table table:name="A">{lines}</table:table>'
    sheet = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest="
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml", f"<office:document-content{names}>{sheet}</office:document-content>"
        )


@pytest.fixture
def nominees(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "nominees.csv")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, "utf-8")
    return path


def run_select(nominees: Path, rules: Path, out: Path, *options: str) -> Result:
    files = ["--nominees", str(nominees), "--rules", str(rules), "--out", str(out)]
    return CliRunner().invoke(select, [*files, *options])


def result_of(out: Path) -> dict:
    return json.loads((out / "result.json").read_text("utf-8"))


def test_a_list_is_chosen_and_written(nominees: Path, rules: Path, tmp_path: Path):
    done = run_select(nominees, rules, tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "delegates.xlsx",
        "reasons.xlsx",
        "result.json",
    ]
    told = result_of(tmp_path / "out")
    assert told["status"] == "optimal"
    assert told["selected"] == ["001", "004", "005"]
    assert (told["seats"], told["score"], told["bound"], told["gap"]) == (3, 185.5, 185.5, 0)
    (women,) = told["quotas"]
    assert (women["name"], women["count"], women["min"], women["max"]) == ("Nữ", 2, 2, None)
    assert women["satisfied"]
    assert women["binding"]
    assert women["price"] == {"looser": 0.0, "tighter": -24.75}
    people = {person["id"]: person for person in told["people"]}
    assert people["002"]["reason"] == "left_out"
    assert people["005"]["reason"] == "required"
    assert people["006"]["score_to_enter"] is None
    assert {"alternates", "certificate", "versions", "seconds", "input_digest"} <= told.keys()


def test_delegates_keep_the_columns_of_the_input(nominees: Path, rules: Path, tmp_path: Path):
    run_select(nominees, rules, tmp_path / "out")
    table = pd.read_excel(tmp_path / "out" / "delegates.xlsx", dtype=str, engine="calamine")
    assert list(table.columns)[:4] == ["Mã", "Họ và tên", "Đơn vị", "Điểm"]
    assert table["Họ và tên"].tolist() == ["Nông Thị Lan", "Vi Văn Thức", "Bế Thị Hoà"]
    assert table["Mã"].tolist() == ["001", "004", "005"]


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_workbooks_and_vietnamese_headings_are_read(suffix: str, rules: Path, tmp_path: Path):
    headings = ["Mã số", "HỌ VÀ TÊN", "Đơn vị", "Điểm đánh giá", "Giới", "status", "reason"]
    table = pd.DataFrame(ROWS, columns=headings)
    table["Điểm đánh giá"] = pd.to_numeric(table["Điểm đánh giá"])
    path = tmp_path / f"nominees{suffix}"
    if suffix == ".ods":
        write_ods(path, [headings, *ROWS])
    else:
        table.to_excel(path, index=False)
    done = run_select(path, rules, tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert result_of(tmp_path / "out")["selected"] == ["001", "004", "005"]


def test_a_byte_order_mark_changes_nothing(nominees: Path, rules: Path, tmp_path: Path):
    marked = write_csv(tmp_path / "marked.csv", bom=True)
    for path, out in ((nominees, "one"), (marked, "two")):
        run_select(path, rules, tmp_path / out)
    plain, with_mark = result_of(tmp_path / "one"), result_of(tmp_path / "two")
    assert plain["input_digest"] == with_mark["input_digest"]


def test_exact_scores_are_told_on_request(nominees: Path, rules: Path, tmp_path: Path):
    run_select(nominees, rules, tmp_path / "out", "--explain", "exact")
    people = {person["id"]: person for person in result_of(tmp_path / "out")["people"]}
    exact = people["002"]["score_to_enter"]["exact"]
    assert exact in (95, 95.01)
    run_select(nominees, rules, tmp_path / "none", "--explain", "none")
    assert result_of(tmp_path / "none")["people"][0]["score_to_enter"] is None


def test_every_fault_of_both_files_is_told_and_nothing_written(rules: Path, tmp_path: Path):
    rows = [
        ["001", "Nông Thị Lan", "Vạn Linh", "NaN", "Nữ", "", ""],
        ["001", "Hoàng Văn Páo", "Vạn Linh", "-5", "Nam", "", ""],
    ]
    bad = write_csv(tmp_path / "bad.csv", rows)
    rules.write_text(RULES.replace("min_share = 0.5", "min_share = 1.5"), "utf-8")
    done = run_select(bad, rules, tmp_path / "out")
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()
    lines = done.stderr.splitlines()
    starts = [line.split(": ")[0] for line in lines]
    assert starts == [
        f"{bad}:2:score",
        f"{bad}:3:id",
        f"{bad}:3:score",
        f"{rules}:2:1",
        f"{rules}:8:1",
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b"id"), ("a.csv", b""), ("a.csv", b"id,score\n\xff,1\n"), ("a.xlsx", b"PK")],
)
def test_a_file_that_is_no_list_is_refused(name: str, content: bytes, rules: Path, tmp_path: Path):
    (tmp_path / name).write_bytes(content)
    done = run_select(tmp_path / name, rules, tmp_path / "out")
    assert done.exit_code == 2
    assert done.stderr.startswith(str(tmp_path / name))


def test_rules_that_contradict_end_with_the_reason_and_no_list(
    nominees: Path, rules: Path, tmp_path: Path
):
    run_select(nominees, rules, tmp_path / "out")
    rules.write_text(RULES + '[[quota]]\nname = "Nam"\nwhere = { gender = "male" }\nmin = 2\n')
    done = run_select(nominees, rules, tmp_path / "out")
    assert done.exit_code == 3
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["result.json"]
    told = result_of(tmp_path / "out")
    assert told["status"] == "infeasible"
    assert told["selected"] == []
    assert told["conflict"] == ["Nữ", "Nam"]
    ways = [[(c["quota"], c["bound"], c["from"], c["to"]) for c in w] for w in told["relaxations"]]
    assert [("Nam", "min", 2, 1)] in ways
    assert [("Nữ", "min_share", 0.5, 0.3333)] in ways


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("id,name,score\n1,A,9\n2,B\0,8\n", "3:2", "NUL"),
        ('id,name,score\n1,"A\0",9\n', "2:2", "NUL"),
        ('id,name,score\n1,A,9\n2,"B,8\n3,C,7\n', "3", "dấu nháy kép"),
        ('id,name,score\n1,"A', "2", "dấu nháy kép"),
        ('id,name,score\n1,"' + "A\n" * 70_000, "2", "dấu nháy kép"),
    ],
    ids=["nul", "quoted nul", "open quote", "open quote at the end", "open quote of a long file"],
)
def test_what_breaks_a_text_table_is_told_where_it_stands(
    text: str, place: str, words: str, rules: Path, tmp_path: Path
):
    (tmp_path / "broken.csv").write_text(text, encoding="utf-8")
    done = run_select(tmp_path / "broken.csv", rules, tmp_path / "out")
    assert done.exit_code == 2
    assert f"broken.csv:{place}: " in done.stderr
    assert words in done.stderr


def test_no_list_in_time_ends_likewise(nominees: Path, rules: Path, tmp_path: Path):
    done = run_select(nominees, rules, tmp_path / "out", "--time-limit", "0")
    assert done.exit_code == 3
    assert result_of(tmp_path / "out")["status"] == "time_limit"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["result.json"]


def run_verify(nominees: Path, rules: Path, out: Path) -> Result:
    files = ["--nominees", str(nominees), "--rules", str(rules), str(out / "result.json")]
    return CliRunner().invoke(verify, files)


def test_an_answer_is_verified(nominees: Path, rules: Path, tmp_path: Path):
    run_select(nominees, rules, tmp_path / "out")
    assert run_verify(nominees, rules, tmp_path / "out").exit_code == 0


@pytest.mark.parametrize("key", ["selected", "score", "input_digest", "certificate"])
def test_a_forged_answer_is_refused(key: str, nominees: Path, rules: Path, tmp_path: Path):
    run_select(nominees, rules, tmp_path / "out")
    told = result_of(tmp_path / "out")
    forged = {
        "selected": ["002", "003", "005"],
        "score": 190,
        "input_digest": "0" * 64,
        "certificate": {},
    }
    (tmp_path / "out" / "result.json").write_text(json.dumps({**told, key: forged[key]}))
    done = run_verify(nominees, rules, tmp_path / "out")
    assert done.exit_code == 2
    assert done.stderr


def test_other_nominees_are_told_apart(nominees: Path, rules: Path, tmp_path: Path):
    run_select(nominees, rules, tmp_path / "out")
    changed = write_csv(tmp_path / "changed.csv", [[*ROWS[0][:3], "90.6", *ROWS[0][4:]], *ROWS[1:]])
    done = run_verify(changed, rules, tmp_path / "out")
    assert done.exit_code == 2
    assert "danh sách giới thiệu khác" in done.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [("--seed", "-5"), ("--time-limit", "nan"), ("--dropout", "nan"), ("--dropout", "1.5")],
)
def test_a_value_that_an_option_cannot_have_is_refused_by_its_name(
    option: str, value: str, nominees: Path, rules: Path, tmp_path: Path
):
    done = run_select(nominees, rules, tmp_path / "out", option, value)
    assert done.exit_code == 2
    assert option in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_total_has_a_decimal_comma(nominees: Path, rules: Path, tmp_path: Path):
    done = run_select(nominees, rules, tmp_path / "out")
    score = str(result_of(tmp_path / "out")["score"])
    assert "." in score
    assert f"tổng điểm {score.replace('.', ',')}," in done.stdout


def test_rules_in_another_encoding_are_refused_where_it_shows(
    nominees: Path, rules: Path, tmp_path: Path
):
    rules.write_bytes("\ufeff[panel]\nseats = 3 # ghế ".encode() + "đại biểu\n".encode("utf-16-le"))
    done = run_select(nominees, rules, tmp_path / "out")
    assert done.exit_code == 2
    assert "rules.toml:2:" in done.stderr
    assert "UTF-8" in done.stderr


def test_an_answer_is_written_without_its_whole_text_in_memory(tmp_path: Path):
    told = {"people": [{"id": f"n{n % 100}", "chosen": False} for n in range(100_000)]}
    tracemalloc.start()
    outputs.write_result(tmp_path, told)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < (tmp_path / "result.json").stat().st_size / 10
