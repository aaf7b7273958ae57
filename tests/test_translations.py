"""Every sentence of the pages has its English, with the same facts."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "congress/translations/en/LC_MESSAGES/messages.po"
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None}
FACTS = re.compile(r"%\(\w+\)[sd]|%%")
VIETNAMESE = re.compile(r"[À-ỹ]")


@cache
def _spoken() -> set[str]:
    """Every message id of the code and the templates, as the command of CONTRIBUTING finds them."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found: set[str] = set()
    for _, _, message, _, _ in extract_from_dir(
        ROOT, methods, options, KEYWORDS, directory_filter=_is_ours
    ):
        found.update([message] if isinstance(message, str) else message)
    return found


def _is_ours(folder: str) -> bool:
    return not Path(folder).name.startswith(".") and Path(folder).name != "node_modules"


@cache
def _english() -> dict[str, Message]:
    with CATALOGUE.open("rb") as po:
        catalogue = read_po(po)
    return {
        each: message
        for message in catalogue
        if message.id
        for each in ([message.id] if isinstance(message.id, str) else message.id)
    }


def _told(message: Message) -> tuple[str, ...]:
    """What the catalogue tells for a message: one sentence, or one per plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_every_sentence_has_its_english():
    told = {said for said, message in _english().items() if all(_told(message))}
    assert _spoken() - told == set()


def test_no_english_is_left_over_or_a_guess():
    assert _english().keys() - _spoken() == set()
    assert [said for said, message in _english().items() if message.fuzzy] == []


@pytest.mark.parametrize("said", sorted(_english()))
def test_both_languages_tell_the_same_facts(said: str):
    facts = {tuple(sorted(FACTS.findall(each))) for each in _told(_english()[said])}
    assert facts == {tuple(sorted(FACTS.findall(said)))}


def test_no_english_sentence_is_vietnamese():
    vietnamese = {
        each
        for message in _english().values()
        for each in _told(message)
        if VIETNAMESE.search(each.replace("NĐ-CP", ""))
    }
    assert vietnamese == set()


def test_the_command_finds_what_the_code_says():
    """It does not look inside f-strings, for one."""
    said = {each for path in (ROOT / "congress").rglob("*.py") for each in _arguments(path)}
    assert said - _spoken() == set()


def _arguments(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(ast.Name(name), [ast.Constant(str(said)), *_]) if name in KEYWORDS:
                yield said


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda p: p.name)
def test_templates_say_nothing_past_the_catalogue(path: Path):
    tokens = Environment(autoescape=True).lex(path.read_text("utf-8"))
    bare = [text for _, kind, text in tokens if kind == "data" and VIETNAMESE.search(text)]
    assert bare == []


def _plain_calls() -> Iterator[ast.Call]:
    """Calls of ``gettext`` in code without facts: their sentence is shown as it stands."""
    for path in ROOT.glob("congress/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node, "func", None)
            if (
                isinstance(node, ast.Call)
                and isinstance(name, ast.Name)
                and name.id in {"gettext", "lazy_gettext"}
                and not node.keywords
            ):
                yield node


def test_no_sentence_without_facts_shows_a_doubled_percent_sign():
    assert [ast.unparse(call) for call in _plain_calls() if "%%" in ast.unparse(call)] == []
