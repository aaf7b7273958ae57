"""What a file is, and whether it may be opened: a few kilobytes can ask for all memory."""

import io
import re
import struct
import zipfile
import zlib
from string import ascii_uppercase

from congress.core.errors import Rejected

UNPACKED_LIMIT = 100 * 2**20
ROWS_LIMIT = 20_000
COLUMNS_LIMIT = 256

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# References that are out of bounds have two letters or five digits; most cells have neither.
_FAR_CELL = re.compile(
    rb"<(?:\w+:)?c\b[^<>]*?\br\s*=\s*[\"']([A-Z]{2,}\d+|[A-Z]\d{5,})[\"'][^<>]*(?<!/)>"
)
_FAR_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\br\s*=\s*[\"'](\d{5,})[\"'][^<>]*(?<!/)>")
_CELL_WITHOUT_PLACE = re.compile(rb"<(?:\w+:)?c(?![^<>]*\br\s*=)(?:\s[^<>]*)?(?<!/)>")
_ODS_STEP = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*)>"
)
_ODS_REPEAT = re.compile(rb"-repeated\s*=\s*[\"'](\d+)[\"']")


def kind_of(content: bytes, filename: str) -> str:
    """Tell what a file is by its content: "xlsx", "ods", "xls" or "csv".

    Raises ``workbook_type`` for anything else, ``workbook_locked`` for one with a password.
    """
    if content.startswith(_ZIP):
        return _zipped_kind(content)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Rejected("workbook_locked")
        return "xls"
    if filename.lower().endswith((".csv", ".txt")) and b"\0" not in content:
        return "csv"
    raise Rejected("workbook_type")


def _zipped_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _unpacked_parts(content, archive)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError):
        raise Rejected("workbook_unreadable") from None
    if "xl/workbook.xml" in parts:
        for part in parts.values():
            _prove_near_xlsx(part)
        return "xlsx"
    if b"opendocument.spreadsheet" in parts.get("mimetype", b""):
        _prove_near_ods(parts.get("content.xml", b""))
        return "ods"
    raise Rejected("workbook_type")


def _unpacked_parts(content: bytes, archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Unpack every part; sizes in a zip's directory may lie, so the packed bytes decide."""
    parts: dict[str, bytes] = {}
    left = UNPACKED_LIMIT
    for entry in archive.infolist():
        parts[entry.filename] = _unpacked(content, entry, left)
        left -= len(parts[entry.filename])
    if len(parts) < len(archive.infolist()):
        raise Rejected("workbook_unreadable")
    return parts


def _unpacked(content: bytes, entry: zipfile.ZipInfo, limit: int) -> bytes:
    name_length, extra_length = struct.unpack_from("<HH", content, entry.header_offset + 26)
    start = entry.header_offset + 30 + name_length + extra_length
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        packed = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, limit + 1)
    elif entry.compress_type != zipfile.ZIP_STORED:
        raise Rejected("workbook_unreadable")
    if len(packed) > limit:
        raise too_large()
    return packed


def too_large() -> Rejected:
    """Say how much may be sent."""
    return Rejected("workbook_too_large", rows=ROWS_LIMIT, columns=COLUMNS_LIMIT)


def _prove_near_xlsx(part: bytes) -> None:
    """Refuse cells far out: the reader makes room for everything between them and A1."""
    for reference in _FAR_CELL.findall(part):
        letters = reference.rstrip(b"0123456789").decode()
        row = int(reference[len(letters) :])
        if row > ROWS_LIMIT or _column(letters) > COLUMNS_LIMIT:
            raise too_large()
    has_far_row = any(int(row) > ROWS_LIMIT for row in _FAR_ROW.findall(part))
    if has_far_row and _CELL_WITHOUT_PLACE.search(part):
        raise too_large()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ascii_uppercase.index(letter) + 1
    return number


def _prove_near_ods(part: bytes) -> None:
    row = column = 0
    for element, attributes in _ODS_STEP.findall(part):
        repeat = _ODS_REPEAT.search(attributes)
        step = int(repeat[1]) if repeat else 1
        if element == b"table":
            row = 0
        elif element == b"table-row":
            row, column = row + step, 0
        else:
            column += step
            is_empty = attributes.endswith(b"/") and b"value-type" not in attributes
            if not is_empty and (row > ROWS_LIMIT or column > COLUMNS_LIMIT):
                raise too_large()
