import pytest
from hypothesis import given, strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from congress import papers
from congress.badges.typesetting import Face, fit

WIDTH_PT = 140


@pytest.fixture(autouse=True, scope="module")
def _fonts():
    papers.register_fonts()


FACE = Face(papers.BOLD, 14, 6, lines=2)


def test_a_short_name_takes_the_largest_size_on_one_line():
    assert fit("VI Ỷ", FACE, WIDTH_PT).lines == ["VI Ỷ"]
    assert fit("VI Ỷ", FACE, WIDTH_PT).size_pt == 14


def test_a_long_name_is_broken_and_then_shrunk():
    text = fit("CÔNG TẰNG TÔN NỮ THỊ NGỌC NGUYỆT ÁNH", FACE, WIDTH_PT)
    assert len(text.lines) == 2
    assert text.size_pt < 14
    assert text.is_whole


def test_nothing_takes_no_line():
    assert fit("  ", FACE, WIDTH_PT).lines == []


def test_what_cannot_fit_is_cut_with_dots():
    text = fit("W" * 60, FACE, WIDTH_PT)
    assert not text.is_whole
    assert text.lines[0].endswith("W…")


@given(st.text(st.characters(categories=["Lu", "Zs"], max_codepoint=0x1EFF), max_size=200))
def test_no_text_leaves_its_place(text: str):
    placed = fit(text, FACE, WIDTH_PT)
    assert len(placed.lines) <= FACE.lines
    assert all(stringWidth(line, FACE.font, placed.size_pt) <= WIDTH_PT for line in placed.lines)
    if placed.is_whole:
        assert " ".join(placed.lines) == " ".join(text.split())
