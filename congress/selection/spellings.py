"""The words that nominee files and rules use for the same thing, by column."""

from collections.abc import Iterable, Mapping
from functools import cache

from congress.congresses import presets
from congress.core.names import fold, tidy
from congress.nominations.readers import GENDERS, group_of
from congress.nominations.values import NO, YES

_MARKS = dict.fromkeys(YES, "yes") | dict.fromkeys(NO - {""}, "no")
_PRESET = "chi-lang-2025"
"""Its groups are those of the district level."""


def spellings(column: str, texts: Iterable[str]) -> Mapping[str, str]:
    """Map each text of a column that means a term of the house to that term.

    >>> spellings("gender", ["Nữ", "nam", "?"])
    {'Nữ': 'female', 'nam': 'male'}
    """
    found = ((text, _term(column, text)) for text in texts)
    return {text: term for text, term in found if term is not None}


def in_rules(column: str, texts: Iterable[str]) -> Mapping[str, str]:
    """Map what a rule may write, in lower case, to the terms: those of the file and our own."""
    usual = {"gender": GENDERS, "party": _MARKS}.get(column, {})
    written = {text.lower(): term for text, term in spellings(column, texts).items()}
    labels = {group.label.lower(): group.code for group in _groups()}
    return {**usual, **(labels if column == "composition_group" else {}), "nữ": "female", **written}


def _term(column: str, text: str) -> str | None:
    match column:
        case "gender":
            return GENDERS.get(fold(text))
        case "party":
            return _MARKS.get(fold(text))
        case "composition_group":
            group = group_of(tidy(text), _groups())
            return group.code if group else None
    return None


@cache
def _groups() -> tuple[presets.PresetGroup, ...]:
    return presets.load(_PRESET).groups
