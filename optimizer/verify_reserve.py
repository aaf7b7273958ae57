"""Recounts who stands by: whom each of the reserve could replace, and whom nobody could."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from optimizer.findings import Finding, whole
from optimizer.problem import Index, Mask, Quota, Standing, Whole
from optimizer.verify_entry import Marks
from optimizer.verify_prices import Claim

_CHUNK = 20_000


def findings(claim: Claim, told: Mapping[str, Any]) -> Iterator[Finding]:
    """Give what does not hold of ``alternates`` and ``reserve``; the damage is not checked."""
    reserve = told["reserve"]
    if told["alternates"] != ([] if reserve is None else reserve["order"]):
        yield Finding("alternates_differ")
    elif reserve is not None:
        yield from _reserve(claim, reserve)


def _reserve(claim: Claim, told: Mapping[str, Any]) -> Iterator[Finding]:
    places = {str(person): row for row, person in enumerate(claim.pool.ids)}
    order = [places.get(person) for person in told["order"]]
    may_join = ~claim.is_chosen & (claim.pool.standing != Standing.EXCLUDED)
    rows = [row for row in order if row is not None and may_join[row]]
    if not rows or len(set(rows)) < len(order):
        yield Finding("alternates_differ")
        return
    expected = _recounted(claim, rows)
    is_right = {key: told[key] for key in expected} == expected
    if not (is_right and _is_told(told, is_whole=not expected["uncovered"])):
        yield Finding("reserve_differs")


def _is_told(told: Mapping[str, Any], *, is_whole: bool) -> bool:
    """Tell whether what is not recounted is of the right kind; a whole cover proves itself."""
    damages = (told["damage"], told["damage_without"])
    is_proven = told["proven"]
    return (
        isinstance(is_proven, bool)
        and (is_proven or not is_whole)
        and whole(told["days"]) > 0
        and all(type(damage) is float and damage >= 0 for damage in damages)
    )


def _recounted(claim: Claim, order: Sequence[int]) -> dict[str, Any]:
    swaps = _Swaps(claim)
    replaces = swaps.replaces(order)
    uncovered = set(claim.chosen.tolist()) - replaces.keys() - swaps.impossible

    def named(rows: Iterable[int]) -> list[str]:
        return sorted(str(claim.pool.ids[row]) for row in rows)

    ids = claim.pool.ids
    return {
        "replaces": {str(ids[leaver]): str(ids[joiner]) for leaver, joiner in replaces.items()},
        "covered": named(replaces),
        "uncovered": named(uncovered),
        "impossible": named(swaps.impossible),
    }


class _Swaps:
    """A list that one person leaves and another joins, counted for each two of them."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.hard = [quota for quota in claim.rules.quotas if self.is_close(quota)]
        size, seated = len(claim.chosen), self.members(claim.chosen)
        left = seated.sum(axis=0) - seated
        least = np.array([quota.floor(size) for quota in self.hard])
        most = np.array([quota.ceiling(size) for quota in self.hard])
        self.lacks = (left < least).astype(np.float32)
        self.is_full = (left >= most).astype(np.float32)

    def is_close(self, quota: Quota) -> bool:
        """Tell whether one person more or fewer in a quota can break it."""
        size = len(self.claim.chosen)
        count = int(np.count_nonzero(self.claim.is_chosen[quota.members]))
        is_close = max(count - 1, 0) < quota.floor(size) or count >= quota.ceiling(size)
        return is_close and not quota.is_soft

    def members(self, rows: Whole | Index) -> Marks:
        """Tell for some people which of these quotas count them."""
        table = np.zeros((len(rows), len(self.hard)), dtype=np.float32)
        place = np.full(len(self.claim.pool), -1)
        place[rows] = np.arange(len(rows))
        for number, quota in enumerate(self.hard):
            inside = place[quota.members]
            table[inside[inside >= 0], number] = 1
        return table

    def fits(self, rows: Whole) -> Mask:
        """Tell for each delegate which of these people may take their place."""
        table = self.members(rows)
        clashes = self.lacks @ (1 - table).T + self.is_full @ table.T
        return np.asarray(clashes == 0)

    def replaces(self, order: Sequence[int]) -> dict[int, int]:
        """Give each delegate the one of the reserve with the best score, then the first rank."""
        scores, ranks = self.claim.pool.scores, self.claim.ties.ranks
        rows = np.array(sorted(order, key=lambda row: (-scores[row], ranks[row])))
        fits = self.fits(rows)
        return {
            int(delegate): int(rows[fits[place].argmax()])
            for place, delegate in enumerate(self.claim.chosen)
            if fits[place].any()
        }

    @cached_property
    def impossible(self) -> set[int]:
        """Give the delegates whose place nobody in the pool can take."""
        is_excluded = self.claim.pool.standing == Standing.EXCLUDED
        outside = np.flatnonzero(~self.claim.is_chosen & ~is_excluded)
        can_be = np.zeros(len(self.claim.chosen), dtype=np.bool_)
        for start in range(0, len(outside), _CHUNK):
            can_be |= self.fits(outside[start : start + _CHUNK]).any(axis=1)
        return set(self.claim.chosen[~can_be].tolist())
