"""``--last``: a new list that changes a former one least, and its check."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from congress.selection.commands import verify
from tests.selection.test_commands import RULES, result_of, run_select, write_csv


@pytest.fixture
def nominees(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "nominees.csv")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, "utf-8")
    return path


@pytest.fixture
def last(tmp_path: Path) -> Path:
    path = tmp_path / "last.json"
    path.write_text(json.dumps({"selected": ["002", "003", "005"]}), "utf-8")
    return path


def verified(nominees: Path, rules: Path, result: Path, *options: str) -> Result:
    files = ["--nominees", str(nominees), "--rules", str(rules), str(result)]
    return CliRunner().invoke(verify, [*files, *options])


def test_a_former_list_is_changed_least(nominees: Path, rules: Path, last: Path, tmp_path: Path):
    done = run_select(nominees, rules, tmp_path / "out", "--last", str(last))
    assert done.exit_code == 0, done.output
    told = result_of(tmp_path / "out")
    assert told["selected"] == ["002", "003", "005"]
    assert told["changes"] == {"left": [], "joined": [], "from": 3}


def test_the_former_list_is_checked_where_it_is_given(
    nominees: Path, rules: Path, last: Path, tmp_path: Path
):
    run_select(nominees, rules, tmp_path / "out", "--last", str(last))
    result = tmp_path / "out" / "result.json"
    done = verified(nominees, rules, result)
    assert done.exit_code == 0, done.output
    assert "danh sách trước" in done.stdout
    done = verified(nominees, rules, result, "--last", str(last))
    assert done.exit_code == 0, done.output
    assert "danh sách trước" not in done.stdout
    last.write_text(json.dumps({"selected": ["001", "003", "005"]}), "utf-8")
    done = verified(nominees, rules, result, "--last", str(last))
    assert done.exit_code == 2
    assert "danh sách trước" in done.stderr


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"selected": 3}', '{"selected": [3]}'])
def test_a_former_list_that_is_none_is_refused(
    nominees: Path, rules: Path, last: Path, tmp_path: Path, text: str
):
    last.write_text(text, "utf-8")
    done = run_select(nominees, rules, tmp_path / "out", "--last", str(last))
    assert done.exit_code == 2
    assert "last.json" in done.stderr
    assert not (tmp_path / "out").exists()


def test_so_many_stand_by_as_are_asked_for(nominees: Path, rules: Path, tmp_path: Path):
    run_select(nominees, rules, tmp_path / "out")
    assert len(result_of(tmp_path / "out")["alternates"]) == 1
    run_select(nominees, rules, tmp_path / "out", "--reserve", "2", "--dropout", "0.3")
    told = result_of(tmp_path / "out")
    assert sorted(told["alternates"]) == ["002", "003"]
    assert told["reserve"]["damage"] <= told["reserve"]["damage_without"]


def test_more_alternates_than_are_left_are_refused(nominees: Path, rules: Path, tmp_path: Path):
    done = run_select(nominees, rules, tmp_path / "out", "--reserve", "3")
    assert done.exit_code == 2
    assert done.stderr.startswith("--reserve: Chỉ còn 2 người")
    assert not (tmp_path / "out").exists()
