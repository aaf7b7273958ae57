"""Checks an answer without the code that made it: the list, its quotas, its bound, its proof."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np

from optimizer.pool import digest
from optimizer.problem import Index, Pool, Result, Rules, Standing
from optimizer.result_file import input_digest, rules_digest, written
from optimizer.verify_proof import Claim, Weakness, weaknesses


@dataclass(frozen=True)
class Finding:
    """One thing that an answer claims and that does not hold: a code and its facts."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Malformed(Exception):
    """The answer lacks a key or holds something of the wrong kind."""


def require(pool: Pool, rules: Rules, result: Result) -> None:
    """Refuse, as a bug, an answer whose list or proof does not hold."""
    findings = check(pool, rules, written(pool, rules, result))
    if findings:
        raise AssertionError(f"the answer does not hold: {findings}")


def check(pool: Pool, rules: Rules, told: Mapping[str, Any]) -> list[Finding]:
    """Check the keys of result.json against nominees and rules; nothing found means it holds.

    By exact arithmetic: digests, size, required and excluded people, every quota, misses, score,
    and the bound by the certificate's prices. The claim that the list is the best, and the first
    of its equals, is checked by solving the certificate's small core alone with another solver.
    Raises ``Malformed``.
    """
    try:
        return list(_check(pool, rules, told))
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise Malformed from error


def _check(pool: Pool, rules: Rules, told: Mapping[str, Any]) -> Iterator[Finding]:
    yield from _digests(pool, rules, told)
    if not told["selected"] and told["status"] != "optimal":
        return
    places = {str(person): row for row, person in enumerate(pool.ids)}
    strangers = sorted(set(told["selected"]) - places.keys())
    if strangers or len(set(told["selected"])) < len(told["selected"]):
        yield Finding("people_unknown", {"people": ", ".join(strangers[:5])})
        return
    chosen = np.sort(np.array([places[person] for person in told["selected"]], dtype=np.int32))
    yield from _people(pool, rules, chosen)
    yield from _quotas(rules, told, chosen)
    yield from _score(pool, told, chosen)
    misses = misses_of(rules, chosen)
    if {each["priority"]: each["people"] for each in told["misses"]} != misses:
        yield Finding("misses_differ")
    if told["status"] == "optimal":
        claim = Claim(pool, rules, chosen, misses, int(told["seed"]))
        for weakness in weaknesses(claim, told["certificate"]["proofs"]):
            yield _of(weakness)


def _of(weakness: Weakness) -> Finding:
    return Finding(weakness.value)


def _digests(pool: Pool, rules: Rules, told: Mapping[str, Any]) -> Iterator[Finding]:
    certificate = told["certificate"]
    if certificate["pool"] != digest(pool):
        yield Finding("nominees_differ")
    if certificate["rules"] != rules_digest(rules):
        yield Finding("rules_differ")
    elif told["input_digest"] != input_digest(pool, rules) and certificate["pool"] == digest(pool):
        yield Finding("input_differs")


def _people(pool: Pool, rules: Rules, chosen: Index) -> Iterator[Finding]:
    if not rules.fewest <= len(chosen) <= rules.most:
        yield Finding("size_wrong", {"size": len(chosen)})
    standing = pool.standing[chosen]
    required = int((pool.standing == Standing.REQUIRED).sum())
    left_out = required - int((standing == Standing.REQUIRED).sum())
    if left_out:
        yield Finding("required_left_out", {"count": left_out})
    excluded = int((standing == Standing.EXCLUDED).sum())
    if excluded:
        yield Finding("excluded_chosen", {"count": excluded})


def _quotas(rules: Rules, told: Mapping[str, Any], chosen: Index) -> Iterator[Finding]:
    is_chosen = set(chosen.tolist())
    claimed = {entry["name"]: entry["count"] for entry in told["quotas"]}
    for quota in rules.quotas:
        count = sum(row in is_chosen for row in quota.members.tolist())
        least, most = quota.floor(len(chosen)), quota.ceiling(len(chosen))
        if not (quota.is_soft or least <= count <= most):
            yield Finding("quota_broken", {"name": quota.label, "count": count})
        if claimed.get(quota.label, count) != count:
            yield Finding("count_differs", {"name": quota.label, "count": count})


def _score(pool: Pool, told: Mapping[str, Any], chosen: Index) -> Iterator[Finding]:
    score = pool.points(sum(pool.scores[chosen].tolist()))
    if Decimal(str(told["score"])) != score:
        yield Finding("score_differs", {"score": str(score)})
    if told["status"] == "optimal" and Decimal(str(told["bound"])) != score:
        yield Finding("bound_differs", {"score": str(score)})


def misses_of(rules: Rules, chosen: Index) -> dict[int, int]:
    """Count, by priority, the people by whom soft quotas are missed."""
    missed: dict[int, int] = {}
    is_chosen = set(chosen.tolist())
    for quota in rules.quotas:
        if quota.is_soft:
            count = sum(row in is_chosen for row in quota.members.tolist())
            miss = _miss(count, quota.floor(len(chosen)), quota.ceiling(len(chosen)))
            missed[quota.priority] = missed.get(quota.priority, 0) + miss
    return missed


def _miss(count: int, least: int, most: int) -> int:
    return max(0, least - count) + max(0, count - most)
