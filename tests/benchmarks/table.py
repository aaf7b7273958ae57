"""Print the figures kept in out/bench.jsonl: the last line of each benchmark and size.

With a path, put them into that page instead, between its marks.
"""

import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.benchmarks.__main__ import KEPT

Line = Mapping[str, Any]

_OPENING, _CLOSING = "<!-- figures -->", "<!-- /figures -->"
_HEADING = (
    "what",
    "n",
    "ours: proof",
    "full answer",
    "best peer",
    "its time",
    "times faster",
    "same answer",
    "MB, ours / peer",
    "asked",
    "met",
)
_PEERS_HEADING = ("what", "n", "peer", "seconds", "proven", "same answer", "MB")
_UNITS = {"ratio": " times", "memory_ratio": " times less memory", "peak_mb": " MB"}
_WORDS = {"proven": "proven", "told": "everyone", ("ratio", 1): "not slower"}
_OURS = {"name", "n", "ours_s", "answer_s", "peak_mb", "at_least", "at_most", "met"}
_PEERS = {"peer", "peer_s", "peer_proven", "peer_peak_mb", "peers", "ratio", "same_answer"}
"""What the tables show of a line, with ``_OURS``; all else is told below them."""


def latest(kept: Path) -> list[Line]:
    """Give the last line of each name and size, in the order in which they were first run."""
    found: dict[tuple[str, int], Line] = {}
    for text in kept.read_text("utf-8").splitlines():
        line = json.loads(text)
        found[line["name"], line["n"]] = line
    return list(found.values())


def figures(lines: Iterable[Line]) -> Iterator[str]:
    """Give the rows of ours beside the best peer, as Markdown."""
    yield from _heading(_HEADING)
    for line in lines:
        peer, ratio = line["peer"], line["ratio"]
        is_limit = peer is not None and line.get("peer_proven") is False
        yield _row(
            line["name"],
            f"{line['n']:,}",
            _seconds(line["ours_s"]),
            _seconds(line.get("answer_s")),
            peer,
            f"{_seconds(line['peer_s'])}, unproven" if is_limit else _seconds(line["peer_s"]),
            ratio and ("over " * is_limit + str(ratio)),
            _yes(line["same_answer"]),
            f"{line.get('peak_mb', '–')} / {line.get('peer_peak_mb', '–')}",
            "; ".join(_asked(line)),
            _yes(line.get("met")),
        )


def peers(lines: Iterable[Line]) -> Iterator[str]:
    """Give a row for each peer of each benchmark that has several."""
    yield from _heading(_PEERS_HEADING)
    for line in lines:
        for peer in line.get("peers", ()):
            yield _row(
                line["name"],
                f"{line['n']:,}",
                peer["peer"],
                _seconds(peer["peer_s"]),
                _yes(peer["proven"]),
                _yes(peer["same_answer"]),
                peer["peak_mb"],
            )


def further(lines: Iterable[Line]) -> Iterator[str]:
    """Give what else a benchmark tells."""
    for line in lines:
        told = {key: value for key, value in line.items() if key not in _OURS | _PEERS}
        if told:
            facts = ", ".join(f"`{key}` {json.dumps(value)}" for key, value in told.items())
            yield f"- {line['name']}, {line['n']:,}: {facts}"


def machine() -> str:
    """Name what the figures were taken on, as far as the machine tells."""
    packages = ("numpy", "pulp", "highspy")
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}"
    )


def _heading(names: tuple[str, ...]) -> Iterator[str]:
    yield _row(*names)
    yield _row(*["---"] * len(names))


def _row(*cells: object) -> str:
    return "| " + " | ".join("–" if cell is None else str(cell) for cell in cells) + " |"


def _seconds(value: float | None) -> str | None:
    return None if value is None else f"{value:.3g} s"


def _yes(value: bool | None) -> str | None:
    return None if value is None else ("yes" if value else "**no**")


def _asked(line: Line) -> Iterator[str]:
    for key, bound in line.get("at_least", {}).items():
        word = _WORDS.get(key) or _WORDS.get((key, bound))
        yield word or f"{bound}{_UNITS.get(key, '')}"
    for key, bound in line.get("at_most", {}).items():
        sort = " s" if key.endswith("_s") else _UNITS.get(key, "")
        name = "damage of the peer's at most" if key == "damage_ratio" else "at most"
        worst = "worst " * key.startswith("worst")
        yield f"{worst}{name} {bound}{sort}"


def page() -> str:
    """Give the machine, the figures, every peer, and what else the lines tell."""
    lines = latest(KEPT)
    parts = (figures(lines), peers(lines), further(lines))
    return "\n\n".join((f"Taken on {machine()}.", *("\n".join(part) for part in parts)))


def main() -> None:
    """Print the page, or put it between the marks of the files named."""
    if len(sys.argv) == 1:
        print(page())
    for path in map(Path, sys.argv[1:]):
        before, rest = path.read_text("utf-8").split(_OPENING)
        after = rest.split(_CLOSING)[1]
        path.write_text(f"{before}{_OPENING}\n\n{page()}\n\n{_CLOSING}{after}", "utf-8")


if __name__ == "__main__":
    main()
