"""What ``congress verify`` says: no more than it has checked."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from congress.selection.commands import _UNCHECKED, verify
from congress.wording import table
from optimizer.findings import Unchecked
from tests.selection.test_commands import RULES, result_of, run_select, write_csv

MEN = '[[quota]]\nname = "Nam"\nwhere = { gender = "male" }\nmin = 2\n'


@pytest.fixture
def nominees(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "nominees.csv")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, "utf-8")
    return path


def verified(nominees: Path, rules: Path, text: str, *options: str) -> Result:
    path = rules.parent / "told.json"
    path.write_text(text, "utf-8")
    files = ["--nominees", str(nominees), "--rules", str(rules), str(path)]
    return CliRunner().invoke(verify, [*files, *options])


def selected(nominees: Path, rules: Path, *options: str) -> dict[str, Any]:
    run_select(nominees, rules, rules.parent / "out", *options)
    return result_of(rules.parent / "out")


def test_each_kind_of_answer_has_its_own_sentence(nominees: Path, rules: Path):
    best = selected(nominees, rules)
    nothing = selected(nominees, rules, "--time-limit", "0")
    stopped = {**best, "status": "time_limit", "bound": None, "gap": None, "explained": None}
    stopped["certificate"] = {**best["certificate"], "proofs": []}
    stopped["people"] = [{**person, "score_to_enter": None} for person in best["people"]]
    said = []
    for told in (best, stopped, nothing):
        done = verified(nominees, rules, json.dumps(told))
        assert done.exit_code == 0, done.output
        said.append(done.stdout)
    rules.write_text(RULES + MEN, "utf-8")
    done = verified(nominees, rules, json.dumps(selected(nominees, rules)))
    assert done.exit_code == 0, done.output
    said.append(done.stdout)
    assert said[0].startswith("Danh sách, tiêu chí và phần chứng minh đều đúng.")
    assert "chưa chứng minh được" in said[1]
    assert "không có danh sách nào vì hết thời gian" in said[2]
    assert said[3].startswith("Đúng là không có danh sách nào")
    assert all("Chưa kiểm tra: " in sentence for sentence in said)


def test_every_claim_taken_on_trust_has_its_words():
    assert _UNCHECKED.keys() == set(Unchecked)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "infeasible"}, "list_claimed"),
        ({"alternates": ["001"]}, "alternates_differ"),
    ],
)
def test_a_false_status_is_refused(changes: dict[str, Any], code: str, nominees: Path, rules: Path):
    told = selected(nominees, rules) | changes
    done = verified(nominees, rules, json.dumps(told))
    assert done.exit_code == 2
    assert table()[f"result_{code}"]["vi"] in done.stderr


def test_whoever_is_repeated_is_named(nominees: Path, rules: Path):
    told = selected(nominees, rules)
    told["selected"].append("001")
    done = verified(nominees, rules, json.dumps(told))
    assert done.exit_code == 2
    assert "nhiều lần: 001." in done.stderr


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", "7", '"a"', "[" * 100_000, '{"a":' * 50_000, "1" * 5000],
)
def test_what_is_no_answer_is_told_in_one_sentence(text: str, nominees: Path, rules: Path):
    done = verified(nominees, rules, text)
    assert done.exit_code == 2
    assert not isinstance(done.exception, Exception) or isinstance(done.exception, SystemExit)
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_no_text_is_told_in_one_sentence(nominees: Path, rules: Path):
    path = rules.parent / "told.json"
    path.write_bytes(b"\xff\xfe\x00")
    files = ["--nominees", str(nominees), "--rules", str(rules), str(path)]
    done = CliRunner().invoke(verify, files)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_deep_value_inside_a_true_answer_is_refused(nominees: Path, rules: Path):
    text = json.dumps(selected(nominees, rules))
    for key in ("selected", "quotas", "people", "certificate", "versions"):
        told = json.loads(text)
        told[key] = "@"
        deep = json.dumps(told).replace('"@"', "[" * 900 + "]" * 900)
        done = verified(nominees, rules, deep)
        assert done.exit_code == 2
        assert len(done.stderr.splitlines()) == 1


def test_an_answer_may_be_better_than_it_says(nominees: Path, rules: Path):
    told = selected(nominees, rules) | {"status": "time_limit"}
    done = verified(nominees, rules, json.dumps(told))
    assert done.exit_code == 0, done.output
    assert "đó là danh sách tốt nhất dù kết quả chưa dám nói vậy" in done.stdout


def test_what_the_time_limit_leaves_open_is_said(nominees: Path, rules: Path):
    told = selected(nominees, rules)
    told["certificate"]["proofs"][-1].update(size_price="0", quota_prices=[])
    told["certificate"]["proofs"][-1]["core"] = ["001", "002", "003", "004"]
    done = verified(nominees, rules, json.dumps(told), "--time-limit", "0")
    assert done.exit_code == 0, done.output
    assert "chưa kiểm tra xong đó là danh sách tốt nhất" in done.stdout
    assert "phần lõi của chứng minh, vì hết thời gian" in done.stdout
    rules.write_text(RULES + MEN, "utf-8")
    impossible = json.dumps(selected(nominees, rules))
    done = verified(nominees, rules, impossible, "--time-limit", "0")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Chưa kiểm tra xong")
