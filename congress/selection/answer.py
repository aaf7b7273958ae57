"""The answer of a selection as the keys of result.json."""

from collections.abc import Callable
from typing import Any

from optimizer import alternates, explain as explaining, result_file
from optimizer.exact import Again
from optimizer.problem import Pool, Result, Rules, Standing, Status
from optimizer.replacing import replacements
from optimizer.solver import Clock, Means

DROPOUT = 0.05
QUICK_DAYS = 50
EXPLAIN = ("none", "bounds", "exact")
BUDGET_S = 6.0
"""What is solved again without being asked for takes no longer: prices of quotas, replacements."""


def of(
    pool: Pool,
    rules: Rules,
    result: Result,
    explain: str = "bounds",
    *,
    reserve: int | None = None,
    dropout: float = DROPOUT,
    time_limit_s: float | None = None,
    progress: Callable[[int], None] = lambda _percent: None,
) -> dict[str, Any]:
    """Give the answer; unless ``none``, with the score that each nominee would have needed.

    ``bounds`` come at once from the proof, and the prices of binding quotas and who would replace
    whom as far as ``BUDGET_S`` goes; ``exact`` solves all of it again, for every nominee too.
    A tenth of the list stands by, found quickly; ``reserve`` is searched for in full, for this
    ``dropout``. Raises ``Faulty`` as optimizer.alternates does.
    """
    standing_by = _reserve(
        pool, rules, result, size=reserve, dropout=dropout, time_limit_s=time_limit_s
    )
    if result.status is not Status.OPTIMAL or explain == "none":
        return result_file.written(pool, rules, result, reserve=standing_by)
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
        reserve=standing_by,
        thresholds=thresholds,
        prices=prices,
        replacements=replacing,
        explained_s=clock.elapsed_s,
    )


def _reserve(
    pool: Pool,
    rules: Rules,
    result: Result,
    *,
    size: int | None,
    dropout: float,
    time_limit_s: float | None,
) -> alternates.Reserve | None:
    """Give who stands by; None without a list, or where nobody is left."""
    outside = int((pool.standing != Standing.EXCLUDED).sum()) - len(result.chosen)
    if not len(result.chosen) or not (outside or size):
        return None
    return alternates.choose(
        pool,
        rules,
        result,
        reserve=size or min(outside, -(-len(result.chosen) // 10)),
        dropout=dropout,
        seed=result.seed,
        days=alternates.SAMPLED_DAYS if size else QUICK_DAYS,
        is_improved=bool(size),
        time_limit_s=time_limit_s,
    )


def _least(limit_s: float | None, budget_s: float) -> float:
    return budget_s if limit_s is None else min(limit_s, budget_s)
