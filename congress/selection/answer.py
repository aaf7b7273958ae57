"""The answer of a selection as the keys of result.json."""

from collections.abc import Callable
from typing import Any

from optimizer import explain as explaining, result_file
from optimizer.exact import Again
from optimizer.problem import Pool, Result, Rules, Status
from optimizer.replacing import replacements
from optimizer.solver import Clock, Means

EXPLAIN = ("none", "bounds", "exact")
BUDGET_S = 8.0
"""What is solved again without being asked for takes no longer: prices of quotas, replacements."""


def of(
    pool: Pool,
    rules: Rules,
    result: Result,
    explain: str = "bounds",
    *,
    time_limit_s: float | None = None,
    progress: Callable[[int], None] = lambda _percent: None,
) -> dict[str, Any]:
    """Give the answer; unless ``none``, with the score that each nominee would have needed.

    ``bounds`` come at once from the proof, and the prices of binding quotas and who would replace
    whom as far as ``BUDGET_S`` goes; ``exact`` solves all of it again, for every nominee too.
    """
    if result.status is not Status.OPTIMAL or explain == "none":
        return result_file.written(pool, rules, result)
    is_exact = explain == "exact"
    clock = Clock(time_limit_s if is_exact else _least(time_limit_s, BUDGET_S))
    thresholds = explaining.thresholds(pool, rules, result)
    again = Again(pool, rules, result, Means(clock))
    prices, replacing = again.prices(), replacements(again)
    if is_exact:
        thresholds = again.thresholds(thresholds, progress)
    return result_file.written(
        pool,
        rules,
        result,
        thresholds=thresholds,
        prices=prices,
        replacements=replacing,
        explained_s=clock.elapsed_s,
    )


def _least(limit_s: float | None, budget_s: float) -> float:
    return budget_s if limit_s is None else min(limit_s, budget_s)
