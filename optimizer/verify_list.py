"""Recounts what an answer says of its list: people, quotas, misses and score."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from optimizer.findings import Finding, Malformed, units, whole
from optimizer.pool import digest
from optimizer.problem import Index, Pool, Quota, Rules, Standing
from optimizer.reselection import BEFORE_ALL, Changes, without_wish
from optimizer.result_file import input_digest, rules_digest
from optimizer.verify_prices import Claim

LISTED_VALUES = 100
"""A rule with more values than this may list only those that bind."""

_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "status": str,
    "seed": int,
    "input_digest": str,
    "versions": dict,
    "seconds": dict,
    "selected": list,
    "alternates": list,
    "misses": list,
    "quotas": list,
    "people": list,
    "conflict": list,
    "conflict_quotas": list,
    "clashes": list,
    "relaxations": list,
    "certificate": dict,
}


def shaped(told: Any) -> None:
    """Refuse what lacks a key, or holds something of the wrong kind; raises ``Malformed``."""
    if not isinstance(told, dict):
        raise Malformed
    for key, kind in _KINDS.items():
        if not isinstance(told[key], kind) or isinstance(told[key], bool):
            raise Malformed
    if not isinstance(told["certificate"]["proofs"], list):
        raise Malformed


def digests(pool: Pool, rules: Rules, told: Mapping[str, Any]) -> Iterator[Finding]:
    """Tell whether the answer was made from other nominees, other rules, or another seed."""
    certificate = told["certificate"]
    differing = []
    if certificate["pool"] != digest(pool):
        differing.append(Finding("nominees_differ"))
    if certificate["rules"] != rules_digest(rules):
        differing.append(Finding("rules_differ"))
    if not differing and told["input_digest"] != input_digest(pool, rules):
        differing.append(Finding("input_differs"))
    yield from differing
    if certificate["seed"] != whole(told["seed"]):
        yield Finding("seed_differs")


def findings(claim: Claim, told: Mapping[str, Any]) -> Iterator[Finding]:
    """Give what does not hold."""
    yield from _standing(claim, told)
    yield from _quotas(claim, told)
    yield from _people(claim, told)
    score = sum(claim.pool.scores[claim.chosen].tolist())
    if units(claim.pool, told["score"]) != score:
        yield Finding("score_differs", {"score": str(claim.pool.points(score))})
    misses = [
        {"priority": p, "people": claim.misses[p]} for p in claim.priorities if p != BEFORE_ALL
    ]
    if told["misses"] != misses:
        yield Finding("misses_differ")
    pairs = claim.ties.pairs(claim.chosen) if claim.ties.are_told else None
    if told["spread"] != pairs or isinstance(told["spread"], bool):
        yield Finding("spread_differs", {"pairs": pairs})


def changes(told: Mapping[str, Any]) -> Changes | None:
    """Read who is said to have left and joined since a former list; None without one."""
    entry = told["changes"]
    if entry is None:
        return None
    return Changes(tuple(entry["left"]), tuple(entry["joined"]), whole(entry["from"]))


def former(told: Mapping[str, Any]) -> set[str] | None:
    """Give the former list that an answer speaks of; None without one."""
    said = changes(told)
    return None if said is None else set(told["selected"]) - {*said.joined} | {*said.left}


def _standing(claim: Claim, told: Mapping[str, Any]) -> Iterator[Finding]:
    size = len(claim.chosen)
    if not claim.rules.fewest <= size <= claim.rules.most:
        yield Finding("size_wrong", {"size": size})
    if told["seats"] != size:
        yield Finding("seats_differ", {"size": size})
    standing = claim.pool.standing
    left_out = int(((standing == Standing.REQUIRED) & ~claim.is_chosen).sum())
    if left_out:
        yield Finding("required_left_out", {"count": left_out})
    excluded = int(((standing == Standing.EXCLUDED) & claim.is_chosen).sum())
    if excluded:
        yield Finding("excluded_chosen", {"count": excluded})


def _quotas(claim: Claim, told: Mapping[str, Any]) -> Iterator[Finding]:
    """Recount every quota; what is said of it has to be said in the order of the rules."""
    size, rules = len(claim.chosen), without_wish(claim.rules).quotas
    values: dict[int, int] = {}
    for quota in rules:
        values[quota.rule] = values.get(quota.rule, 0) + 1
    entries = iter(told["quotas"])
    entry = next(entries, None)
    for quota in rules:
        count = int(claim.is_chosen[quota.members].sum())
        counted = _counted(quota, count, size)
        if not (quota.is_soft or counted["satisfied"]):
            yield Finding("quota_broken", {"name": quota.label, "count": count})
        if entry is not None and (entry["name"], entry["value"]) == (quota.label, quota.value):
            yield from _entry(quota, counted, entry)
            entry = next(entries, None)
        elif values[quota.rule] <= LISTED_VALUES or counted["binding"]:
            yield Finding("quota_differs", {"name": quota.label})
    if entry is not None:
        yield Finding("quota_differs", {"name": str(entry["name"])})


def _entry(quota: Quota, counted: Mapping[str, Any], entry: Mapping[str, Any]) -> Iterator[Finding]:
    if entry["count"] != counted["count"]:
        yield Finding("count_differs", {"name": quota.label, "count": counted["count"]})
    elif {key: entry[key] for key in counted} != counted:
        yield Finding("quota_differs", {"name": quota.label})
    price = entry["price"]
    if price is None:
        return
    is_priced = counted["binding"] and not quota.is_soft
    if not is_priced or set(price) != {"looser", "tighter"}:
        yield Finding("quota_differs", {"name": quota.label})


def _counted(quota: Quota, count: int, size: int) -> dict[str, Any]:
    least, most = quota.floor(size), quota.ceiling(size)
    reaches_least = quota.has_least and count <= least and least > 0
    return {
        "name": quota.label,
        "quota": quota.name,
        "value": quota.value,
        "count": count,
        "min": least if quota.has_least else None,
        "max": most if quota.has_most else None,
        "satisfied": least <= count <= most,
        "binding": reaches_least or (quota.has_most and count >= most),
        "soft": quota.is_soft,
    }


def _people(claim: Claim, told: Mapping[str, Any]) -> Iterator[Finding]:
    """Check who is said to be chosen, and why."""
    people = {person["id"]: person for person in told["people"]}
    ids = claim.pool.ids.tolist()
    if people.keys() != set(ids) or len(told["people"]) != len(ids):
        yield Finding("people_differ", {"count": len(ids)})
        return
    for row, reason in enumerate(_reasons(claim)):
        told_of = people[ids[row]]
        if told_of["chosen"] is not bool(claim.is_chosen[row]) or told_of["reason"] != reason:
            yield Finding("person_differs", {"person": ids[row]})
            return


def settled(claim: Claim, told: Mapping[str, Any]) -> Iterator[Finding]:
    """Check why somebody is said to be required or excluded, and by whom."""
    pool = claim.pool
    authors = pool.columns["author"] if "author" in pool.columns else [""] * len(pool)
    settlements = {
        str(person): None if standing == Standing.PROPOSED else {"reason": reason, "author": author}
        for person, standing, reason, author in zip(
            pool.ids, pool.standing, pool.reasons, authors, strict=True
        )
    }
    wrong = sorted(p["id"] for p in told["people"] if p["settled"] != settlements.get(p["id"]))
    if wrong:
        yield Finding("person_differs", {"person": wrong[0]})


def _reasons(claim: Claim) -> Iterator[str]:
    """Say why: by merit alone, or because a quota lifted them over higher scores."""
    pool = claim.pool
    eligible = np.sort(pool.scores[pool.standing != Standing.EXCLUDED])
    cut = int(eligible[-len(claim.chosen)]) if 0 < len(claim.chosen) <= len(eligible) else 0
    for row, standing in enumerate(pool.standing.tolist()):
        if standing != Standing.PROPOSED:
            yield Standing(standing).name.lower()
        elif not claim.is_chosen[row]:
            yield "left_out"
        else:
            yield "merit" if pool.scores[row] >= cut else "quota"


def misses_of(rules: Rules, chosen: Index) -> dict[int, int]:
    """Count, by priority, the people by whom soft quotas are missed."""
    missed: dict[int, int] = {}
    for quota in rules.quotas:
        if quota.is_soft:
            count = len(np.intersect1d(quota.members, chosen, assume_unique=True))
            least, most = quota.floor(len(chosen)), quota.ceiling(len(chosen))
            miss = max(0, least - count) + max(0, count - most)
            missed[quota.priority] = missed.get(quota.priority, 0) + miss
    return missed
