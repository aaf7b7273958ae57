"""Seat people again after a change, moving as few as can be."""

from collections.abc import Mapping, Sequence
from random import Random

from optimizer.chains import join, join_at_once, rejoin
from optimizer.chart import Chart

_ORDERS = 12
"""Orders of newcomers that are tried: who comes first can spare another a move."""


def seat_again(chart: Chart, keep: Mapping[str, str], seed: int) -> dict[int, int]:
    """Leave everyone where ``keep`` (person's id → seat's guid) has them; add the newcomers.

    Delegations that leavers broke are rejoined. Gives the earlier seats by index, of the people
    and seats that are still there.
    """
    kept = _kept(chart, keep)
    for person, seat in kept.items():
        if chart.is_allowed(person, seat) and chart.is_free(seat):
            chart.put(person, seat)
    start = dict(chart.seat_of)
    newcomers = [person for person in range(len(chart.people)) if person not in start]
    left = _left(chart, keep)
    random = Random(seed)  # noqa: S311 - a draw to search by
    tried = []
    for _ in range(_ORDERS if newcomers else 1):
        chart.restore(start)
        _admit(chart, newcomers, left)
        tried.append((_loss(chart, start), dict(chart.seat_of)))
        random.shuffle(newcomers)
    chart.restore(min(tried, key=lambda option: option[0])[1])
    return kept


def _kept(chart: Chart, keep: Mapping[str, str]) -> dict[int, int]:
    seats = {seat.guid: index for index, seat in enumerate(chart.hall.seats)}
    return {
        index: seats[keep[person.id]]
        for index, person in enumerate(chart.people)
        if keep.get(person.id) in seats
    }


def _left(chart: Chart, keep: Mapping[str, str]) -> set[int]:
    earlier = set(keep.values())
    return {
        index
        for index, seat in enumerate(chart.hall.seats)
        if seat.guid in earlier and chart.is_free(index)
    }


def _loss(chart: Chart, start: Mapping[int, int]) -> tuple[int, int, int]:
    """Measure a way to seat everyone: people without a seat, pieces, people moved."""
    moved = sum(chart.seat_of.get(person) != seat for person, seat in start.items())
    pieces = sum(chart.fragments(name) for name in chart.delegations)
    return len(chart.people) - len(chart.seat_of), pieces, moved


def _admit(chart: Chart, newcomers: Sequence[int], left: set[int]) -> None:
    """Mend what leavers broke, with the newcomers of that delegation first, then seat the rest."""
    broken = _broken(chart, left)
    menders = [p for p in newcomers if chart.people[p].delegation in broken]
    waiting = [person for person in menders if not join_at_once(chart, person)]
    for delegation in sorted(_broken(chart, left)):
        rejoin(chart, delegation)
    others = [person for person in newcomers if person not in menders]
    waiting += [person for person in others if not join_at_once(chart, person)]
    for person in sorted(waiting, key=lambda p: not chart.people[p].needs_accessible):
        join(chart, person)
    changed = {chart.people[person].delegation for person in newcomers} - {""}
    for delegation in sorted(changed | _broken(chart, left)):
        rejoin(chart, delegation)


def _broken(chart: Chart, left: set[int]) -> set[str]:
    """Give the delegations in more pieces than they were with the seats that people left."""
    broken = set()
    for delegation, members in chart.delegations.items():
        seats = chart.seats_of(members)
        pieces = chart.hall.pieces(seats | left)
        if sum(not seats.isdisjoint(piece) for piece in pieces) < chart.fragments(delegation):
            broken.add(delegation)
    return broken
