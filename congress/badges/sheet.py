"""Badges on A4 sheets, ten to a page with cut marks; one small function draws each element."""

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import MODE_ALPHA_NUM, QRData
from reportlab import rl_config
from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from congress import papers
from congress.badges.rules import PrintedBadge, capitals
from congress.badges.typesetting import Face, fit

# Text coding of the streams would only make the file a quarter larger.
rl_config.useA85 = 0

WIDTH_MM, HEIGHT_MM = 90.0, 54.0
COLUMNS, ROWS = 2, 5
PER_PAGE = COLUMNS * ROWS
_LEFT_MM = (A4[0] / mm - COLUMNS * WIDTH_MM) / 2
_BOTTOM_MM = (A4[1] / mm - ROWS * HEIGHT_MM) / 2
_PADDING_MM = 5.0
_BAND_MM = 9.0
_QR_MM = 25.0
_QR_LEFT_MM = WIDTH_MM - _PADDING_MM - _QR_MM
_TEXT_MM = _QR_LEFT_MM - _PADDING_MM - 3.0
_CUT_MM = 4.0
_LEADING = 1.2

_BAND = Face(papers.BOLD, 12, 7)
_NUMBER = Face(papers.BOLD, 14, 10)
_CONGRESS = Face(papers.SEMIBOLD, 7, 5, lines=2)
_NAME = Face(papers.BOLD, 14, 10, lines=2)
_LONG_NAME = Face(papers.BOLD, 10, 5, lines=3)
_POST = Face(papers.REGULAR, 8, 6, lines=2)
_UNIT = Face(papers.SEMIBOLD, 8.5, 6, lines=2)
_SEAT = Face(papers.BOLD, 11, 7)
_GREY = HexColor("#4a5260")

# Any of the eight masks is valid; searching for the prettiest would cost six times the code.
_QR_VERSION, _QR_MASK = 5, 2


def draw(badges: Sequence[PrintedBadge], congress: str, out: BinaryIO) -> None:
    """Write the badges of a congress (by name) as a PDF, in the order given."""
    papers.register_fonts()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    canvas.setTitle(congress)
    for start in range(0, len(badges), PER_PAGE):
        _page(canvas, badges[start : start + PER_PAGE], congress)
    canvas.save()


def code(token: str) -> list[list[bool | None]]:
    """Give the QR matrix of a token, row by row, without its quiet zone."""
    qr: QRCode[object] = QRCode(
        version=_QR_VERSION, error_correction=ERROR_CORRECT_M, mask_pattern=_QR_MASK, border=0
    )
    qr.add_data(QRData(token, mode=MODE_ALPHA_NUM))
    qr.make(fit=False)
    matrix: list[list[bool | None]] = qr.modules
    return matrix


def _page(canvas: Canvas, badges: Sequence[PrintedBadge], congress: str) -> None:
    for place, badge in enumerate(badges):
        row, column = divmod(place, COLUMNS)
        canvas.saveState()
        canvas.translate(
            (_LEFT_MM + column * WIDTH_MM) * mm, (_BOTTOM_MM + (ROWS - 1 - row) * HEIGHT_MM) * mm
        )
        _draw_congress(canvas, congress)
        for element in _ELEMENTS:
            element(canvas, badge)
        canvas.restoreState()
    _draw_cut_marks(canvas)
    canvas.showPage()


def _draw_band(canvas: Canvas, badge: PrintedBadge) -> None:
    canvas.setFillColor(HexColor(badge.colour))
    canvas.rect(0, (HEIGHT_MM - _BAND_MM) * mm, WIDTH_MM * mm, _BAND_MM * mm, stroke=0, fill=1)
    canvas.setFillColor(white)
    _text(canvas, badge.band, _BAND, HEIGHT_MM - 1.2, width_mm=60)


