"""A linear program kept in HiGHS: bounds move, columns join, and it is solved from where it stood.

PuLP hands a model over anew each time, which takes several times as long as solving it.
"""

import highspy
import numpy as np

from optimizer.problem import Reals, Whole
from optimizer.program import OPEN, Program
from optimizer.solver import IMPOSSIBLE, SEED, STOPPED, Answer, Outcome

_OPTIONS: dict[str, bool | int | str] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": SEED,
    # Neither pays on programs of people: every weight is one, and few rows can be taken out.
    "presolve": "off",
    "simplex_scale_strategy": 0,
}


class Simplex:
    """Maximises cost·x over a program whose numbers may be fractions."""

    def __init__(self, program: Program, cost: Whole) -> None:
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in _OPTIONS.items():
            self.highs.setOptionValue(option, value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 0, program.height
        model.row_lower_, model.row_upper_ = _reals(program.row_lower), _reals(program.row_upper)
        self.highs.passModel(model)
        self.join(program, np.arange(program.width), cost)

    def join(self, program: Program, columns: Whole, cost: Whole) -> None:
        """Add columns of a program with the same rows, at their costs."""
        entries, _ = program.entries(columns)
        lengths = program.starts[columns + 1] - program.starts[columns]
        self.highs.addCols(
            len(columns),
            -cost.astype(float),
            _reals(program.lower[columns]),
            _reals(program.upper[columns]),
            len(entries),
            np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int32),
            program.rows[entries].astype(np.int32),
            program.weights[entries].astype(float),
        )

    def pay(self, cost: Whole) -> None:
        """Change the cost of every column."""
        self.highs.changeColsCost(len(cost), _numbers(len(cost)), -cost.astype(float))

    def bound_rows(self, lower: Whole, upper: Whole) -> None:
        """Change the bounds of every row."""
        count = len(lower)
        bounds = _reals(lower), _reals(upper)
        self.highs.changeRowsBounds(count, _numbers(count), *bounds)  # type: ignore[attr-defined]

    def bound_columns(self, numbers: Whole, lower: Whole, upper: Whole) -> None:
        """Change the bounds of some columns, by the order in which they joined."""
        numbers = numbers.astype(np.int32)
        self.highs.changeColsBounds(len(numbers), numbers, _reals(lower), _reals(upper))

    def solve(self, left_s: float | None = None) -> Answer:
        """Solve from the last basis."""
        # HiGHS counts its time over all runs.
        limit = np.inf if left_s is None else self.highs.getRunTime() + left_s
        self.highs.setOptionValue("time_limit", float(limit))
        self.highs.run()
        match self.highs.getModelStatus():
            case highspy.HighsModelStatus.kInfeasible:
                return IMPOSSIBLE
            case highspy.HighsModelStatus.kOptimal:
                found = self.highs.getSolution()
                return Answer(Outcome.BEST, np.array(found.col_value), -np.array(found.row_dual))
        return STOPPED


def _numbers(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.int32)


def _reals(bounds: Whole) -> Reals:
    reals = bounds.astype(np.float64)
    reals[bounds >= OPEN] = np.inf
    reals[bounds <= -OPEN] = -np.inf
    return reals
