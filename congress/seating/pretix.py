"""Halls drawn with pretix's editor of seating plans: zones, rows, seats, each with a position."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from congress.core.errors import Fault
from congress.core.names import fold
from congress.seating.hall import HallFaults, HallPlan, Path, Zone
from optimizer.hall import Seat

_ACCESSIBLE = ("accessib", "wheelchair", "xe lan", "khuyet tat")


class _Loose(BaseModel):
    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)


class _Position(_Loose):
    x: float = Field(allow_inf_nan=False)
    y: float = Field(allow_inf_nan=False)


_ORIGIN = _Position(x=0, y=0)


class _Seat(_Loose):
    seat_guid: str = Field(min_length=1)
    seat_number: str
    position: _Position
    category: str
    accessible: bool = False

    def is_accessible(self) -> bool:
        """Tell whether the seat says so: pretix has no such mark, its categories do."""
        return self.accessible or any(word in fold(self.category) for word in _ACCESSIBLE)


class _Row(_Loose):
    row_number: str
    position: _Position = _ORIGIN
    seats: list[_Seat]


class _Zone(_Loose):
    name: str = ""
    position: _Position = _ORIGIN
    rows: list[_Row]


class _Category(_Loose):
    name: str


class _Plan(_Loose):
    name: str
    categories: list[_Category] = []
    zones: list[_Zone]


def is_pretix(plan: Mapping[str, Any]) -> bool:
    """Tell whether a hall is written as pretix does: rows stand inside zones."""
    zones = plan.get("zones")
    is_nested = isinstance(zones, list) and any("rows" in z for z in zones if isinstance(z, dict))
    return "rows" not in plan and (is_nested or "categories" in plan)


def read(plan: Mapping[str, Any]) -> HallPlan:
    """Prove a pretix plan; its categories become zones, and classes where people name them."""
    drawn = _Plan.model_validate(plan)
    faults = list(_faults(drawn))
    if faults:
        raise HallFaults(faults)
    seats = tuple(seat for at, zone in enumerate(drawn.zones) for seat in _seats(at, zone))
    names = dict.fromkeys([*(c.name for c in drawn.categories), *(seat.zone for seat in seats)])
    used = {seat.zone for seat in seats}
    zones = tuple(Zone(name, name, category=name) for name in names if name in used)
    return HallPlan(drawn.name, "", "Sân khấu", zones, seats)


def _faults(plan: _Plan) -> Iterator[tuple[Path, Fault]]:
    known = {category.name for category in plan.categories}
    seen: set[str] = set()
    for path, seat in _located(plan):
        if seat.seat_guid in seen:
            yield (*path, "seat_guid"), Fault("hall_seat_twice", {"seat": seat.seat_guid})
        if known and seat.category not in known:
            yield (*path, "category"), Fault("hall_zone_unknown", {"zone": seat.category})
        seen.add(seat.seat_guid)


def _located(plan: _Plan) -> Iterator[tuple[Path, _Seat]]:
    for at, zone in enumerate(plan.zones):
        for nth, row in enumerate(zone.rows):
            for place, seat in enumerate(row.seats):
                yield ("zones", at, "rows", nth, "seats", place), seat


def _seats(at: int, zone: _Zone) -> Iterator[Seat]:
    for row, name in zip(zone.rows, _row_names(zone), strict=True):
        for seat in row.seats:
            yield Seat(
                guid=seat.seat_guid,
                row=name,
                number=seat.seat_number,
                x=zone.position.x + row.position.x + seat.position.x,
                y=zone.position.y + row.position.y + seat.position.y,
                zone=seat.category,
                block=f"{at} {zone.name}",
                category=seat.category,
                is_accessible=seat.is_accessible(),
            )


def _row_names(zone: _Zone) -> list[str]:
    """Name the rows; one name at two depths is two rows, at one depth the halves of one."""
    depths: dict[str, list[float]] = defaultdict(list)
    names = []
    for row in zone.rows:
        depth = row.position.y + min((seat.position.y for seat in row.seats), default=0.0)
        known = depths[row.row_number]
        if depth not in known:
            known.append(depth)
        nth = known.index(depth)
        names.append(f"{row.row_number} ({nth + 1})" if nth else row.row_number)
    return names
