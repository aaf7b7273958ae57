"""The answer of a selection as the keys of result.json."""

from collections.abc import Callable
from typing import Any

from optimizer import explain as explaining, result_file
from optimizer.exact import Again
from optimizer.problem import Pool, Result, Rules, Status
from optimizer.solver import Clock, Means

EXPLAIN = ("none", "bounds", "exact")
PRICED = 20
"""Up to this many binding quotas are priced without being asked for; each takes two solutions."""


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

    ``bounds`` come at once from the proof; ``exact`` solves again for every nominee.
    """
    if result.status is not Status.OPTIMAL or explain == "none":
        return result_file.written(pool, rules, result)
    thresholds = explaining.thresholds(pool, rules, result)
    again = Again(pool, rules, result, Means(Clock(time_limit_s)))
    binding = sum(count.is_binding for count in result.counts)
    is_priced = explain == "exact" or binding <= PRICED
    prices = again.prices() if is_priced else None
    if explain == "exact":
        thresholds = again.thresholds(thresholds, progress)
    return result_file.written(pool, rules, result, thresholds=thresholds, prices=prices)
