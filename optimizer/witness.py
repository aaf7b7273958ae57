"""Asks whether some of the quotas can hold together, and how far others would have to give way."""

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import replace

import numpy as np

from optimizer import model
from optimizer.merging import merged
from optimizer.problem import Pool, Rules, Whole
from optimizer.program import Program
from optimizer.relaxation import Relaxation, relaxed
from optimizer.sifting import Best, best, some
from optimizer.solver import Means, Outcome, Solver

_PATIENCE_S = 3.0
_NEAR = 4.9
"""People more than the fewest, by whom rules may give way where any list near enough will do."""
_MANY = 300
"""With more columns than that CBC answers sooner than HiGHS, its process included."""


class Question:
    """Hard rules that cannot all hold, and the means to ask about parts of them.

    One program serves every question: each rule has columns that count by how much it gives way,
    and those of rules that have to hold are bound to zero.
    """

    def __init__(self, pool: Pool, rules: Rules, means: Means) -> None:
        self.pool = pool
        self.rules = rules
        self.means = means
        self.numbers = sorted({quota.rule for quota in rules.quotas})
        self.model = model.build(pool, rules, self.numbers)
        self.cost = np.zeros(self.model.program.width, dtype=np.int64)
        self.cost[list(self.model.changes.values())] = -1

    def quotas_of(self, numbers: Collection[int]) -> list[int]:
        """Give the quotas of some rules, by their place."""
        wanted = set(numbers)
        return [k for k, quota in enumerate(self.rules.quotas) if quota.rule in wanted]

    def program(self, giving_way: Collection[int]) -> Program:
        """Let only some rules give way."""
        held = [c for (rule, _), c in self.model.changes.items() if rule not in giving_way]
        return self.model.program.with_upper(np.array(held, dtype=np.int64), 0)

    def patient(self, seconds: float) -> "Question":
        """Ask the same for some seconds at the most."""
        other = copy(self)
        other.means = self.means.at_most(seconds)
        return other

    def least(self, giving_way: Collection[int], prices: Relaxation | None = None) -> Best:
        """Find the list for which some rules have to give way by the fewest people."""
        return best(self.program(giving_way), self.cost, self.means, prices)

    def near(self, giving_way: Collection[int]) -> Best:
        """Find a list for which some rules have to give way by few people, if not the fewest."""
        means = replace(self.means.at_most(_PATIENCE_S), gap=_NEAR)
        return some(self.program(giving_way), self.cost, means)

    def touched(self, found: Best) -> list[int]:
        """Give the rules that give way in what was found."""
        changes = self.model.changes.items()
        return sorted({rule for (rule, _), column in changes if found.values[column]})

    def strained(self, giving_way: Collection[int]) -> Relaxation:
        """Price the rows where all rules give way, some of them for nothing."""
        cost = self.cost.copy()
        cost[[c for (rule, _), c in self.model.changes.items() if rule in giving_way]] = 0
        return relaxed(self.model.program, cost, self.means)

    def suspects(self, duals: Whole, giving_way: Collection[int] = ()) -> list[int] | None:
        """Give other rules that contradict one another by these prices, exactly; else None.

        Rules without a price take no part in the proof (Farkas).
        """
        program = self.program(giving_way)
        if len(duals) != program.height:
            return None
        ours = np.where(np.isin(self.model.owners, self.quotas_of(giving_way)), 0, duals)
        if program.bound(np.zeros(program.width, dtype=np.int64), ours) >= 0:
            return None
        owners = np.unique(self.model.owners[np.flatnonzero(ours)])
        return self.by_need({self.rules.quotas[k].rule for k in owners if k != model.SIZE_ROW})

    def by_need(self, numbers: Collection[int]) -> list[int]:
        """Order rules by how many people they ask for, the least first."""
        need = dict.fromkeys(numbers, 0)
        for quota in self.rules.quotas:
            if quota.rule in need:
                need[quota.rule] += quota.floor(self.rules.most)
        return sorted(need, key=lambda number: (need[number], number))


class Excerpt:
    """Some of the quotas over few columns: people whom these quotas cannot tell apart are one.

    ``is_told`` while every question was answered in time.
    """

    def __init__(self, question: Question, numbers: Collection[int]) -> None:
        self.question = question
        self.is_told = True
        wanted = [model.SIZE_ROW, *question.quotas_of(numbers)]
        is_wanted = np.isin(question.model.owners, wanted)
        self.owners = question.model.owners[is_wanted]
        self.program = merged(question.program(()).without_rows(~is_wanted))

    def irreducible(self, numbers: Sequence[int]) -> tuple[list[int], list[int]]:
        """Leave out rules, then single quotas, for as long as the rest still contradict."""
        rules = self.irreducible_rules(numbers)
        quotas = self.question.quotas_of(rules)
        # A rule that is one quota was just left out in vain.
        several = [self.question.quotas_of([rule]) for rule in rules]
        for quota in [quota for of_rule in several if len(of_rule) > 1 for quota in of_rule]:
            rest = [other for other in quotas if other != quota]
            if self.outcome(rest) is Outcome.IMPOSSIBLE:
                quotas = rest
        return rules, quotas

    def irreducible_rules(self, numbers: Sequence[int]) -> list[int]:
        """Leave out rules for as long as the rest still contradict."""
        rules = list(numbers)
        for rule in numbers:
            rest = [other for other in rules if other != rule]
            if self.contradicts(rest):
                rules = rest
        return sorted(rules)

    def contradicts(self, numbers: Sequence[int]) -> bool:
        """Tell whether no list can keep these rules."""
        return self.outcome(self.question.quotas_of(numbers)) is Outcome.IMPOSSIBLE

    def hangs_on_size(self, quotas: Iterable[int]) -> bool:
        """Tell whether these quotas contradict one another only for the panel's size."""
        return self.outcome(quotas, is_sized=False) is not Outcome.IMPOSSIBLE

    def outcome(self, quotas: Iterable[int], *, is_sized: bool = True) -> Outcome:
        """Tell whether a list can keep these quotas, given by their place, and the panel's size."""
        size = [model.SIZE_ROW] if is_sized else []
        is_wanted = np.isin(self.owners, [*size, *quotas])
        small = merged(self.program.without_rows(~is_wanted))
        nothing = np.zeros(small.width, dtype=np.int64)
        first = Solver.CBC if small.width > _MANY else Solver.HIGHS
        answer = self.question.means.maximize(small, nothing, first=first)
        outcome = Outcome.BEST if len(answer.values) else answer.outcome
        self.is_told &= outcome is not Outcome.STOPPED
        return outcome
