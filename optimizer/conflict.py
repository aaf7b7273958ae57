"""Why no list exists: rules that contradict one another, and the least changes that help."""

from dataclasses import dataclass, replace

from optimizer.problem import Conflict, Pool, Rules
from optimizer.relaxing import alternatives, other_sizes
from optimizer.sifting import Best
from optimizer.solver import Means
from optimizer.witness import Excerpt, Question


@dataclass(frozen=True)
class Diagnosis:
    """Rules that contradict one another, by number, their quotas, by place, and one way out.

    ``least`` is the list for which all rules together give way by the fewest people.
    """

    question: Question
    hangs_on_size: bool
    numbers: list[int]
    quotas: list[int]
    least: Best

    def conflict(self) -> Conflict:
        """Put it in the terms of the rules, with further ways out."""
        rules = self.question.rules
        names = [next(q.name for q in rules.quotas if q.rule == number) for number in self.numbers]
        ways = alternatives(self.question, self.numbers, self.least)
        if self.hangs_on_size:
            ways += other_sizes(self.question)
        return Conflict(tuple(names), tuple(rules.quotas[k] for k in self.quotas), ways)


def explain(pool: Pool, rules: Rules, means: Means | None = None) -> Conflict:
    """Find rules that cannot hold together, none of which can be left out, and ways out.

    Every way out comes with a list that keeps it.
    """
    return diagnose(pool, rules, means or Means()).conflict()


def diagnose(pool: Pool, rules: Rules, means: Means) -> Diagnosis:
    """Find the least change, and a conflict by deletion from what its proof leans on.

    Conflicts that only whole numbers see are found by whole numbers.
    """
    hard = replace(rules, quotas=tuple(q for q in rules.quotas if not q.is_soft))
    question = Question(pool, hard, means)
    least = question.least(question.numbers)
    suspects = question.suspects(least.duals)
    if suspects is None:
        suspects = question.by_need(question.numbers)
    excerpt = Excerpt(question, suspects)
    numbers, quotas = excerpt.irreducible(suspects)
    return Diagnosis(question, excerpt.hangs_on_size(quotas), numbers, quotas, least)
