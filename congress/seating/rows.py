"""Our schema of a hall (TOML or JSON), in seat widths across and rows deep.

::

    name = "Hội trường"
    note = "số liệu minh họa"        # optional; shown beside the name
    stage = "Sân khấu"               # optional

    [[zones]]
    code = "guests"
    label = "Khách mời, lãnh đạo"
    class = "invited"                # optional: people of this class sit here and nowhere else
    held = false                     # optional: true for seats that nobody is placed on

    [[rows]]
    name = "A"
    y = 0                            # from the stage backwards; a cross aisle is a larger step
    segments = [                     # x is that of the first number; an aisle is a larger step
      { block = "left", zone = "guests", x = 0, numbers = [1, 8], accessible = [1] },
    ]

A seat's guid is its row and number, ``A-1``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from congress.core.errors import Fault
from congress.seating.hall import HallFaults, HallPlan, Path, Zone
from optimizer.hall import Seat


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Zone(_Strict):
    code: str = Field(min_length=1)
    label: str
    category: str = Field("", alias="class")
    held: bool = False


class _Segment(_Strict):
    block: str
    zone: str
    x: float = Field(allow_inf_nan=False)
    numbers: tuple[int, int]
    accessible: list[int] = []

    def numbered(self) -> Iterator[tuple[int, float]]:
        first, last = self.numbers
        step = 1 if last >= first else -1
        for place, number in enumerate(range(first, last + step, step)):
            yield number, self.x + place


class _Row(_Strict):
    name: str = Field(min_length=1)
    y: float = Field(allow_inf_nan=False)
    segments: list[_Segment]


class _Hall(_Strict):
    name: str
    note: str = ""
    stage: str = "Sân khấu"
    zones: list[_Zone]
    rows: list[_Row]


def read(plan: Mapping[str, Any]) -> HallPlan:
    """Prove a hall of our schema; raises ``HallFaults``, or pydantic's ``ValidationError``."""
    hall = _Hall.model_validate(plan)
    faults = [*_zone_faults(hall), *_seat_faults(hall)]
    if faults:
        raise HallFaults(faults)
    zones = {
        zone.code: Zone(zone.code, zone.label, zone.category, zone.held) for zone in hall.zones
    }
    seats = tuple(
        Seat(
            guid=f"{row.name}-{number}",
            row=row.name,
            number=str(number),
            x=x,
            y=row.y,
            zone=segment.zone,
            block=segment.block,
            category=zones[segment.zone].category,
            is_accessible=number in segment.accessible,
        )
        for row in hall.rows
        for segment in row.segments
        for number, x in segment.numbered()
    )
    return HallPlan(hall.name, hall.note, hall.stage, tuple(zones.values()), seats)


def _zone_faults(hall: _Hall) -> Iterator[tuple[Path, Fault]]:
    codes = [zone.code for zone in hall.zones]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            yield ("zones", place, "code"), Fault("hall_zone_twice", {"zone": code})
    for at, row in enumerate(hall.rows):
        for place, segment in enumerate(row.segments):
            if segment.zone not in codes:
                path = ("rows", at, "segments", place, "zone")
                yield path, Fault("hall_zone_unknown", {"zone": segment.zone})


def _seat_faults(hall: _Hall) -> Iterator[tuple[Path, Fault]]:
    seen: set[str] = set()
    for at, row in enumerate(hall.rows):
        for place, segment in enumerate(row.segments):
            path: Path = ("rows", at, "segments", place, "numbers")
            guids = [f"{row.name}-{number}" for number, _ in segment.numbered()]
            for guid in sorted(seen.intersection(guids)):
                yield path, Fault("hall_seat_twice", {"seat": guid})
            seen.update(guids)
            known = {number for number, _ in segment.numbered()}
            for number in sorted(set(segment.accessible) - known):
                path = ("rows", at, "segments", place, "accessible")
                yield path, Fault("hall_seat_unknown", {"seat": f"{row.name}-{number}"})
