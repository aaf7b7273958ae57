"""Checks that no list is better: the core that prices leave open is solved by another solver."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

import numpy as np

from optimizer.findings import OutOfTime
from optimizer.problem import Index, Mask, Quota, Whole
from optimizer.program import OPEN, Program, Rows
from optimizer.reselection import BEFORE_ALL
from optimizer.solver import Means, Outcome, Solver
from optimizer.verify_prices import Claim, PricedAim
from optimizer.verify_ties import Equals

OTHER = Solver.HIGHS
"""Cores of merit come from CBC as a rule."""


class Weakness(Enum):
    """What is wrong with a proof."""

    MISSING = "proof_missing"
    BOUND = "proof_too_weak"
    CORE = "core_differs"
    BETTER = "better_exists"
    RANK = "not_first_of_equals"
    UNSOLVED = "core_unsolved"


def weaknesses(
    claim: Claim, proofs: Sequence[Mapping[str, Any]], *, is_whole: bool = True
) -> Iterator[Weakness]:
    """Give what does not hold: a proof per priority of misses, then one of merit.

    Unless they have to be whole, the proofs may end before the last aim.
    """
    aims = [*((_aim(priority), priority) for priority in claim.priorities), ("merit", None)]
    told = [(proof["aim"], proof["priority"]) for proof in proofs]
    if told != (aims if is_whole else aims[: len(told)]):
        yield Weakness.MISSING
    if told == aims[: len(told)]:
        for (_, priority), proof in zip(told, proofs, strict=True):
            yield from _weaknesses(PricedAim(claim, priority, proof))


def _aim(priority: int) -> str:
    return "changes" if priority == BEFORE_ALL else "misses"


def _weaknesses(aim: PricedAim) -> Iterator[Weakness]:
    """Give what does not hold of one aim's proof."""
    if not aim.is_valid or aim.gap < 0:
        yield Weakness.BOUND
        return
    is_open = aim.opened()
    everyone = set(aim.pool.ids.tolist())
    if not set(aim.pool.ids[is_open].tolist()) <= aim.core <= everyone:
        yield Weakness.CORE
    if aim.aim is not None and aim.gap < aim.scale:
        return
    # Everyone else stands where the prices put them.
    chosen = aim.claim.is_chosen
    if not np.array_equal(aim.taken(is_open) | (is_open & chosen), chosen):
        yield Weakness.CORE
        return
    for size in aim.sizes():
        yield from Core(aim, is_open, size).weaknesses()


class Core:
    """The people whom prices leave open, at one size of the panel."""

    def __init__(self, proof: PricedAim, is_open: Mask, size: int) -> None:
        self.proof = proof
        self.people = people = np.flatnonzero(is_open)
        self.taken = proof.taken(is_open)
        self.size = size
        self.rules = proof.rules
        self.place = np.full(len(proof.pool), -1, dtype=np.int32)
        self.place[people] = np.arange(len(people), dtype=np.int32)
        self.width = len(people)
        self.entries: list[tuple[Index, Whole | int, int, int]] = []
        self.misses: dict[int, list[int]] = {}

    def weaknesses(self) -> Iterator[Weakness]:
        """Look for a better list, and for one as good that comes first."""
        program = self.program()
        cost = np.zeros(program.width, dtype=np.int64)
        cost[: len(self.people)] = self.proof.merit[self.people]
        if self.proof.aim is not None:
            cost[self.misses[self.proof.aim]] = -1
        fixed = sum(self.proof.merit[self.taken].tolist())
        found = self.best(program, cost)
        # The list itself is one answer at its own size: a solver that finds none is wrong.
        has_list = self.size == len(self.proof.claim.chosen) and program.width > 0
        if found is None or (has_list and not len(found)):
            yield Weakness.UNSOLVED
        elif len(found) and fixed + int(cost @ found) > self.proof.value:
            yield Weakness.BETTER
        elif self.proof.aim is None:
            yield from self.first(program, cost, self.proof.value - fixed)

    def first(self, program: Program, cost: Whole, value: int) -> Iterator[Weakness]:
        """Check that no other list as good has fewer pairs of one unit, nor as many and less ranks.

        Ranks that are equal as well are told apart by a second draw, and so on.
        """
        claim = self.proof.claim
        paid = np.flatnonzero(cost)
        if len(paid):
            program = program.with_row(paid, cost[paid], value, value)
        elif value:
            return
        if self.size == len(claim.chosen):
            ours = np.flatnonzero(claim.is_chosen[self.people])
            program = program.with_row(ours, np.ones_like(ours), -OPEN, len(ours) - 1)
        equals = Equals(claim.ties, self.people, self.taken, self.best)
        is_preceded = equals.precede(program, claim.chosen)
        if is_preceded is None:
            yield Weakness.UNSOLVED
        elif is_preceded:
            yield Weakness.RANK

    def best(self, program: Program, cost: Whole) -> Whole | None:
        """Give the best x, nothing where there is none, or None where neither is found.

        Raises ``OutOfTime``.
        """
        clock = self.proof.claim.clock
        answer = Means(clock, only=OTHER).maximize(program, cost)
        if answer.outcome is Outcome.STOPPED and clock.is_over:
            raise OutOfTime
        if answer.outcome is Outcome.IMPOSSIBLE:
            return np.zeros(0, dtype=np.int64)
        return answer.whole if answer.outcome is Outcome.BEST else None

    def program(self) -> Program:
        """Build the program of one size; its first columns are the people."""
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
        """Bound the count of those who are open; a soft quota with a column for either miss."""
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
