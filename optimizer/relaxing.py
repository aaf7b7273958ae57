"""The least changes of bounds that let a list exist, each shown by a list that keeps them."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

from optimizer import model
from optimizer.problem import Change, Index, Quota, Whole
from optimizer.program import Program
from optimizer.sifting import best
from optimizer.solver import Outcome
from optimizer.witness import Question

_SHARE_DECIMALS = 4
_PATIENCE_S = 3.0
"""What is found by then is a way out, if perhaps not the least."""
_TOUCH = 10_000
"""Touching one more rule counts for more than moving any bound."""

Way = tuple[Change, ...]


def alternatives(question: Question, conflict: Sequence[int]) -> tuple[Way, ...]:
    """Give ways to make a list possible, those that move bounds least first.

    Each rule of the conflict alone, where that is enough; the fewest people moved over all rules;
    and the fewest rules touched.
    """
    others = set(question.numbers) - set(conflict)
    is_alone = question.outcome(question.quotas_of(others)) is not Outcome.IMPOSSIBLE
    alone = conflict if is_alone else []
    ways = [way for number in alone if (way := _least(question, [number]))]
    ways += [way for touch in (0, _TOUCH) if (way := _least(question, question.numbers, touch))]
    distinct = list(dict.fromkeys(ways))
    return tuple(sorted(distinct, key=lambda way: (_moved(question, way), len(way))))


def _least(question: Question, numbers: Collection[int], touch: int = 0) -> Way | None:
    """Let some rules give way as little as can be; ``touch`` is the price of a rule touched."""
    built = model.build(question.pool, question.rules, frozenset(numbers))
    changes = list(built.changes.values())
    cost = np.zeros(built.program.width, dtype=np.int64)
    cost[changes] = -1
    program = built.program
    if touch:
        program, cost = _priced(built, cost, touch)
    found = best(program, cost, question.means.at_most(_PATIENCE_S))
    if not len(found.values):
        return None
    return tuple(_changes(question, built.chosen(found.values)))


def _priced(built: model.Model, cost: Whole, touch: int) -> tuple[Program, Whole]:
    """Add a switch per change, paid for when the change is used."""
    program = built.program
    for column in built.changes.values():
        program = program.with_column(0, 1)
        limit = int(program.upper[column])
        pair = np.array([column, program.width - 1])
        program = program.with_row(pair, np.array([1, -limit]), -limit, 0)
    return program, np.concatenate((cost, np.full(len(built.changes), -touch)))


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
