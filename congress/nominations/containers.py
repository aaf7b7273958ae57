"""What a file is, and whether it may be opened: a few kilobytes can ask for all memory."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import BinaryIO, NoReturn

from congress.core.errors import Rejected

UNPACKED_LIMIT = 100 * 2**20
ROWS_LIMIT = 20_000
COLUMNS_LIMIT = 256

_PIECE = 2**20
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "vbaProject.bin"
_PLACE = re.compile(
    rb"<(?:\w+:)?(?:c|row)\b[^<>]*?\br\s*=\s*[\"']([A-Z]{0,7})(\d{1,9})[\"'][^<>]*(?<!/)>"
)
_CELL = re.compile(rb"<c[\s>]")
_CELL_WITHOUT_PLACE = re.compile(rb"<(?:\w+:)?c(?![^<>]*\br\s*=)(?:\s[^<>]*)?(?<!/)>")
_ODS_STEP = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*)>"
)
_ODS_REPEAT = re.compile(rb"-repeated\s*=\s*[\"'](\d+)[\"']")
_MIMETYPE = b"opendocument.spreadsheet"


@dataclass(frozen=True)
class Limits:
    """How much a workbook may hold: bytes once unpacked, rows, columns, and rows by columns."""

    unpacked: int
    rows: int
    columns: int
    cells: int


SENT = Limits(UNPACKED_LIMIT, ROWS_LIMIT, COLUMNS_LIMIT, ROWS_LIMIT * COLUMNS_LIMIT)
"""What may come over the network."""


def kind_of(content: bytes, filename: str) -> str:
    """Tell what a file is by its content: "xlsx", "ods", "xls" or "csv".

    Raises ``workbook_type`` for anything else, ``workbook_locked`` for one with a password.
    """
    if content.startswith(_ZIP):
        return zipped_kind(io.BytesIO(content), SENT)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Rejected("workbook_locked")
        return "xls"
    if filename.lower().endswith((".csv", ".txt")) and b"\0" not in content:
        return "csv"
    raise Rejected("workbook_type")


def zipped_kind(file: BinaryIO, limits: Limits) -> str:
    """Tell whether a zip is an "xlsx" or an "ods" within the limits, unpacking it piece by piece.

    Raises ``workbook_type``, ``workbook_unreadable``, ``workbook_macros``, ``workbook_too_large``.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
        return _Look(file, entries, limits).kind()
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError):
        raise Rejected("workbook_unreadable") from None


class _Look:
    def __init__(self, file: BinaryIO, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
        self.file = file
        self.entries = {entry.filename: entry for entry in entries}
        self.limits = limits
        self.left = limits.unpacked
        if len(self.entries) < len(entries):
            raise Rejected("workbook_unreadable")

    def kind(self) -> str:
        if any(name.endswith(_MACROS) for name in self.entries):
            raise Rejected("workbook_macros")
        is_xlsx = "xl/workbook.xml" in self.entries
        is_ods = not is_xlsx and "mimetype" in self.entries and self.is_ods()
        for name, entry in self.entries.items():
            extent = _OdsExtent() if is_ods and name == "content.xml" else _XlsxExtent()
            is_sheet = name == "content.xml" if is_ods else name.endswith(".xml")
            for piece in self.pieces(entry):
                if is_sheet:
                    extent.see(piece)
            self.prove(extent)
        if not (is_xlsx or is_ods):
            raise Rejected("workbook_type")
        return "xlsx" if is_xlsx else "ods"

    def is_ods(self) -> bool:
        return any(_MIMETYPE in piece for piece in self.pieces(self.entries["mimetype"]))

    def pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Unpack a part; sizes in a zip's directory may lie, so the packed bytes decide."""
        if entry.compress_type not in {zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED}:
            raise Rejected("workbook_unreadable")
        self.file.seek(entry.header_offset + 26)
        name_length, extra_length = struct.unpack("<HH", self.file.read(4))
        self.file.seek(name_length + extra_length, io.SEEK_CUR)
        packed_left = entry.compress_size
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        while packed := self.file.read(min(packed_left, _PIECE)):
            packed_left -= len(packed)
            while packed:
                if entry.compress_type == zipfile.ZIP_STORED:
                    piece, packed = packed, b""
                else:
                    piece = inflate.decompress(packed, _PIECE)
                    packed = inflate.unconsumed_tail
                self.left -= len(piece)
                if self.left < 0:
                    self.refuse()
                yield piece

    def prove(self, extent: "_Extent") -> None:
        """Refuse cells far out: the reader makes room for everything between them and A1."""
        rows, columns = extent.end()
        limits = self.limits
        if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
            self.refuse()

    def refuse(self) -> NoReturn:
        raise too_large(self.limits)


def too_large(limits: Limits = SENT) -> Rejected:
    """Say how much may be in a workbook."""
    return Rejected("workbook_too_large", rows=limits.rows, columns=limits.columns)


class _Extent:
    """How far out cells stand that hold something, seen piece by piece."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.rest = b""

    def see(self, piece: bytes) -> None:
        # A tag cut in two is kept for the next piece.
        text = self.rest + piece
        cut = max(text.rfind(b"<"), len(text) - _PIECE, 0)
        self.rest = text[cut:]
        self.look(text[:cut])

    def end(self) -> tuple[int, int]:
        self.look(self.rest)
        return self.rows, self.columns

    def look(self, text: bytes) -> None:
        raise NotImplementedError


class _XlsxExtent(_Extent):
    def __init__(self) -> None:
        super().__init__()
        self.empty_rows = 0
        self.has_placeless = False

    def look(self, text: bytes) -> None:
        found = _PLACE.findall(text)
        letters = {letters for letters, _ in found}
        rows = {row for letters, row in found if letters}
        empty_rows = {row for letters, row in found if not letters}
        self.columns = max(self.columns, *map(_column, letters), 0)
        self.rows = max(self.rows, *map(int, rows), 0)
        self.empty_rows = max(self.empty_rows, *map(int, empty_rows), 0)
        if b":c" in text or len(_CELL.findall(text)) > text.count(b'<c r="'):
            self.has_placeless = self.has_placeless or bool(_CELL_WITHOUT_PLACE.search(text))

    def end(self) -> tuple[int, int]:
        rows, columns = super().end()
        return max(rows, self.empty_rows if self.has_placeless else 0), columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.decode():
        number = number * 26 + ascii_uppercase.index(letter) + 1
    return number


class _OdsExtent(_Extent):
    def __init__(self) -> None:
        super().__init__()
        self.row = self.column = 0

    def look(self, text: bytes) -> None:
        for element, attributes in _ODS_STEP.findall(text):
            repeat = _ODS_REPEAT.search(attributes)
            step = int(repeat[1]) if repeat else 1
            if element == b"table":
                self.row = 0
            elif element == b"table-row":
                self.row, self.column = self.row + step, 0
            else:
                self.column += step
                if not attributes.endswith(b"/") or b"value-type" in attributes:
                    self.rows = max(self.rows, self.row)
                    self.columns = max(self.columns, self.column)
