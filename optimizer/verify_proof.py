"""Checks that no list is better: bounds by the certificate's prices, its core by another solver.

Every price gives a valid bound (Lagrange): a list's total is its people's scores less the prices
of all they count in, plus what those prices come to at the quotas' bounds. Whoever's score so
reduced is further from zero than the gap stands on the same side in every list as good.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np

from optimizer.problem import Index, Mask, Pool, Quota, Rules, Standing, Whole
from optimizer.program import OPEN, Program, Rows
from optimizer.ranks import ranks
from optimizer.solver import Means, Outcome, Solver

OTHER = Means(only=Solver.HIGHS)
"""Cores of merit come from CBC as a rule."""


class Weakness(Enum):
    """What is wrong with a proof."""

    MISSING = "proof_missing"
    BOUND = "proof_too_weak"
    CORE = "core_differs"
    BETTER = "better_exists"
    RANK = "not_first_of_equals"
    UNSOLVED = "core_unsolved"


@dataclass(frozen=True)
class Claim:
    """A list of people said to be the best, with its misses by priority."""

    pool: Pool
    rules: Rules
    chosen: Index
    misses: Mapping[int, int]
    seed: int

    @cached_property
    def priorities(self) -> list[int]:
        """Give the priorities, most urgent first."""
        return sorted(self.misses)

    @cached_property
    def is_chosen(self) -> Mask:
        """Mark who is on the list."""
        marks = np.zeros(len(self.pool), dtype=np.bool_)
        marks[self.chosen] = True
        return marks


def weaknesses(claim: Claim, proofs: Sequence[Mapping[str, Any]]) -> Iterator[Weakness]:
    """Give what does not hold: a proof per priority of misses, then one of merit."""
    aims: list[int | None] = [*claim.priorities, None]
    told = {(None if proof["aim"] == "merit" else proof["priority"]): proof for proof in proofs}
    for aim in aims:
        if aim not in told:
            yield Weakness.MISSING
            continue
        yield from _Proof(claim, aim, told[aim]).weaknesses()


class _Proof:
    """One aim: fewest misses of a priority, or, without one, most merit."""

    def __init__(self, claim: Claim, aim: int | None, told: Mapping[str, Any]) -> None:
        self.claim = claim
        self.pool, self.rules = claim.pool, claim.rules
        self.aim = aim
        unit = 1 if aim is not None else 10**self.pool.decimals
        prices = [Fraction(each["price"]) * unit for each in told["quota_prices"]]
        misses = {each["priority"]: Fraction(each["price"]) * unit for each in told["miss_prices"]}
        size = Fraction(told["size_price"]) * unit
        self.scale = lcm(*(p.denominator for p in [size, *prices, *misses.values()]))
        self.size_price = int(size * self.scale)
        self.quota_prices = [
            (int(each["quota"]), int(price * self.scale))
            for each, price in zip(told["quota_prices"], prices, strict=True)
        ]
        self.miss_prices = {p: int(price * self.scale) for p, price in misses.items()}
        self.core = set(told["core"])

    def weaknesses(self) -> Iterator[Weakness]:
        if any(price < 0 for price in self.miss_prices.values()):
            yield Weakness.BOUND
            return
        bounds = {size: self.bound(size) for size in range(self.rules.fewest, self.rules.most + 1)}
        gap = max(bounds.values()) - self.value * self.scale
        if gap < 0:
            yield Weakness.BOUND
            return
        is_open = np.abs(self.margins) <= gap
        is_open &= self.pool.standing == Standing.PROPOSED
        if not self.core >= set(self.pool.ids[is_open].tolist()):
            yield Weakness.CORE
        if self.aim is not None and gap < self.scale:
            return
        sizes = [size for size, bound in bounds.items() if bound >= self.value * self.scale]
        yield from self.solved(is_open, sizes)

    @cached_property
    def value(self) -> int:
        """Give what the list reaches: merit in units, or misses, negative."""
        if self.aim is not None:
            return -self.claim.misses[self.aim]
        return sum(self.pool.scores[self.claim.chosen].tolist())

    @cached_property
    def merit(self) -> Whole:
        """Give what each person is worth to the aim."""
        return self.pool.scores if self.aim is None else np.zeros_like(self.pool.scores)

    @cached_property
    def margins(self) -> Whole:
        """Give each person's worth less the prices of size and quotas, in parts of ``scale``."""
        margin = self.merit * self.scale - self.size_price
        for number, price in self.quota_prices:
            margin[self.rules.quotas[number].members] -= price
        return margin

    def bound(self, size: int) -> int:
        """Give what no list of this size can exceed, in parts of ``scale``."""
        total = self.size_price * size + self.people_bound + self.misses_bound
        for number, price in self.quota_prices:
            quota = self.rules.quotas[number]
            total += price * (quota.ceiling(size) if price > 0 else quota.floor(size))
        return total

    @cached_property
    def people_bound(self) -> int:
        """Take everyone required, and of the others those who add."""
        standing = self.pool.standing
        taken = (standing == Standing.REQUIRED) | (
            (standing == Standing.PROPOSED) & (self.margins > 0)
        )
        return sum(self.margins[taken].tolist())

    @cached_property
    def misses_bound(self) -> int:
        """Take every miss that adds, as far as its priority's total allows."""
        total = sum(price * self.claim.misses[p] for p, price in self.miss_prices.items())
        for number, quota in enumerate(self.rules.quotas):
            if quota.is_soft:
                total += sum(self.miss_bounds(number, quota))
        return total

    def miss_bounds(self, number: int, quota: Quota) -> Iterator[int]:
        paid = self.miss_prices.get(quota.priority, 0)
        paid += self.scale if quota.priority == self.aim else 0
        relieved = [price for other, price in self.quota_prices if other == number]
        for price in (*relieved, 0):
            gain = abs(price) - paid
            yield max(0, gain) * self.most_missed(quota)

    def most_missed(self, quota: Quota) -> int:
        """Bound one quota's miss: by its priority's total where that is settled."""
        is_settled = self.aim is None or quota.priority < self.aim
        most = max(self.rules.most, quota.least or 0)
        return min(most, self.claim.misses[quota.priority]) if is_settled else most

    def solved(self, is_open: Mask, sizes: Sequence[int]) -> Iterator[Weakness]:
        """Solve the core alone; everyone else stands where the prices put them."""
        taken = (self.pool.standing == Standing.REQUIRED) | (
            (self.pool.standing == Standing.PROPOSED) & ~is_open & (self.margins > 0)
        )
        if not np.array_equal(taken | (is_open & self.claim.is_chosen), self.claim.is_chosen):
            yield Weakness.CORE
            return
        for size in sizes:
            yield from _Core(self, np.flatnonzero(is_open), taken, size).weaknesses()


