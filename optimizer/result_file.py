"""Writes an answer as the keys of result.json."""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import version
from typing import Any

import numpy as np

from optimizer import explain, reserve_file, solver
from optimizer.alternates import Reserve
from optimizer.because import because
from optimizer.clashes import clashes
from optimizer.pool import HIGHEST_SCORE, digest, settlements
from optimizer.problem import Change, Count, Pool, Proof, Result, Rules, Standing
from optimizer.replacing import Replacement
from optimizer.reselection import BEFORE_ALL, changes, wishing

LISTED_VALUES = 100
"""A rule with more values than this lists only those that bind."""


def written(
    pool: Pool,
    rules: Rules,
    result: Result,
    *,
    reserve: Reserve | None = None,
    thresholds: explain.Thresholds | None = None,
    prices: Mapping[int, Mapping[str, int | None]] | None = None,
    replacements: Mapping[int, Replacement] | None = None,
    explained_s: float | None = None,
) -> dict[str, Any]:
    """Give the answer in plain values; numbers of points are exact decimals.

    Without ``thresholds`` people are told no scores; ``prices`` are by the quota's place,
    ``replacements`` by the row of who is replaced. ``explained_s`` is what all that took.
    """
    rules = wishing(pool, rules, result.last)
    is_proven = result.bound is not None and result.has_list
    gap = result.bound - result.score if result.bound is not None and is_proven else None
    conflict = result.conflict
    return {
        "status": result.status.value,
        "seats": len(result.chosen) if result.has_list else None,
        "score": _points(pool, result.score) if result.has_list else None,
        "bound": _points(pool, result.bound),
        "gap": _points(pool, gap),
        "seed": result.seed,
        "input_digest": input_digest(pool, rules),
        "versions": {**solver.versions(), "numpy": version("numpy")},
        "seconds": {step: round(seconds, 6) for step, seconds in result.seconds.items()},
        "selected": sorted(pool.ids[result.chosen].tolist()),
        "alternates": [str(pool.ids[row]) for row in reserve.order] if reserve else [],
        "reserve": reserve and reserve_file.written(pool, reserve),
        "misses": [
            {"priority": p, "people": people} for p, people in result.misses if p != BEFORE_ALL
        ],
        "changes": _changes(pool, result),
        "spread": result.pairs,
        "quotas": _quotas(pool, result, prices or {}),
        "people": _people(pool, result, thresholds, replacements or {}) if result.has_list else [],
        "explained": thresholds and _explained(thresholds, replacements or {}, explained_s),
        "conflict": list(conflict.rules) if conflict else [],
        "conflict_quotas": [quota.label for quota in conflict.quotas] if conflict else [],
        "clashes": _clashes(pool, rules, result),
        "relaxations": [[_change(c) for c in way] for way in conflict.relaxations]
        if conflict
        else [],
        "certificate": _certificate(pool, rules, result),
    }


def input_digest(pool: Pool, rules: Rules) -> str:
    """Name nominees and rules together."""
    return hashlib.sha256(f"{digest(pool)}:{rules_digest(rules)}".encode()).hexdigest()


def rules_digest(rules: Rules) -> str:
    """Name the rules by their text."""
    return hashlib.sha256(rules.text.encode()).hexdigest()


def _points(pool: Pool, units: int | None) -> float | str | None:
    """Give a number whose digits are exact; where a JSON number cannot be, a text."""
    if units is None:
        return None
    exact = pool.points(units)
    near = float(exact)
    return near if Decimal(repr(near)) == exact else str(exact)


def _quotas(
    pool: Pool, result: Result, prices: Mapping[int, Mapping[str, int | None]]
) -> list[dict[str, Any]]:
    sizes: dict[int, int] = {}
    for count in result.counts:
        sizes[count.quota.rule] = sizes.get(count.quota.rule, 0) + 1
    return [
        _quota(pool, count, prices.get(place))
        for place, count in enumerate(result.counts)
        if count.quota.priority != BEFORE_ALL
        and (sizes[count.quota.rule] <= LISTED_VALUES or not _is_easy(count))
    ]


def _is_easy(count: Count) -> bool:
    return count.is_satisfied and not count.is_binding


def _quota(pool: Pool, count: Count, price: Mapping[str, int | None] | None) -> dict[str, Any]:
    quota = count.quota
    return {
        "name": quota.label,
        "quota": quota.name,
        "value": quota.value,
        "count": count.count,
        "min": count.least if quota.has_least else None,
        "max": count.most if quota.has_most else None,
        "satisfied": count.is_satisfied,
        "binding": count.is_binding,
        "soft": quota.is_soft,
        "price": price and {side: _points(pool, units) for side, units in price.items()},
    }


