"""The answer of a selection as the keys of result.json."""

from typing import Any

from optimizer import explain as explaining, result_file
from optimizer.problem import Pool, Result, Rules, Status

EXPLAIN = ("none", "bounds", "exact")


def of(pool: Pool, rules: Rules, result: Result, explain: str = "bounds") -> dict[str, Any]:
    """Give the answer; unless ``none``, with the score that each nominee would have needed."""
    if result.status is not Status.OPTIMAL or explain == "none":
        return result_file.written(pool, rules, result)
    thresholds = explaining.thresholds(pool, rules, result)
    return result_file.written(pool, rules, result, thresholds=thresholds)
