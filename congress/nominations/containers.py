"""What a file is, and whether it may be opened: a few kilobytes can ask for all memory."""

import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

from congress.core.errors import Rejected
from congress.nominations.extents import PIECE, Extent, OdsExtent, XlsxExtent

UNPACKED_LIMIT = 100 * 2**20
ROWS_LIMIT = 20_000
COLUMNS_LIMIT = 256

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_MACROS = ("vbaProject.bin", "xl/macrosheets/", "Basic/", "Scripts/")
_OTHER_KINDS = {"xl/workbook.bin": ".xlsb", "Index/Document.iwa": ".numbers"}
_WIDE_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_TEXT_NAMES = (".csv", ".txt", ".tsv")
_DISGUISED_NAMES = (".xls", ".xlsx", ".htm", ".html")
_TEXT_HEAD = 4_096
_PAPERS = (b"%PDF", b"{\\rtf")
_NO_TEXT = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")
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
    """Tell what a file is by its content: "xlsx", "ods", "xls" or "text".

    Raises ``workbook_type`` for anything else, ``workbook_locked`` for one with a password,
    ``workbook_macros``, ``workbook_other_format``.
    """
    if content.startswith(_ZIP):
        return zipped_kind(io.BytesIO(content), SENT)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Rejected("workbook_locked")
        if _OLE_MACROS in content:
            raise Rejected("workbook_macros")
        return "xls"
    if filename.lower().endswith(_TEXT_NAMES) and _is_text(content):
        return "text"
    # Systems of the web give out pages and plain tables under the name of a workbook.
    if filename.lower().endswith(_DISGUISED_NAMES) and content and _is_text(content):
        return "text"
    raise Rejected("workbook_type")


def _is_text(content: bytes) -> bool:
    head = content[:_TEXT_HEAD]
    if head.startswith(_PAPERS):
        return False
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]
    return is_wide or _NO_TEXT.isdisjoint(head)


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
        self.ensure_known()
        is_xlsx = "xl/workbook.xml" in self.entries
        is_ods = not is_xlsx and "mimetype" in self.entries and self.is_ods()
        extents = [
            self.seen(entry, OdsExtent() if is_ods and name == "content.xml" else XlsxExtent())
            for name, entry in self.entries.items()
        ]
        self.prove_texts(extents)
        if not (is_xlsx or is_ods):
            raise Rejected("workbook_type")
        return "xlsx" if is_xlsx else "ods"

    def ensure_known(self) -> None:
        for name, entry in self.entries.items():
            if name.endswith(_MACROS[0]) or name.startswith(_MACROS[1:]):
                raise Rejected("workbook_macros")
            if name in _OTHER_KINDS:
                raise Rejected("workbook_other_format", kind=_OTHER_KINDS[name])
            if entry.flag_bits & 1:
                raise Rejected("workbook_locked")

    def seen(self, entry: zipfile.ZipInfo, extent: Extent) -> Extent:
        """Look through a part, whatever its name: the workbook alone says which part is what."""
        is_markup = entry.filename.endswith((".xml", ".rels"))
        before = b""
        for piece in self.pieces(entry):
            is_wide = is_markup and not before and piece.startswith(_WIDE_STARTS)
            text = before[-16:] + piece
            if is_wide or any(each in text for each in _DECLARATIONS):
                raise Rejected("workbook_unreadable")
            extent.see(piece)
            before = piece
        self.prove(extent)
        return extent

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
        while packed := self.file.read(min(packed_left, PIECE)):
            packed_left -= len(packed)
            while packed:
                if entry.compress_type == zipfile.ZIP_STORED:
                    piece, packed = packed, b""
                else:
                    piece = inflate.decompress(packed, PIECE)
                    packed = inflate.unconsumed_tail
                self.left -= len(piece)
                if self.left < 0:
                    self.refuse()
                yield piece

    def prove(self, extent: Extent) -> None:
        """Refuse cells far out: the reader makes room for everything between them and A1."""
        rows, columns = extent.end()
        limits = self.limits
        if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
            self.refuse()
        if extent.is_crooked:
            raise Rejected("workbook_unreadable")

    def prove_texts(self, extents: Sequence[Extent]) -> None:
        """Refuse texts that stand in so many cells that there is no room for all of them."""
        uses: Counter[int] = Counter()
        for extent in extents:
            for number, count in extent.uses.items():
                uses[int(number)] += count
        for extent in extents:
            sizes = extent.shared
            asked = sum(
                sizes[number] * count for number, count in uses.items() if number < len(sizes)
            )
            if asked + extent.repeated > self.limits.unpacked:
                self.refuse()

    def refuse(self) -> NoReturn:
        raise too_large(self.limits)


def too_large(limits: Limits = SENT) -> Rejected:
    """Say how much may be in a workbook."""
    return Rejected("workbook_too_large", rows=limits.rows, columns=limits.columns)
