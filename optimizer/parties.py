"""Companies: the people of a room who are seated as one, and who of them takes which seat."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from optimizer.chart import Chart
from optimizer.precedence import mean_precedence

_LOOSE = 6
"""People without a delegation are seated by as many at a time, in order of precedence."""


@dataclass(frozen=True)
class Company:
    """People to be seated as one, by index, in an order that keeps together who must be."""

    people: tuple[int, ...]
    precedence: float
    is_loose: bool = False

    def arranged(self, chart: Chart, run: Sequence[int]) -> dict[int, int]:
        """Give each person a seat of the run, whose neighbours touch.

        Groups take consecutive seats; the others sit by precedence, the senior in front.
        """
        if len({chart.people[person].delegation for person in self.people}) > 1:
            return self._in_order(chart, run)
        free = list(run)
        seats: dict[int, int] = {}
        for group in self._groups(chart):
            window = _window(chart, group, free, run)
            seats |= _matched(chart, group, window)
            free = [seat for seat in free if seat not in window]
        single = [person for person in self.people if person not in seats]
        needing = [person for person in single if chart.people[person].needs_accessible]
        accessible = [seat for seat in free if chart.hall.seats[seat].is_accessible]
        seats |= dict(zip(needing, accessible, strict=False))
        rest = sorted((p for p in single if p not in seats), key=lambda p: _rank(chart, p))
        left = [seat for seat in free if seat not in seats.values()]
        return seats | dict(zip(rest, _from_the_front(chart, left), strict=True))

    def _in_order(self, chart: Chart, run: Sequence[int]) -> dict[int, int]:
        """Give the run to people in their order; those with needs trade within their delegation."""
        seats = dict(zip(self.people, run, strict=True))
        for person in self.people:
            if chart.is_allowed(person, seats[person]):
                continue
            for other in self.people:
                is_near = chart.people[other].delegation == chart.people[person].delegation
                if is_near and chart.is_allowed(person, seats[other]) and not chart.is_fixed(other):
                    seats[person], seats[other] = seats[other], seats[person]
                    break
        return seats

    def _groups(self, chart: Chart) -> list[list[int]]:
        groups: dict[str, list[int]] = defaultdict(list)
        for person in self.people:
            label = chart.people[person].together
            if label in chart.groups:
                groups[label].append(person)
        return sorted(groups.values(), key=lambda group: (-_needs(chart, group), -len(group)))


def companies(chart: Chart, people: Sequence[int], blocks: Sequence[int]) -> list[Company]:
    """Divide the people of a room into companies, in order of precedence.

    Delegations that share a group stay together; one too large for any block (their sizes are
    given) is cut into as few parts as can be.
    """
    found = [*_loose(chart, people), *_joined(chart, people, sorted(blocks, reverse=True))]
    return sorted(found, key=lambda company: (company.precedence, company.people))


def _loose(chart: Chart, people: Sequence[int]) -> list[Company]:
    loose = [p for p in people if not _ties(chart, p)]
    loose.sort(key=lambda p: _rank(chart, p))
    chunks = [tuple(loose[at : at + _LOOSE]) for at in range(0, len(loose), _LOOSE)]
    return [
        Company(chunk, mean_precedence(chart.people[p] for p in chunk), is_loose=True)
        for chunk in chunks
    ]


def _joined(chart: Chart, people: Sequence[int], blocks: Sequence[int]) -> list[Company]:
    return [
        Company(part, mean_precedence(chart.people[person] for person in members))
        for members in _linked(chart, people)
        for part in _cut(chart, _ordered(chart, members), blocks)
    ]


def _ties(chart: Chart, person: int) -> list[tuple[str, str]]:
    someone = chart.people[person]
    ties = [("delegation", someone.delegation)] if someone.delegation else []
    if someone.together in chart.groups:
        ties.append(("together", someone.together))
    return ties


def _linked(chart: Chart, people: Sequence[int]) -> list[list[int]]:
    """Gather the people who share a delegation or a group, directly or through others."""
    by_tie: dict[tuple[str, str], list[int]] = defaultdict(list)
    for person in people:
        for tie in _ties(chart, person):
            by_tie[tie].append(person)
    seen: set[int] = set()
    return [
        _reached(chart, person, by_tie, seen)
        for person in people
        if person not in seen and _ties(chart, person)
    ]


def _reached(
    chart: Chart, first: int, by_tie: Mapping[tuple[str, str], list[int]], seen: set[int]
) -> list[int]:
    seen.add(first)
    members = [first]
    for person in members:
        for tie in _ties(chart, person):
            new = [other for other in by_tie[tie] if other not in seen]
            seen.update(new)
            members.extend(new)
    return sorted(members)


def _ordered(chart: Chart, members: Sequence[int]) -> list[int]:
    """Order people so that delegations, and across them groups, are consecutive where possible."""
    names = [chart.people[person].delegation for person in members]
    if len(set(names)) == 1:
        return _grouped(chart, members)
    order: list[int] = []
    waiting = list(members)
    while waiting:
        last = chart.people[order[-1]] if order else chart.people[waiting[0]]
        same = [p for p in waiting if chart.people[p].delegation == last.delegation]
        following = [
            p for p in waiting if last.together and chart.people[p].together == last.together
        ]
        if following and last.together in chart.groups and order:
            chosen = min(following, key=lambda p: chart.people[p].delegation != last.delegation)
        elif same:
            chosen = min(same, key=lambda p: (_crosses(chart, p, waiting), _label(chart, p), p))
        else:
            chosen = waiting[0]
        order.append(chosen)
        waiting.remove(chosen)
    return order


def _crosses(chart: Chart, person: int, waiting: Sequence[int]) -> bool:
    """Tell whether the person's group waits in another delegation too: such people come last."""
    someone = chart.people[person]
    return someone.together in chart.groups and any(
        chart.people[other].together == someone.together
        and chart.people[other].delegation != someone.delegation
        for other in waiting
    )