def _changes(pool: Pool, result: Result) -> dict[str, Any] | None:
    found = changes(pool, result)
    if found is None:
        return None
    return {
        "left": list(found.left),
        "joined": list(found.joined),
        "from": found.former,
    }


def _clashes(pool: Pool, rules: Rules, result: Result) -> list[dict[str, Any]]:
    found = clashes(pool, rules, result.conflict.quotas) if result.conflict else ()
    return [
        {
            "kind": clash.kind.value,
            "quotas": [quota.label for quota in clash.quotas],
            "rules": list(dict.fromkeys(quota.name for quota in clash.quotas)),
            "need": clash.need,
            "have": clash.have,
        }
        for clash in found
    ]


def _people(
    pool: Pool,
    result: Result,
    thresholds: explain.Thresholds | None,
    replacements: Mapping[int, Replacement],
) -> list[dict[str, Any]]:
    chosen = set(result.chosen.tolist())
    eligible = pool.scores[pool.standing != Standing.EXCLUDED]
    cut = int(np.sort(eligible)[-len(chosen)]) if chosen else 0
    deciding = because(pool, result)
    settled = settlements(pool)
    return [
        {
            "id": str(person),
            "chosen": row in chosen,
            "reason": _reason(pool, row, cut, is_chosen=row in chosen),
            "because": list(deciding[row]),
            "settled": settled.get(row),
            "score_to_enter": thresholds and _threshold(pool, thresholds, row),
            "replacement": _replacement(pool, replacements.get(row)),
        }
        for row, person in enumerate(pool.ids)
    ]


def _reason(pool: Pool, row: int, cut: int, *, is_chosen: bool) -> str:
    """Say in a code why: by merit alone, or because a quota lifted them over higher scores."""
    if pool.standing[row] != Standing.PROPOSED:
        return Standing(pool.standing[row]).name.lower()
    if not is_chosen:
        return "left_out"
    return "merit" if pool.scores[row] >= cut else "quota"


def _threshold(
    pool: Pool, thresholds: explain.Thresholds, row: int
) -> dict[str, float | str | None] | None:
    highest = HIGHEST_SCORE * 10**pool.decimals
    least, most, exact = (
        int(units[row]) for units in (thresholds.least, thresholds.most, thresholds.exact)
    )
    if least > highest:
        return None
    return {
        "least": _points(pool, least),
        "most": _points(pool, most) if most <= highest else None,
        "exact": _points(pool, exact) if exact >= 0 else None,
    }


def _replacement(pool: Pool, found: Replacement | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "leaves": _ids(pool, found.leaves.tolist()),
        "joins": _ids(pool, found.joins.tolist()),
        "loss": _points(pool, found.loss),
        "exact": found.is_exact,
    }


def _explained(
    thresholds: explain.Thresholds,
    replacements: Mapping[int, Replacement],
    seconds: float | None,
) -> dict[str, Any]:
    """Tell for how many people the score is exact, and how many replacements are."""
    return {
        "people": len(thresholds.least),
        "exact": int((thresholds.least == thresholds.most).sum()),
        "replacements": len(replacements),
        "replacements_exact": sum(found.is_exact for found in replacements.values()),
        "seconds": seconds and round(seconds, 6),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "quota": change.quota,
        "bound": change.bound,
        "from": _plain(change.before),
        "to": _plain(change.after),
    }


def _plain(value: int | Decimal) -> int | float:
    return value if isinstance(value, int) else float(value)


def _certificate(pool: Pool, rules: Rules, result: Result) -> dict[str, Any]:
    return {
        "pool": digest(pool),
        "rules": rules_digest(rules),
        "seed": result.seed,
        "proofs": [_proof(pool, proof) for proof in result.proofs],
    }


def _proof(pool: Pool, proof: Proof) -> dict[str, Any]:
    """Write prices as exact decimals of points (of people, where misses are the aim)."""
    unit = Fraction(1, proof.scale)
    if proof.aim == "merit":
        unit /= 10**pool.decimals
    return {
        "aim": proof.aim,
        "priority": proof.priority,
        "size_price": _exact(proof.size_price * unit),
        "quota_prices": [
            {"quota": number, "side": side.value, "price": _exact(price * unit)}
            for number, side, price in proof.quota_prices
        ],
        "miss_prices": [
            {"priority": priority, "price": _exact(price * unit)}
            for priority, price in proof.miss_prices
        ],
        "core": _ids(pool, proof.core.tolist()),
    }


def _exact(price: Fraction) -> str:
    return f"{(Decimal(price.numerator) / Decimal(price.denominator)).normalize():f}"


def _ids(pool: Pool, rows: Sequence[int]) -> list[str]:
    return sorted(str(pool.ids[row]) for row in rows)
