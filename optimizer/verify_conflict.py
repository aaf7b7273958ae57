"""Checks that no list exists, why, and that each way out has a list: by both solvers.

People whom the rules in question cannot tell apart are counted in one column, so that every
question is small. A list that a solver finds is checked exactly and settles the question; that
there is none has to be said by both.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from optimizer.findings import Finding, Malformed, OutOfTime, whole
from optimizer.problem import PANEL, Index, Pool, Quota, Rules, Standing, Whole
from optimizer.program import OPEN, Program, Rows
from optimizer.solver import Clock, Means, Outcome, Solver

_PATIENCE_S = 60.0
_GLANCE_S = 5.0
_FEW = 8
_MANY = 500
_BOUNDS = {
    "min": "least",
    "max": "most",
    "min_share": "least_share",
    "max_share": "most_share",
}


Ask = Callable[[Rules, Iterable[Quota]], bool | None]


def findings(
    pool: Pool, rules: Rules, told: Mapping[str, Any], clock: Clock | None = None
) -> Iterator[Finding]:
    """Give what does not hold of the conflict, its quotas and the ways out.

    Where the rules of the conflict alone have no list, all rules together have none. Raises
    ``OutOfTime``.
    """

    def ask(rules: Rules, quotas: Iterable[Quota]) -> bool | None:
        return possible(pool, rules, quotas, clock)

    hard = _hard(rules)
    named = set(told["conflict"])
    quotas = [quota for quota in hard if quota.name in named]
    if list(dict.fromkeys(quota.name for quota in quotas)) != told["conflict"]:
        yield Finding("conflict_unknown")
    match ask(rules, quotas):
        case False:
            yield from _least(ask, rules, quotas)
            yield from _single(ask, rules, quotas, told["conflict_quotas"])
        case None:
            yield Finding("conflict_unproven")
        case True:
            yield Finding("conflict_holds")
            if ask(rules, hard):
                yield Finding("list_exists")
    yield from _ways(ask, rules, told["relaxations"])


def _hard(rules: Rules) -> list[Quota]:
    return [quota for quota in rules.quotas if not quota.is_soft]


def _ways(ask: Ask, rules: Rules, ways: Sequence[Any]) -> Iterator[Finding]:
    """Follow each way out: it has to have a list."""
    for number, way in enumerate(ways, start=1):
        relaxed = _relaxed(rules, way)
        if relaxed is None:
            yield Finding("way_wrong", {"number": number})
        elif not ask(relaxed, _hard(relaxed)):
            yield Finding("way_without_list", {"number": number})
    if any(way in ways[:number] for number, way in enumerate(ways)):
        yield Finding("way_repeated")


def _least(ask: Ask, rules: Rules, quotas: Sequence[Quota]) -> Iterator[Finding]:
    """Leave out each rule in turn: the others have to have a list."""
    for name in dict.fromkeys(quota.name for quota in quotas):
        if not ask(rules, [quota for quota in quotas if quota.name != name]):
            yield Finding("conflict_not_least", {"name": name})


def _single(
    ask: Ask, rules: Rules, quotas: Sequence[Quota], labels: Sequence[str]
) -> Iterator[Finding]:
    """Take only the single quotas that are said to contradict one another already."""
    single = [quota for quota in quotas if quota.label in set(labels)]
    if [quota.label for quota in single] != labels or ask(rules, single) is not False:
        yield Finding("conflict_quotas_differ")


def possible(
    pool: Pool, rules: Rules, quotas: Iterable[Quota], clock: Clock | None = None
) -> bool | None:
    """Tell whether a list keeps the panel's size and these quotas; None if it stays open.

    Raises ``OutOfTime`` where it stays open because the clock's time is over.
    """
    clock = clock or Clock()
    program = _program(pool, rules, list(quotas))
    nothing = np.zeros(program.width, dtype=np.int64)
    patient = Means(clock).at_most(_PATIENCE_S)
    some = _some(program)
    if len(some) < program.width // 2:
        few = program.narrowed(some, program.lower)
        if len(patient.at_most(_GLANCE_S).maximize(few, nothing[some]).values):
            return True
    outcomes = set()
    for solver in (Solver.HIGHS, Solver.CBC):
        answer = replace(patient, only=solver).maximize(program, nothing)
        if len(answer.values):
            return True
        outcomes.add(answer.outcome)
    if Outcome.STOPPED in outcomes and clock.is_over:
        raise OutOfTime
    return False if outcomes == {Outcome.IMPOSSIBLE} else None


def _some(program: Program) -> Whole:
    """Give columns from all over every row: where there is a list, often one of these few."""
    columns = np.repeat(np.arange(program.width), np.diff(program.starts))
    order = np.argsort(program.rows, kind="stable")
    lengths = np.bincount(program.rows, minlength=program.height)
    places = np.arange(len(order)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    wanted = _FEW + 2 * np.clip(program.row_lower, 0, _MANY)
    steps = np.maximum(1, lengths // wanted)
    is_kept = places % np.repeat(steps, lengths) == 0
    return np.union1d(columns[order][is_kept], program.width - 1)


def alike(length: int, groups: Iterable[Index | Whole]) -> Whole:
    """Give people numbers, the same to those who are in the same groups."""
    labels = np.zeros(length, dtype=np.int64)
    used = 1
    for rows in groups:
        former, inverse = np.unique(labels[rows], return_inverse=True)
        labels[rows] = used + inverse
        used += len(former)
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.int64)


def _program(pool: Pool, rules: Rules, quotas: Sequence[Quota]) -> Program:
    """Count the chosen of each kind of people; the last column is the panel's size."""
    standing = pool.standing
    groups = [np.flatnonzero(standing == kind) for kind in (Standing.REQUIRED, Standing.EXCLUDED)]
    kinds = alike(len(pool), [*groups, *(quota.members for quota in quotas)])
    people = np.bincount(kinds)
    first = np.unique(kinds, return_index=True)[1]
    lower = np.where(standing[first] == Standing.REQUIRED, people, 0)
    upper = np.where(standing[first] == Standing.EXCLUDED, 0, people)
    size = len(people)
    everyone = np.arange(size + 1, dtype=np.int32)
    entries: list[tuple[Index, Whole | int, int, int]] = [
        (everyone, np.append(np.ones(size, dtype=np.int64), -1), 0, 0)
    ]
    for quota in quotas:
        members = np.unique(kinds[quota.members]).astype(np.int32)
        entries += _rows(rules, quota, members, size)
    return Program.build(
        np.append(lower, rules.fewest), np.append(upper, rules.most), Rows.of(entries)
    )


