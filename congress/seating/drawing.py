"""The plan of a hall as cells and lines, the same for the page and for print."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from congress.seating.hall import HallPlan
from optimizer.hall import Seat

TINTS = 11
"""Colours that delegations take in turn; lines between them tell them apart without colour."""


@dataclass(frozen=True)
class Sitter:
    """Who sits on a seat: what the cell shows, their name, and the place of their delegation."""

    mark: str
    name: str
    delegation: str


@dataclass(frozen=True)
class Cell:
    """A seat on the plan, at ``x``, ``y`` from the top left, in cells."""

    guid: str
    label: str
    zone: str
    zone_place: int
    x: float
    y: float
    is_held: bool
    is_accessible: bool
    sitter: Sitter | None
    code: int
    tint: int


@dataclass(frozen=True)
class Line:
    """A line of the border around a delegation, in cells."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class RowMark:
    """The name of a row beside it."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Legend:
    """A delegation on the plan: its code there, and how many seats it has."""

    code: int
    tint: int
    name: str
    people: int


@dataclass(frozen=True)
class ZoneNote:
    """A zone of the hall: its seats, and how many are free."""

    place: int
    label: str
    seats: int
    free: int
    is_held: bool


@dataclass(frozen=True)
class Drawing:
    """A plan to draw, ``width`` by ``height`` cells; ``accessible`` counts such seats."""

    width: float
    height: float
    stage: str
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]
    rows: tuple[RowMark, ...]
    legend: tuple[Legend, ...]
    zones: tuple[ZoneNote, ...]
    accessible: int


def draw(plan: HallPlan, sitters: Mapping[str, Sitter]) -> Drawing:
    """Draw a hall with those who sit in it, by the guid of their seat."""
    codes = _codes(plan, sitters)
    cells = _cells(plan, sitters, codes)
    return Drawing(
        width=max(cell.x for cell in cells) + 2,
        height=max(cell.y for cell in cells) + 1.5,
        stage=plan.stage,
        cells=tuple(cells),
        lines=tuple(_borders(plan, cells)),
        rows=tuple(_row_marks(plan.seats, cells)),
        legend=_legend(codes, sitters),
        zones=_zones(plan, sitters),
        accessible=sum(cell.is_accessible and not cell.is_held for cell in cells),
    )


def _cells(plan: HallPlan, sitters: Mapping[str, Sitter], codes: Mapping[str, int]) -> list[Cell]:
    zones = {zone.code: (place, zone) for place, zone in enumerate(plan.zones)}
    across, deep = plan.whole.pitch
    left = min(seat.x for seat in plan.seats)
    front = min(seat.y for seat in plan.seats)
    cells = []
    for seat in plan.seats:
        zone_place, zone = zones[seat.zone]
        sitter = sitters.get(seat.guid)
        code = codes.get(sitter.delegation, 0) if sitter else 0
        cells.append(
            Cell(
                guid=seat.guid,
                label=plan.labels[seat.guid],
                zone=zone.label,
                zone_place=zone_place,
                x=round((seat.x - left) / across + 1, 3),
                y=round((seat.y - front) / deep + 2, 3),
                is_held=zone.is_held,
                is_accessible=seat.is_accessible,
                sitter=sitter,
                code=code,
                tint=_tint(code),
            )
        )
    return cells


def _codes(plan: HallPlan, sitters: Mapping[str, Sitter]) -> dict[str, int]:
    """Give delegations their codes as one meets them from the stage backwards."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for index, seat in enumerate(plan.seats):
        sitter = sitters.get(seat.guid)
        if sitter and sitter.delegation:
            found[sitter.delegation].append((plan.whole.depth[index], seat.x))
    order = sorted(found, key=lambda name: (fmean(d for d, _ in found[name]), min(found[name])))
    return {name: code for code, name in enumerate(order, 1)}


def _tint(code: int) -> int:
    """Give a colour from 1; 0 is that of seats without a delegation."""
    return (code - 1) % TINTS + 1 if code else 0


def _borders(plan: HallPlan, cells: Sequence[Cell]) -> list[Line]:
    """Draw a line at each side of a cell beyond which its delegation does not go on."""
    lines = []
    for index, cell in enumerate(cells):
        if cell.code == 0:
            continue
        same = [cells[other] for other in plan.whole.neighbours[index]]
        sides = {_side(cell, other) for other in same if other.code == cell.code}
        x, y = cell.x, cell.y
        edges = {
            "left": Line(x, y, x, y + 1),
            "right": Line(x + 1, y, x + 1, y + 1),
            "front": Line(x, y, x + 1, y),
            "back": Line(x, y + 1, x + 1, y + 1),
        }
        lines += [line for side, line in edges.items() if side not in sides]
    return lines


def _side(cell: Cell, other: Cell) -> str:
    if abs(other.x - cell.x) > abs(other.y - cell.y):
        return "right" if other.x > cell.x else "left"
    return "back" if other.y > cell.y else "front"


def _row_marks(seats: Sequence[Seat], cells: Sequence[Cell]) -> list[RowMark]:
    rows: dict[tuple[str, float], list[float]] = defaultdict(list)
    for seat, cell in zip(seats, cells, strict=True):
        rows[seat.row, cell.y].append(cell.x)
    return [RowMark(name, min(across) - 0.5, y) for (name, y), across in rows.items()]


def _legend(codes: Mapping[str, int], sitters: Mapping[str, Sitter]) -> tuple[Legend, ...]:
    people: dict[str, int] = defaultdict(int)
    for sitter in sitters.values():
        people[sitter.delegation] += 1
    return tuple(Legend(code, _tint(code), name, people[name]) for name, code in codes.items())


def _zones(plan: HallPlan, sitters: Mapping[str, Sitter]) -> tuple[ZoneNote, ...]:
    notes = []
    for place, zone in enumerate(plan.zones):
        guids = [seat.guid for seat in plan.seats if seat.zone == zone.code]
        free = sum(guid not in sitters for guid in guids)
        notes.append(ZoneNote(place, zone.label, len(guids), free, zone.is_held))
    return tuple(notes)
