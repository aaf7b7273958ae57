"""Hall and people files, read with every fault at its line and column."""

import json
import tomllib
from collections.abc import Generator
from json.decoder import JSONDecodeError
from pathlib import Path as File
from typing import Any

from congress.core.errors import Fault, Rejected
from congress.seating import reading
from congress.seating.hall import HallFaults, HallPlan, Path
from optimizer import toml_lines

_SPACE = " \t\r\n"
_DECODER = json.JSONDecoder()


def load_hall(file: File) -> tuple[dict[str, Any], HallPlan]:
    """Read and prove a hall file; raises ``Rejected`` with every fault at its line and column."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Rejected.because([_at(file, 1, 1, Fault("hall_not_utf8"))]) from None
    plan = _parsed(file, text)
    try:
        return plan, reading.read(plan)
    except HallFaults as error:
        place = _json_place if file.suffix.lower() == ".json" else _toml_place
        faults = [_at(file, *place(text, path), fault) for path, fault in error.faults]
        raise Rejected.because(faults) from None


def load_seats(file: File) -> dict[str, str]:
    """Read who sat where from an earlier seating.json; raises ``Rejected("keep_unreadable")``."""
    try:
        answer = json.loads(file.read_text("utf-8-sig"))
        return {str(each["id"]): str(each["seat_guid"]) for each in answer["assignments"]}
    except JSONDecodeError as error:
        fault = _at(file, error.lineno, error.colno, Fault("keep_unreadable"))
    except (UnicodeDecodeError, RecursionError, KeyError, TypeError):
        fault = _at(file, 1, 1, Fault("keep_unreadable"))
    raise Rejected.because([fault])


def _parsed(file: File, text: str) -> dict[str, Any]:
    try:
        plan = json.loads(text) if file.suffix.lower() == ".json" else tomllib.loads(text)
    except RecursionError:
        raise Rejected.because([_at(file, 1, 1, _unreadable())]) from None
    except JSONDecodeError as error:
        raise Rejected.because([_at(file, error.lineno, error.colno, _unreadable())]) from None
    except tomllib.TOMLDecodeError as error:
        line, column = _toml_error(text, error)
        raise Rejected.because([_at(file, line, column, _unreadable())]) from None
    if not isinstance(plan, dict):
        raise Rejected.because([_at(file, 1, 1, _unreadable())])
    return plan


def _unreadable() -> Fault:
    return Fault("hall_unreadable")


def _toml_error(text: str, error: tomllib.TOMLDecodeError) -> tuple[int, int]:
    # Only Python 3.14 tells the place apart from the sentence.
    found = [int(word.strip(",)")) for word in error.args[0].split() if word.strip(",)").isdigit()]
    return (found[-2], found[-1]) if len(found) > 1 else (text.count("\n") + 1, 1)


def _at(file: File, line: int, column: int, fault: Fault) -> Fault:
    return Fault(fault.code, fault.facts, sheet=file.name, cell=f"{line}:{column}")


def _toml_place(text: str, path: Path) -> tuple[int, int]:
    places = toml_lines.places(text)
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return _inside(places[path[:length]], path[length:])
    return 1, 1


def _inside(place: toml_lines.Place, rest: Path) -> tuple[int, int]:
    """Find an element of a list of inline tables: by its brace, then by the key after it."""
    nth = next((part for part in rest if isinstance(part, int)), 0)
    at = -1
    for _ in range(nth + 1 if rest else 0):
        at = place.text.find("{", at + 1)
    if rest and isinstance(rest[-1], str) and at >= 0:
        at = max(place.text.find(rest[-1], at, place.text.find("}", at)), at)
    before = place.text[: max(at, 0)]
    return place.line + before.count("\n"), max(at, 0) - (before.rfind("\n") + 1) + 1


def _json_place(text: str, path: Path) -> tuple[int, int]:
    """Find the value at a path of a valid JSON text, or the nearest thing around it."""
    found = dict(_values(text, _skip(text, 0), ()))
    for length in range(len(path), -1, -1):
        if path[:length] in found:
            at = found[path[:length]]
            return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return 1, 1


def _values(text: str, at: int, path: Path) -> Generator[tuple[Path, int], None, int]:
    """Walk a valid JSON text: give the path and place of every value, at last where it ends."""
    yield path, at
    opening = text[at]
    if opening not in "[{":
        return _DECODER.raw_decode(text, at)[1]
    at = _skip(text, at + 1)
    nth = 0
    while text[at] not in "]}":
        key: str | int = nth
        if opening == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        at = _skip(text, (yield from _values(text, at, (*path, key))))
        if text[at] == ",":
            at = _skip(text, at + 1)
        nth += 1
    return at + 1


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at
