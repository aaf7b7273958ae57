"""Seat people in a hall: hard rules, then delegations in one piece, precedence, compactness.

Each room of the hall (the seats of one class) is cut into bands, which annealing fills with whole
delegations (bands.py, annealing.py); what that leaves undone is mended seat by seat (mending.py).
The same hall, people and seed give the same plan on any machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from optimizer.annealing import Search
from optimizer.bands import Party
from optimizer.chains import rejoin
from optimizer.chart import Chart, Person
from optimizer.hall import Hall, Rows
from optimizer.keeping import seat_again
from optimizer.mending import mend, unmet_groups
from optimizer.parties import Company, companies
from optimizer.precedence import wrong_order
from optimizer.rooms import Obstacle, Rooms, assigned, obstacles

_FEW_PARTIES_STEPS_EACH = 2_000
_STEPS, _STEPS_EACH = 40_000, 1_000
_STARTS, _STARTS_PARTIES = 3, 120
_WHOLE_WORK = 400_000
_FEW = 2


@dataclass(frozen=True)
class Plan:
    """Who sits where (person's id → seat's guid), and how good it is.

    ``terms``: ``fragments`` (pieces beyond one per delegation), ``precedence`` (pairs of
    delegations where the senior sits over half a row further back), ``compactness`` (seats that
    the delegations' bounding boxes hold beyond their people), ``stranded`` (free seats alone or
    in pairs), ``borrowed`` (people on seats kept for another class), ``moves`` (with an earlier
    plan). ``fragments`` counts the pieces of each delegation.
    """

    seats: Mapping[str, str]
    terms: Mapping[str, int]
    fragments: Mapping[str, int]
    moved: tuple[str, ...] = ()


@dataclass(frozen=True)
class Impossible:
    """Why there is no plan."""

    obstacles: tuple[Obstacle, ...]


def place(
    hall: Hall, people: Sequence[Person], *, keep: Mapping[str, str] | None = None, seed: int = 1
) -> Plan | Impossible:
    """Seat everyone, or tell what stands in the way.

    With ``keep`` (an earlier plan, person's id → seat's guid) as few as can be are moved.
    """
    found = obstacles(hall, people)
    if found:
        return Impossible(found)
    rooms = assigned(hall, people)
    chart = Chart(hall, people, rooms.of_seat, rooms.of_person)
    kept = {} if keep is None else seat_again(chart, keep, seed)
    if keep is None:
        _seat_anew(chart, seed)
    mend(chart)
    if unmet := unmet_groups(chart):
        return Impossible(tuple(_unplaced(chart, group) for group in unmet))
    return _plan(chart, rooms, kept if keep is not None else None)


def measure(hall: Hall, people: Sequence[Person], seats: Mapping[str, str]) -> Plan:
    """Tell how good a plan is (person's id → seat's guid) that has a seat for everyone."""
    rooms = assigned(hall, people)
    chart = Chart(hall, people, rooms.of_seat, rooms.of_person)
    index = {seat.guid: at for at, seat in enumerate(hall.seats)}
    chart.reseat({at: index[seats[person.id]] for at, person in enumerate(people)})
    return _plan(chart, rooms, None)


def _unplaced(chart: Chart, group: Sequence[int]) -> Obstacle:
    label = chart.people[group[0]].together
    return Obstacle("group_unplaced", {"label": label, "people": len(group)})


def _seat_anew(chart: Chart, seed: int) -> None:
    for room in sorted(set(chart.person_room)):
        _fill_room(chart, room, seed)
    for delegation in sorted(chart.delegations):
        rejoin(chart, delegation)


def _fill_room(chart: Chart, room: str, seed: int) -> None:
    seats = [seat for seat, name in enumerate(chart.seat_room) if name == room]
    people = [person for person, name in enumerate(chart.person_room) if name == room]
    blocks = chart.hall.blocks(seats)
    room_companies = companies(chart, people, [_size(block) for block in blocks])
    parties = _parties(chart, seats, room_companies)
    search = _searched(chart.hall, blocks, parties, seed)
    for index, run in search.laid():
        chart.reseat(room_companies[index].arranged(chart, run))
    for index in search.waiting:
        _scatter(chart, room, room_companies[index])


def _size(block: Rows) -> int:
    return sum(map(len, block))


def _searched(hall: Hall, blocks: Sequence[Rows], parties: Sequence[Party], seed: int) -> Search:
    """Search from several seeds, the more the fewer parties there are; keep the best."""
    count = len(parties)
    steps = min(_FEW_PARTIES_STEPS_EACH * count, _STEPS + _STEPS_EACH * count)
    starts = max(1, min(_STARTS, _STARTS_PARTIES // max(count, 1)))
    best = min(
        (_annealed(hall, blocks, parties, seed + at, steps) for at in range(starts)), key=_cost
    )
    for at in range(starts):
        if not best.waiting:
            break
        whole = _new(hall, blocks, parties, seed + at)
        whole.fill_whole_blocks()
        whole.anneal(min(steps, _WHOLE_WORK // count))
        best = min(best, whole, key=_cost)
    return best


def _annealed(
    hall: Hall, blocks: Sequence[Rows], parties: Sequence[Party], seed: int, steps: int
) -> Search:
    search = _new(hall, blocks, parties, seed)
    search.fill()
    search.anneal(steps)
    return search


def _new(hall: Hall, blocks: Sequence[Rows], parties: Sequence[Party], seed: int) -> Search:
    return Search(hall, blocks, parties, Random(seed))  # noqa: S311 - a draw to search by


def _cost(search: Search) -> float:
    return search.cost


def _parties(chart: Chart, seats: Sequence[int], room: Sequence[Company]) -> list[Party]:
    """Find the rows that each company should be in: in order of precedence, stretched a little.

    Companies of equal precedence may be anywhere among the rows of all of them.
    """
    depths = sorted(chart.hall.depth[seat] for seat in seats)
    count = sum(len(company.people) for company in room)
    stretch = 1 + 0.5 * (len(seats) - count) / max(count, 1)
    middles: list[int] = []
    seated = 0
    for company in room:
        at = int((seated + len(company.people) / 2) * stretch)
        middles.append(depths[min(at, len(depths) - 1)])
        seated += len(company.people)
    rows: dict[float, list[int]] = {}
    for company, middle in zip(room, middles, strict=True):
        rows.setdefault(company.precedence, []).append(middle)
    return [
        Party(
            size=len(company.people),
            front=min(rows[company.precedence]),
            back=max(rows[company.precedence]),
            needs=sum(chart.people[person].needs_accessible for person in company.people),
            is_loose=company.is_loose,
        )
        for company in room
    ]


def _scatter(chart: Chart, room: str, company: Company) -> None:
    """Seat a company that fits nowhere whole in as few free patches as can be."""
    waiting = list(company.people)
    while waiting:
        patches = chart.hall.pieces(chart.free_seats(room))
        enough = [patch for patch in patches if len(patch) >= len(waiting)]
        patch = min(enough, key=len) if enough else max(patches, key=len)
        for person, seat in zip(waiting, chart.hall.connected(patch), strict=False):
            chart.put(person, seat)
        waiting = waiting[len(patch) :]


def _plan(chart: Chart, rooms: Rooms, kept: Mapping[int, int] | None) -> Plan:
    moved = tuple(
        chart.people[person].id
        for person, seat in sorted((kept or {}).items())
        if chart.seat_of[person] != seat
    )
    fragments = {name: chart.fragments(name) for name in sorted(chart.delegations)}
    terms = {
        "fragments": sum(fragments.values()) - len(fragments),
        "precedence": wrong_order(chart),
        "compactness": _empty_in_boxes(chart),
        "stranded": _stranded(chart),
        "borrowed": rooms.borrowed(chart.seat_of),
    }
    return Plan(
        seats={
            person.id: chart.hall.seats[chart.seat_of[index]].guid
            for index, person in enumerate(chart.people)
        },
        terms=terms if kept is None else terms | {"moves": len(moved)},
        fragments=fragments,
        moved=moved,
    )


def _empty_in_boxes(chart: Chart) -> int:
    """Count the places in the bounding boxes of the delegations' pieces that are not theirs."""
    hall = chart.hall
    empty = 0
    for members in chart.delegations.values():
        for piece in hall.pieces(chart.seats_of(members)):
            rows = {hall.depth[seat] for seat in piece}
            columns = {hall.column[seat] for seat in piece}
            height, width = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
            empty += height * width - len(piece)
    return empty


def _stranded(chart: Chart) -> int:
    free = [seat for seat in range(len(chart.hall.seats)) if chart.is_free(seat)]
    return sum(len(piece) for piece in chart.hall.pieces(free) if len(piece) <= _FEW)
