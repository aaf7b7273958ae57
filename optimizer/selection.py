"""Chooses the best list under quotas: misses by priority, merit, spread, then the seeded order."""

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from optimizer import conflict, model, sifting
from optimizer.face import Face
from optimizer.problem import Count, Index, Pool, Proof, Result, Rules, Status, Whole
from optimizer.program import DUAL_SCALE, OPEN
from optimizer.proof import proof
from optimizer.ranks import ranks
from optimizer.reselection import BEFORE_ALL, wishing
from optimizer.sifting import Best, best, first_best
from optimizer.slices import is_tight
from optimizer.solver import Clock, Means, Outcome, Solver
from optimizer.spread import pairs, units

Progress = Callable[[int], None]
"""Told a percentage."""


def choose(
    pool: Pool,
    rules: Rules,
    *,
    seed: int = 1,
    last: Collection[str] | None = None,
    time_limit_s: float | None = None,
    solver: Solver | None = None,
    progress: Progress | None = None,
) -> Result:
    """Choose a list: fewest misses of soft quotas by priority, most merit, best spread, first rank.

    The best spread over units has the fewest pairs of people from one (optimizer.spread); the
    first rank is the least sum of seeded ranks. With ``last``, the ids of a former list, the
    fewest of them are dropped before all that; whoever is excluded now, or no longer in the pool,
    does not count.

    OPTIMAL is proven, and is then the same list with every solver, on every machine and in every
    order of the pool. INFEASIBLE carries the conflict and ways out. TIME_LIMIT may carry a list
    that keeps every hard rule, with nothing proven or only its merit.
    """
    means = Means(Clock(time_limit_s), solver)
    choice = _Choice(pool, wishing(pool, rules, last), seed, means, progress)
    former = None if last is None else tuple(sorted(set(last)))
    return replace(choice.result(), last=former)


