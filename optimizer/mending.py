"""Mend what is left of hard rules: people who need or share seats change places with others."""

from collections import Counter
from collections.abc import Iterator, Sequence

from optimizer.chains import apart, rejoin
from optimizer.chart import Chart


def mend(chart: Chart) -> None:
    """Keep the hard rules that are still broken, then rejoin the delegations that this broke."""
    before = {name: chart.fragments(name) for name in chart.delegations}
    for group in unmet_groups(chart):
        _relocate(chart, group)
    for name, pieces in sorted(before.items()):
        if chart.fragments(name) > pieces:
            rejoin(chart, name)


def unmet_groups(chart: Chart) -> list[list[int]]:
    """Give the people for whom a hard rule is still broken, group by group."""
    return [group for group in _groups(chart) if chart.unmet(group)]


def _groups(chart: Chart) -> list[list[int]]:
    alone = [
        [index]
        for index, person in enumerate(chart.people)
        if person.needs_accessible and person.together not in chart.groups
    ]
    return [*sorted(chart.groups.values(), key=len, reverse=True), *alone]


def _relocate(chart: Chart, group: Sequence[int]) -> None:
    """Move a group to the patch of seats that does the least harm, if that is any gain."""
    best = _harm(chart, group, {})
    seats: dict[int, int] = {}
    for patch in _patches(chart, group):
        moves = _exchange(chart, group, patch)
        if moves is None:
            continue
        harm = _harm(chart, group, moves)
        if harm < best:
            best, seats = harm, moves
    chart.reseat(seats)


def _harm(chart: Chart, group: Sequence[int], moves: dict[int, int]) -> tuple[int, int, int, float]:
    """Measure what the moves would leave: rules broken, pieces, people and rows moved."""
    touched = set(moves) | set(group)
    before = {person: chart.seat_of[person] for person in moves if person in chart.seat_of}
    pieces = chart.pieces(touched)
    chart.reseat(moves)
    harm = (chart.unmet(touched), chart.pieces(touched) - pieces, len(moves), _rows(chart, before))
    chart.remove(moves)
    for person, seat in before.items():
        chart.put(person, seat)
    return harm


def _rows(chart: Chart, before: dict[int, int]) -> float:
    depth = chart.hall.depth
    return sum(abs(depth[chart.seat_of[person]] - depth[seat]) for person, seat in before.items())


def _patches(chart: Chart, group: Sequence[int]) -> Iterator[list[int]]:
    needs = Counter(
        chart.person_room[person] for person in group if chart.people[person].needs_accessible
    )
    rooms = needs or Counter(chart.person_room[person] for person in group)
    for seed, seat in enumerate(chart.hall.seats):
        if rooms[chart.seat_room[seed]] and (seat.is_accessible or not needs):
            patch = _grown(chart, group, seed, needs)
            if patch:
                yield patch


def _grown(chart: Chart, group: Sequence[int], seed: int, needs: Counter[str]) -> list[int] | None:
    """Grow a patch from a seat: as many seats of each room as the group has people there."""
    room = Counter(chart.person_room[person] for person in group)
    lacking = Counter(needs)
    patch: list[int] = []
    frontier = {seed}
    while frontier and len(patch) < len(group):
        seat = min(frontier, key=lambda at: _eagerness(chart, group, at, seed, lacking))
        frontier.discard(seat)
        if room[chart.seat_room[seat]] == 0 or _is_held(chart, group, seat):
            continue
        patch.append(seat)
        room[chart.seat_room[seat]] -= 1
        lacking[chart.seat_room[seat]] -= chart.hall.seats[seat].is_accessible
        frontier |= set(chart.hall.neighbours[seat]) - set(patch)
    return patch if len(patch) == len(group) else None


def _is_held(chart: Chart, group: Sequence[int], seat: int) -> bool:
    person = chart.person_at.get(seat)
    return person is not None and person not in group and chart.is_fixed(person)


def _eagerness(
    chart: Chart, group: Sequence[int], seat: int, seed: int, lacking: Counter[str]
) -> tuple[bool, bool, float, int]:
    place, first = chart.hall.seats[seat], chart.hall.seats[seed]
    person = chart.person_at.get(seat)
    names = {chart.people[member].delegation for member in group}
    is_ours = person is None or person in group or chart.people[person].delegation in names
    is_wanted = lacking[chart.seat_room[seat]] > 0 and place.is_accessible
    return not is_wanted, not is_ours, apart(place, first), seat


def _exchange(chart: Chart, group: Sequence[int], patch: Sequence[int]) -> dict[int, int] | None:
    """Give the group the patch, and those who sat there the seats that the group left."""
    moves = _matched(chart, group, patch)
    if moves is None:
        return None
    left = chart.seats_of(group) - set(patch)
    out = [chart.person_at[seat] for seat in patch if not chart.is_free(seat)]
    displaced = [person for person in out if person not in group]
    rest = _matched(chart, displaced, [*sorted(left), *_spare(chart, displaced, patch)])
    return None if rest is None else moves | rest


def _spare(chart: Chart, displaced: Sequence[int], patch: Sequence[int]) -> list[int]:
    rooms = {chart.person_room[person] for person in displaced}
    free = [seat for room in sorted(rooms) for seat in chart.free_seats(room)]
    return [seat for seat in free if seat not in patch]


def _matched(chart: Chart, people: Sequence[int], seats: Sequence[int]) -> dict[int, int] | None:
    """Match people to seats they may have, those with needs first."""
    free = list(seats)
    matched: dict[int, int] = {}
    for person in sorted(people, key=lambda p: not chart.people[p].needs_accessible):
        seat = next((seat for seat in free if chart.is_allowed(person, seat)), None)
        if seat is None:
            return None
        matched[person] = seat
        free.remove(seat)
    return matched
