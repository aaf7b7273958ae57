"""The version for strangers: it checks by itself, and gives nobody away."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from congress.audit import AuditEntry
from congress.database import Database
from congress.selection import files, publishing
from congress.selection.commands import verify
from congress.selection.publish_command import publish
from optimizer import publishing as versions, verify as verifying
from optimizer.problem import Faulty, Pool, Rules
from tests import factories
from tests.conftest import SignIn
from tests.factories import Small
from tests.selection.test_commands import result_of, run_select, write_csv
from tests.selection.test_views import work

HEADER = ["id", "name", "unit", "score", "gender", "birth_date", "phone", "status", "reason"]
ROWS = [
    ["001", "Nông Thị Lan", "Vạn Linh", "90.5", "Nữ", "16/04/1990", "0912000001", "", ""],
    ["002", "Hoàng Văn Páo", "Vạn Linh", "88", "Nam", "02/01/1971", "0912000002", "", ""],
    ["003", "Lý Thị Mẩy", "Nhân Lý", "70.25", "Nữ", "1999", "0912000003", "", ""],
    ["004", "Vi Văn Thức", "Nhân Lý", "95", "Nam", "03/03/1980", "0912000004", "", ""],
    ["005", "Bế Thị Hoà", "Nội vụ", "", "Nữ", "1968", "", "required", "Chủ trì hội nghị"],
    ["006", "Triệu Văn Sính", "Nhân Lý", "99", "Nam", "1975", "", "excluded", "Đã chuyển đi"],
]
RULES = """[panel]
seats = 3
day = 2025-04-15

[bands]
age = [30, 50]

[[quota]]
name = "Nữ"
where = { gender = "female" }
min_share = 0.5

[[quota]]
name = "Tuổi"
each = "age_band"
max = 3

