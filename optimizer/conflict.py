"""Why no list exists: rules that contradict one another, and the least changes that help."""

from dataclasses import dataclass, replace

from optimizer.problem import Conflict, Pool, Rules
from optimizer.relaxing import alternatives, other_sizes
from optimizer.sifting import Best
from optimizer.solver import Means, Outcome
from optimizer.witness import Excerpt, Question


@dataclass(frozen=True)
class Diagnosis:
    """Rules that contradict one another, by number, their quotas, by place, and one way out.

    ``least`` is a list for which all rules together give way by few people; ``is_least`` tells
    that it is proven to be by the fewest, ``is_irreducible`` that no rule can be left out.
    """

    question: Question
    numbers: list[int]
    quotas: list[int]
    least: Best
    is_irreducible: bool
    is_least: bool
    hangs_on_size: bool

    @property
    def is_mistaken(self) -> bool:
        """Tell whether a list that keeps every rule turned up after all."""
        return len(self.least.values) > 0 and self.least.value == 0

    def conflict(self) -> Conflict:
        """Put it in the terms of the rules, with further ways out."""
        rules = self.question.rules
        names = [next(q.name for q in rules.quotas if q.rule == number) for number in self.numbers]
        ways = alternatives(self.question, self.numbers, self.least)
        if self.hangs_on_size:
            ways += other_sizes(self.question)
        quotas = tuple(rules.quotas[k] for k in self.quotas)
        return Conflict(tuple(names), quotas, ways, self.is_irreducible, self.is_least)


def explain(pool: Pool, rules: Rules, means: Means | None = None) -> Conflict:
    """Find rules that cannot hold together, none of which can be left out, and ways out.

    Every way out comes with a list that keeps it.
    """
    return diagnose(pool, rules, means or Means()).conflict()


def diagnose(pool: Pool, rules: Rules, means: Means) -> Diagnosis:
    """Find the least change, and a conflict by deletion from what its proof leans on.

    A conflict that only whole numbers see is gathered first, and then settles that one person is
    the least.
    """
    hard = replace(rules, quotas=tuple(q for q in rules.quotas if not q.is_soft))
    question = Question(pool, hard, means)
    least, suspects = _suspects(question)
    excerpt = Excerpt(question, suspects)
    numbers, quotas = excerpt.irreducible(suspects)
    hangs_on_size = excerpt.hangs_on_size(quotas)
    is_least = least.outcome is Outcome.BEST or least.value == -1
    return Diagnosis(question, numbers, quotas, least, excerpt.is_told, is_least, hangs_on_size)


def _suspects(question: Question) -> tuple[Best, list[int]]:
    """Find a way out, and rules that already contradict one another, or else all of them."""
    prices = question.strained(())
    suspects = question.suspects(prices.duals)
    if suspects is not None:
        return question.least(question.numbers, prices), suspects
    found = question.near(question.numbers)
    gathered = _gathered(question, found) if len(found.values) else None
    return replace(found, outcome=Outcome.STOPPED), gathered or question.by_need(question.numbers)


def _gathered(question: Question, found: Best) -> list[int] | None:
    """Gather rules that contradict one another in whole numbers; None if time runs out.

    To rules that can still hold together are added those that a list keeping them breaks.
    """
    gathered: list[int] = []
    while len(found.values) and (touched := question.touched(found)):
        gathered += touched
        if Excerpt(question, gathered).contradicts(gathered):
            return question.by_need(gathered)
        found = question.near([rule for rule in question.numbers if rule not in gathered])
    return None