def _rows(
    rules: Rules, quota: Quota, kinds: Index, size: int
) -> Iterator[tuple[Index, Whole | int, int, int]]:
    """Bound one count; where the size is free, shares of it in whole numbers."""
    if rules.fewest == rules.most:
        yield kinds, 1, quota.floor(rules.most), quota.ceiling(rules.most)
        return
    yield kinds, 1, quota.least or 0, OPEN if quota.most is None else quota.most
    for share, bounds in ((quota.least_share, (0, OPEN)), (quota.most_share, (-OPEN, 0))):
        if share is not None:
            weights = np.append(np.full(len(kinds), share.denominator), -share.numerator)
            yield np.append(kinds, np.int32(size)), weights, *bounds


def _relaxed(rules: Rules, way: Sequence[Mapping[str, Any]]) -> Rules | None:
    """Move the bounds of a way out; None where it names no bound, or moves it the wrong way."""
    moved = [(change["quota"], change["bound"]) for change in way]
    if not way or len(set(moved)) < len(moved):
        return None
    relaxed: Rules | None = rules
    for change in way:
        relaxed = relaxed and (_of_rule(relaxed, change) or _of_panel(relaxed, change))
    return relaxed


def _of_rule(rules: Rules, change: Mapping[str, Any]) -> Rules | None:
    key = _BOUNDS.get(change["bound"])
    named = [quota for quota in rules.quotas if quota.name == change["quota"]]
    if key is None or not named or named[0].is_soft:
        return None
    before = getattr(named[0], key)
    told, after = (_bound(change[side], is_share=key.endswith("share")) for side in ("from", "to"))
    if before is None or float(before) != float(told):
        return None
    if not (after < before if key.startswith("least") else after > before):
        return None
    moved: dict[str, Any] = {key: after}
    quotas = [replace(q, **moved) if q.name == change["quota"] else q for q in rules.quotas]
    return replace(rules, quotas=tuple(quotas))


def _of_panel(rules: Rules, change: Mapping[str, Any]) -> Rules | None:
    bound, before, after = change["bound"], whole(change["from"]), whole(change["to"])
    if change["quota"] != PANEL or bound not in ("seats", "min", "max"):
        return None
    if (bound == "seats") == rules.is_ranged or before == after:
        return None
    if before != (rules.most if bound == "max" else rules.fewest):
        return None
    fewest = rules.fewest if bound == "max" else after
    most = rules.most if bound == "min" else after
    return replace(rules, fewest=fewest, most=most) if 0 <= fewest <= most and most else None


def _bound(value: Any, *, is_share: bool) -> int | Fraction:
    if not is_share:
        return whole(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise Malformed
    return Fraction(str(value))
