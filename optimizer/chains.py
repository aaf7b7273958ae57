"""Chains: few people change seats so that a delegation stays, or becomes, one piece."""

from collections import deque
from collections.abc import Sequence

from optimizer.chart import Chart
from optimizer.hall import Seat

_REACH = 12
"""Seats that a chain may pass on; a longer one would move more people than it joins."""


def join_at_once(chart: Chart, person: int) -> bool:
    """Seat a newcomer on a free seat that touches their delegation; tell whether there is one."""
    region = chart.region(person)
    free = [seat for seat in _edge(chart, region, person) if chart.is_free(seat)]
    if free:
        chart.put(person, min(free, key=lambda seat: len(chart.hall.pieces(region | {seat}))))
    return bool(free)


def join(chart: Chart, person: int) -> None:
    """Seat a newcomer beside their delegation by the shortest chain, else on the nearest free seat.

    In a chain each delegation gives up a seat at its edge, and takes one at another edge.
    """
    chain = _chain(chart, person, _edge(chart, chart.region(person), person))
    if chain is None:
        seat = _nearest_free(chart, person)
        if seat is not None:
            chart.put(person, seat)
        return
    _follow(chart, person, chain)


def _follow(chart: Chart, person: int, chain: Sequence[int]) -> None:
    """Seat the person on the chain's first seat, whoever sat there on the next, and so on."""
    moving = [person, *(chart.person_at[seat] for seat in chain[:-1])]
    chart.reseat(dict(zip(moving, chain, strict=True)))


def _nearest_free(chart: Chart, person: int) -> int | None:
    free = [s for s in chart.free_seats(chart.person_room[person]) if chart.is_allowed(person, s)]
    region = chart.region(person)
    if not region:
        return max(
            free, key=lambda seat: (_space(chart, seat), -chart.hall.depth[seat]), default=None
        )
    return min(free, key=lambda seat: (_distance(chart, seat, region), seat), default=None)


def _space(chart: Chart, seat: int) -> int:
    return sum(chart.is_free(other) for other in chart.hall.neighbours[seat])


def _distance(chart: Chart, seat: int, region: set[int]) -> float:
    here = chart.hall.seats[seat]
    others = (chart.hall.seats[other] for other in region)
    return min(apart(here, other) for other in others)


def apart(one: Seat, other: Seat) -> float:
    """Measure how far two seats are apart, along rows and across."""
    return abs(one.x - other.x) + abs(one.y - other.y)


def _chain(chart: Chart, person: int, starts: Sequence[int]) -> list[int] | None:
    """Find the shortest chain of seats from one of the starts to a free seat."""
    came: dict[int, int | None] = dict.fromkeys(starts)
    waiting = deque(starts)
    while waiting:
        seat = waiting.popleft()
        path = _path(came, seat)
        if chart.is_free(seat):
            return path
        if len(path) >= _REACH:
            return None
        for other in _given_for(chart, seat, path, person):
            if other not in came:
                came[other] = seat
                waiting.append(other)
    return None


def _path(came: dict[int, int | None], seat: int) -> list[int]:
    path: list[int] = []
    at: int | None = seat
    while at is not None:
        path.append(at)
        at = came[at]
    return path[::-1]


def _edge(chart: Chart, region: set[int], person: int) -> list[int]:
    """Seats around a region that the person may have, and whoever sits there can leave."""
    around = {other for seat in region for other in chart.hall.neighbours[seat]} - region
    return sorted(
        (
            seat
            for seat in around
            if chart.is_allowed(person, seat)
            and (chart.is_free(seat) or not chart.is_fixed(chart.person_at[seat]))
        ),
        key=lambda seat: (-sum(o in region for o in chart.hall.neighbours[seat]), seat),
    )


def _given_for(chart: Chart, seat: int, path: list[int], newcomer: int) -> list[int]:
    """Seats that could make up for ``seat`` to the delegation that has it."""
    person = chart.person_at[seat]
    name = chart.people[person].delegation
    passed = {chart.people[chart.person_at[at]].delegation for at in path[:-1]}
    if name in passed | {chart.people[newcomer].delegation}:
        return []
    region = chart.region(person) - {seat}
    if not region:
        here = chart.hall.seats[seat]
        free = [s for s in chart.free_seats(chart.person_room[person]) if s not in path]
        return sorted(free, key=lambda s: (apart(here, chart.hall.seats[s]), s))[:1]
    if not name:
        return []
    pieces = chart.fragments(name)
    return [
        other
        for other in _edge(chart, region, person)
        if other not in path
        and other != seat
        and len(chart.hall.pieces(region | {other})) <= pieces
    ]


def rejoin(chart: Chart, delegation: str) -> None:
    """Bring the stray members of a delegation back to its largest piece, where that helps."""
    for _ in chart.delegations[delegation]:
        pieces = chart.hall.pieces(chart.seats_of(chart.delegations[delegation]))
        if len(pieces) == 1:
            return
        by_size = sorted(pieces, key=len)
        if not (_bridge(chart, delegation) or any(_gather(chart, piece) for piece in by_size[:-1])):
            return


def _bridge(chart: Chart, delegation: str) -> bool:
    """Move one member, by the shortest chain, to a seat that leaves fewer pieces."""
    region = chart.seats_of(chart.delegations[delegation])
    pieces = len(chart.hall.pieces(region))
    best: tuple[int, list[int]] | None = None
    for person in chart.delegations[delegation]:
        if person not in chart.seat_of or chart.is_fixed(person):
            continue
        chain = _bridging(chart, person, region, pieces)
        if chain is not None and (best is None or len(chain) < len(best[1])):
            best = person, chain
    if best is None:
        return False
    chart.remove([best[0]])
    _follow(chart, *best)
    return True


def _bridging(chart: Chart, person: int, region: set[int], pieces: int) -> list[int] | None:
    seat = chart.seat_of[person]
    rest = region - {seat}
    bridges = [
        other
        for other in _edge(chart, rest, person)
        if other != seat and len(chart.hall.pieces(rest | {other})) < pieces
    ]
    chart.remove([person])
    chain = _chain(chart, person, bridges)
    chart.put(person, seat)
    return chain


def _gather(chart: Chart, piece: list[int]) -> bool:
    """Seat the people of a piece anew by chains; undo it unless pieces, over all, grow fewer."""
    strays = [chart.person_at[seat] for seat in piece]
    before = dict(chart.seat_of)
    count = sum(chart.fragments(name) for name in chart.delegations)
    if any(chart.is_fixed(person) for person in strays):
        return False
    chart.remove(strays)
    for person in strays:
        join(chart, person)
    if sum(chart.fragments(name) for name in chart.delegations) < count:
        return True
    chart.restore(before)
    return False
