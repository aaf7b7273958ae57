"""Precedence: who should be nearer the stage, and how far a plan departs from it."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import inf

from optimizer.chart import Chart, Person

_ROWS = 0.5
"""Delegations in one band differ by less, however their last columns fall."""


def mean_precedence(people: Iterable[Person]) -> float:
    """Average the precedence of those who have one; people without come after all others."""
    known = [person.precedence for person in people if person.precedence is not None]
    return sum(known) / len(known) if known else inf


def wrong_order(chart: Chart) -> int:
    """Count pairs of delegations in one room where the senior sits over half a row behind."""
    wrong = 0
    for room in sorted(set(chart.person_room)):
        ranked = _ranked(chart, room)
        wrong += sum(
            a_rank < b_rank and a_row > b_row + _ROWS
            for (a_rank, a_row), (b_rank, b_row) in combinations(ranked, 2)
        )
    return wrong


def _ranked(chart: Chart, room: str) -> Sequence[tuple[float, float]]:
    ranked = []
    for members in chart.delegations.values():
        present = [person for person in members if chart.person_room[person] == room]
        if present:
            rows = [chart.hall.depth[chart.seat_of[person]] for person in present]
            rank = mean_precedence(chart.people[person] for person in present)
            ranked.append((rank, sum(rows) / len(rows)))
    return sorted(ranked)
