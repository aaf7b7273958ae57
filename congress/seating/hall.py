"""A hall as the program knows it: zones, seats, and what each seat is called."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from congress.core.errors import Fault
from optimizer.hall import Hall, Seat

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Zone:
    """A named part of a hall; nobody is placed on held seats."""

    code: str
    label: str
    category: str = ""
    is_held: bool = False


@dataclass(frozen=True)
class HallPlan:
    """A proven hall. ``seats`` holds those held back too."""

    name: str
    note: str
    stage: str
    zones: tuple[Zone, ...]
    seats: tuple[Seat, ...]

    @cached_property
    def whole(self) -> Hall:
        """Every seat."""
        return Hall(self.seats)

    @cached_property
    def open(self) -> Hall:
        """The seats that people may be placed on."""
        held = {zone.code for zone in self.zones if zone.is_held}
        return Hall(tuple(seat for seat in self.seats if seat.zone not in held))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Name each seat (by guid) as badges do: row and number, its zone too if that is twice."""
        short = [f"{seat.row}-{seat.number}" for seat in self.seats]
        times = Counter(short)
        return {
            seat.guid: f"{seat.zone} {label}" if times[label] > 1 else label
            for seat, label in zip(self.seats, short, strict=True)
        }


class HallFaults(Exception):
    """The hall cannot be used; each fault with the path of what is wrong in the file."""

    def __init__(self, faults: list[tuple[Path, Fault]]) -> None:
        self.faults = faults
        super().__init__(len(faults))
