"""Turns the duals of a program into prices of size, quotas and misses."""

from collections import defaultdict

import numpy as np

from optimizer.model import SIZE_ROW, Model
from optimizer.problem import Proof, Side
from optimizer.program import DUAL_SCALE
from optimizer.sifting import Best


def proof(model: Model, found: Best, aim: str, priority: int | None) -> Proof:
    """Say what an aim's proof rests on, in the terms of the rules.

    ``found`` solved the model's program with one row more per earlier priority of misses.
    """
    size_price = 0
    quotas: defaultdict[tuple[int, Side], int] = defaultdict(int)
    for row in np.flatnonzero(found.duals[: len(model.owners)]).tolist():
        price = int(found.duals[row]) * int(model.scales[row])
        owner = int(model.owners[row])
        if owner == SIZE_ROW:
            size_price = price
        else:
            quotas[owner, Side.MAX if price > 0 else Side.MIN] += price
    totals = found.duals[len(model.owners) :].tolist()
    misses = [(priority, price) for (priority, _), price in zip(model.misses, totals, strict=False)]
    people = found.open_columns()
    people = people[people < len(model.people)]
    return Proof(
        aim,
        priority,
        DUAL_SCALE,
        size_price,
        tuple((quota, side, price) for (quota, side), price in quotas.items()),
        tuple(misses),
        found.value,
        found.ceiling,
        model.people[people],
    )
