"""What aims reached one after another have left open."""

from dataclasses import dataclass, field

import numpy as np

from optimizer.problem import Whole
from optimizer.program import Program
from optimizer.sifting import Best
from optimizer.spread import spreading


@dataclass
class Face:
    """A narrow program, and one x of the whole that reaches all aims so far."""

    program: Program
    columns: Whole
    values: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def narrow(self, found: Best, cost: Whole) -> None:
        """Keep to the x that reach the value found."""
        free = found.open_columns()
        self.program = self.program.narrowed(free, found.values).pressed(found.duals, found.slack)
        self.columns = self.columns[free]
        paid = np.flatnonzero(cost[free])
        if len(paid):
            weights = cost[free][paid]
            reached = int(weights @ found.values[free][paid])
            self.program = self.program.with_row(paid, weights, reached, reached)

    def spread(self, numbers: Whole, most: int) -> Whole:
        """Go on with a program that prices pairs from one unit; give its costs.

        ``numbers`` are the units of the first columns, which are people. Further columns follow
        all others.
        """
        is_open = self.columns < len(numbers)
        taken = np.setdiff1d(np.flatnonzero(self.values[: len(numbers)]), self.columns)
        priced = spreading(self.program, numbers[self.columns[is_open]], numbers[taken], most)
        wide = priced.widened(self.values[self.columns])[len(self.columns) :]
        self.columns = np.append(self.columns, len(self.values) + np.arange(len(wide)))
        self.values = np.append(self.values, wide)
        self.program = priced.program
        return priced.cost

    def keep(self, found: Best) -> None:
        """Take the open columns' values from what was found, if anything was."""
        if not len(found.values):
            return
        full = self.values.copy() if len(self.values) else np.zeros_like(found.values)
        full[self.columns] = found.values
        self.values = full
