"""HiGHS as PuLP calls it, but told the model as arrays."""

import highspy
import numpy as np
import pulp

from optimizer.problem import Reals


class ArrayHighs(pulp.HiGHS):
    """PuLP's HiGHS, told the model at once; PuLP would add it one column and row at a time."""

    def buildSolverModel(self, lp: pulp.LpProblem) -> None:  # noqa: N802
        """Hand PuLP's model over as arrays."""
        variables = lp.variables()
        for number, variable in enumerate(variables):
            variable.index = number
        constraints = list(lp._constraints.values())  # noqa: SLF001
        for number, constraint in enumerate(constraints):
            constraint.index = number
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(variables), len(constraints)
        model.col_cost_ = np.array([lp.objective.get(x, 0.0) for x in variables], dtype=float)
        model.col_lower_ = np.array([x.lowBound for x in variables], dtype=float)
        model.col_upper_ = np.array([x.upBound for x in variables], dtype=float)
        model.row_lower_ = _bounds([c.getLb() for c in constraints], -np.inf)
        model.row_upper_ = _bounds([c.getUb() for c in constraints], np.inf)
        if self.mip:
            model.integrality_ = [highspy.HighsVarType.kInteger] * len(variables)
        self._matrix(model, constraints)
        lp.solverModel.passModel(model)

    def _matrix(self, model: highspy.HighsLp, constraints: list[pulp.LpConstraint]) -> None:
        lengths = [len(constraint) for constraint in constraints]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
        model.a_matrix_.index_ = np.array(
            [x.index for constraint in constraints for x in constraint], dtype=np.int32
        )
        model.a_matrix_.value_ = np.array(
            [weight for constraint in constraints for weight in constraint.values()], dtype=float
        )


def _bounds(values: list[float | None], none: float) -> Reals:
    return np.array([none if value is None else value for value in values], dtype=float)
