"""Calls the solvers through PuLP; only pulp_highs.py and simplex.py know them too."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.metadata import version
from time import perf_counter

import numpy as np
import pulp
from pulp.apis.coin_api import pulp_cbc_path

from optimizer.problem import Reals, Whole
from optimizer.program import OPEN, Program
from optimizer.pulp_highs import ArrayHighs

SEED = 1
"""The solvers' own seed. Answers do not hang on it: the tie-break is in the model."""

GAP = 0.9
"""Costs are whole, so an answer within less than one of the bound is the best."""


class Solver(StrEnum):
    """The solvers that PuLP may call, the preferred one first."""

    HIGHS = "highs"
    CBC = "cbc"

    @property
    def other(self) -> "Solver":
        """Give the one that may confirm what this one says."""
        return Solver.CBC if self is Solver.HIGHS else Solver.HIGHS


class Outcome(StrEnum):
    """What a solver claims: proven best, proven impossible, or stopped before either."""

    BEST = "best"
    IMPOSSIBLE = "impossible"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Answer:
    """A solver's claim; ``values`` is empty without a solution, ``duals`` for whole numbers."""

    outcome: Outcome
    values: Reals
    duals: Reals

    @property
    def whole(self) -> Whole:
        """Give the values as whole numbers."""
        return np.asarray(np.rint(self.values), dtype=np.int64)


STOPPED = Answer(Outcome.STOPPED, np.zeros(0), np.zeros(0))
IMPOSSIBLE = Answer(Outcome.IMPOSSIBLE, np.zeros(0), np.zeros(0))


@dataclass
class Clock:
    """The time that is left; None means no limit."""

    limit_s: float | None = None
    started: float = field(default_factory=perf_counter)

    @property
    def left_s(self) -> float | None:
        """Seconds until the limit, never negative."""
        return None if self.limit_s is None else max(0.0, self.limit_s - self.elapsed_s)

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return perf_counter() - self.started

    @property
    def is_over(self) -> bool:
        """Tell whether the limit is reached."""
        return self.left_s == 0.0


def versions() -> dict[str, str]:
    """Name what answers came from."""
    return {package: version(package) for package in ("pulp", "highspy")}


@dataclass(frozen=True)
class Means:
    """The time that is left, to compare one solver ``only``, and how far from best will do.

    CBC is asked first about cores, being several times faster there, but for pairs of people. To
    try some branches before taking one (``looks_ahead`` of them) halves CBC's time on ranks and
    where lists are rare. Of answers worth no more than ``above`` none need be found.
    """

    clock: Clock = field(default_factory=Clock)
    only: Solver | None = None
    gap: float = GAP
    looks_ahead: int = 0
    for_cores: Solver = Solver.CBC
    above: int | None = None

    def at_most(self, seconds: float) -> "Means":
        """Give the same means for a part of the time."""
        left = self.clock.left_s
        return replace(self, clock=Clock(seconds if left is None else min(seconds, left)))

    def halved(self) -> "Means":
        """Give the same means for half the time that is left."""
        left = self.clock.left_s
        return self if left is None else self.at_most(left / 2)

    def relax(self, program: Program, cost: Whole) -> Answer:
        """Maximise cost·x over the program with fractions allowed."""
        return self._first(program, cost, (Solver.HIGHS, Solver.CBC), whole=False)

    def maximize(self, program: Program, cost: Whole, *, first: Solver = Solver.HIGHS) -> Answer:
        """Maximise cost·x over the program in whole numbers, to a gap below one.

        CBC was several times faster on cores, HiGHS, which needs no process, on tiny programs.
        """
        return self._first(program, cost, (first, first.other), whole=True)

    def maximize_surely(self, program: Program, cost: Whole, *, first: Solver) -> Answer:
        """Maximise likewise, but believe that there is no x only where the other solver agrees."""
        answer = self.maximize(program, cost, first=first)
        if answer.outcome is not Outcome.IMPOSSIBLE or self.only is not None:
            return answer
        return replace(self, only=first.other).maximize(program, cost)

    def _first(
        self, program: Program, cost: Whole, order: tuple[Solver, ...], *, whole: bool
    ) -> Answer:
        """Ask one solver, and the other where the first fails or answers wrongly."""
        answer = STOPPED
        for solver in order if self.only is None else (self.only,):
            answer = _solve(program, cost, solver, self, whole=whole)
            if whole and len(answer.values) and not program.holds(answer.whole):
                answer = STOPPED
            if answer.outcome is not Outcome.STOPPED or self.clock.is_over:
                return answer
        return answer


def _solve(program: Program, cost: Whole, solver: Solver, means: Means, *, whole: bool) -> Answer:
    if means.clock.is_over:
        return STOPPED
    if _has_false_row(program):
        return IMPOSSIBLE
    if program.width == 0:
        return Answer(Outcome.BEST, np.zeros(0), np.zeros(program.height))
    problem, variables, ranges = _model(program, cost, whole=whole)
    try:
        problem.solve(_configured(solver, means, whole=whole))
    except pulp.PulpSolverError:
        return STOPPED
    return _answer(problem, variables, ranges, whole=whole)