class _Core:
    """The people whom prices leave open, at one size of the panel."""

    def __init__(self, proof: _Proof, people: Whole, taken: Mask, size: int) -> None:
        self.proof = proof
        self.people = people
        self.taken = taken
        self.size = size
        self.rules = proof.rules
        self.place = np.full(len(proof.pool), -1, dtype=np.int32)
        self.place[people] = np.arange(len(people), dtype=np.int32)
        self.width = len(people)
        self.entries: list[tuple[Index, Whole | int, int, int]] = []
        self.misses: dict[int, list[int]] = {}

    def weaknesses(self) -> Iterator[Weakness]:
        program = self.program()
        cost = np.zeros(program.width, dtype=np.int64)
        cost[: len(self.people)] = self.proof.merit[self.people]
        if self.proof.aim is not None:
            cost[self.misses[self.proof.aim]] = -1
        fixed = sum(self.proof.merit[self.taken].tolist())
        found = self.best(program, cost)
        if found is None:
            yield Weakness.UNSOLVED
        elif len(found) and fixed + int(cost @ found) > self.proof.value:
            yield Weakness.BETTER
        elif self.proof.aim is None:
            yield from self.first(program, cost, self.proof.value - fixed)

    def first(self, program: Program, cost: Whole, value: int) -> Iterator[Weakness]:
        """Check that no list as good has a smaller sum of ranks."""
        claim = self.proof.claim
        order = np.zeros(program.width, dtype=np.int64)
        order[: len(self.people)] = ranks(claim.pool.ids, claim.seed)[self.people]
        paid = np.flatnonzero(cost)
        if len(paid):
            program = program.with_row(paid, cost[paid], value, value)
        elif value:
            return
        found = self.best(program, -order)
        if found is None:
            yield Weakness.UNSOLVED
            return
        reached = int(order[: len(self.people)][claim.is_chosen[self.people]].sum())
        taken = int(ranks(claim.pool.ids, claim.seed)[self.taken].sum())
        claimed = int(ranks(claim.pool.ids, claim.seed)[claim.chosen].sum())
        assert reached + taken == claimed
        if len(found) and int(order @ found) < reached:
            yield Weakness.RANK

    def best(self, program: Program, cost: Whole) -> Whole | None:
        """Give the best x, nothing where there is none, or None where neither is found."""
        answer = OTHER.maximize(program, cost)
        if answer.outcome is Outcome.IMPOSSIBLE:
            return np.zeros(0, dtype=np.int64)
        return answer.whole if answer.outcome is Outcome.BEST else None

    def program(self) -> Program:
        everyone = np.arange(len(self.people), dtype=np.int32)
        seats = self.size - int(self.taken.sum())
        self.entries.append((everyone, 1, seats, seats))
        for quota in self.rules.quotas:
            self.quota(quota)
        for priority, columns in self.misses.items():
            limit = self.proof.claim.misses[priority]
            is_settled = self.proof.aim is None or priority < self.proof.aim
            total = limit if is_settled else OPEN
            self.entries.append((np.array(columns, dtype=np.int32), 1, -OPEN, total))
        highest = max(quota.least or 0 for quota in self.rules.quotas) if self.misses else 0
        upper = np.full(self.width, max(self.rules.most, highest), dtype=np.int64)
        upper[: len(self.people)] = 1
        return Program.build(np.zeros(self.width, dtype=np.int64), upper, Rows.of(self.entries))

    def quota(self, quota: Quota) -> None:
        columns = self.place[quota.members]
        columns = columns[columns >= 0]
        taken = int(self.taken[quota.members].sum())
        least, most = quota.floor(self.size) - taken, quota.ceiling(self.size) - taken
        if not quota.is_soft:
            self.entries.append((columns, 1, least, most))
            return
        self.misses.setdefault(quota.priority, []).extend((self.width, self.width + 1))
        for sign, bounds in ((1, (least, OPEN)), (-1, (-OPEN, most))):
            weights = np.append(np.ones(len(columns), dtype=np.int64), sign)
            self.entries.append((np.append(columns, np.int32(self.width)), weights, *bounds))
            self.width += 1
