"""Checks an answer without the code that made it: the list, its quotas, its bound, its proof."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from optimizer import (
    verify_conflict,
    verify_list,
    verify_published,
    verify_reasons,
    verify_replacement,
    verify_reserve,
)
from optimizer.findings import (
    UNCHECKED,
    Finding,
    Malformed,
    OutOfTime,
    Unchecked,
    Verdict,
    units,
    whole,
)
from optimizer.problem import Pool, Result, Rules, Status
from optimizer.reselection import compared, wishing
from optimizer.result_file import written
from optimizer.solver import Clock
from optimizer.verify_entry import Entry
from optimizer.verify_list import misses_of
from optimizer.verify_prices import Claim, PricedAim
from optimizer.verify_proof import weaknesses

__all__ = ["UNCHECKED", "Finding", "Malformed", "Verdict", "check", "examine", "require"]

T = TypeVar("T")
PATIENCE_S = 30.0
_LOT = "not_first_of_equals"
_EMPTY_WITHOUT_LIST = ("selected", "alternates", "misses", "quotas", "people")
_NULL_WITHOUT_LIST = ("seats", "score", "bound", "gap", "explained", "reserve")
_OF_CONFLICT = ("conflict", "conflict_quotas", "clashes", "relaxations")


def require(pool: Pool, rules: Rules, result: Result) -> None:
    """Refuse, as a bug, an answer whose list or proof does not hold.

    What cannot be told in ``PATIENCE_S`` is let go.
    """
    require_told(pool, rules, written(pool, rules, result))


def require_told(pool: Pool, rules: Rules, told: Mapping[str, Any]) -> None:
    """Refuse likewise the keys of an answer."""
    findings = examine(pool, rules, told, time_limit_s=PATIENCE_S).findings
    if findings:
        raise AssertionError(f"the answer does not hold: {findings}")


def check(pool: Pool, rules: Rules, told: Mapping[str, Any]) -> list[Finding]:
    """Check the keys of result.json against nominees and rules; nothing found means it holds.

    Raises ``Malformed``.
    """
    return list(examine(pool, rules, told).findings)


def examine(
    pool: Pool,
    rules: Rules,
    told: Any,
    *,
    last: Collection[str] | None = None,
    time_limit_s: float | None = None,
) -> Verdict:
    """Check an answer, and say which of its claims were not checked.

    ``last`` are the ids of the former list, for an answer that changes it as little as can be.
    What the time limit leaves open is named as not checked.

    By exact arithmetic: digests, size, required and excluded people, every quota, misses, score,
    and the bound by the certificate's prices. The claim that the list is the best, and the first
    of its equals, is checked by solving the certificate's small core alone with another solver;
    the claim that there is none by solving the rules of the conflict with both. Raises
    ``Malformed``.
    """
    try:
        examination = _Examination(pool, rules, told, last, Clock(time_limit_s))
        findings = tuple(examination.findings())
        return Verdict(
            findings,
            tuple(sorted(examination.unchecked)),
            examination.clock.elapsed_s,
            examination.is_better and not findings,
        )
    except _WRONG_KIND as error:
        raise Malformed from error


_WRONG_KIND = (
    LookupError,
    TypeError,
    AttributeError,
    ValueError,
    ArithmeticError,
    RecursionError,
)


class _Examination:
    def __init__(
        self, pool: Pool, rules: Rules, told: Any, last: Collection[str] | None, clock: Clock
    ) -> None:
        verify_list.shaped(told)
        self.pool = pool
        self.rules = rules
        self.told = told
        self.last = last
        self.status = Status(told["status"])
        self.unchecked = {Unchecked.RUN}
        self.clock = clock
        self.is_published = told.get("published") is not None
        self.is_better = False

    def findings(self) -> Iterator[Finding]:
        yield from verify_list.digests(self.pool, self.rules, self.told)
        if self.is_published:
            yield from verify_published.findings(self.pool, self.told)
        if self.status is not Status.INFEASIBLE:
            yield from self.nothing(_OF_CONFLICT, "conflict_claimed")
        if self.status is Status.INFEASIBLE or (
            self.status is Status.TIME_LIMIT and not self.told["selected"]
        ):
            yield from self.without_list()
        else:
            yield from self.with_list()

    def in_time(self, found: Iterator[T], claim: Unchecked) -> Iterator[T]:
        """Give what is found before the time is over, and name what then stays open."""
        try:
            yield from found
        except OutOfTime:
            self.unchecked.add(claim)

    def nothing(self, keys: tuple[str, ...], code: str) -> Iterator[Finding]:
        if any(self.told[key] for key in keys):
            yield Finding(code)

    def without_list(self) -> Iterator[Finding]:
        """Check that no list is claimed and, where it is said, that there is none."""
        yield from self.nothing(_EMPTY_WITHOUT_LIST, "list_claimed")
        if any(self.told[key] is not None for key in _NULL_WITHOUT_LIST):
            yield Finding("score_without_list")
        if verify_list.changes(self.told) is not None:
            yield Finding("changes_differ")
        if self.told["spread"] is not None:
            yield Finding("spread_differs", {"pairs": None})
        if self.told["certificate"]["proofs"] != []:
            yield Finding("proof_unfounded")
        if self.status is Status.INFEASIBLE:
            self.unchecked.add(Unchecked.RANKING)
            yield from verify_reasons.clashes(self.pool, self.rules, self.told["clashes"])
            found = verify_conflict.findings(self.pool, self.rules, self.told, self.clock)
            yield from self.in_time(found, Unchecked.CORE)

    def with_list(self) -> Iterator[Finding]:
        places = {str(person): row for row, person in enumerate(self.pool.ids)}
        selected = self.told["selected"]
        strangers = sorted(set(selected) - places.keys())
        if strangers:
            yield Finding("people_unknown", {"people": ", ".join(strangers[:5])})
            return
        times_of: Counter[str] = Counter(selected)
        repeated = sorted(person for person, times in times_of.items() if times > 1)
        if repeated:
            yield Finding("people_repeated", {"people": ", ".join(repeated[:5])})
            return
        chosen = np.sort(np.array([places[person] for person in selected], dtype=np.int32))
        former = verify_list.former(self.told)
        yield from self.changes(former, selected)
        rules = wishing(self.pool, self.rules, former)
        misses, seed = misses_of(rules, chosen), whole(self.told["seed"])
        claim = Claim(self.pool, rules, chosen, misses, seed, self.clock)
        yield from verify_list.findings(claim, self.told)
        yield from verify_reasons.because(claim, self.told)
        if any(entry["price"] is not None for entry in self.told["quotas"]):
            self.unchecked.add(Unchecked.PRICES)
        yield from self.replacements(claim)
        if self.is_published:
            self.unchecked.add(Unchecked.WITHHELD)
        else:
            yield from verify_list.settled(claim, self.told)
            yield from verify_reserve.findings(claim, self.told)
            self.unchecked |= {Unchecked.RESERVE} if self.told["reserve"] else set()
        yield from self.proof(claim)

    def replacements(self, claim: Claim) -> Iterator[Finding]:
        """Check who would replace whom, and what is said of the explanations as a whole."""
        people, told = self.told["people"], self.told["explained"]
        wrong = sorted(verify_replacement.wrong(claim, people))
        if wrong:
            yield Finding("replacement_differs", {"people": ", ".join(wrong[:5])})
        elif told != verify_replacement.explained(self.told):
            yield Finding("explained_differs")
        if told is not None and told["replacements_exact"]:
            self.unchecked.add(Unchecked.PRICES)

    def changes(self, former: Collection[str] | None, selected: Sequence[str]) -> Iterator[Finding]:
        """Check who is said to have left and joined; of which list, only where it is given."""
        if former is not None and self.last is None:
            self.unchecked.add(Unchecked.LAST)
        last = former if self.last is None else self.last
        found = None if last is None else compared(last, selected)
        if found != verify_list.changes(self.told):
            yield Finding("changes_differ")

    def proof(self, claim: Claim) -> Iterator[Finding]:
        """Check what is proven; an answer at the time limit may have proofs, but not all."""
        proofs = self.told["certificate"]["proofs"]
        is_optimal = self.status is Status.OPTIMAL
        found = self.weaknesses(claim, proofs)
        is_whole = len(proofs) == len(claim.priorities) + 1
        if is_optimal or not is_whole:
            yield from map(Finding, found)
        elif found:
            # Which of equals comes first is not settled when time runs out.
            yield from (Finding(code) for code in found if code != _LOT)
        else:
            # The time may end when all is proven but that.
            self.is_better = not self.unchecked & {Unchecked.CORE, Unchecked.LOT}
        yield from self.bound(claim, is_proven=is_optimal or is_whole)
        if self.unchecked & {Unchecked.CORE, Unchecked.LOT}:
            self.unchecked.add(Unchecked.ENTRY)
            yield from self.without_entry(is_founded=is_whole)
        elif is_whole and not set(found) - {_LOT}:
            scores = self.entry(Entry(PricedAim(claim, None, proofs[-1])))
            yield from self.in_time(scores, Unchecked.ENTRY)
        elif not found:
            yield from self.without_entry(is_founded=is_whole)

    def without_entry(self, *, is_founded: bool) -> Iterator[Finding]:
        """Refuse scores to enter where no proof of merit is there to found them."""
        told = any(person["score_to_enter"] is not None for person in self.told["people"])
        if told and not is_founded:
            yield Finding("entry_unfounded")

    def weaknesses(self, claim: Claim, proofs: Sequence[Mapping[str, Any]]) -> list[str]:
        is_optimal = self.status is Status.OPTIMAL
        weak = self.in_time(weaknesses(claim, proofs, is_whole=is_optimal), Unchecked.CORE)
        found = [weakness.value for weakness in weak]
        if not self.is_published:
            return found
        # Lots are drawn by the true ids.
        self.unchecked.add(Unchecked.LOT)
        return [code for code in found if code != _LOT]

    def bound(self, claim: Claim, *, is_proven: bool) -> Iterator[Finding]:
        score = sum(self.pool.scores[claim.chosen].tolist())
        bound, gap = (units(self.pool, self.told[key]) for key in ("bound", "gap"))
        if bound is not None and not is_proven:
            self.unchecked.add(Unchecked.BOUND)
        is_right = bound == score if is_proven else bound is None or bound >= score
        if not is_right:
            yield Finding("bound_differs", {"score": str(self.pool.points(score))})
        if gap != (None if bound is None else bound - score):
            yield Finding("gap_differs")

    def entry(self, entry: Entry) -> Iterator[Finding]:
        people = self.told["people"]
        scores = {person["id"]: person["score_to_enter"] for person in people}
        if len(scores) < len(self.pool) or all(score is None for score in scores.values()):
            return
        wrong = sorted(
            {
                str(self.pool.ids[row])
                for row in entry.wrong([scores[str(person)] for person in self.pool.ids])
            }
        )
        if wrong:
            yield Finding("entry_differs", {"people": ", ".join(wrong[:5])})
        if not entry.is_whole:
            self.unchecked.add(Unchecked.ENTRY)