def _has_false_row(program: Program) -> bool:
    """Tell whether a row without entries cannot hold; PuLP would leave it out."""
    is_empty = np.bincount(program.rows, minlength=program.height) == 0
    return bool((is_empty & ((program.row_lower > 0) | (program.row_upper < 0))).any())


Ranges = list[list[pulp.LpConstraint]]


def _model(
    program: Program, cost: Whole, *, whole: bool
) -> tuple[pulp.LpProblem, list[pulp.LpVariable], Ranges]:
    """Build the model in PuLP: least cost, for the sign of duals is the same in every solver.

    A row with two different bounds becomes two constraints.
    """
    problem = pulp.LpProblem("choice", pulp.LpMinimize)
    category = pulp.LpInteger if whole else pulp.LpContinuous
    bounds = zip(program.lower.tolist(), program.upper.tolist(), strict=True)
    variables = [
        # PuLP sorts variables by name.
        problem.add_variable(f"x{number:08d}", lower, upper, category)
        for number, (lower, upper) in enumerate(bounds)
    ]
    paid = [(x, -c) for x, c in zip(variables, cost.tolist(), strict=True) if c]
    problem.setObjective(pulp.LpAffineExpression(paid))
    ranges: Ranges = []
    for terms, lower, upper in _rows(program, variables):
        row = [
            pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, rhs=bound)
            for sense, bound in _senses(lower, upper)
            if terms
        ]
        for constraint in row:
            problem.addConstraint(constraint)
        ranges.append(row)
    return problem, variables, ranges


def _rows(
    program: Program, variables: Sequence[pulp.LpVariable]
) -> list[tuple[list[tuple[pulp.LpVariable, int]], int, int]]:
    order = np.argsort(program.rows, kind="stable")
    columns = program.entry_columns[order].tolist()
    weights = program.weights[order].tolist()
    terms = [(variables[column], weight) for column, weight in zip(columns, weights, strict=True)]
    ends = np.cumsum(np.bincount(program.rows, minlength=program.height)).tolist()
    starts = [0, *ends][: program.height]
    bounds = zip(program.row_lower.tolist(), program.row_upper.tolist(), strict=True)
    return [
        (terms[start:end], lower, upper)
        for start, end, (lower, upper) in zip(starts, ends, bounds, strict=True)
    ]


def _senses(lower: int, upper: int) -> list[tuple[int, int]]:
    if lower == upper:
        return [(pulp.LpConstraintEQ, lower)]
    least = [(pulp.LpConstraintGE, lower)] if lower > -OPEN else []
    most = [(pulp.LpConstraintLE, upper)] if upper < OPEN else []
    return least + most


_TOLERANCE = 1e-9
"""How far from whole a number may be: rows of scores multiply it by thousands."""

_CBC_OPTIONS = (
    f"randomSeed {SEED}",
    f"randomCbcSeed {SEED}",
    f"integerTolerance {_TOLERANCE}",
    "heuristicsOnOff off",
    # Where rows count the same people twice, CBC's preprocessing loses answers that exist.
    "preprocess off",
)


def _configured(solver: Solver, means: Means, *, whole: bool) -> pulp.LpSolver:
    if solver is Solver.HIGHS:
        return ArrayHighs(
            mip=whole,
            msg=False,
            gapRel=0,
            gapAbs=means.gap,
            threads=1,
            timeLimit=means.clock.left_s,
            random_seed=SEED,
            mip_feasibility_tolerance=_TOLERANCE,
            mip_allow_restart=False,
            mip_detect_symmetry=False,
        )
    options = [*_CBC_OPTIONS, f"strong {means.looks_ahead}"]
    if means.looks_ahead:
        options.append(f"trust {means.looks_ahead}")
    if means.above is not None:
        # The model is one of least cost.
        options.append(f"cutoff {-means.above - 0.5}")
    return pulp.COIN_CMD(
        path=pulp_cbc_path,
        mip=whole,
        msg=False,
        gapRel=0,
        gapAbs=means.gap,
        # Cuts and heuristics cost more than they save, on loose quotas and on tight ones.
        cuts=False,
        timeLimit=means.clock.left_s,
        options=options,
    )


def _answer(
    problem: pulp.LpProblem, variables: list[pulp.LpVariable], ranges: Ranges, *, whole: bool
) -> Answer:
    """Read the claim. On a time limit ``status`` says optimal; only ``sol_status`` tells.

    What CBC finds impossible in whole numbers alone, only ``status`` tells.
    """
    if problem.status == pulp.LpStatusInfeasible:
        return IMPOSSIBLE
    match problem.sol_status:
        case pulp.LpSolutionOptimal:
            outcome = Outcome.BEST
        case pulp.LpSolutionInfeasible:
            return IMPOSSIBLE
        case pulp.LpSolutionIntegerFeasible:
            outcome = Outcome.STOPPED
        case _:
            return STOPPED
    values = np.array([x.varValue or 0.0 for x in variables])
    if whole:
        return Answer(outcome, values, np.zeros(0))
    duals = np.array([-sum(c.pi or 0.0 for c in row) for row in ranges])
    return Answer(outcome, values, duals)
