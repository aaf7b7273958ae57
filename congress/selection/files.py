"""Reads a nominee file (.csv, .xlsx, .ods) into columns of text by code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from pathlib import Path

import numpy as np

from congress.core.names import fold, tidy
from congress.core.period import read_birth
from congress.nominations import headings
from congress.nominations.headings import FEMALE, MALE
from congress.nominations.values import written
from congress.selection import sheets
from congress.selection.spellings import in_rules, spellings
from optimizer import pool, rules_file
from optimizer.coded import Coded, Coder
from optimizer.problem import Fault as Found, Faulty, Pool, Rules, Whole

_SPELT = ("gender", "party", "composition_group")
_PIECE = 2_000
"""Rows at once: few enough to stay in a processor's cache."""


@dataclass(frozen=True)
class NomineeFile:
    """A header and its columns as written, with the line of each row as the file shows it.

    ``faults`` are those of rows that do not fit the header; ``untold`` counts more of them.
    """

    header: Sequence[str]
    cells: Sequence[Coded]
    lines: Whole
    faults: Sequence[Found] = ()
    untold: int = 0

    @cached_property
    def codes(self) -> list[str]:
        """Give the code of each column: of a known heading, else the heading itself."""
        return [headings.canonical(heading) or heading for heading in self.header]

    def row(self, number: int) -> list[object]:
        """Give a row as written."""
        return [column.values[column.codes[number]] for column in self.cells]

    def texts(self) -> dict[str, Coded]:
        """Give the columns as text, terms of the house in place of other words for them."""
        columns: dict[str, Coded] = {}
        for code, column in zip(self.codes, self.cells, strict=True):
            if code and code not in columns:
                columns[code] = column.mapped(_text)
        if "gender" not in columns and {MALE, FEMALE} <= columns.keys():
            columns |= _parted(columns[MALE], columns[FEMALE])
        for code in columns.keys() & set(_SPELT):
            terms = spellings(code, columns[code].values)
            columns[code] = columns[code].mapped(partial(_spelt, terms))
        if "score" in columns:
            columns["score"] = columns["score"].mapped(lambda text: text.replace(",", "."))
        return columns

    def pool(self, terms: Mapping[str, Sequence[str]] | None = None) -> Pool:
        """Read the pool; raises ``Faulty`` with every fault at once.

        ``terms`` are texts, by column, that rules may name even if nobody has them.
        """
        texts = self.texts()
        spelt = {code: in_rules(code, texts[code].values) for code in _SPELT if code in texts}
        found = [*self.repeated(), *self.faults]
        try:
            read_pool = pool.read(texts, self.lines, spelt, terms)
        except Faulty as error:
            raise Faulty([*found, *error.faults], error.pool, self.untold + error.untold) from None
        if found:
            raise Faulty(found, read_pool, self.untold)
        return read_pool

    def repeated(self) -> list[Found]:
        """Find headings that stand for a column once more."""
        return [
            Found("column_repeated", "nominees", 1, heading, {"column": heading})
            for place, heading in enumerate(self.header)
            if self.codes[place] and self.codes[place] in self.codes[:place]
        ]


def read(path: Path) -> NomineeFile:
    """Read the first sheet: one header row, then a row per nominee; blank rows are skipped.

    Raises ``Faulty`` with ``header_missing`` or what ``sheets.numbered`` raises.
    """
    rows = sheets.numbered(path)
    _, first = next(rows, (1, ()))
    if not first:
        raise Faulty([Found("header_missing", "nominees", 1)])
    table = _Table([tidy(written(cell)) for cell in first])
    while piece := list(islice(rows, _PIECE)):
        table.add(piece)
    return table.file()


def read_rules(path: Path, pool: Pool | None) -> Rules | None:
    """Read a rules file for a pool; without one, only as far as it can be read alone.

    Raises ``Faulty`` with every fault at once.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Faulty([_not_utf8(error)]) from error
    if pool is None:
        rules_file.parse(text)
        return None
    return rules_file.read(text, pool)


def _not_utf8(error: UnicodeDecodeError) -> Found:
    before = error.object[: error.start].decode()
    column = len(before) - before.rfind("\n")
    return Found("not_utf8", "rules", before.count("\n") + 1, column)


class _Table:
    """Gathers rows into columns, each as wide as the header."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header
        self.coders = [Coder() for _ in header]
        self.lines: list[int] = []
        self.wide: list[int] = []

    def add(self, numbered: Sequence[tuple[int, sheets.Row]]) -> None:
        """Add some rows; cells beyond the header are a fault."""
        width = len(self.header)
        rows = [row if len(row) == width else self.even(line, row) for line, row in numbered]
        self.lines += [line for line, _ in numbered]
        for coder, cells in zip(self.coders, zip(*rows, strict=True), strict=True):
            # True and 1 would have one code.
            has_marks = bool in set(map(type, cells))
            coder.add([str(c) if isinstance(c, bool) else c for c in cells] if has_marks else cells)

    def even(self, line: int, row: sheets.Row) -> sheets.Row:
        width = len(self.header)
        if any(map(written, row[width:])):
            self.wide.append(line)
        return [*row[:width], *[""] * (width - len(row))]

    def file(self) -> NomineeFile:
        """Give what was read."""
        width = len(self.header)
        told = self.wide[: pool.MOST_TOLD]
        return NomineeFile(
            self.header,
            [coder.column() for coder in self.coders],
            np.array(self.lines, dtype=np.int64),
            [Found("row_width", "nominees", n, width + 1, {"width": width}) for n in told],
            len(self.wide) - len(told),
        )


def _text(cell: object) -> str:
    return tidy(cell) if isinstance(cell, str) else written(cell)


def _spelt(terms: Mapping[str, str], text: str) -> str:
    return terms.get(text, text)


def _parted(men: Coded, women: Coded) -> Mapping[str, Coded]:
    """Read two columns, Nam and Nữ, that hold the year of birth or a mark."""
    pairs = list(zip(men.texts(), women.texts(), strict=True))
    births = Coded.of(man or woman for man, woman in pairs)
    genders = ("male" if man else "female" if woman else "" for man, woman in pairs)
    return {
        "gender": Coded.of(genders),
        "birth_year": births.mapped(lambda t: t if read_birth(t) and fold(t) != "x" else ""),
    }
