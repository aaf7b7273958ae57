"""How far out the cells of a workbook's parts stand, and how much text they ask for."""

import re
from collections import Counter
from string import ascii_uppercase

PIECE = 2**20
_PLACE = re.compile(
    rb"<(?:\w+:)?(?:c|row)\b[^<>]*?\br\s*=\s*[\"']([A-Za-z]{0,7})(\d{1,9})[\"'][^<>]*(?<!/)>"
)
_CELL = re.compile(rb"<c[\s>]")
_CELL_WITHOUT_PLACE = re.compile(rb"<(?:\w+:)?c(?![^<>]*\br\s*=)(?:\s[^<>]*)?(?<!/)>")
_CELL_CUT_BY_VALUE = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^<>]*?=\s*(?:\"[^\"<>]*>|'[^'<>]*>)")
_SHARED_END = re.compile(rb"</(?:\w+:)?si>")
_SHARED_USE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>\s*\+?(\d{1,9})\s*<")
_SHARED_HIDDEN = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>[^<&]*(?:<!|&#)")
_ODS_STEP = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*)>"
)
_ODS_REPEAT = re.compile(rb"-repeated\s*=\s*[\"'](\d+)[\"']")


class Extent:
    """What one part holds, seen piece by piece.

    ``is_crooked`` tells of markup that a reader understands otherwise than this one.
    """

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.is_crooked = False
        self.shared: list[int] = []
        self.uses: Counter[bytes] = Counter()
        self.repeated = 0
        self._rest = b""
        self._seen = 0

    def see(self, piece: bytes) -> None:
        """Take the next piece; a tag cut in two is kept for the one after."""
        text = self._rest + piece
        cut = max(text.rfind(b"<"), len(text) - PIECE, 0)
        self._rest = text[cut:]
        self._look_on(text[:cut])

    def end(self) -> tuple[int, int]:
        """Give the last row and column that hold something."""
        self._look_on(self._rest)
        self._rest = b""
        return self.rows, self.columns

    def _look_on(self, text: bytes) -> None:
        self._look(text)
        self._seen += len(text)

    def _look(self, text: bytes) -> None:
        raise NotImplementedError


class XlsxExtent(Extent):
    """A part of an .xlsx: cells, and texts that cells share by number."""

    def __init__(self) -> None:
        super().__init__()
        self._empty_rows = 0
        self._has_placeless = False
        self._last_shared = 0

    def _look(self, text: bytes) -> None:
        for end in _SHARED_END.finditer(text):
            place = self._seen + end.end()
            self.shared.append(place - self._last_shared)
            self._last_shared = place
        if b":c" not in text and b"<c" not in text and b"row" not in text:
            return
        found = _PLACE.findall(text)
        letters = {letters for letters, _ in found}
        rows = {row for letters, row in found if letters}
        empty_rows = {row for letters, row in found if not letters}
        self.columns = max(self.columns, *map(_column, letters), 0)
        self.rows = max(self.rows, *map(int, rows), 0)
        self._empty_rows = max(self._empty_rows, *map(int, empty_rows), 0)
        self.uses.update(_SHARED_USE.findall(text))
        self.is_crooked |= bool(_CELL_CUT_BY_VALUE.search(text) or _SHARED_HIDDEN.search(text))
        if b":c" in text or len(_CELL.findall(text)) > text.count(b'<c r="'):
            self._has_placeless = self._has_placeless or bool(_CELL_WITHOUT_PLACE.search(text))

    def end(self) -> tuple[int, int]:
        """Give the last row and column; cells without a place follow the rows that have one."""
        rows, columns = super().end()
        return max(rows, self._empty_rows if self._has_placeless else 0), columns


class OdsExtent(Extent):
    """The content of an .ods, where rows and cells are repeated by number."""

    def __init__(self) -> None:
        super().__init__()
        self._row = self._column = self._last = self._longest = self._again = 0
        self._step = 1

    def _look(self, text: bytes) -> None:
        for found in _ODS_STEP.finditer(text):
            place = self._seen + found.start()
            self._longest = max(self._longest, place - self._last)
            self._last = place
            self._take(found[1], found[2])

    def end(self) -> tuple[int, int]:
        """Give the last row and column; the last text ends with the part."""
        end = super().end()
        self.repeated = self._again * max(self._longest, self._seen - self._last)
        return end

    def _take(self, element: bytes, attributes: bytes) -> None:
        repeat = _ODS_REPEAT.search(attributes)
        step = int(repeat[1]) if repeat else 1
        if element == b"table":
            self._row = 0
        elif element == b"table-row":
            self._row, self._column, self._step = self._row + step, 0, step
        else:
            self._column += step
            if not attributes.endswith(b"/") or b"value-type" in attributes:
                self.rows = max(self.rows, self._row)
                self.columns = max(self.columns, self._column)
                self._again += step * self._step if step * self._step > 1 else 0


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.decode().upper():
        number = number * 26 + ascii_uppercase.index(letter) + 1
    return number