class _Choice:
    def __init__(
        self,
        pool: Pool,
        rules: Rules,
        seed: int,
        means: Means,
        progress: Progress | None,
    ) -> None:
        self.pool = pool
        self.rules = rules
        self.seed = seed
        self.means = means
        self.progress = progress or (lambda _percent: None)
        self.model = model.build(pool, rules)
        program = self.model.program
        self.face = Face(program, np.arange(program.width))
        self.seconds: dict[str, float] = {}
        self.merit: Best | None = None
        self.proofs: list[Proof] = []

    def result(self) -> Result:
        """Pursue the aims in order; the first that is not proven ends the choice."""
        outcome = self.pursue()
        self.seconds["answer"] = self.means.clock.elapsed_s
        if outcome is Outcome.IMPOSSIBLE:
            return self.impossible()
        status = Status.OPTIMAL if outcome is Outcome.BEST else Status.TIME_LIMIT
        return self.written(status)

    def pursue(self) -> Outcome:
        self.progress(5)
        for priority, columns in self.model.misses:
            found = self.fewest_misses(priority, columns)
            if found.outcome is not Outcome.BEST:
                return found.outcome
        self.progress(20)
        self.merit = self.reach(self.model.merit)
        self.seconds["merit"] = self.means.clock.elapsed_s
        if self.merit.outcome is not Outcome.BEST:
            return self.merit.outcome
        self.proofs.append(proof(self.model, self.merit, "merit", None))
        if is_tight(self.merit.duals) and self.has_no_rival(self.merit):
            return Outcome.BEST
        self.keep_equals(self.merit, self.model.merit)
        self.progress(70)
        return self.settle()

    def has_no_rival(self, found: Best) -> bool:
        """Tell whether no other list has as much merit, by a search led by merit.

        Where lists are rare, that is several times faster than to ask for any list as good.
        """
        columns = self.face.columns
        is_person = columns < len(self.model.people)
        merit = self.model.merit[columns]
        return sifting.is_alone(self.face.program, merit, found, is_person, self.means)

    def fewest_misses(self, priority: int, columns: Whole) -> Best:
        """Miss the soft quotas of a priority as little as can be, and no more from then on."""
        cost = np.zeros(self.model.program.width, dtype=np.int64)
        cost[columns] = -1
        found = self.reach(cost)
        if found.outcome is Outcome.BEST:
            aim = "changes" if priority == BEFORE_ALL else "misses"
            self.proofs.append(proof(self.model, found, aim, priority))
            ones = np.ones(len(columns), dtype=np.int64)
            self.face.program = self.face.program.with_row(columns, ones, -OPEN, -found.value)
        return found

    def reach(self, cost: Whole) -> Best:
        """Maximise one aim among the lists still open."""
        return self.reached(best(self.face.program, cost[self.face.columns], self.means))

    def reached(self, found: Best) -> Best:
        self.face.keep(found)
        return found

    def keep_equals(self, found: Best, cost: Whole) -> None:
        self.face.narrow(found, cost[self.face.columns])

    def settle(self) -> Outcome:
        """Decide among equals: by spread, then by ranks, until one list is left."""
        if self.is_alone():
            return Outcome.BEST
        outcome = self.spread()
        return outcome if outcome is not Outcome.BEST else self.first_of_equals()

    def spread(self) -> Outcome:
        """Make the fewest pairs from one unit, and no more from then on."""
        numbers = units(self.pool)
        if numbers is None:
            return Outcome.BEST
        cost = self.face.spread(numbers[self.model.people], self.rules.most)
        means = replace(self.means, for_cores=Solver.HIGHS)
        found = self.reached(best(self.face.program, cost, means))
        self.seconds["spread"] = self.means.clock.elapsed_s
        if found.outcome is Outcome.BEST:
            self.face.narrow(found, cost)
        return found.outcome

    def first_of_equals(self) -> Outcome:
        """Take the least sum of ranks, level by level."""
        level, is_alone = 0, False
        while not is_alone and not self.means.clock.is_over:
            order = np.zeros(len(self.face.values), dtype=np.int64)
            people = self.model.people
            order[: len(people)] = -ranks(self.pool.ids, self.seed, level)[people]
            found, is_alone = self.first_by(order)
            if found.outcome is not Outcome.BEST:
                return Outcome.STOPPED
            self.keep_equals(found, order)
            level += 1
        return Outcome.BEST if is_alone else Outcome.STOPPED

    def first_by(self, order: Whole) -> tuple[Best, bool]:
        """Find the list that comes first in an order, and tell whether it is alone in its place."""
        columns = self.face.columns
        is_person = columns < len(self.model.people)
        found, is_alone = first_best(self.face.program, order[columns], is_person, self.means)
        return self.reached(found), is_alone

    def is_alone(self) -> bool:
        """Tell whether no other list is as good: none differs from this one in a person."""
        people = np.flatnonzero(self.face.columns < len(self.model.people))
        if not len(people):
            return True
        values = self.face.values[self.face.columns[people]]
        signs = np.where(values > 0, 1, -1)
        other = self.face.program.with_row(people, signs, -OPEN, int(values.sum()) - 1)
        nothing = np.zeros(other.width, dtype=np.int64)
        answer = self.means.maximize(other, nothing, first=Solver.CBC)
        return answer.outcome is Outcome.IMPOSSIBLE

    def impossible(self) -> Result:
        diagnosis = conflict.diagnose(self.pool, self.rules, self.means)
        self.seconds["diagnosis"] = self.means.clock.elapsed_s
        if diagnosis.is_mistaken:
            return self.written(Status.TIME_LIMIT)
        found = diagnosis.conflict()
        self.seconds["ways"] = self.means.clock.elapsed_s
        nobody = np.zeros(0, dtype=np.int32)
        seconds = self.seconds
        return Result(
            Status.INFEASIBLE, self.seed, nobody, 0, None, (), (), seconds, conflict=found
        )

    def written(self, status: Status) -> Result:
        """Recount everything from the pool; the program's word is not taken."""
        if not len(self.face.values):
            nobody = np.zeros(0, dtype=np.int32)
            return Result(status, self.seed, nobody, 0, None, (), (), self.seconds)
        chosen = self.model.chosen(self.face.values)
        counts = counted(self.rules, chosen)
        broken = [c.quota.label for c in counts if not (c.is_satisfied or c.quota.is_soft)]
        if broken:
            raise AssertionError(f"the solver broke {broken}")
        return Result(
            status,
            self.seed,
            chosen,
            score_of(self.pool, chosen),
            self.bound(),
            self.misses(),
            counts,
            self.seconds,
            proofs=tuple(self.proofs),
            pairs=pairs(self.pool, chosen),
        )

    def bound(self) -> int | None:
        if self.merit is None or not len(self.merit.reduced):
            return None
        if self.merit.outcome is Outcome.BEST:
            return score_of(self.pool, self.model.chosen(self.face.values))
        return self.merit.ceiling // DUAL_SCALE

    def misses(self) -> tuple[tuple[int, int], ...]:
        values = self.face.values
        return tuple((p, int(values[columns].sum())) for p, columns in self.model.misses)


def counted(rules: Rules, chosen: Index) -> tuple[Count, ...]:
    """Count each quota on a list, beside the bounds for its size."""
    size = len(chosen)
    rows = [*(quota.members for quota in rules.quotas), chosen]
    is_in = np.zeros(1 + max(int(each.max(initial=0)) for each in rows), dtype=np.bool_)
    is_in[chosen] = True
    return tuple(
        Count(
            quota,
            int(np.count_nonzero(is_in[quota.members])),
            quota.floor(size),
            quota.ceiling(size),
        )
        for quota in rules.quotas
    )


def score_of(pool: Pool, chosen: Index) -> int:
    """Sum the scores of a list, in units."""
    return sum(pool.scores[chosen].tolist())
