"""The habits of the house that a program can check."""

import ast
import doctest
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sorted([*ROOT.glob("congress/**/*.py"), *ROOT.glob("optimizer/**/*.py")])
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
TABLE = tomllib.loads((ROOT / "congress/translations/faults.toml").read_text("utf-8"))


def _files_with(pattern: str, *, but: str) -> list[str]:
    return [
        str(path.relative_to(ROOT))
        for path in PYTHON
        if str(path.relative_to(ROOT)) != but and re.search(pattern, path.read_text("utf-8"))
    ]


def test_imports_go_downwards_only():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_only_the_database_commits():
    assert _files_with(r"\.commit\(", but="congress/database.py") == []


def test_only_the_settings_read_the_environment():
    assert _files_with(r"os\.environ|getenv", but="congress/settings.py") == []


def test_rules_are_told_the_time():
    told = [
        path
        for path in PYTHON
        if path.name == "rules.py" and re.search(r"\.now\(|\.today\(", path.read_text("utf-8"))
    ]
    assert told == []


def test_no_page_shows_the_text_of_an_exception():
    assert _files_with(r"str\((error|exc|e)\)", but="") == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_compare_no_names(path: Path):
    compared = re.findall(r"{%-?\s*(?:el)?if [^%]*[=!]=\s*['\"][^%]*%}", path.read_text("utf-8"))
    assert compared == []


def _codes() -> Iterator[tuple[str, str]]:
    """Every code given to ``Rejected`` or ``Fault`` as a literal, with its file."""
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if not named or node.func.id not in {"Rejected", "Fault"} or not node.args:
                continue
            first = node.args[0]
            if path.parts[-2] != "optimizer" and isinstance(first, ast.Constant):
                yield first.value, str(path.relative_to(ROOT))


def test_every_fault_has_its_words():
    assert [(code, file) for code, file in _codes() if code not in TABLE] == []


@pytest.mark.parametrize("code", TABLE)
def test_words_of_both_languages_tell_the_same_facts(code: str):
    facts = {
        language: {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for language, text in TABLE[code].items()
    }
    assert facts["vi"] == facts["en"]
    assert facts.get("vi_hint") == facts.get("en_hint")


def test_files_name_no_registry_and_no_path_of_this_machine():
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    machine = re.compile("|".join(["/work" + "/", "/root" + "/", "files.python" + "hosted"]))
    named = [
        name
        for name in tracked
        if name.endswith((".py", ".toml", ".json", ".lock", ".md", ".ts", ".sh", "Makefile"))
        and machine.search((ROOT / name).read_text("utf-8"))
    ]
    assert named == []


EXAMPLES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in PYTHON
    if ">>>" in path.read_text("utf-8")
]


@pytest.mark.parametrize("module", EXAMPLES)
def test_examples_in_docstrings_hold(module: str):
    assert doctest.testmod(import_module(module)).failed == 0


def test_files_stay_under_300_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in PYTHON
        if "versions" not in path.parts and (lines := path.read_text("utf-8").count("\n")) > 300
    }
    assert long == {}
