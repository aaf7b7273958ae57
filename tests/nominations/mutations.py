"""Real workbooks, damaged at random: bytes, parts of the zip, elements of XML, values, encodings.

The same seed gives the same file.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

import xlsxwriter

from congress.nominations.template import template
from congress.paths import DATA
from tests.nominations.books import HEADINGS, SOMEBODY, TERMS, book, changed
from tests.nominations.olden import tcvn3, vni

File = tuple[bytes, str]
_REAL = Path(__file__).parent / "real"
_SAMPLES = DATA / "samples" / "chi-lang-2025"
_NASTY = (
    '=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "@SUM(1)", "\x00", "_x0000_", "\u202enữ",
    "a" * 40_000, "NaN", "1e999", "-0", "31/02/1978", "05/03/78", "0" * 400, "<script>", "]]>", "&",
    "N\u0302\u0303\u0301", tcvn3("Nguyễn Thị Hương"), vni("Nguyễn Thị Hương"), "😀", "\ud7ff\ufffe",
    "TỔNG CỘNG", "STT", "Họ và tên", "Nam", "I", "1", "", " ", "\n", "=1+1", "FALSE", "#REF!",
)  # fmt: skip
_NUMBERS = (b"0", b"-1", b"99999999999", b"1048576", b"XFD1048576", b"A0", b"1e308", b"", b"&#65;")
_PIECES = (
    b'<c r="XFD1048576"><v>1</v></c>', b'<c t="s"><v>99999</v></c>', b"<row/>", b"<!-- ", b"]]>",
    b'<mergeCell ref="A1:XFD1048576"/>', b'<c r="B2" t="e"><v>#N/A</v></c>', b"<f>1+1</f>", b"&x;",
    b'<dimension ref="A1:XFD1048576"/>', b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"\xff\xfe", b"\0",
    b'<c r="A1" t="inlineStr"><is><t>x</t></is></c>', b'<c t="s"><v>0</v></c>', b"<v>1</v>",
    b'<table:table-row table:number-rows-repeated="99999"/>', b"</row>", b"<sheetData>",
)  # fmt: skip


@cache
def sources() -> tuple[File, ...]:
    """Give the workbooks that are damaged: samples, the template, old kinds, and odd ones."""
    samples = sorted(_SAMPLES.glob("*.xlsx"))
    files = [(path.read_bytes(), path.name) for path in (*samples[::4], *sorted(_REAL.iterdir()))]
    people = [SOMEBODY, changed(name="Lý Thị Mai"), changed(birth="sai")]
    old = {"Cũ": [tuple(map(tcvn3, HEADINGS)), *(tuple(map(tcvn3, row)) for row in people)]}
    odd = {
        "Nam": [("TIÊU ĐỀ",), (), HEADINGS, *people],
        "Nữ": [HEADINGS, people[1]],
        "Trống": [("",)],
    }
    text = "\r\n".join(";".join(row) for row in (HEADINGS, *people))
    page = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in (HEADINGS, *people))
    return (
        *files,
        (template("Đại hội", "Xã", TERMS, 3), "mau.xlsx"),
        (book(old), "cu.xlsx"),
        (book(odd, merged=("A1:E1",)), "hai.xlsx"),
        (text.encode(), "a.csv"),
        (f"<html><table>{page}</table></html>".encode(), "trang.xls"),
    )


def flipped(random: Random) -> File:
    content, name = random.choice(sources())
    damaged = bytearray(content)
    for _ in range(random.randint(1, 30)):
        damaged[random.randrange(len(damaged))] = random.randrange(256)
    return bytes(damaged), name


def cut(random: Random) -> File:
    content, name = random.choice(sources())
    first, second = sorted(random.randrange(len(content)) for _ in range(2))
    how = random.randrange(3)
    if how == 0:
        return content[:second], name
    if how == 1:
        return content[:first] + content[second:], name
    return content[:second] + content[first:], name


def misnamed(random: Random) -> File:
    content, name = random.choice(sources())
    other = random.choice(
        ["a.csv", "a.txt", "a.xls", "a.xlsx", "a.ods", "a.html", "a", ".CSV", name]
    )
    start = random.choice([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"<"])
    return start + content, other


def _zipped(random: Random, change: Callable[[dict[str, bytes]], None]) -> File:
    while True:
        content, name = random.choice(sources())
        if content.startswith(b"PK"):
            break
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    change(parts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, told in parts.items():
            archive.writestr(part, told)
    return file.getvalue(), name


def rezipped(random: Random) -> File:
    """Drop, swap, rename, double and empty parts."""

    def change(parts: dict[str, bytes]) -> None:
        for _ in range(random.randint(1, 3)):
            one, other = random.choice(list(parts)), random.choice(list(parts))
            how = random.randrange(6)
            if how == 0 and len(parts) > 1:
                del parts[one]
            elif how == 1:
                parts[one], parts[other] = parts[other], parts[one]
            elif how == 2:
                parts[random.choice(["xl/vbaProject.bin", "../x", "a" * 300, " ", one.upper()])] = (
                    b"x"
                )
            elif how == 3:
                parts[one] += parts[other]
            elif how == 4:
                parts[one] = b""
            else:
                parts[one] = parts[one].decode("latin-1").encode("utf-16")

    return _zipped(random, change)


def rewritten(random: Random) -> File:
    """Delete, double, move and insert elements; put other values into attributes."""

    def change(parts: dict[str, bytes]) -> None:
        for _ in range(random.randint(1, 4)):
            part = random.choice([name for name in parts if parts[name][:1] == b"<"] or list(parts))
            parts[part] = _rewritten(random, parts[part])

    return _zipped(random, change)


def _rewritten(random: Random, markup: bytes) -> bytes:
    tags = list(re.finditer(rb"<[^<>]*>", markup))
    if not tags:
        return markup
    one, other = sorted((random.choice(tags), random.choice(tags)), key=lambda tag: tag.start())
    how = random.randrange(5)
    if how == 0:
        return markup[: one.start()] + markup[one.end() :]
    if how == 1:
        return markup[: one.start()] + random.choice(_PIECES) + markup[one.start() :]
    if how == 2:
        return markup[: other.end()] + markup[one.start() :]
    if how == 3:
        return markup[: one.start()] + other[0] + markup[one.end() :]
    values = list(re.finditer(rb'"[^"<>]*"', markup))
    place = random.choice(values) if values else one
    return markup[: place.start()] + b'"' + random.choice(_NUMBERS) + b'"' + markup[place.end() :]


def revalued(random: Random) -> File:
    """Write a table of known headings and wild values, in sheets of wild names."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "nan_inf_to_errors": True})
    for number in range(random.randint(1, 3)):
        page = workbook.add_worksheet(random.choice(["Thôn", "A'b", "Ẩn", "1", "=x"]) + str(number))
        for line, row in enumerate(_wild_rows(random)):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(line, column, value[:32_000])
                else:
                    page.write(line, column, value)
        if random.random() < 0.2 and number:
            page.hide()
    workbook.close()
    return file.getvalue(), "a.xlsx"


