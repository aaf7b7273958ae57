"""Asks whether some of the quotas can hold together."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

import numpy as np

from optimizer import model
from optimizer.merging import merged
from optimizer.problem import Pool, Rules
from optimizer.sifting import contradiction
from optimizer.solver import Means, Outcome


class Question:
    """Hard rules that cannot all hold, and the means to ask about parts of them."""

    def __init__(self, pool: Pool, rules: Rules, means: Means) -> None:
        self.pool = pool
        self.rules = rules
        self.means = means
        self.model = model.build(pool, rules)

    @cached_property
    def numbers(self) -> list[int]:
        """Number the rules, in the order of the file."""
        return sorted({quota.rule for quota in self.rules.quotas})

    def quotas_of(self, numbers: Collection[int]) -> list[int]:
        """Give the quotas of some rules, by their place."""
        wanted = set(numbers)
        return [k for k, quota in enumerate(self.rules.quotas) if quota.rule in wanted]

    def suspects(self) -> list[int]:
        """Give rules that already contradict one another, by the relaxation's proof; else all."""
        duals = contradiction(self.model.program, self.means)
        if duals is None:
            return self.by_need(self.numbers)
        owners = np.unique(self.model.owners[np.flatnonzero(duals)])
        return self.by_need({self.rules.quotas[k].rule for k in owners if k != model.SIZE_ROW})

    def by_need(self, numbers: Collection[int]) -> list[int]:
        """Order rules by how many people they ask for, the least first."""
        need = dict.fromkeys(numbers, 0)
        for quota in self.rules.quotas:
            if quota.rule in need:
                need[quota.rule] += quota.floor(self.rules.most)
        return sorted(need, key=lambda number: (need[number], number))

    def outcome(self, quotas: Iterable[int]) -> Outcome:
        """Tell whether a list can keep the panel's size and these quotas, given by their place."""
        wanted: Sequence[int] = [model.SIZE_ROW, *quotas]
        program = self.model.program.without_rows(~np.isin(self.model.owners, wanted))
        small = merged(program)
        nothing = np.zeros(small.width, dtype=np.int64)
        answer = self.means.maximize(small, nothing)
        return Outcome.BEST if len(answer.values) else answer.outcome
