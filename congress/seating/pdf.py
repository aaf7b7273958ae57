"""The seating plan on A4, landscape: the hall, then where each person sits, by delegation."""

from collections.abc import Sequence
from typing import BinaryIO

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from congress import papers
from congress.core.names import sort_key, tidy
from congress.seating.drawing import Cell, Drawing, Legend

WIDTH, HEIGHT = landscape(A4)
_MARGIN = 10 * mm
_HEAD = 16 * mm
_LEGEND_LINE = 4.2 * mm
_LEGEND_COLUMNS = (5, 4, 3)
_LEGEND_TEXT_PT = 7
_LEGEND_GAP = 6 * mm
_LIST_COLUMNS = 3
_LIST_LINE = 4.6 * mm
_CELL_LIMIT = 11 * mm
_LEAST_TEXT_PT = 1.5
_GREY = HexColor("#5b6470")
_HELD = HexColor("#d5d9de")
# Pale enough that numbers stay black on white in a black and white print.
TINTS = tuple(
    HexColor(colour)
    for colour in (
        *("#ffffff", "#dbeaf7", "#fbe7cf", "#dff1de", "#f6dfe6", "#e8e2f4"),
        *("#fff6c9", "#d8f0ee", "#f0e4d8", "#e3e9c9", "#dfe3f5", "#f9dccf"),
    )
)


