"""Which cells of an .xlsx stand in a font from before Unicode: .VnTime, .VnTimeH, VNI-Times."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_cell_to_rowcol

from congress.nominations.encodings import Encoding

_STYLES = "xl/styles.xml"
_FONTS = re.compile(rb"<(?:\w+:)?fonts[\s>].*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT_START = re.compile(rb"<(?:\w+:)?font(?=[\s/>])")
_FONT_NAME = re.compile(rb"<(?:\w+:)?name\s[^<>]*?val=[\"']([^\"']*)[\"']")
_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\s([^<>]*)")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_PLACE = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}")
_OLD = (b".Vn", b"VNI-")


@dataclass(frozen=True)
class Font:
    """A font from before Unicode; some show every letter as a capital."""

    encoding: Encoding
    is_of_capitals: bool = False


def old_fonts(content: bytes) -> dict[int, Mapping[tuple[int, int], Font]]:
    """Give the cells in old fonts by the place of their sheet in the workbook; .xlsx only."""
    if not content.startswith(b"PK"):
        return {}
    try:
        return _old_fonts(content)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        # The reader of cells does not need the parts that tell of fonts.
        return {}


def _old_fonts(content: bytes) -> dict[int, Mapping[tuple[int, int], Font]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = frozenset(archive.namelist())
        styles = archive.read(_STYLES) if _STYLES in parts else b""
        formats = _formats(styles) if any(name in styles for name in _OLD) else {}
        if not formats:
            return {}
        return {
            place: _cells(archive.read(part), formats)
            for place, part in enumerate(_sheet_parts(archive))
            if part in parts
        }


def font_of(name: str) -> Font | None:
    """Tell what a font shows, by its name; nothing for the fonts of Unicode.

    >>> font_of(".VnTimeH").is_of_capitals, font_of("VNI-Times").encoding.label, font_of("Arial")
    (True, 'VNI', None)
    """
    if name.startswith(".Vn"):
        return Font(Encoding.TCVN3, is_of_capitals=name.endswith("H"))
    return Font(Encoding.VNI) if name.startswith("VNI-") else None


def _formats(styles: bytes) -> dict[bytes, Font]:
    fonts = _FONTS.search(styles)
    formats = _FORMATS.search(styles)
    if not (fonts and formats):
        return {}
    named = [_FONT_NAME.search(font) for font in _FONT_START.split(fonts[0])[1:]]
    known = [font_of(name[1].decode("utf-8", "replace")) if name else None for name in named]
    old = {b"%d" % place: font for place, font in enumerate(known) if font}
    used = (_attributes(each).get(b"fontId") for each in _FORMAT.findall(formats[0]))
    return {b"%d" % place: old[font] for place, font in enumerate(used) if font in old}


def _sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    relations = {
        told.get(b"Id"): told.get(b"Target", b"").decode("utf-8", "replace")
        for told in map(
            _attributes, _RELATION.findall(_read(archive, "xl/_rels/workbook.xml.rels"))
        )
    }
    sheets = map(_attributes, _SHEET.findall(_read(archive, "xl/workbook.xml")))
    targets = (relations.get(told.get(b"r:id"), "") for told in sheets)
    return [posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") for target in targets]


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    return archive.read(part) if part in archive.namelist() else b""


def _attributes(written: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(written))


def _cells(sheet: bytes, formats: Mapping[bytes, Font]) -> dict[tuple[int, int], Font]:
    cells = {}
    for told in map(_attributes, _CELL.findall(sheet)):
        font = formats.get(told.get(b"s", b""))
        place = told.get(b"r", b"").decode("ascii", "replace")
        if font and _PLACE.fullmatch(place):
            cells[xl_cell_to_rowcol(place)] = font
    return cells
