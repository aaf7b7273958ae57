"""The rows of a nominee file (.csv, .xlsx, .ods) one after another, each with its line."""

import csv
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from itertools import chain
from pathlib import Path

from python_calamine import CalamineWorkbook

from congress.core.errors import Rejected
from congress.nominations.containers import Limits, zipped_kind
from congress.nominations.values import written
from optimizer.problem import Fault as Found, Faulty

Row = Sequence[object]

LIMITS = Limits(unpacked=2**30, rows=2**20, columns=256, cells=30_000_000)
"""What Excel can hold in rows, as far as a PC of the office has room for it."""

_FACTS = {
    "rows": f"{LIMITS.rows:,}".replace(",", "."),
    "columns": LIMITS.columns,
    "cells": f"{LIMITS.cells:,}".replace(",", "."),
}
_CODES = {"workbook_too_large": "too_large", "workbook_macros": "macros"}
_DELIMITERS = ",;\t"
_NUL = "\0"
_PIECE = 2**20


def numbered(path: Path) -> Iterator[tuple[int, Row]]:
    """Give the rows of the first sheet that hold anything, with their lines from 1.

    Raises ``Faulty`` with ``file_type``, ``file_unreadable``, ``encoding``, ``nul``,
    ``quote_open``, ``macros`` or ``too_large``.
    """
    match path.suffix.lower():
        case ".csv":
            return _csv_rows(path)
        case ".xlsx" | ".ods":
            return _sheet_rows(path)
        case _:
            raise Faulty([Found("file_type", "nominees")])


def _csv_rows(path: Path) -> Iterator[tuple[int, Row]]:
    has_nul = _proven_text(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        delimiter = max(_DELIMITERS, key=file.readline().count)
        file.seek(0)
        yield from _table_rows(path, file, delimiter, has_nul=has_nul)


def _table_rows(
    path: Path, file: TextIOWrapper, delimiter: str, *, has_nul: bool
) -> Iterator[tuple[int, Row]]:
    lines = chain(file, [_NUL])
    reader = csv.reader(lines, delimiter=delimiter)
    before = 0
    try:
        for row in reader:
            is_suspect = row and (has_nul or row[-1].endswith(_NUL))
            if is_suspect and any(_NUL in cell for cell in row):
                _ensure_ended(row, before + 1, is_last=next(lines, None) is None)
            elif any(map(str.strip, row)):
                yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        code = "quote_open" if path.read_bytes().count(b'"') % 2 else "file_unreadable"
        raise Faulty([Found(code, "nominees", before + 1)]) from error


def _proven_text(path: Path) -> bool:
    """Tell whether a text holds a NUL; what is no UTF-8 is refused, by its line."""
    decoder = getincrementaldecoder("utf-8")()
    has_nul = False
    line = 1
    with path.open("rb") as file:
        for piece in chain(iter(lambda: file.read(_PIECE), b""), [b""]):
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                line += error.object.count(b"\n", 0, error.start)
                raise Faulty([Found("encoding", "nominees", line)]) from error
            has_nul = has_nul or b"\0" in piece
            line += piece.count(b"\n")
    return has_nul


def _ensure_ended(row: Sequence[str], line: int, *, is_last: bool) -> None:
    """Refuse a NUL but the one that we put behind the last line, on a line of its own.

    Inside a cell it tells that a quote was opened and never closed.
    """
    if row == [_NUL] and is_last:
        return
    column = next(nth for nth, cell in enumerate(row, 1) if _NUL in cell)
    if is_last and row[column - 1].endswith(_NUL):
        raise Faulty([Found("quote_open", "nominees", line)])
    raise Faulty([Found("nul", "nominees", line, column)])


def _sheet_rows(path: Path) -> Iterator[tuple[int, Row]]:
    try:
        with path.open("rb") as file:
            zipped_kind(file, LIMITS)
    except Rejected as error:
        code = _CODES.get(error.faults[0].code, "file_unreadable")
        raise Faulty([Found(code, "nominees", facts=_FACTS)]) from error
    try:
        book = CalamineWorkbook.from_path(path)
        rows = iter(book.get_sheet_by_index(0).iter_rows())
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # The reader's panics are no Exceptions.
        raise Faulty([Found("file_unreadable", "nominees")]) from error
    for line, row in enumerate(rows, 1):
        if any(map(written, row)):
            yield line, row