[[quota]]
name = "Trẻ"
where = { any = [ { age = { max = 40 } }, { all = [ { not = { gender = "male" } } ] } ] }
min = 1
"""
IMPOSSIBLE = '[[quota]]\nname = "Nam"\nwhere = { gender = "male" }\nmin = 2\n'


@pytest.fixture
def nominees(tmp_path: Path) -> Path:
    path = write_csv(tmp_path / "nominees.csv", ROWS)
    text = path.read_text("utf-8").split("\n", 1)[1]
    path.write_text(",".join(HEADER) + "\n" + text, "utf-8")
    return path


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, "utf-8")
    return path


def run_publish(nominees: Path, rules: Path, *options: str) -> Result:
    run_select(nominees, rules, rules.parent / "out", *options)
    return publish_again(nominees, rules)


def publish_again(nominees: Path, rules: Path) -> Result:
    out = rules.parent
    arguments = ["--nominees", str(nominees), "--rules", str(rules), "--out", str(out / "public")]
    return CliRunner().invoke(publish, [*arguments, str(out / "out" / "result.json")])


def run_verify(folder: Path) -> Result:
    arguments = ["--nominees", str(folder / "pool.csv"), "--rules", str(folder / "rules.toml")]
    return CliRunner().invoke(verify, [*arguments, str(folder / "published.json")])


def problem(nominees: Path, rules: Path) -> tuple[Pool, Rules]:
    pool = files.read(nominees).pool()
    read = files.read_rules(rules, pool)
    assert read is not None
    return pool, read


def published(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "published.json").read_text("utf-8"))


def test_a_stranger_can_check_what_is_published(nominees: Path, rules: Path, tmp_path: Path):
    done = run_publish(nominees, rules)
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "public").iterdir()) == sorted(publishing.NAMES)
    checked = run_verify(tmp_path / "public")
    assert checked.exit_code == 0, checked.output
    assert "Chưa kiểm tra" in checked.stdout
    assert "thứ tự giữa các danh sách bằng điểm" in checked.stdout


def test_nobody_is_named_and_no_birth_is_told(nominees: Path, rules: Path, tmp_path: Path):
    run_publish(nominees, rules)
    texts = [(tmp_path / "public" / name).read_text("utf-8-sig") for name in publishing.NAMES[:2]]
    for row in ROWS:
        hidden = [row[1], row[5], row[6], row[8], f'"{row[0]}"', f"\n{row[0]},"]
        assert not [cell for cell in hidden if cell and any(cell in text for text in texts)]
    assert texts[1].splitlines()[0] == "id,score,status,reason,age,gender,unit"


def test_whoever_has_the_nominees_finds_everybody_again(
    nominees: Path, rules: Path, tmp_path: Path
):
    run_publish(nominees, rules)
    pseudonym = versions.pseudonyms(files.read(nominees).pool())
    selected = result_of(tmp_path / "out")["selected"]
    assert published(tmp_path / "public")["selected"] == sorted(map(pseudonym, selected))
    shuffled = write_csv(tmp_path / "shuffled.csv", ROWS[::-1])
    shuffled.write_text(
        ",".join(HEADER) + "\n" + shuffled.read_text("utf-8").split("\n", 1)[1], "utf-8"
    )
    again = versions.pseudonyms(files.read(shuffled).pool())
    assert again("001") == pseudonym("001")


def test_one_changed_cell_changes_every_pseudonym(nominees: Path, tmp_path: Path):
    before = versions.pseudonyms(files.read(nominees).pool())
    nominees.write_text(nominees.read_text("utf-8").replace("0912000001", "0912000009"), "utf-8")
    after = versions.pseudonyms(files.read(nominees).pool())
    assert not {before(row[0]) for row in ROWS} & {after(row[0]) for row in ROWS}


def test_what_nobody_decided_to_publish_stays_inside(nominees: Path, rules: Path, tmp_path: Path):
    run_select(nominees, rules, tmp_path / "out")
    pool, read = problem(nominees, rules)
    told = result_of(tmp_path / "out") | {"remark": "Nông Thị Lan"}
    told["people"] = [{**person, "remark": "Nông Thị Lan"} for person in told["people"]]
    answer = publishing.write(tmp_path, pool, read, told)
    assert answer["remark"] is None
    assert "Nông" not in json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize("swap", ["selected", "score", "people", "core", "count"])
def test_a_forged_version_is_refused(swap: str, nominees: Path, rules: Path, tmp_path: Path):
    run_publish(nominees, rules)
    told = published(tmp_path / "public")
    left_out = next(p["id"] for p in told["people"] if p["reason"] == "left_out")
    if swap == "selected":
        told["selected"][0] = left_out
    elif swap == "score":
        told["score"] += 1
    elif swap == "people":
        told["people"][0]["chosen"] = not told["people"][0]["chosen"]
    elif swap == "core":
        told["certificate"]["proofs"][-1].update(core=[], size_price="0", quota_prices=[])
    else:
        told["quotas"][0]["count"] += 1
    (tmp_path / "public" / "published.json").write_text(json.dumps(told), "utf-8")
    assert run_verify(tmp_path / "public").exit_code == 2


@pytest.mark.parametrize("version", [True, False, [], {}, {"few": 5}, "own"])
def test_a_whole_answer_does_not_pass_for_a_published_one(
    version: Any, nominees: Path, rules: Path, tmp_path: Path
):
    run_publish(nominees, rules)
    people = [{**each, "settled": None} for each in result_of(tmp_path / "out")["people"]]
    left_open = {"alternates": [], "reserve": None, "people": people}
    told = result_of(tmp_path / "out") | left_open
    told["published"] = published(tmp_path / "public")["published"] if version == "own" else version
    codes = [finding.code for finding in verifying.check(*problem(nominees, rules), told)]
    assert codes[0] == "published_ids_known"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("alternates", ["7", "7", "zzz"]),
        ("reserve", {"replaces": {}}),
        ("remark", "Nông Thị Lan"),
        ("settled", {"reason": "x", "author": "Kẻ lạ"}),
    ],
)
def test_a_published_version_tells_nothing_that_is_withheld(
    key: str, value: Any, nominees: Path, rules: Path, tmp_path: Path
):
    run_publish(nominees, rules)
    told = published(tmp_path / "public")
    (told["people"][0] if key == "settled" else told)[key] = value
    (tmp_path / "public" / "published.json").write_text(json.dumps(told), "utf-8")
    refused = run_verify(tmp_path / "public")
    assert refused.exit_code == 2
    assert f"nêu thêm: {key}" in refused.stderr


def test_what_is_not_checked_of_a_published_version_is_said(
    nominees: Path, rules: Path, tmp_path: Path
):
    run_publish(nominees, rules)
    said = run_verify(tmp_path / "public").stdout.split("Chưa kiểm tra")[1]
    for claim in ("điểm cần có", "thứ tự giữa", "danh sách dự khuyết", "người bắt buộc"):
        assert claim in said


def test_a_result_that_does_not_hold_is_not_published(nominees: Path, rules: Path, tmp_path: Path):
    run_select(nominees, rules, tmp_path / "out")
    told = result_of(tmp_path / "out") | {"score": 300}
    (tmp_path / "out" / "result.json").write_text(json.dumps(told), "utf-8")
    done = publish_again(nominees, rules)
    assert done.exit_code == 2
    assert not (tmp_path / "public").exists()


def test_that_there_is_no_list_can_be_published_too(nominees: Path, rules: Path, tmp_path: Path):
    rules.write_text(RULES + IMPOSSIBLE, "utf-8")
    done = run_publish(nominees, rules)
    assert done.exit_code == 0, done.output
    assert published(tmp_path / "public")["status"] == "infeasible"
    assert run_verify(tmp_path / "public").exit_code == 0


@pytest.mark.parametrize(
    "where", ['{ name = "Vi Văn Thức" }', '{ not = { phone = "0912000004" } }']
)
def test_rules_that_point_at_somebody_are_not_published(
    where: str, nominees: Path, rules: Path, tmp_path: Path
):
    rules.write_text(f'{RULES}[[quota]]\nname = "Một"\nwhere = {where}\nmax = 3\n', "utf-8")
    done = run_publish(nominees, rules)
    assert done.exit_code == 2
    assert "bản công bố không được nêu" in done.stderr
    assert not (tmp_path / "public").exists()


def test_who_is_alike_to_few_is_counted_and_told(nominees: Path, rules: Path, tmp_path: Path):
    done = run_publish(nominees, rules)
    assert "6 trong 6 người" in done.stdout
    many = [[f"{n:03}", f"A {n}", "X", f"{n}", "Nam", "1980", "", "", ""] for n in range(90)]
    many.append(["999", "B", "Y", "50", "Nữ", "1980", "", "", ""])
    lines = [",".join(row) for row in (HEADER, *many)]
    nominees.write_text("\n".join(lines), "utf-8")
    rules.write_text('[panel]\nseats = 3\n[[quota]]\nname = "A"\neach = "unit"\nmin = 1\n', "utf-8")
    told = versions.table(*problem(nominees, rules))
    assert versions.alike(told) == 1


def test_the_three_files_come_as_one(nominees: Path, rules: Path, tmp_path: Path):
    run_select(nominees, rules, tmp_path / "out")
    pool, read = problem(nominees, rules)
    packed = publishing.zipped(pool, read, result_of(tmp_path / "out"))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert tuple(archive.namelist()) == publishing.NAMES
        archive.extractall(tmp_path / "zip")
    assert run_verify(tmp_path / "zip").exit_code == 0


def test_a_list_drawn_by_lot_is_published_without_the_lot(tmp_path: Path):
    path = tmp_path / "n.csv"
    path.write_text("id,score,unit\n" + "".join(f"{n},50,X\n" for n in range(9)), "utf-8")
    (tmp_path / "rules.toml").write_text("[panel]\nseats = 2\n", "utf-8")
    for seed in "123":
        done = run_publish(path, tmp_path / "rules.toml", "--seed", seed)
        assert done.exit_code == 0, done.output


def test_private_columns_are_named_together(nominees: Path, rules: Path):
    rules.write_text(
        f'{RULES}[[quota]]\nname = "Một"\nmax = 3\n'
        'where = { name = "Vi Văn Thức", phone = "0912000004" }\n',
        "utf-8",
    )
    with pytest.raises(Faulty) as caught:
        versions.table(*problem(nominees, rules))
    assert [fault.facts["column"] for fault in caught.value.faults] == ["name", "phone"]


@pytest.fixture
def run(database: Database, small: Small, sign_in: SignIn) -> str:
    """Give the address of a run of six nominees, two of whom are chosen by lot."""
    with database.transaction() as session:
        for number in range(6):
            factories.nominee(session, small, f"Lành Thị {number}", small.nhan_ly, score=70)
    url = f"/congresses/{small.code}/selection/"
    rules = "[panel]\nseats = 2\n[[quota]]\nname = 'Nữ'\nwhere = { gender = 'male' }\nmin = 1\n"
    asked = sign_in("organizer").post(url, data={"rules": rules})
    work(database)
    return str(asked.location)


def test_the_office_hands_out_what_strangers_check(
    database: Database, sign_in: SignIn, run: str, tmp_path: Path
):
    browser = sign_in("organizer")
    assert "Bản công bố" in browser.get(run).text
    given = browser.post(f"{run}/published/published.zip")
    assert given.mimetype == "application/zip", given.text
    with zipfile.ZipFile(io.BytesIO(given.data)) as archive:
        archive.extractall(tmp_path / "zip")
    assert run_verify(tmp_path / "zip").exit_code == 0
    assert "Lành" not in (tmp_path / "zip" / "pool.csv").read_text("utf-8-sig")
    with database.reading() as session:
        actions = session.exec(select(AuditEntry.action)).all()
    assert actions.count("selection.published") == 1


@pytest.mark.parametrize("username", ["leader", "commune", "gate"])
def test_others_are_refused_the_published_version(sign_in: SignIn, run: str, username: str):
    assert sign_in(username).post(f"{run}/published/published.zip").status_code in (403, 404)
    assert "Bản công bố" not in sign_in(username).get(run).text


def test_a_run_whose_nominees_have_changed_is_not_published(
    database: Database, small: Small, sign_in: SignIn, run: str
):
    with database.transaction() as session:
        factories.nominee(session, small, "Người mới", small.van_linh, score=90)
    refused = sign_in("organizer").post(f"{run}/published/published.zip")
    assert refused.status_code == 422