def _wild_rows(random: Random) -> Iterator[list[object]]:
    headings = list(HEADINGS)
    random.shuffle(headings)
    for _ in range(random.randint(0, 4)):
        yield [random.choice(_NASTY)]
    yield [*headings, *random.sample(_NASTY, 2)]
    numbers = [0, -1, 1e15, 28554, 1978, 20078001234, True, 0.5]
    for _ in range(random.randint(0, 12)):
        yield [random.choice((*SOMEBODY, *_NASTY, *numbers)) for _ in range(random.randint(0, 9))]


def reencoded(random: Random) -> File:
    """Write a text in any encoding, with any delimiter, its quotes and lines damaged."""
    delimiter = random.choice(",;\t|:")
    rows = [[str(value)[:200] for value in row] for row in _wild_rows(random)]
    text = random.choice(["\n", "\r\n", "\r"]).join(delimiter.join(row) for row in rows)
    for _ in range(random.randrange(4)):
        place = random.randrange(len(text) + 1)
        text = (
            text[:place] + random.choice(['"', delimiter, "\n", "<table>", "<td>"]) + text[place:]
        )
    encoding = random.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1258", "cp1252"])
    return text.encode(encoding, "replace"), random.choice(["a.csv", "a.txt", "a.xls"])


KINDS = (flipped, cut, misnamed, rezipped, rewritten, revalued, reencoded)
