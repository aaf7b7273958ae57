"""Text from before Unicode is found by its words, and put into Unicode exactly."""

import io
import unicodedata

import pytest
import xlsxwriter
from hypothesis import given, strategies as st
from python_calamine import CalamineWorkbook

from congress.core.names import tidy
from congress.nominations.conversions import converted
from congress.nominations.detection import detect
from congress.nominations.encodings import TCVN3, Encoding, decode
from congress.nominations.fonts import font_of, old_fonts
from congress.nominations.sheets import Sheet
from congress.nominations.syllables import is_syllable
from congress.nominations.workbook import read
from congress.paths import DATA
from tests.nominations.books import HEADINGS, SOMEBODY, TERMS, changed, table
from tests.nominations.olden import OLD, tcvn3, vni

SAMPLES = sorted((DATA / "samples" / "chi-lang-2025").glob("*.xlsx"))
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
MARKED = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
SMALL = st.text(st.sampled_from([*MARKED, *"đbcghklmnpqrstvx "]), max_size=30)
ANY_CASE = st.text(
    st.sampled_from([*MARKED, *"đbcghklmnpqrstvx ", *map(str.upper, MARKED), *"ĐBCGHKLMN"]),
    max_size=30,
)
FOREIGN = [
    "René Descartes", "Noël", "Loïc Müller", "Chloé Lefèvre", "François Hollande", "Zoë Ångström",
    "José Muñoz", "Bjørn Sørensen", "Köln", "Citroën", "Anaïs", "Maël", "Hélène Müller",
]  # fmt: skip
HIGHLAND = ["H'Hen Niê", "Y Thuôn Niê", "Rơ Châm Ngọc", "Kpă Ylăng", "H'Bêl Mlô", "Siu Blơ"]
SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vi", "Lường", "Nông", "Đặng", "Bế", "Lý"]
GIVEN = ["Hoà", "Thuỷ", "Trí", "Quý", "Hà", "Tơ", "Ánh", "Đức", "Sình", "Út", "Hương", "Phượng"]
PEOPLE = st.tuples(st.sampled_from(SURNAMES), st.sampled_from(["Văn", "Thị", "A", "Thế"]),
                   st.sampled_from(GIVEN)).map(" ".join)  # fmt: skip


@given(SMALL)
def test_small_letters_come_back_from_tcvn3_as_they_were(text):
    assert decode(tcvn3(text), Encoding.TCVN3) == text


@given(ANY_CASE)
def test_a_font_of_capitals_comes_back_in_capitals(text):
    assert decode(tcvn3(text), Encoding.TCVN3, is_of_capitals=True) == text.upper()


@pytest.mark.parametrize("letter", "ĂÂÊÔƠƯĐ")
def test_capitals_that_tcvn3_has_come_back(letter):
    assert decode(tcvn3(f"{letter}n"), Encoding.TCVN3) == f"{letter}n"


@given(ANY_CASE)
def test_any_letters_come_back_from_vni_as_they_were(text):
    assert decode(vni(text), Encoding.VNI) == text


def test_the_table_of_tcvn3_is_the_standards():
    """Compare with the codec of the C library, where bytes and letters are the standard's."""
    known = {"\xb5": "à", "\xb8": "á", "\xd4": "ễ", "\xd6": "ệ", "\xe9": "ộ", "\xad": "ư",
             "\xf9": "ự", "\xfe": "ỵ", "\xa7": "Đ", "\xae": "đ"}  # fmt: skip
    assert known.items() <= TCVN3.items()
    assert len(TCVN3) == len(MARKED) - len("aeiouy") + len("đ") + len("ĂÂÊÔƠƯĐ")


@pytest.mark.parametrize("encoding", Encoding)
@given(people=st.lists(PEOPLE, min_size=3, max_size=8, unique=True))
def test_names_are_found_to_be_old(encoding, people):
    people = [*people, "Họ và tên", "Dân tộc", "Giới tính"]
    assert detect(map(OLD[encoding], people)) is encoding


