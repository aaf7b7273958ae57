"""Text with delimiters (.csv) in any encoding of Excel, and the rows in it."""

import csv
import io
import re
from collections import Counter
from itertools import islice

from congress.core.errors import Rejected
from congress.nominations import headings
from congress.nominations.containers import COLUMNS_LIMIT, ROWS_LIMIT, too_large
from congress.nominations.detection import detect
from congress.nominations.syllables import is_syllable

_DELIMITERS = ",;\t|"
_SAMPLED = 64
_LEAST_SHARE = 0.8
_LEAST_WIDE_SHARE = 0.2
_WIDEST_LINE = 16_384
_MARKED_WORD = re.compile(r"[^\W\d_]*[\u0080-\uffff][^\W\d_]*")
_LOST_MARK = re.compile(r"[^\W\d_]\?[^\W\d_]")
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decoded(content: bytes) -> str:
    """Give the text of a file: UTF-8, UTF-16, Windows-1258, or an older font's Windows-1252.

    Raises ``csv_encoding`` where no encoding makes Vietnamese of it.
    """
    encoding = next((name for bom, name in _BOMS.items() if content.startswith(bom)), "")
    encoding = encoding or _without_bom(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        text = _of_one_byte(content, error)
    lost = _LOST_MARK.search(text)
    if lost and len(_LOST_MARK.findall(text)) > 1:
        raise Rejected("csv_marks_lost", line=text.count("\n", 0, lost.start()) + 1)
    return text


def rows_of(text: str) -> list[list[str]]:
    """Part a text into rows by the delimiter that makes a table of it.

    Raises ``csv_quote_open``, ``workbook_too_large``.
    """
    told = _SEPARATOR.match(text)
    delimiter = told[1] if told else _delimiter(text)
    if max((line.count(delimiter) for line in text.splitlines()), default=0) > _WIDEST_LINE:
        raise too_large()
    # The line that names the delimiter is none that Excel shows.
    body = text[told.end() :] if told else text
    reader = csv.reader(io.StringIO(body), delimiter=delimiter, strict=True)
    try:
        rows = list(islice(reader, ROWS_LIMIT + 1))
    except csv.Error:
        raise Rejected("csv_quote_open", line=reader.line_num) from None
    if len(rows) > ROWS_LIMIT or any(map(_is_wide, rows)):
        raise too_large()
    return [row[:COLUMNS_LIMIT] for row in rows]


def _without_bom(content: bytes) -> str:
    """Tell UTF-16 by its empty high bytes; every table has blanks, digits and delimiters."""
    head = content[: 2**12]
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if high.count(0) > _LEAST_WIDE_SHARE * len(head):
            return encoding
    return "utf-8"


def _of_one_byte(content: bytes, error: UnicodeDecodeError) -> str:
    try:
        text = content.decode("cp1258")
    except UnicodeDecodeError:
        text = ""
    words = set(_MARKED_WORD.findall(text))
    if words and sum(map(is_syllable, words)) >= _LEAST_SHARE * len(words):
        return text
    text = content.decode("latin-1")
    if detect([text]) is None:
        raise Rejected("csv_encoding", line=content.count(b"\n", 0, error.start) + 1)
    return text


def _delimiter(text: str) -> str:
    """Choose the delimiter by which a line names most columns, else most lines are as wide."""
    lines = list(islice(io.StringIO(text), _SAMPLED))

    def merit(delimiter: str) -> tuple[int, int]:
        rows = _sampled(lines, delimiter)
        named = max(
            (sum(bool(headings.canonical(cell)) for cell in row) for row in rows), default=0
        )
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return named, max((width * count for width, count in widths.items()), default=0)

    return max(_DELIMITERS, key=merit)


def _sampled(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return [row[:COLUMNS_LIMIT] for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return []


def _is_wide(row: list[str]) -> bool:
    return any(row[COLUMNS_LIMIT:])