def draw_plan(drawing: Drawing, title: str, note: str, out: BinaryIO) -> None:
    """Write a plan and its lists as a PDF."""
    papers.register_fonts()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), pageCompression=1)
    canvas.setTitle(tidy(title))
    _draw_head(canvas, title, note)
    columns = _legend_columns(drawing)
    lines = -(-len(drawing.legend) // columns)
    foot = _draw_hall(canvas, drawing, _MARGIN + lines * _LEGEND_LINE + _LEGEND_GAP)
    _draw_legend(canvas, drawing, columns, foot - _LEGEND_GAP)
    canvas.showPage()
    _draw_lists(canvas, drawing, title)
    canvas.save()


def _draw_head(canvas: Canvas, title: str, note: str) -> None:
    canvas.setFillColor(black)
    canvas.setFont(papers.BOLD, 13)
    canvas.drawString(_MARGIN, HEIGHT - _MARGIN - 4 * mm, _fitted(title, papers.BOLD, 13, 205 * mm))
    canvas.setFont(papers.REGULAR, 8)
    canvas.setFillColor(_GREY)
    canvas.drawString(_MARGIN, HEIGHT - _MARGIN - 9 * mm, tidy(note))


def _legend_columns(drawing: Drawing) -> int:
    """Give as many columns as leave every name of a delegation whole, at least two."""
    names = [_legend_name(entry) for entry in drawing.legend]

    def fits(columns: int) -> bool:
        width = _legend_width(columns)
        return all(_fitted(n, papers.REGULAR, _LEGEND_TEXT_PT, width) == n for n in names)

    return next(filter(fits, _LEGEND_COLUMNS), 2)


def _legend_name(entry: Legend) -> str:
    return tidy(f"{entry.name} ({entry.people})")


def _legend_width(columns: int) -> float:
    """Give the width that a column leaves to a name."""
    return float((WIDTH - 2 * _MARGIN) / columns - 9 * mm)


def _draw_legend(canvas: Canvas, drawing: Drawing, columns: int, top: float) -> None:
    """Draw the codes of the delegations below the hall."""
    lines = -(-len(drawing.legend) // columns)
    width = (WIDTH - 2 * _MARGIN) / columns
    for place, entry in enumerate(drawing.legend):
        column, line = divmod(place, max(lines, 1))
        x, y = _MARGIN + column * width, top - (line + 1) * _LEGEND_LINE
        canvas.setFillColor(TINTS[entry.tint])
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.8)
        canvas.rect(x, y, 6 * mm, 3.4 * mm, fill=1)
        canvas.setFillColor(black)
        canvas.setFont(papers.BOLD, 7)
        canvas.drawCentredString(x + 3 * mm, y + 0.9 * mm, str(entry.code))
        canvas.setFont(papers.REGULAR, _LEGEND_TEXT_PT)
        name = _fitted(_legend_name(entry), papers.REGULAR, _LEGEND_TEXT_PT, _legend_width(columns))
        canvas.drawString(x + 7.5 * mm, y + 0.9 * mm, name)


def _draw_hall(canvas: Canvas, drawing: Drawing, floor: float) -> float:
    """Draw the hall as large as the page allows above ``floor``; give the height of its foot."""
    roof = HEIGHT - _MARGIN - _HEAD
    size = min((WIDTH - 2 * _MARGIN) / drawing.width, (roof - floor) / drawing.height, _CELL_LIMIT)
    canvas.saveState()
    canvas.translate((WIDTH - size * drawing.width) / 2, roof)
    _draw_stage(canvas, drawing, size)
    for cell in drawing.cells:
        _draw_cell(canvas, cell, size)
    canvas.setStrokeColor(black)
    canvas.setLineWidth(max(0.6, size * 0.09))
    canvas.setLineCap(2)
    for line in drawing.lines:
        canvas.line(line.x1 * size, -line.y1 * size, line.x2 * size, -line.y2 * size)
    canvas.setFillColor(_GREY)
    canvas.setFont(papers.SEMIBOLD, size * 0.42)
    for row in drawing.rows:
        canvas.drawCentredString(row.x * size, -(row.y + 0.65) * size, tidy(row.name))
    canvas.restoreState()
    return float(roof - size * (max(cell.y for cell in drawing.cells) + 1))


def _draw_stage(canvas: Canvas, drawing: Drawing, size: float) -> None:
    left, width = drawing.width * 0.3 * size, drawing.width * 0.4 * size
    canvas.setStrokeColor(_GREY)
    canvas.setLineWidth(0.8)
    canvas.rect(left, -1.4 * size, width, 1.2 * size)
    canvas.setFillColor(_GREY)
    canvas.setFont(papers.SEMIBOLD, size * 0.6)
    canvas.drawCentredString(left + width / 2, -size, tidy(drawing.stage).upper())


def _draw_cell(canvas: Canvas, cell: Cell, size: float) -> None:
    x, y = cell.x * size, -(cell.y + 1) * size
    canvas.setStrokeColor(_GREY)
    canvas.setLineWidth(0.25)
    canvas.setFillColor(_HELD if cell.is_held else TINTS[cell.tint] if cell.sitter else white)
    canvas.rect(x, y, size, size, fill=1)
    if cell.sitter is None or size * 0.3 < _LEAST_TEXT_PT:
        return
    canvas.setFillColor(black)
    canvas.setFont(papers.BOLD, size * 0.38)
    canvas.drawCentredString(x + size / 2, y + size * 0.52, cell.sitter.mark)
    canvas.setFont(papers.REGULAR, size * 0.3)
    canvas.drawCentredString(x + size / 2, y + size * 0.14, str(cell.code or ""))


def _draw_lists(canvas: Canvas, drawing: Drawing, title: str) -> None:
    """List who sits where, delegation by delegation, names in Vietnamese order."""
    lines = _listed(drawing)
    per_column = int((HEIGHT - 2 * _MARGIN - _HEAD) / _LIST_LINE)
    per_page = per_column * _LIST_COLUMNS
    for start in range(0, len(lines), per_page):
        _draw_head(canvas, title, "Bảng tra chỗ ngồi")
        for place, line in enumerate(lines[start : start + per_page]):
            _draw_list_line(canvas, line, *divmod(place, per_column))
        canvas.showPage()


def _listed(drawing: Drawing) -> list[tuple[str, str, str]]:
    """Give lines of (mark, name, seat); a delegation's head has neither mark nor seat."""
    seated: dict[str, list[Cell]] = {}
    for cell in drawing.cells:
        if cell.sitter:
            seated.setdefault(cell.sitter.delegation, []).append(cell)
    heads = [(entry.name, f"{entry.code}. {entry.name}") for entry in drawing.legend]
    lines = []
    for delegation, head in [*heads, ("", "")]:
        cells = seated.get(delegation, [])
        lines += [("", head, "")] if head else []
        lines += sorted(
            ((c.sitter.mark, c.sitter.name, c.label) for c in cells if c.sitter),
            key=lambda line: sort_key(line[1]),
        )
    return lines


def _draw_list_line(canvas: Canvas, line: Sequence[str], column: int, place: int) -> None:
    width = (WIDTH - 2 * _MARGIN) / _LIST_COLUMNS
    x = _MARGIN + column * width
    y = HEIGHT - _MARGIN - _HEAD - (place + 1) * _LIST_LINE
    mark, name, seat = line
    is_head = not seat
    face = papers.BOLD if is_head else papers.REGULAR
    canvas.setFillColor(black)
    canvas.setFont(papers.SEMIBOLD, 8)
    canvas.drawString(x, y, mark)
    canvas.setFont(face, 8)
    left = 0 if is_head else 10 * mm
    canvas.drawString(x + left, y, _fitted(name, face, 8, width - left - 18 * mm))
    canvas.setFont(papers.BOLD, 8)
    canvas.drawRightString(x + width - 6 * mm, y, tidy(seat))


def _fitted(text: str, font: str, size_pt: float, width: float) -> str:
    return papers.cut(tidy(text), font, size_pt, width)