@given(st.lists(PEOPLE | st.sampled_from(FOREIGN + HIGHLAND), max_size=30))
def test_names_in_unicode_are_never_taken_for_old(people):
    for form in ("NFC", "NFD"):
        assert detect(unicodedata.normalize(form, person) for person in people) is None


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_left_as_they_are_and_come_back_when_made_old(path):
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert converted(Sheet("A", rows)) == (Sheet("A", rows), [])
    rows = [[tidy(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    for encoding, old in OLD.items():
        typed = [[old(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        found, told = converted(Sheet("A", typed))
        assert [each.encoding for each in told] == [encoding]
        for row, wanted in zip(found.rows, rows, strict=True):
            for cell, text in zip(row, wanted, strict=True):
                assert cell == text or cell.lower() == text.lower()
                assert encoding is Encoding.TCVN3 or cell == text


@pytest.mark.parametrize("encoding", Encoding)
def test_an_old_workbook_is_read_and_shown_before_and_after(encoding):
    old = OLD[encoding]
    people = [SOMEBODY, changed(name="Lý Thị Mai", gender="Nữ", group="Đại biểu nữ")]
    content = table(*[map(old, row) for row in people], headings=[*map(old, HEADINGS)])
    reading = read(content, "a.xlsx", TERMS)
    assert reading.faults == []
    assert [row.nominee.name for row in reading.rows] == ["Nông Văn Hòa", "Lý Thị Mai"]
    (told,) = reading.conversions
    assert (told.sheet, told.encoding, told.cells) == ("Danh sách", encoding, 12)
    assert (old("Nông Văn Hòa"), "Nông Văn Hòa") in told.samples


def test_a_clerk_may_keep_the_text():
    content = table(map(tcvn3, SOMEBODY), headings=[*map(tcvn3, HEADINGS)])
    reading = read(content, "a.xlsx", TERMS, keeps_text=True)
    assert (reading.rows, reading.conversions) == ([], [])


def test_columns_in_unicode_and_old_columns_may_stand_side_by_side():
    names = ["Nguyễn Văn Trí", "Trần Thị Hà", "Lê Văn Quý", "Đặng Thị Út"]
    posts = ["Trưởng thôn", "Giáo viên", "Cán bộ", "Thợ nề"]
    villages = ["Làng Đăng", "Khu Hòa Bình", "Nà Lìa", "Bản Thí"]
    rows = [[n, tcvn3(p), vni(v)] for n, p, v in zip(names, posts, villages, strict=True)]
    found, told = converted(Sheet("A", rows))
    assert found.rows == [list(row) for row in zip(names, posts, villages, strict=True)]
    assert {each.encoding for each in told} == set(Encoding)


def test_fonts_tell_what_words_do_not():
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    sheet = workbook.add_worksheet()
    plain, capitals = (workbook.add_format({"font_name": name}) for name in (".VnTime", ".VnTimeH"))
    sheet.write(0, 0, "TrÝ", plain)
    sheet.write(1, 0, "Lª", capitals)
    sheet.write(2, 0, "Trí")
    workbook.close()
    fonts = old_fonts(file.getvalue())
    assert sorted(fonts[0]) == [(0, 0), (1, 0)]
    found, _ = converted(Sheet("A", [["TrÝ"], ["Lª"], ["Nguyễn Trí"]]), fonts[0])
    assert found.rows == [["Trí"], ["LÊ"], ["Nguyễn Trí"]]
    assert font_of("Times New Roman") is None


@pytest.mark.parametrize("path", SAMPLES[:3], ids=lambda path: path.stem)
def test_every_marked_word_of_names_is_a_syllable(path):
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    words = {word for row in rows[6:] for word in tidy(str(row[1])).split() if not word.isascii()}
    assert words
    assert all(map(is_syllable, words))


def test_fonts_that_cannot_be_read_tell_nothing():
    content = bytearray(table(SOMEBODY))
    place = content.index(b"xl/styles.xml") + 60
    content[place] ^= 255
    assert old_fonts(bytes(content)) == {}
    assert old_fonts(b"a;b") == {}