def _label(chart: Chart, person: int) -> str:
    label = chart.people[person].together
    return label if label in chart.groups else ""


def _grouped(chart: Chart, members: Sequence[int]) -> list[int]:
    return sorted(members, key=lambda p: (_label(chart, p), _rank(chart, p)))


def _cut(chart: Chart, order: Sequence[int], blocks: Sequence[int]) -> list[tuple[int, ...]]:
    """Cut what fits into no block, never through a group."""
    parts: list[tuple[int, ...]] = []
    rest = list(order)
    sizes = list(blocks)
    while rest:
        size = sizes.pop(0) if len(sizes) > 1 and len(rest) > sizes[0] else len(rest)
        while (
            0 < size < len(rest)
            and _label(chart, rest[size]) == _label(chart, rest[size - 1]) != ""
        ):
            size -= 1
        parts.append(tuple(rest[: size or len(rest)]))
        rest = rest[size or len(rest) :]
    return parts


def _rank(chart: Chart, person: int) -> tuple[float, int]:
    precedence = chart.people[person].precedence
    return (inf if precedence is None else precedence), person


def _needs(chart: Chart, group: Sequence[int]) -> int:
    return sum(chart.people[person].needs_accessible for person in group)


def _window(
    chart: Chart, group: Sequence[int], free: Sequence[int], run: Sequence[int]
) -> list[int]:
    """Choose consecutive seats for a group: enough accessible ones first, then the foremost."""
    position = {seat: at for at, seat in enumerate(run)}
    windows = [list(free[at : at + len(group)]) for at in range(len(free) - len(group) + 1)]

    def fit(window: Sequence[int]) -> tuple[int, int, int]:
        accessible = sum(chart.hall.seats[seat].is_accessible for seat in window)
        stretch = position[window[-1]] - position[window[0]]
        return max(0, _needs(chart, group) - accessible), stretch, position[window[0]]

    return min(windows, key=fit)


def _matched(chart: Chart, group: Sequence[int], window: Sequence[int]) -> dict[int, int]:
    people = sorted(group, key=lambda p: (not chart.people[p].needs_accessible, _rank(chart, p)))
    seats = sorted(window, key=lambda seat: not chart.hall.seats[seat].is_accessible)
    return dict(zip(people, seats, strict=True))


def _from_the_front(chart: Chart, seats: Sequence[int]) -> list[int]:
    return sorted(seats, key=lambda seat: (chart.hall.depth[seat], seat))
