"""The answer of a selection as the keys of result.json."""

from typing import Any

from optimizer import explain, result_file
from optimizer.problem import Pool, Result, Rules, Status


def of(pool: Pool, rules: Rules, result: Result) -> dict[str, Any]:
    """Give the answer with, for every nominee, bounds of the score that would have been enough."""
    if result.status is not Status.OPTIMAL:
        return result_file.written(pool, rules, result)
    bounds = explain.thresholds(pool, rules, result)
    return result_file.written(pool, rules, result, thresholds=bounds)
