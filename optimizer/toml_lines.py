"""Where each key of a TOML text stands, so that a fault can name its line and column."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from optimizer.problem import Fault

Path = tuple[str | int, ...]

_DEEPEST = 50
"""Tables and lists in one another, beyond anything that somebody writes."""

_VAST = re.compile(r"[0-9_]{1000,}|[eE][+-]?[0-9_]{15,}")


@dataclass(frozen=True)
class Place:
    """A statement's first line (from 1) and its text, which may run over several lines."""

    line: int
    text: str

    def find(self, *needles: str) -> tuple[int, int]:
        """Give line and column, from 1, of the last needle; each is sought after the one before."""
        at = 0
        for needle in needles:
            found = re.search(rf"(?<!\w){re.escape(needle)}(?!\w)", self.text[at:])
            at += found.start() if found else 0
        before = self.text[:at]
        return self.line + before.count("\n"), at - (before.rfind("\n") + 1) + 1


def places(text: str) -> dict[Path, Place]:
    """Map every table and key of a valid TOML text to its place; tables of a list by number."""
    found: dict[Path, Place] = {}
    lengths: dict[Path, int] = {}
    table: Path = ()
    for place in _statements(text):
        is_header = place.text.lstrip().startswith("[")
        keys = _keys(tomllib.loads(place.text))
        if is_header:
            table = _numbered(keys, lengths, is_new=place.text.lstrip().startswith("[["))
            found.setdefault(table, place)
            continue
        for depth in range(1, len(keys) + 1):
            found.setdefault((*table, *keys[:depth]), place)
    return found


def unread(text: str, error: Exception) -> Fault:
    """Say where a text stops being TOML, or has a number that cannot be read."""
    if not isinstance(error, tomllib.TOMLDecodeError):
        vast = _VAST.search(text)
        at = vast.start() if vast else 0
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        return Fault("number_too_long", "rules", line, column)
    where = re.search(r"line (\d+), column (\d+)", error.args[0])
    line, column = (int(where[1]), int(where[2])) if where else (text.count("\n") + 1, 1)
    return Fault("not_toml", "rules", line, column)


def too_deep(text: str) -> Fault:
    """Point at the line that opens most brackets."""
    opened = [line.count("{") + line.count("[") for line in text.splitlines()]
    return Fault("too_deep", "rules", opened.index(max(opened)) + 1, 1)


def is_deep(parsed: Any) -> bool:
    """Tell whether tables and lists stand too deep in one another to be followed."""
    inside = [parsed]
    for _ in range(_DEEPEST):
        inside = [each for outer in inside for each in _held(outer)]
    return bool(inside)


def _held(outer: Any) -> list[Any]:
    if isinstance(outer, dict):
        return list(outer.values())
    return outer if isinstance(outer, list) else []


def _statements(text: str) -> Iterator[Place]:
    """Cut the text where a statement is complete: the shortest run of lines that parses."""
    pending: list[str] = []
    first = 1
    for number, line in enumerate(text.splitlines(), start=1):
        if not pending and (not line.strip() or line.lstrip().startswith("#")):
            continue
        if not pending:
            first = number
        pending.append(line)
        if _parses("\n".join(pending)):
            yield Place(first, "\n".join(pending))
            pending = []


def _parses(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _keys(parsed: Mapping[str, Any]) -> Path:
    """Follow a statement's only key down, through dotted keys, headers and inline tables."""
    keys: list[str] = []
    inside: Any = parsed
    while isinstance(inside, list | dict):
        if isinstance(inside, list):
            if len(inside) != 1 or inside[0] != {}:
                break
            inside = inside[0]
        if len(inside) != 1:
            break
        key = next(iter(inside))
        keys.append(key)
        inside = inside[key]
    return tuple(keys)


def _numbered(keys: Path, lengths: dict[Path, int], *, is_new: bool) -> Path:
    """Insert the number of the current entry after every key that names a list of tables."""
    path: Path = ()
    for depth, key in enumerate(keys, start=1):
        path = (*path, key)
        if is_new and depth == len(keys):
            lengths[path] = lengths.get(path, 0) + 1
        if path in lengths:
            path = (*path, lengths[path] - 1)
    return path
