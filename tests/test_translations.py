"""Every sentence of the pages has its English, with the same facts."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "congress/translations/en/LC_MESSAGES/messages.po"
METHODS = [("congress/**.py", "python"), ("templates/**.html", "jinja2")]
FACTS = re.compile(r"%\(\w+\)[sd]|%%")


def _spoken() -> set[str]:
    """Every message id that the code and the templates say."""
    found: set[str] = set()
    for folder in ("congress", "templates"):
        for _, _, message, _, _ in extract_from_dir(
            str(ROOT / folder),
            method_map=[("**.py", "python"), ("**.html", "jinja2")],
            options_map={"**.html": {"trimmed": "true"}},
            keywords={
                "_": None,
                "_l": None,
                "gettext": None,
                "lazy_gettext": None,
                "ngettext": (1, 2),
            },
        ):
            found.update([message] if isinstance(message, str) else message)
    return found


def _english() -> dict[str, Message]:
    catalogue = read_po(BytesIO(CATALOGUE.read_bytes()), locale="en")
    messages = [message for message in catalogue if message.id]
    return {
        each: message
        for message in messages
        for each in ([message.id] if isinstance(message.id, str) else message.id)
    }


def test_every_sentence_has_its_english():
    english = _english()
    missing = [said for said in _spoken() if said not in english or not english[said].string]
    assert missing == []


def test_no_english_is_left_over():
    assert sorted(_english().keys() - _spoken()) == []


@pytest.mark.parametrize("said", sorted(_english()) if CATALOGUE.exists() else [])
def test_both_languages_tell_the_same_facts(said: str):
    string = _english()[said].string
    told = [string] if isinstance(string, str) else list(string)
    assert {frozenset(FACTS.findall(each)) for each in told} == {frozenset(FACTS.findall(said))}
