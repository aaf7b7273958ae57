"""What holds of units: where they may stand, how they end, and what may follow them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from congress.core.errors import Fault
from congress.units.models import UnitKind

_RANKS = {
    UnitKind.PROVINCE: 0,
    UnitKind.DISTRICT: 1,
    UnitKind.COMMUNE: 2,
    UnitKind.TOWN: 2,
    UnitKind.AGENCY: 3,
}
"""Nearer the top first; a unit stands below one of a lesser rank."""


@dataclass(frozen=True)
class Span:
    """A unit as long as it stands; ``valid_to`` is its last day, empty while it has none."""

    id: int
    code: str
    name: str
    kind: UnitKind
    valid_from: date
    valid_to: date | None

    def stands_on(self, day: date) -> bool:
        """Tell whether the unit was there on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def entry_faults(new: Span, parent: Span | None, same_code: Sequence[Span]) -> Iterator[Fault]:
    """Find why a unit cannot be entered, all at once; ``same_code`` are those of its code."""
    if new.valid_to is not None and new.valid_to < new.valid_from:
        yield Fault("unit_ends_before_it_begins", field="valid_to")
    if parent is None and new.kind is not UnitKind.PROVINCE:
        yield Fault("unit_parent_missing", field="parent")
    if parent is not None:
        yield from _parent_faults(new, parent)
    for other in same_code:
        if _overlap(new, other):
            yield Fault("unit_code_in_use", {"code": new.code, "name": other.name}, field="code")


def _parent_faults(new: Span, parent: Span) -> Iterator[Fault]:
    if _RANKS[parent.kind] >= _RANKS[new.kind]:
        yield Fault("unit_parent_too_low", {"parent": parent.name}, field="parent")
    if not parent.stands_on(new.valid_from):
        day = new.valid_from.strftime("%d/%m/%Y")
        yield Fault("unit_parent_not_there", {"parent": parent.name, "day": day}, field="parent")


def _overlap(one: Span, other: Span) -> bool:
    return (one.valid_to is None or other.valid_from <= one.valid_to) and (
        other.valid_to is None or one.valid_from <= other.valid_to
    )


def closing_faults(unit: Span, last_day: date, below: Sequence[Span]) -> Iterator[Fault]:
    """Find why a unit cannot end on a day; ``below`` are the units that stand under it."""
    if unit.valid_to is not None:
        day = unit.valid_to.strftime("%d/%m/%Y")
        yield Fault("unit_closed_already", {"name": unit.name, "day": day})
    if last_day < unit.valid_from:
        day = unit.valid_from.strftime("%d/%m/%Y")
        yield Fault("unit_closed_before_it_began", {"name": unit.name, "day": day}, field="on")
    left = [each.name for each in below if each.valid_to is None or each.valid_to > last_day]
    if left:
        yield Fault("unit_has_units_below", {"count": len(left), "names": ", ".join(left[:5])})


def succession_faults(
    unit: Span,
    last_day: date,
    successors: Sequence[Span],
    followed_by: Mapping[int, Collection[int]],
) -> Iterator[Fault]:
    """Find why units cannot follow this one; ``followed_by`` names each unit's successors."""
    next_day = last_day + timedelta(days=1)
    for successor in successors:
        facts = {"name": unit.name, "successor": successor.name}
        if unit.id in reached(successor.id, followed_by):
            yield Fault("unit_succession_turns_round", facts, field="successors")
        elif not successor.stands_on(next_day):
            day = {"day": next_day.strftime("%d/%m/%Y")}
            yield Fault("unit_successor_not_there", facts | day, field="successors")


def reached(start: int, followed_by: Mapping[int, Collection[int]]) -> set[int]:
    """Give a unit and all that followed it, however far."""
    found, waiting = {start}, [start]
    while waiting:
        new = set(followed_by.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def standing(
    start: int, day: date, followed_by: Mapping[int, Collection[int]], spans: Mapping[int, Span]
) -> set[int]:
    """Give what stands in a unit's place on a day: itself, or the nearest that followed it."""
    found: set[int] = set()
    seen, waiting = {start}, [start]
    while waiting:
        unit_id = waiting.pop()
        if spans[unit_id].stands_on(day):
            found.add(unit_id)
            continue
        new = set(followed_by.get(unit_id, ())) - seen
        seen |= new
        waiting += new
    return found
