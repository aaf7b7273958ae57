"""Checks who is said to replace whom: that list keeps every rule, and its total is what it says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from optimizer.findings import Malformed, units
from optimizer.problem import Index, Standing, Whole
from optimizer.verify_prices import Claim


def wrong(claim: Claim, people: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Give the ids of those whose replacement does not hold.

    That no list without them is better, which ``exact`` says, takes one more selection each and
    is not checked.
    """
    places = {str(person): row for row, person in enumerate(claim.pool.ids)}
    told = [person for person in people if person["replacement"] is not None]
    named = {one for each in told for side in _SIDES for one in each["replacement"][side]}
    recount = _Recount(claim, np.array(sorted(places[one] for one in named), dtype=np.int32))
    for each in told:
        if not _holds(claim, recount, places, each["id"], each["replacement"]):
            yield each["id"]


_SIDES = ("leaves", "joins")


def _holds(
    claim: Claim,
    recount: "_Recount",
    places: Mapping[str, int],
    person: str,
    found: Mapping[str, Any],
) -> bool:
    if not isinstance(found["exact"], bool):
        raise Malformed
    for side in _SIDES:
        if not isinstance(found[side], list) or found[side] != sorted(set(found[side])):
            return False
    leaving, joining = (
        np.array([places[one] for one in found[side]], dtype=int) for side in _SIDES
    )
    standing, scores = claim.pool.standing, claim.pool.scores
    is_allowed = (
        person in found["leaves"]
        and bool(claim.is_chosen[leaving].all() and not claim.is_chosen[joining].any())
        and bool((standing[np.append(leaving, joining)] == Standing.PROPOSED).all())
    )
    loss = sum(scores[leaving].tolist()) - sum(scores[joining].tolist())
    is_total = units(claim.pool, found["loss"]) == loss
    return is_allowed and is_total and recount.keeps(leaving, joining)


class _Recount:
    """Counts every quota on lists that a few people (rows, ascending) left or joined."""

    def __init__(self, claim: Claim, people: Index) -> None:
        self.claim = claim
        self.people = people
        quotas = claim.rules.quotas
        self.counts = np.array(
            [np.count_nonzero(claim.is_chosen[quota.members]) for quota in quotas], dtype=np.int64
        )
        place = np.full(len(claim.pool), -1, dtype=np.int32)
        place[people] = np.arange(len(people), dtype=np.int32)
        self.is_member = np.zeros((len(quotas), len(people)), dtype=np.bool_)
        for number, quota in enumerate(quotas):
            inside = place[quota.members]
            self.is_member[number, inside[inside >= 0]] = True
        self.is_soft = np.array([quota.is_soft for quota in quotas], dtype=bool)
        self.bounded: tuple[int, tuple[Whole, Whole]] | None = None
        self.priority = np.array([quota.priority for quota in quotas], dtype=np.int64)

    def keeps(self, leaving: Whole, joining: Whole) -> bool:
        """Tell whether the list keeps every hard quota, and misses no more people."""
        rules = self.claim.rules
        size = len(self.claim.chosen) - len(leaving) + len(joining)
        if not rules.fewest <= size <= rules.most:
            return False
        if not rules.quotas:
            return True
        moved = self.is_member[:, np.searchsorted(self.people, joining)].sum(axis=1)
        moved -= self.is_member[:, np.searchsorted(self.people, leaving)].sum(axis=1)
        counts = self.counts + moved
        least, most = self.bounds(size)
        missed = np.maximum(0, least - counts) + np.maximum(0, counts - most)
        return not missed[~self.is_soft].any() and all(
            missed[self.is_soft & (self.priority == priority)].sum() <= people
            for priority, people in self.claim.misses.items()
        )

    def bounds(self, size: int) -> tuple[Whole, Whole]:
        """Give every quota's bounds for a size; nearly all lists are of one."""
        if self.bounded is None or self.bounded[0] != size:
            self.bounded = size, self._bounds(size)
        return self.bounded[1]

    def _bounds(self, size: int) -> tuple[Whole, Whole]:
        quotas = self.claim.rules.quotas
        least = np.array([quota.floor(size) for quota in quotas], dtype=np.int64)
        return least, np.array([quota.ceiling(size) for quota in quotas], dtype=np.int64)


def explained(told: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Count again what the answer says of its own explanations, but for the seconds."""
    entries = [person["score_to_enter"] for person in told["people"]]
    if told["explained"] is None and not any(entries):
        return None
    changes = [person["replacement"] for person in told["people"] if person["replacement"]]
    return {
        "people": len(entries),
        "exact": sum(entry is None or entry["least"] == entry["most"] for entry in entries),
        "replacements": len(changes),
        "replacements_exact": sum(change["exact"] for change in changes),
        "seconds": (told["explained"] or {}).get("seconds"),
    }
