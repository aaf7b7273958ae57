"""What a person can mend is one sentence and exit code 2, never a traceback."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from congress.cli import main
from congress.paths import DATA
from tests.seating.halls import pretix_hall
from tests.selection.test_commands import RULES, write_csv

NOBODY_LISTENS = "postgresql://congress:bi-mat@127.0.0.1:1/congress"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def refused(done: Result, words: str) -> None:
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture
def nominees(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "nominees.csv")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.mark.parametrize("out", ["afile", "afile/x"])
def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, nominees: Path, rules: Path, out: str
):
    (tmp_path / "afile").write_text("x")
    (tmp_path / "hall.json").write_text(json.dumps(pretix_hall()), encoding="utf-8")
    (tmp_path / "people.csv").write_text("id\np1\n", encoding="utf-8")
    folder = tmp_path / out
    hall = ("--hall", tmp_path / "hall.json", "--people", tmp_path / "people.csv")
    book = next((DATA / "samples" / "chi-lang-2025").glob("*.xlsx"))
    for command in (
        ("select", "--nominees", nominees, "--rules", rules),
        ("seat", *hall),
        ("check-workbook", book, "--preset", "chi-lang-2025"),
        ("samples",),
        ("demo", "--no-serve"),
    ):
        done = run(*command, "--out", folder)
        assert done.exit_code == 2, (command, done.output)
        assert "afile" in done.stderr


@pytest.mark.parametrize(
    "content", ["[" * 100_000, "", "[]", "\xff"], ids=["deep", "empty", "a list", "no text"]
)
def test_a_result_that_is_none_is_told(tmp_path: Path, nominees: Path, rules: Path, content: str):
    (tmp_path / "result.json").write_text(content, encoding="latin-1")
    files = ("--nominees", nominees, "--rules", rules)
    refused(run("verify", *files, tmp_path / "result.json"), "result.json")


def test_rules_nested_beyond_reading_are_told(tmp_path: Path, nominees: Path):
    deep = tmp_path / "deep.toml"
    deep.write_text("a=" + "[" * 5000)
    files = ("--nominees", nominees, "--rules", deep)
    refused(run("select", *files, "--out", tmp_path / "o"), "TOML")


@pytest.mark.parametrize(
    "command", [("db", "upgrade"), ("serve",), ("device", "enroll", "--gate", "A"), ("worker",)]
)
def test_a_database_that_does_not_answer_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
):
    monkeypatch.setenv("CONGRESS_VAR", str(tmp_path))
    monkeypatch.setenv("CONGRESS_DATABASE_URL", NOBODY_LISTENS)
    done = run(*command)
    refused(done, "127.0.0.1")
    assert "bi-mat" not in done.output


def test_a_file_that_is_no_database_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "congress.db").write_text("x" * 5000)
    monkeypatch.setenv("CONGRESS_VAR", str(tmp_path))
    monkeypatch.delenv("CONGRESS_DATABASE_URL", raising=False)
    refused(run("db", "upgrade"), "congress.db")
