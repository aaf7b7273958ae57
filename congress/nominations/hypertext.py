"""Web pages that call themselves .xls: the rows of their tables, as Excel would show them."""

import html
import re
from collections.abc import Iterator

from congress.nominations.containers import COLUMNS_LIMIT, ROWS_LIMIT, too_large

# Each alternative ends at the next “<”, so that no page takes longer than its length.
_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|([^<]+)|<")
_COMMENT = re.compile(r"<!--|-->")
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?(\d{1,5})", re.IGNORECASE)
_UNSHOWN = frozenset({"script", "style", "head", "title", "xml"})
_BREAKS = frozenset({"br", "p", "div", "li"})


def is_page(text: str) -> bool:
    """Tell whether a text is a web page with a table."""
    head = text[: 2**16].lower()
    return head.lstrip("\ufeff \t\r\n").startswith("<") and "<table" in head


def rows_of(page: str) -> list[list[str]]:
    """Give the rows of all tables of a page, one below the other.

    Raises ``workbook_too_large``.
    """
    table = _Table()
    unshown = ""
    for slash, name, attributes, text in _TOKEN.findall(_without_comments(page)):
        tag = name.lower()
        if unshown:
            unshown = "" if slash and tag == unshown else unshown
        elif tag in _UNSHOWN and not slash:
            unshown = tag
        elif tag == "tr":
            table.end_cell()
            table.begin_row(is_end=bool(slash))
        elif tag in {"td", "th"}:
            table.end_cell()
            table.begin_cell(None if slash else attributes)
        else:
            table.add("\n" if tag in _BREAKS else text)
    table.end_cell()
    return table.rows


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.texts: list[str] | None = None
        self.spans = (1, 1)
        self.taken: dict[int, int] = {}

    def begin_row(self, *, is_end: bool) -> None:
        if is_end:
            return
        if len(self.rows) >= ROWS_LIMIT:
            raise too_large()
        self.taken = {place: left - 1 for place, left in self.taken.items() if left > 1}
        self.rows.append([])

    def begin_cell(self, attributes: str | None) -> None:
        self.texts = None if attributes is None else []
        told = dict(_SPAN.findall(attributes or ""))
        spans = {kind.lower(): max(int(count), 1) for kind, count in told.items()}
        self.spans = spans.get("col", 1), spans.get("row", 1)

    def add(self, text: str) -> None:
        if self.texts is not None:
            self.texts.append(text)

    def end_cell(self) -> None:
        if self.texts is None or not self.rows:
            return
        row, (columns, rows) = self.rows[-1], self.spans
        while self.taken.get(len(row)):
            row.append("")
        if len(row) + columns > COLUMNS_LIMIT:
            raise too_large()
        if rows > 1:
            self.taken |= dict.fromkeys(range(len(row), len(row) + columns), rows)
        row += [" ".join(html.unescape("".join(self.texts)).split()), *[""] * (columns - 1)]
        self.texts = None


def _without_comments(page: str) -> str:
    return "".join(_outside_comments(page))


def _outside_comments(page: str) -> Iterator[str]:
    start = depth = 0
    for mark in _COMMENT.finditer(page):
        if mark[0] == "<!--" and not depth:
            yield page[start : mark.start()]
            depth = 1
        elif mark[0] == "-->" and depth:
            start, depth = mark.end(), 0
    if not depth:
        yield page[start:]
