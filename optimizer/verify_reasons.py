"""Adds up again what an answer gives as reasons: quotas that decided, sums that contradict."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from optimizer.findings import Finding, whole
from optimizer.problem import Mask, Pool, Quota, Rules, Standing
from optimizer.verify_prices import Claim

NAMED = 3
"""No more quotas are named for one person."""


def because(claim: Claim, told: Mapping[str, Any]) -> Iterator[Finding]:
    """Check the quotas named for each person: at a bound with a price in the proof of merit."""
    named: list[list[str]] = [[] for _ in range(len(claim.pool))]
    is_open = claim.pool.standing == Standing.PROPOSED
    for quota, is_least in _deciding(claim, told):
        is_told = is_open & (claim.is_chosen == is_least)
        for row in quota.members[is_told[quota.members]].tolist():
            named[row] = [*named[row], quota.label][:NAMED]
    rows = {str(person): row for row, person in enumerate(claim.pool.ids)}
    for person in told["people"]:
        if person["id"] in rows and person["because"] != named[rows[person["id"]]]:
            yield Finding("person_differs", {"person": person["id"]})
            return


def _deciding(claim: Claim, told: Mapping[str, Any]) -> Iterator[tuple[Quota, bool]]:
    """Give the quotas at a bound that has a price, the dearest first; whether it is the lower."""
    size = len(claim.chosen)
    proofs = [proof for proof in told["certificate"]["proofs"] if proof["aim"] == "merit"]
    priced = proofs[0]["quota_prices"] if proofs else []
    for each in sorted(priced, key=lambda each: -abs(Fraction(each["price"]))):
        quota = claim.rules.quotas[whole(each["quota"])]
        is_least = each["side"] == "min"
        count = int(claim.is_chosen[quota.members].sum())
        is_at = count <= quota.floor(size) if is_least else count >= quota.ceiling(size)
        # The wish to keep a former list comes before all priorities.
        if Fraction(each["price"]) and is_at and quota.priority >= 0:
            yield quota, is_least


def clashes(pool: Pool, rules: Rules, told: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Check that each sum needs more people than there may be; others may be missing."""
    quotas = {quota.label: quota for quota in rules.quotas if not quota.is_soft}
    for number, clash in enumerate(told, start=1):
        named = [quotas[label] for label in clash["quotas"] if label in quotas]
        is_known = named and len(named) == len(clash["quotas"]) == len(set(clash["quotas"]))
        sums = _Sums(pool, rules, named).of(clash["kind"]) if is_known else None
        rules_named = list(dict.fromkeys(quota.name for quota in named))
        is_right = sums == (whole(clash["need"]), whole(clash["have"]))
        if not (is_right and clash["rules"] == rules_named and clash["need"] > clash["have"]):
            yield Finding("clash_differs", {"number": number})


class _Sums:
    def __init__(self, pool: Pool, rules: Rules, quotas: Sequence[Quota]) -> None:
        self.rules = rules
        self.quotas = quotas
        self.can_be = pool.standing != Standing.EXCLUDED
        self.is_required = pool.standing == Standing.REQUIRED
        self.first, self.others = quotas[0], quotas[1:]

    def of(self, kind: str) -> tuple[int, int] | None:
        """Give how many people are needed, and how many may be; None where it is no such sum."""
        inside = self.marked(self.first)
        match kind:
            case "short" if not self.others:
                return self.least(self.first), int(inside.sum())
            case "least" | "seated" if self.is_parted(self.quotas):
                taken = self.required_elsewhere() if kind == "seated" else 0
                return sum(map(self.least, self.quotas)), self.rules.most - taken
            case "most" if self.is_parted(self.quotas):
                return self.rules.fewest, self.room(self.can_be, self.quotas)
            case "crowded" if self.is_parted(self.others):
                return self.least(self.first), self.room(inside, self.others)
            case "forced" if self.is_parted(self.others):
                outside = self.can_be & ~inside
                sent = [self.least(q) - int((self.marked(q) & outside).sum()) for q in self.others]
                return sum(sent), self.first.ceiling(self.rules.most)
        return None

    def least(self, quota: Quota) -> int:
        return quota.floor(self.rules.fewest)

    def required_elsewhere(self) -> int:
        """Count the required people whom none of the quotas counts."""
        elsewhere = self.is_required.copy()
        for quota in self.quotas:
            elsewhere[quota.members] = False
        return int(elsewhere.sum())

    def marked(self, quota: Quota) -> Mask:
        marks = np.zeros(len(self.can_be), dtype=np.bool_)
        marks[quota.members] = True
        return np.asarray(marks & self.can_be, dtype=np.bool_)

    def is_parted(self, quotas: Sequence[Quota]) -> bool:
        """Tell whether no two share anybody."""
        times = np.zeros(len(self.can_be), dtype=np.int64)
        for quota in quotas:
            times[quota.members] += 1
        return bool((times <= 1).all())

    def room(self, people: Mask, quotas: Sequence[Quota]) -> int:
        """Count of some people as many as upper bounds of different people let in."""
        inside = sum(int((self.marked(quota) & people).sum()) for quota in quotas)
        let_in = (
            min(quota.ceiling(self.rules.most), int((self.marked(quota) & people).sum()))
            for quota in quotas
        )
        return sum(let_in) + int(people.sum()) - inside
