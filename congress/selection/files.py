"""Reads a nominee file (.csv, .xlsx, .ods) into columns of text by code."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from congress.core.names import fold, tidy
from congress.core.period import read_birth
from congress.nominations import headings
from congress.nominations.headings import FEMALE, MALE
from congress.nominations.values import written
from congress.selection.spellings import in_rules, spellings
from optimizer import pool, rules_file
from optimizer.problem import Fault as Found, Faulty, Pool, Rules

_SPELT = ("gender", "party", "composition_group")
_DELIMITERS = ",;\t"
_NUL = "\0"


@dataclass(frozen=True)
class NomineeFile:
    """A header and rows as written, with the line of each row as the file shows it."""

    header: Sequence[str]
    rows: Sequence[Sequence[object]]
    lines: Sequence[int]

    @cached_property
    def codes(self) -> list[str]:
        """Give the code of each column: of a known heading, else the heading itself."""
        return [headings.canonical(heading) or heading for heading in self.header]

    def texts(self) -> dict[str, list[str]]:
        """Give the columns as text, terms of the house in place of other words for them."""
        cells = zip(*self.rows, strict=True) if self.rows else ([] for _ in self.header)
        columns = {
            code: [_text(cell) for cell in column]
            for code, column in zip(self.codes, cells, strict=True)
            if code
        }
        if "gender" not in columns and {MALE, FEMALE} <= columns.keys():
            columns |= _parted(columns[MALE], columns[FEMALE])
        for column in columns.keys() & set(_SPELT):
            terms = spellings(column, set(columns[column]))
            columns[column] = [terms.get(text, text) for text in columns[column]]
        if "score" in columns:
            columns["score"] = [text.replace(",", ".") for text in columns["score"]]
        return columns

    def pool(self) -> Pool:
        """Read the pool; raises ``Faulty`` with every fault at once."""
        repeated = [
            Found("column_repeated", "nominees", 1, heading, {"column": heading})
            for place, heading in enumerate(self.header)
            if self.codes[place] and self.codes[place] in self.codes[:place]
        ]
        if repeated:
            raise Faulty(repeated)
        texts = self.texts()
        terms = {code: in_rules(code, set(texts[code])) for code in _SPELT if code in texts}
        return pool.read(texts, self.lines, terms)


def read(path: Path) -> NomineeFile:
    """Read the first sheet: one header row, then a row per nominee; blank rows are skipped.

    Raises ``Faulty`` with ``file_type``, ``file_unreadable``, ``encoding``, ``nul``,
    ``quote_open``, ``header_missing`` or ``row_width``.
    """
    match path.suffix.lower():
        case ".csv":
            numbered = list(_csv_rows(path))
        case ".xlsx" | ".ods":
            numbered = _sheet_rows(path)
        case _:
            raise Faulty([Found("file_type", "nominees")])
    if not numbered:
        raise Faulty([Found("header_missing", "nominees", 1)])
    (_, first), *others = numbered
    header = [tidy(written(cell)) for cell in first]
    return NomineeFile(
        header,
        _even(others, len(header)),
        [line for line, _ in others],
    )


def read_rules(path: Path, pool: Pool | None) -> Rules | None:
    """Read a rules file for a pool; without one, only as far as it can be read alone.

    Raises ``Faulty`` with every fault at once.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Faulty([Found("not_toml", "rules")]) from error
    if pool is None:
        rules_file.parse(text)
        return None
    return rules_file.read(text, pool)


def _csv_rows(path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise Faulty([Found("encoding", "nominees", line)]) from error
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    lines = chain(io.StringIO(text, newline=""), [_NUL])
    reader = csv.reader(lines, delimiter=delimiter)
    before = 0
    try:
        for row in reader:
            if any(_NUL in cell for cell in row):
                _ensure_ended(row, before + 1, is_last=next(lines, None) is None)
            elif any(cell.strip() for cell in row):
                yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        code = "quote_open" if text.count('"') % 2 else "file_unreadable"
        raise Faulty([Found(code, "nominees", before + 1)]) from error


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


def _sheet_rows(path: Path) -> list[tuple[int, Sequence[object]]]:
    try:
        book = CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise Faulty([Found("file_unreadable", "nominees")]) from error
    return [(line, row) for line, row in enumerate(rows, 1) if any(written(cell) for cell in row)]


def _even(rows: Sequence[tuple[int, Sequence[object]]], width: int) -> list[Sequence[object]]:
    """Give every row the header's width; cells beyond it are a fault."""
    faults = [
        Found("row_width", "nominees", line, width + 1, {"width": width})
        for line, row in rows
        if len(row) > width and any(written(cell) for cell in row[width:])
    ]
    if faults:
        raise Faulty(faults)
    return [[*row[:width], *[""] * (width - len(row))] for _, row in rows]


def _text(cell: object) -> str:
    return tidy(cell) if isinstance(cell, str) else written(cell)


def _parted(men: Sequence[str], women: Sequence[str]) -> Mapping[str, list[str]]:
    """Read two columns, Nam and Nữ, that hold the year of birth or a mark."""
    pairs = list(zip(men, women, strict=True))
    births = [man or woman for man, woman in pairs]
    return {
        "gender": ["male" if man else "female" if woman else "" for man, woman in pairs],
        "birth_year": [text if read_birth(text) and fold(text) != "x" else "" for text in births],
    }
