"""Text files come in many encodings and with many delimiters; pages of the web in their own."""

import csv
import io
import time
import unicodedata

import pytest
from hypothesis import given, strategies as st

from congress.core.errors import Rejected
from congress.nominations import hypertext
from congress.nominations.delimited import rows_of
from congress.nominations.workbook import read
from tests.nominations.books import HEADINGS, SOMEBODY, TERMS, changed
from tests.nominations.olden import tcvn3, vni

PEOPLE = [SOMEBODY, changed(name="Lý Thị Mai", gender="Nữ", group="Đại biểu nữ")]


def text_of(delimiter=";", rows=PEOPLE):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([HEADINGS, *rows])
    return file.getvalue()


def names(content, filename="a.csv"):
    reading = read(content, filename, TERMS)
    assert reading.faults == []
    return [row.nominee.name for row in reading.rows]


def refusal(content, filename="a.csv"):
    (fault,) = read(content, filename, TERMS).faults
    return fault.code


def in_windows_1258(text):
    """Write as Windows does: the letter with its circumflex, then the tone."""

    def letter(character):
        try:
            return character.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", character)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            bare = unicodedata.normalize("NFC", parts.replace(tone, ""))
            return bare.encode("cp1258") + tone.encode("cp1258")

    return b"".join(map(letter, text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_a_table_of_text_is_read_in_any_unicode_and_with_any_delimiter(encoding, delimiter):
    assert names(text_of(delimiter).encode(encoding)) == ["Nông Văn Hòa", "Lý Thị Mai"]


def test_windows_1258_is_read():
    assert names(in_windows_1258(text_of())) == ["Nông Văn Hòa", "Lý Thị Mai"]


@pytest.mark.parametrize("old", [tcvn3, vni])
def test_a_file_of_an_old_font_is_read(old):
    content = old(text_of()).encode("latin-1")
    assert names(content) == ["Nông Văn Hòa", "Lý Thị Mai"]
    assert read(content, "a.csv", TERMS).conversions


def test_text_of_no_known_encoding_is_asked_for_again_in_one_sentence():
    assert refusal(text_of().encode("utf-8")[:-3] + b"\xff\xfe\xfa") == "csv_encoding"
    assert refusal(text_of().encode("ascii", "replace")) == "csv_marks_lost"


def test_a_delimiter_inside_quotes_parts_nothing():
    rows = [(*SOMEBODY[:4], "Người trực tiếp lao động, sản xuất; công tác")]
    text = text_of(",", rows)
    assert rows_of(text)[1] == list(rows[0])
    assert rows_of("sep=|\na|b\n") == [["a", "b"]]


@given(
    st.lists(
        st.lists(st.text(st.sampled_from('ab,;\t|"\nấ ')), min_size=5, max_size=5), max_size=8
    ),
    st.sampled_from(",;\t|"),
)
def test_what_excel_writes_is_read_as_it_was(rows, delimiter):
    assert rows_of(text_of(delimiter, rows)) == [list(HEADINGS), *rows]


def test_a_quote_that_never_closes_is_told_and_swallows_nobody():
    assert refusal(text_of(",").replace("Lý", '"Lý').encode()) == "csv_quote_open"


@pytest.mark.parametrize("text", ["," * 2**20, "a,b\n" * 30_000, "a" + "," * 300 + "b"], ids=len)
def test_too_much_text_is_refused(text):
    with pytest.raises(Rejected, match="workbook_too_large"):
        rows_of(text)


def page(*rows):
    lines = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows)
    return f"<html><head><style>td {{ a: b }}</style></head><body><table>{lines}</table></html>"


def test_a_page_of_the_web_that_calls_itself_xls_is_read():
    content = page(("<b>DANH SÁCH</b>",), HEADINGS, SOMEBODY).encode()
    assert names(content, "bao-cao.xls") == ["Nông Văn Hòa"]
    assert read(content, "a.xls", TERMS).rows[0].line == 3


def test_spans_breaks_comments_and_entities_of_a_page_are_read():
    text = (
        "<table><tr><th rowspan=2>T&ecirc;n<th colspan='2'>N&#259;m<br/>sinh</tr>"
        "<!-- <tr><td>x</td></tr> --><tr><td>Nam</td><td>N&#x1EEF;</td></tr>"
        "<tr><td>A &lt;b&gt;<script>if (a < b) alert('x')</script></td><td>1978</td></table>"
    )
    assert hypertext.rows_of(text) == [
        ["Tên", "Năm sinh", ""], ["", "Nam", "Nữ"], ["A <b>", "1978"]]  # fmt: skip


@pytest.mark.parametrize("piece", ["<!--", "<a ", "<a b='", "</a ", "<td", "<script>", "<", "&#"])
def test_no_page_takes_longer_than_its_length(piece):
    began = time.perf_counter()
    hypertext.rows_of("<table><tr><td>" + piece * 100_000)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("cells", ["<tr>" * 30_000, "<tr>" + "<td colspan=99>" * 5], ids=len)
def test_a_page_of_too_many_cells_is_refused(cells):
    with pytest.raises(Rejected, match="workbook_too_large"):
        hypertext.rows_of(f"<table>{cells}")


def test_other_kinds_of_workbooks_are_told_by_name():
    xml = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    assert refusal(xml.encode(), "a.xls") == "workbook_other_format"
