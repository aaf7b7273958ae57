"""The printed plan."""

from io import BytesIO

import pypdfium2
import pytest

from congress.seating import drawing, pdf, reading
from congress.seating.drawing import Sitter
from tests.seating.halls import SMALL_HALL, pretix_hall

LONG = "Trung tâm Văn hóa, Thể thao và Truyền thông"


def first_page(hall: dict, units: list[str]) -> pypdfium2.PdfTextPage:
    """Print a hall in whose first seats people of these units sit."""
    plan = reading.read(hall)
    sitters = {
        seat.guid: Sitter("#", "Vi Ỷ", unit)
        for seat, unit in zip(plan.open.seats, units, strict=False)
    }
    out = BytesIO()
    pdf.draw_plan(drawing.draw(plan, sitters), "Hội nghị", "số liệu minh họa", out)
    return pypdfium2.PdfDocument(out.getvalue())[0].get_textpage()


@pytest.mark.parametrize("others", [0, 12])
def test_the_legend_gives_the_name_of_a_delegation_whole(others: int):
    units = [LONG, *(f"Xã Vân Thủy {number}" for number in range(others))]
    page = first_page(SMALL_HALL, units)
    assert f"{LONG} (1)" in page.get_text_range()


@pytest.mark.parametrize("blocks", [(4, 6, 4), (12, 20, 12)])
def test_the_legend_stands_right_below_the_hall(blocks: tuple[int, ...]):
    units = [f"Xã Vân Thủy {place // 8}" for place in range(sum(blocks) * 8)]
    page = first_page(pretix_hall(blocks), units)
    text = page.get_text_range()
    legend = [page.get_charbox(at)[3] for at in range(len(text)) if text.startswith("Xã", at)]
    seats = [page.get_charbox(at)[1] for at in range(len(text)) if text[at] == "#"]
    assert 0 < min(seats) - max(legend) < 40  # points: a line or two
    assert min(legend) > 0
