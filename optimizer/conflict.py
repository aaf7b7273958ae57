"""Why no list exists: rules that contradict one another, and the least changes that help."""

from collections.abc import Sequence
from dataclasses import replace

from optimizer.problem import Conflict, Pool, Rules
from optimizer.relaxing import alternatives
from optimizer.solver import Means, Outcome
from optimizer.witness import Question


def explain(pool: Pool, rules: Rules, means: Means | None = None) -> Conflict:
    """Find rules that cannot hold together, none of which can be left out, and ways out.

    By deletion, from the rows that the relaxation's proof leans on; conflicts that only whole
    numbers see are found by whole numbers. Every way out comes with a list that keeps it.
    """
    hard = replace(rules, quotas=tuple(q for q in rules.quotas if not q.is_soft))
    question = Question(pool, hard, means or Means())
    numbers = _irreducible(question, question.suspects(), by_rule=True)
    quotas = _irreducible(question, question.quotas_of(numbers), by_rule=False)
    names = [next(q.name for q in hard.quotas if q.rule == number) for number in sorted(numbers)]
    ways = alternatives(question, sorted(numbers))
    return Conflict(tuple(names), tuple(hard.quotas[k] for k in quotas), ways)


def _irreducible(question: Question, items: Sequence[int], *, by_rule: bool) -> list[int]:
    """Leave out one item after the other, for good where the rest still contradict."""
    kept = list(items)
    for item in list(items):
        rest = [other for other in kept if other != item]
        quotas = question.quotas_of(rest) if by_rule else rest
        if question.outcome(quotas) is Outcome.IMPOSSIBLE:
            kept = rest
    return kept
