"""Asks whether some of the quotas can hold together."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

import numpy as np

from optimizer import model
from optimizer.merging import merged
from optimizer.problem import Pool, Rules
from optimizer.sifting import contradiction
from optimizer.solver import Clock, Outcome, Solver, maximize


class Question:
    """Hard rules that cannot all hold, and the means to ask about parts of them."""

    def __init__(self, pool: Pool, rules: Rules, solver: Solver, clock: Clock) -> None:
        self.pool = pool
        self.rules = rules
        self.solver = solver
        self.clock = clock
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
        duals = contradiction(self.model.program, self.solver, self.clock)
        if duals is None:
            return self.numbers
        owners = np.unique(self.model.owners[np.flatnonzero(duals)])
        return sorted({self.rules.quotas[k].rule for k in owners if k != model.SIZE_ROW})

    def outcome(self, quotas: Iterable[int]) -> Outcome:
        """Tell whether a list can keep the panel's size and these quotas, given by their place."""
        wanted: Sequence[int] = [model.SIZE_ROW, *quotas]
        program = self.model.program.without_rows(~np.isin(self.model.owners, wanted))
        small = merged(program)
        nothing = np.zeros(small.width, dtype=np.int64)
        answer = maximize(small, nothing, self.solver, self.clock)
        is_witnessed = len(answer.values) and small.holds(np.rint(answer.values).astype(np.int64))
        return Outcome.BEST if is_witnessed else answer.outcome
