"""The least changes of bounds that let a list exist, each shown by a list that keeps them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from optimizer import model
from optimizer.problem import PANEL, Change, Index, Quota, Rules
from optimizer.sifting import Best, best
from optimizer.solver import Outcome
from optimizer.touching import fewest_touched
from optimizer.witness import Question

_SHARE_DECIMALS = 4
_PATIENCE_S = 3.0
"""What is found by then is a way out, if perhaps not the least."""

Way = tuple[Change, ...]


def alternatives(question: Question, conflict: Sequence[int], least: Best) -> tuple[Way, ...]:
    """Give ways to make a list possible, those that move bounds least first.

    The fewest people moved over all rules, which ``least`` is; the fewest rules touched; and each
    rule of the conflict alone, where that is enough.
    """
    patient = question.patient(_PATIENCE_S)
    ways = [_way(question, least)]
    if question.suspects(least.duals, conflict) is None:
        ask = patient.least if least.outcome is Outcome.BEST else patient.near
        ways += [_way(question, ask([number])) for number in conflict]
    if not any(len(way) == 1 for way in ways):
        touched = fewest_touched(patient, conflict, least.duals)
        ways += [_way(question, patient.least(touched))] if touched else []
    distinct = [way for way in dict.fromkeys(ways) if way]
    return tuple(sorted(distinct, key=lambda way: (_moved(question, way), len(way))))


def other_sizes(question: Question) -> tuple[Way, ...]:
    """Give the nearest size of the panel at which every rule holds, if there is one."""
    rules = question.rules
    built = model.build(question.pool, replace(rules, fewest=1, most=len(question.model.people)))
    size = built.size_column
    if size is None:
        return ()
    program = built.program.with_column(0, rules.fewest)
    program = program.with_column(0, len(question.model.people))
    pair = np.array([size, program.width - 2, program.width - 1])
    program = program.with_row(pair, np.array([1, 1, -1]), rules.fewest, rules.most)
    cost = np.zeros(program.width, dtype=np.int64)
    cost[-2:] = -1
    found = best(program, cost, question.means.at_most(_PATIENCE_S))
    if not len(found.values):
        return ()
    return (_resized(rules, int(found.values[size])),)


def _resized(rules: Rules, size: int) -> Way:
    if not rules.is_ranged:
        return (Change(PANEL, "seats", rules.fewest, size),)
    bound, before = ("min", rules.fewest) if size < rules.fewest else ("max", rules.most)
    return (Change(PANEL, bound, before, size),)


def _way(question: Question, found: Best) -> Way:
    """Read the changes off a list that was found; none without one."""
    if not len(found.values):
        return ()
    return tuple(_changes(question, question.model.chosen(found.values)))


def _changes(question: Question, chosen: Index) -> Iterator[Change]:
    """Read off a list by how far each rule has to give way for it."""
    size = len(chosen)
    for number in question.numbers:
        quotas = [q for q in question.rules.quotas if q.rule == number]
        counts = [int(np.isin(q.members, chosen, assume_unique=True).sum()) for q in quotas]
        yield from _bounds(quotas, min(counts, default=0), max(counts, default=0), size)


def _bounds(quotas: Sequence[Quota], fewest: int, most: int, size: int) -> Iterator[Change]:
    if not quotas:
        return
    rule = quotas[0]
    if rule.least is not None and fewest < rule.least:
        yield Change(rule.name, "min", rule.least, fewest)
    if rule.most is not None and most > rule.most:
        yield Change(rule.name, "max", rule.most, most)
    if rule.least_share is not None and fewest < rule.least_share * size:
        to = Fraction(fewest, size) * 10**_SHARE_DECIMALS // 1
        yield Change(rule.name, "min_share", _decimal(rule.least_share), _scaled(to))
    if rule.most_share is not None and most > rule.most_share * size:
        to = -(-Fraction(most, size) * 10**_SHARE_DECIMALS // 1)
        yield Change(rule.name, "max_share", _decimal(rule.most_share), _scaled(to))


def _decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / Decimal(share.denominator)


def _scaled(whole: int) -> Decimal:
    return Decimal(whole).scaleb(-_SHARE_DECIMALS).normalize()


def _moved(question: Question, way: Way) -> Decimal:
    """Count the people by whom bounds move; a share counts as that share of the panel."""
    return sum(
        (
            abs(Decimal(change.after) - Decimal(change.before))
            * (question.rules.most if change.bound.endswith("share") else 1)
            for change in way
        ),
        Decimal(0),
    )
