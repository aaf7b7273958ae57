"""Replaces delegates after the lock, changing as few people as can be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from optimizer import conflict, model
from optimizer.aims import pursue
from optimizer.panel import Panel
from optimizer.problem import (
    Conflict,
    Fault,
    Faulty,
    Index,
    Pool,
    Quota,
    Rules,
    Standing,
    Status,
    Whole,
)
from optimizer.ranks import ranks
from optimizer.solver import Clock, Means, Outcome, Solver

_STATUS = {
    Outcome.BEST: Status.OPTIMAL,
    Outcome.IMPOSSIBLE: Status.INFEASIBLE,
    Outcome.STOPPED: Status.TIME_LIMIT,
}


@dataclass(frozen=True)
class Substitution:
    """The list after the change (rows of the pool, ascending; empty if there is none).

    ``joining`` take the places of ``leaving`` and of ``released``: delegates who must go too
    because no quota-keeping list replaces the leavers alone. OPTIMAL: no list changes fewer
    people, and among those this one comes first. ``replaced`` gives each place to a newcomer, by
    the quotas that both are counted in. ``against`` are quotas that cannot hold together if the
    leavers alone are replaced; ``conflict`` tells, if INFEASIBLE, why no list can do without them.
    """

    status: Status
    chosen: Index
    leaving: Index
    released: Index
    joining: Index
    replaced: Mapping[int, int]
    against: tuple[Quota, ...]
    conflict: Conflict | None
    seconds: Mapping[str, float]


def repair(
    pool: Pool,
    rules: Rules,
    chosen: Index,
    leaving: Sequence[int],
    *,
    reserve: Sequence[int] = (),
    seed: int = 1,
    time_limit_s: float | None = None,
    solver: Solver | None = None,
) -> Substitution:
    """Replace the leavers on a locked list (all rows of the pool); its number of people stays.

    Fewest changes first; then most newcomers from the reserve and the least sum of their places
    in it; then fewest misses of soft quotas by priority, most merit, least sum of seeded ranks.
    Required delegates stay unless they leave themselves; whoever leaves does not come back.
    Raises ``Faulty`` with ``leaver_not_chosen`` and ``leaver_repeated``.
    """
    faults = tuple(_faults(pool, chosen, leaving))
    if faults:
        raise Faulty(faults)
    standing = pool.standing.copy()
    standing[list(leaving)] = Standing.EXCLUDED
    task = _Repair(
        replace(pool, standing=standing),
        replace(rules, fewest=len(chosen), most=len(chosen)),
        np.sort(chosen).astype(np.int32),
        np.sort(np.array(leaving, dtype=np.int32)),
        reserve,
        seed,
        Means(Clock(time_limit_s), solver),
    )
    return task.substitution()


def _faults(pool: Pool, chosen: Index, leaving: Sequence[int]) -> Iterator[Fault]:
    for place, row in enumerate(leaving):
        facts = {"id": pool.ids[row]}
        if row not in chosen:
            yield Fault("leaver_not_chosen", "nominees", int(pool.lines[row]), "id", facts)
        elif row in leaving[:place]:
            yield Fault("leaver_repeated", "nominees", int(pool.lines[row]), "id", facts)


@dataclass(frozen=True)
class _Repair:
    """A pool without the leavers, rules of the list's own size, and what to prefer."""

    pool: Pool
    rules: Rules
    chosen: Index
    leaving: Index
    reserve: Sequence[int]
    seed: int
    means: Means
    seconds: dict[str, float] = field(default_factory=dict)

    @cached_property
    def staying(self) -> Index:
        """Give those who were chosen and do not leave."""
        return np.setdiff1d(self.chosen, self.leaving)

    def substitution(self) -> Substitution:
        """Replace the leavers alone where that can be; else release the fewest others."""
        outcome, chosen = self.list_of(self.held, is_held=True)
        self.seconds["alone"] = self.means.clock.elapsed_s
        against: tuple[Quota, ...] = ()
        why = None
        if outcome is Outcome.IMPOSSIBLE:
            outcome, chosen = self.list_of(self.pool, is_held=False)
            self.seconds["further"] = self.means.clock.elapsed_s
            if outcome is Outcome.IMPOSSIBLE:
                why = conflict.explain(self.pool, self.rules, self.means)
            else:
                against = self.against()
        self.seconds["answer"] = self.means.clock.elapsed_s
        return self.written(outcome, chosen, against, why)

    def against(self) -> tuple[Quota, ...]:
        """Give quotas that keep the leavers from being replaced alone, none of them idle."""
        found = conflict.diagnose(self.held, self.rules, self.means)
        return tuple(found.question.rules.quotas[place] for place in found.quotas)

    @cached_property
    def held(self) -> Pool:
        """Give the pool with all who stay bound to stay."""
        standing = self.pool.standing.copy()
        standing[self.staying] = Standing.REQUIRED
        return replace(self.pool, standing=standing)

    def list_of(self, pool: Pool, *, is_held: bool) -> tuple[Outcome, Index]:
        built = model.build(pool, self.rules)
        order = _Order(self, built)
        aims = order.aims() if is_held else [order.staying(), *order.aims()]
        reached = pursue(built.program, aims, order.ranks, self.means)
        return reached.outcome, built.chosen(reached.values)

    def written(
        self,
        outcome: Outcome,
        chosen: Index,
        against: tuple[Quota, ...],
        why: Conflict | None,
    ) -> Substitution:
        has_list = len(chosen) > 0
        released = np.setdiff1d(self.staying, chosen) if has_list else chosen
        joining = np.setdiff1d(chosen, self.chosen)
        return Substitution(
            _STATUS[outcome],
            chosen,
            self.leaving,
            released,
            joining,
            self.replaced(np.union1d(self.leaving, released), joining),
            against,
            why,
            self.seconds,
        )

    def replaced(self, going: Index, joining: Index) -> dict[int, int]:
        """Pair those who share most quotas first; among equals by seeded rank."""
        panel = Panel(self.pool, self.chosen, self.rules.quotas)
        shared = panel.members(going) @ panel.members(joining).T
        drawn = ranks(self.pool.ids, self.seed)
        pairs = sorted(
            (-int(shared[place, other]), int(drawn[one]), int(drawn[two]), int(one), int(two))
            for place, one in enumerate(going)
            for other, two in enumerate(joining)
        )
        replaced: dict[int, int] = {}
        for *_, one, two in pairs:
            if one not in replaced and two not in replaced.values():
                replaced[one] = two
        return replaced


