"""The seeded order that decides among equally good lists, the same on every machine."""

from hashlib import sha256

import numpy as np

from optimizer.problem import Texts, Whole


def ranks(ids: Texts, seed: int, level: int = 0) -> Whole:
    """Give each person's rank, from 1, in a permutation drawn by seed and level.

    It depends on the ids alone, not on their order. Lists that tie on level 0 are told apart by
    level 1, and so on.
    """
    drawn = [sha256(f"{seed}:{level}:{person}".encode()).digest() for person in ids]
    order = np.argsort(np.array(drawn, dtype="S32"), kind="stable")
    places = np.empty(len(ids), dtype=np.int64)
    places[order] = np.arange(1, len(ids) + 1)
    return places