def _draw_number(canvas: Canvas, badge: PrintedBadge) -> None:
    set_text = fit(f"{badge.number:03d}", _NUMBER, 20 * mm)
    canvas.setFont(_NUMBER.font, set_text.size_pt)
    canvas.setFillColor(white)
    canvas.drawRightString((WIDTH_MM - _PADDING_MM) * mm, (HEIGHT_MM - 6.2) * mm, set_text.lines[0])


def _draw_congress(canvas: Canvas, congress: str) -> None:
    canvas.setFillColor(_GREY)
    _text(canvas, congress, _CONGRESS, HEIGHT_MM - _BAND_MM - 2.2, width_mm=80)


def _draw_person(canvas: Canvas, badge: PrintedBadge) -> None:
    canvas.setFillColor(black)
    name = capitals(badge.name)
    face = _NAME if fit(name, _NAME, _TEXT_MM * mm).is_whole else _LONG_NAME
    top_mm = _text(canvas, name, face, HEIGHT_MM - _BAND_MM - 9.4) - 1.0
    top_mm = _text(canvas, badge.post, _POST, top_mm) - 0.6
    canvas.setFillColor(HexColor(badge.colour))
    _text(canvas, badge.unit, _UNIT, top_mm)


def _draw_seat(canvas: Canvas, badge: PrintedBadge) -> None:
    canvas.setFillColor(black)
    if badge.seat:
        _text(canvas, f"Ghế {badge.seat}", _SEAT, 8.2)


def _draw_code(canvas: Canvas, badge: PrintedBadge) -> None:
    # One path of whole runs: modules filled one by one show seams where they meet.
    matrix = code(badge.token)
    canvas.saveState()
    canvas.translate(_QR_LEFT_MM * mm, _PADDING_MM * mm)
    canvas.scale(_QR_MM * mm / len(matrix), _QR_MM * mm / len(matrix))
    path = canvas.beginPath()
    for row, modules in enumerate(reversed(matrix)):
        for start, length in _runs(modules):
            path.rect(start, row, length, 1)
    canvas.setFillColor(black)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _runs(modules: Sequence[bool | None]) -> Iterator[tuple[int, int]]:
    start = None
    for place, is_dark in enumerate([*modules, False]):
        if is_dark and start is None:
            start = place
        elif not is_dark and start is not None:
            yield start, place - start
            start = None


_Element = Callable[[Canvas, PrintedBadge], None]
_ELEMENTS: tuple[_Element, ...] = (
    _draw_band,
    _draw_number,
    _draw_person,
    _draw_seat,
    _draw_code,
)


def _text(
    canvas: Canvas, text: str, face: Face, top_mm: float, width_mm: float = _TEXT_MM
) -> float:
    """Draw a text downwards from ``top_mm`` and give the height (mm) where it ends."""
    set_text = fit(text, face, width_mm * mm)
    canvas.setFont(face.font, set_text.size_pt)
    for line in set_text.lines:
        top_mm -= set_text.size_pt * _LEADING / mm
        canvas.drawString(_PADDING_MM * mm, top_mm * mm, line)
    return top_mm


def _draw_cut_marks(canvas: Canvas) -> None:
    canvas.setStrokeColor(_GREY)
    canvas.setLineWidth(0.3)
    top_mm, right_mm = A4[1] / mm - _BOTTOM_MM, A4[0] / mm - _LEFT_MM
    for column in range(COLUMNS + 1):
        x = (_LEFT_MM + column * WIDTH_MM) * mm
        canvas.line(x, (_BOTTOM_MM - 1) * mm, x, (_BOTTOM_MM - 1 - _CUT_MM) * mm)
        canvas.line(x, (top_mm + 1) * mm, x, (top_mm + 1 + _CUT_MM) * mm)
    for row in range(ROWS + 1):
        y = (_BOTTOM_MM + row * HEIGHT_MM) * mm
        canvas.line((_LEFT_MM - 1) * mm, y, (_LEFT_MM - 1 - _CUT_MM) * mm, y)
        canvas.line((right_mm + 1) * mm, y, (right_mm + 1 + _CUT_MM) * mm, y)
