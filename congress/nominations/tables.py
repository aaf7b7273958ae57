"""The nominee table on a sheet: its headings, and which lines below them are people."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from congress.core.names import fold
from congress.nominations import headings
from congress.nominations.headings import FEMALE, MALE
from congress.nominations.sheets import Sheet, cell_name
from congress.nominations.values import NomineeRow, written

REQUIRED = ("name", "gender", "birth_date", "ethnic_group", "composition_group")
# A clerk may tell the same thing by another column.
_INSTEAD = {
    "gender": (MALE, FEMALE),
    "birth_date": ("birth_year", MALE, FEMALE),
    "reason": ("composition_group",),
}
_SEARCHED_LINES = 50
_LEAST_HEADINGS = 2
_HEADER_LINES = 4
_JOINED = frozenset({"post", "village"})
_ORDINAL = frozenset({"stt", "tt", "so tt", "so thu tu"})
_TOTAL = re.compile(r"(tổng|cộng|tong cong|tong so)\b", re.IGNORECASE)
_SECTION = re.compile(r"([IVX]+|[A-ZĐ])(\W.*)?", re.IGNORECASE)
_REMARK_CELLS = 2
_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-ZĐ])\)?", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A table: columns by code, the lines of its headings, and the first line under them."""

    sheet: Sheet
    header: int
    body: int
    columns: Mapping[str, Sequence[int]]
    ordinal: int | None

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the required columns that are not there, nor what may stand for them."""
        return tuple(code for code in REQUIRED if self.column_of(code) is None)

    @property
    def repeated(self) -> Iterator[tuple[str, int]]:
        """Give each column whose heading stood before: its code and place."""
        for code, places in self.columns.items():
            if code not in _JOINED:
                yield from ((code, place) for place in places[1:])

    @property
    def free_cell(self) -> str:
        """Name the first free cell of the header row."""
        width = max(len(line) for line in self._header_lines)
        taken = {
            place for line in self._header_lines for place, cell in enumerate(line) if written(cell)
        }
        return cell_name(self.header, min(set(range(width + 1)) - taken))

    @property
    def _header_lines(self) -> Sequence[Sequence[object]]:
        return self.sheet.rows[self.header : self.body] or [()]

    def column_of(self, code: str) -> int | None:
        """Give the column that holds a value, or what may stand for it."""
        known = (
            self.columns[each][0]
            for each in (code, *_INSTEAD.get(code, ()))
            if each in self.columns
        )
        return next(known, None)

    def cell_of(self, code: str, line: int) -> str:
        """Name the cell of a value."""
        column = self.column_of(code)
        return self.free_cell if column is None else cell_name(line, column)

    def row(self, line: int) -> NomineeRow:
        """Give a line as an unproven nominee."""
        cells = self.sheet.rows[line]
        return NomineeRow(
            {
                code: _joined(cells, places) if code in _JOINED else _at(cells, places[0])
                for code, places in self.columns.items()
            }
        )

    def people(self) -> Iterator[int]:
        """Give the lines of people: no blanks, totals, sections, nor what is signed below."""
        for line in range(self.body, self._end()):
            cells = self.sheet.rows[line]
            is_numbering = line == self.body and _is_numbering(cells)
            is_nobody = self._is_gap(line) or self._is_section(line) or self._is_heading(cells)
            if not (is_numbering or is_nobody):
                yield line

    def _end(self) -> int:
        """Find where the list ends: after a blank line or a total, only remarks may follow."""
        end = len(self.sheet.rows)
        for line in range(end - 1, self.body - 1, -1):
            if self._is_gap(line):
                end = line
            elif not self._is_remark(line):
                break
        return end

    def _is_gap(self, line: int) -> bool:
        """Tell whether a line holds nobody: blank, a number typed in advance, or a total."""
        texts = [text for cell in self.sheet.rows[line] if (text := written(cell))]
        words = next((text for text in texts if not text.isdigit()), "")
        is_total = _TOTAL.match(words) is not None and not self._text(line, "composition_group")
        return is_total or texts in ([], [self._cell(line, self.ordinal)])

    def _is_remark(self, line: int) -> bool:
        """Tell whether a line has no number and too few cells for a person: a place, a signer."""
        cells = [cell for cell in self.sheet.rows[line] if written(cell)]
        return len(cells) <= _REMARK_CELLS and not self._cell(line, self.ordinal)

    def _is_section(self, line: int) -> bool:
        number = self._cell(line, self.ordinal)
        is_told = any(self._text(line, code) for code in REQUIRED[1:])
        return _SECTION.fullmatch(number) is not None and not is_told

    def _is_heading(self, cells: Sequence[object]) -> bool:
        """Tell whether the headings are written again, as they are on top of every page."""
        first = self.sheet.rows[self.header]
        again = (
            _at(cells, places[0]) == _at(first, places[0]) != "" for places in self.columns.values()
        )
        return sum(again) > _LEAST_HEADINGS

    def _text(self, line: int, code: str) -> str:
        return self._cell(line, self.column_of(code))

    def _cell(self, line: int, column: int | None) -> str:
        return "" if column is None else written(_at(self.sheet.rows[line], column))


def find_tables(sheets: Sequence[Sheet]) -> list[Table]:
    """Find the nominee tables: on every sheet that names people, else on the likeliest sheet."""
    found = [table for sheet in sheets if (table := _table_on(sheet))]
    named = [table for table in found if "name" in table.columns]
    return named or sorted(found, key=lambda table: -len(table.columns))[:1]


def _table_on(sheet: Sheet) -> Table | None:
    lines = [_codes_in(cells) for cells in sheet.rows[:_SEARCHED_LINES]]
    if not lines:
        return None
    richest = max(range(len(lines)), key=lambda line: len(set(lines[line].values())))
    header, body = _header_lines(sheet, richest)
    places = dict(lines[header])
    for line in range(header + 1, body):
        places |= _codes_below(sheet, header, line)
    if len(set(places.values())) < _LEAST_HEADINGS:
        return None
    if body < len(lines) and _is_second_line(sheet.rows[body], lines[body]):
        places |= lines[body]
        body += 1
    columns: dict[str, list[int]] = {}
    for place in sorted(places):
        columns.setdefault(places[place], []).append(place)
    ordinal = next(
        (i for i, cell in enumerate(sheet.rows[header]) if fold(written(cell)) in _ORDINAL), None
    )
    return Table(sheet, header, body, columns, ordinal)


def _header_lines(sheet: Sheet, richest: int) -> tuple[int, int]:
    """Give the first line of the headings and the first below: merged headings reach over more."""
    down = [
        (top, bottom)
        for (top, left), (bottom, _) in sheet.merged
        if top < bottom < min(top + _HEADER_LINES, len(sheet.rows))
        and isinstance(cell := _at(sheet.rows[top], left), str)
        and headings.canonical(cell)
    ]
    header = min((top for top, bottom in down if top <= richest <= bottom), default=richest)
    last = max((bottom for top, bottom in down if top == header), default=header)
    return header, max(last, richest) + 1


def _codes_below(sheet: Sheet, header: int, line: int) -> dict[int, str]:
    """Give the codes of a lower line; a word may need the heading above it: Số phiếu, đồng ý."""
    above = ""
    codes: dict[int, str] = {}
    for place, cell in enumerate(sheet.rows[line]):
        above = written(_at(sheet.rows[header], place)) or above
        if isinstance(cell, str) and written(cell):
            code = headings.canonical(f"{above} {cell}") or headings.canonical(cell)
            codes |= {place: code} if code else {}
    return codes


def _codes_in(cells: Sequence[object]) -> dict[int, str]:
    codes = {
        place: headings.canonical(cell) for place, cell in enumerate(cells) if isinstance(cell, str)
    }
    return {place: code for place, code in codes.items() if code}


def _is_second_line(cells: Sequence[object], codes: Mapping[int, str]) -> bool:
    """Tell whether a line only goes on with the headings above it, as Nam and Nữ do."""
    return bool(codes) and len(codes) == sum(1 for cell in cells if written(cell))


def _at(cells: Sequence[object], place: int) -> object:
    return cells[place] if place < len(cells) else ""


def _joined(cells: Sequence[object], places: Sequence[int]) -> str:
    return ", ".join(text for place in places if (text := written(_at(cells, place))))


def _is_numbering(cells: Sequence[object]) -> bool:
    """Tell whether a line numbers the columns: (1), (2), (3) or A, B, 1, 2."""
    texts = [written(cell) for cell in cells if written(cell)]
    return len(texts) > _LEAST_HEADINGS and all(map(_NUMBERING.fullmatch, texts))
