"""Checks who is said to replace whom: that list keeps every rule, and its total is what it says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from optimizer.findings import Malformed, units
from optimizer.problem import Standing
from optimizer.verify_list import misses_of
from optimizer.verify_prices import Claim


def wrong(claim: Claim, people: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Give the ids of those whose replacement does not hold.

    That no list without them is better, which ``exact`` says, takes one more selection each and
    is not checked.
    """
    places = {str(person): row for row, person in enumerate(claim.pool.ids)}
    for told in people:
        found = told["replacement"]
        if found is not None and not _holds(claim, places, told["id"], found):
            yield told["id"]


def _holds(claim: Claim, places: Mapping[str, int], person: str, found: Mapping[str, Any]) -> bool:
    leaves, joins = found["leaves"], found["joins"]
    for ids in (leaves, joins):
        if not isinstance(ids, list) or ids != sorted(set(ids)):
            return False
    if not isinstance(found["exact"], bool):
        raise Malformed
    leaving, joining = (
        np.array([places[one] for one in ids], dtype=int) for ids in (leaves, joins)
    )
    standing, scores = claim.pool.standing, claim.pool.scores
    is_allowed = (
        person in leaves
        and bool(claim.is_chosen[leaving].all() and not claim.is_chosen[joining].any())
        and bool((standing[np.append(leaving, joining)] == Standing.PROPOSED).all())
    )
    loss = sum(scores[leaving].tolist()) - sum(scores[joining].tolist())
    return (
        is_allowed and units(claim.pool, found["loss"]) == loss and _keeps(claim, leaving, joining)
    )


def _keeps(claim: Claim, leaving: np.ndarray, joining: np.ndarray) -> bool:
    """Tell whether the list after the change keeps every hard quota and misses no more people."""
    after = np.sort(np.append(np.setdiff1d(claim.chosen, leaving), joining)).astype(np.int32)
    if not claim.rules.fewest <= len(after) <= claim.rules.most:
        return False
    missed = misses_of(claim.rules, after)
    if any(people > claim.misses[priority] for priority, people in missed.items()):
        return False
    is_in = np.zeros(len(claim.pool), dtype=np.bool_)
    is_in[after] = True
    return all(
        quota.is_soft
        or quota.floor(len(after)) <= int(is_in[quota.members].sum()) <= quota.ceiling(len(after))
        for quota in claim.rules.quotas
    )


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