class _Order:
    """What is wanted of the new list, most wanted first, as costs of the program's columns."""

    def __init__(self, task: _Repair, built: model.Model) -> None:
        self.task = task
        self.built = built

    def cost(self, by_row: Whole) -> Whole:
        cost = np.zeros(self.built.program.width, dtype=np.int64)
        cost[: len(self.built.people)] = by_row[self.built.people]
        return cost

    def staying(self) -> Whole:
        by_row = np.zeros(len(self.task.pool), dtype=np.int64)
        by_row[self.task.staying] = 1
        return self.cost(by_row)

    def aims(self) -> list[Whole]:
        aims = [self.reserve(), *self.misses(), self.built.merit]
        return [aim for aim in aims if aim.any()]

    def reserve(self) -> Whole:
        """Count newcomers from the reserve, then the sum of their places, which is always less."""
        joining = [row for row in self.task.reserve if row not in self.task.chosen]
        by_row = np.zeros(len(self.task.pool), dtype=np.int64)
        by_row[joining] = len(joining) ** 2 - np.arange(len(joining))
        return self.cost(by_row)

    def misses(self) -> list[Whole]:
        costs = np.zeros((len(self.built.misses), self.built.program.width), dtype=np.int64)
        for cost, (_, columns) in zip(costs, self.built.misses, strict=True):
            cost[columns] = -1
        return list(costs)

    def ranks(self, level: int) -> Whole:
        return self.cost(ranks(self.task.pool.ids, self.task.seed, level))
