"""Where each key of a TOML text stands, so that a fault can name its line and column."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]


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
