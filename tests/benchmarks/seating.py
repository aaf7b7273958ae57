"""A district's hall, 336 seats and 300 people, seated from scratch, then after a change of ten."""

import json
import resource
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from optimizer import seating
from optimizer.chart import Person
from optimizer.hall import Hall, Seat

BLOCKS, ROWS, DELEGATIONS, PEOPLE = (7, 14, 7), 12, 18, 300
CHANGE, RUNS = 10, 3


def measure() -> dict[str, Any]:
    """Give the benchmark line; no free system seats a whole hall, so there is no peer."""
    hall, people = _hall(), _people()
    plans = [_timed(hall, people, None) for _ in range(RUNS)]
    first = plans[0][1]
    changed = [*people[CHANGE:], *_newcomers(people)]
    again_s, again = _timed(hall, changed, first)
    boxes = PEOPLE + first.terms["compactness"]
    return {
        "name": "seating",
        "n": len(hall.seats),
        "ours_s": round(median(seconds for seconds, _ in plans), 3),
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "same_answer": all(plan == first for _, plan in plans),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "pieces": sum(first.fragments.values()) / DELEGATIONS,
        "fill": round(PEOPLE / boxes, 3),
        "wrong_order": round(2 * first.terms["precedence"] / DELEGATIONS / (DELEGATIONS - 1), 4),
        "stranded": first.terms["stranded"],
        "change_s": round(again_s, 3),
        "change_moves": len(again.moved),
        "change_pieces": sum(again.fragments.values()) / DELEGATIONS,
    }


def _timed(
    hall: Hall, people: list[Person], keep: seating.Plan | None
) -> tuple[float, seating.Plan]:
    started = perf_counter()
    plan = seating.place(hall, people, keep=keep.seats if keep else None)
    assert isinstance(plan, seating.Plan)
    return perf_counter() - started, plan


def _hall() -> Hall:
    starts = [sum(BLOCKS[:at]) + at for at in range(len(BLOCKS))]
    return Hall(
        tuple(
            Seat(f"{row}/{start + place}", str(row), str(place), start + place, row)
            for row in range(ROWS)
            for start, width in zip(starts, BLOCKS, strict=True)
            for place in range(width)
        )
    )


def _people() -> list[Person]:
    random = Random(3)
    sizes = [8] * DELEGATIONS
    while sum(sizes) < PEOPLE:
        sizes[random.randrange(DELEGATIONS)] += 1
    return [
        Person(f"{name}.{at}", delegation=f"D{name:02d}", precedence=name)
        for name, size in enumerate(sizes)
        for at in range(size)
    ]


def _newcomers(people: list[Person]) -> list[Person]:
    random = Random(4)
    chosen = [random.choice(people) for _ in range(CHANGE)]
    return [
        Person(f"new {at}", delegation=person.delegation, precedence=person.precedence)
        for at, person in enumerate(chosen)
    ]


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False))
