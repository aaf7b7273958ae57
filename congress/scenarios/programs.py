"""Programs kept hot in this process, so that a question about other bounds is answered at once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from threading import Lock

from congress.scenarios.rules import Moves, moved
from congress.selection import forms
from optimizer.problem import Pool, Rules, Standing, Status
from optimizer.selection import counted
from optimizer.whatif import Outlook, WhatIf

MOST_KEPT = 4
MOST_PEOPLE = 400_000
"""Of all pools together; one alone may be larger."""
TIME_LIMIT_S = 5.0


class Program:
    """A pool under rules; questions are answered one at a time.

    ``base`` is the answer without any move, ``form`` the rules in numbers; its words are of no
    language in particular.
    """

    def __init__(self, pool: Pool, rules: Rules) -> None:
        self.pool = pool
        self.rules = rules
        self._whatif = WhatIf(pool, rules)
        self._turn = Lock()
        self.base = self._whatif.ask(rules, time_limit_s=TIME_LIMIT_S)
        form = forms.shown(rules.text, {}, pool, {})
        assert form is not None
        self.form = form

    @property
    def eligible(self) -> int:
        """Count those who can be chosen."""
        return int((self.pool.standing != Standing.EXCLUDED).sum())

    def ask(self, moves: Moves, *, time_limit_s: float = TIME_LIMIT_S) -> Outlook:
        """Choose the best list under the rules with bounds moved; of equals the base stays."""
        rules = moved(self.rules, moves)
        with self._turn:
            outlook = self._whatif.ask(rules, time_limit_s=time_limit_s)
        return self._staying(outlook, rules)

    def _staying(self, outlook: Outlook, rules: Rules) -> Outlook:
        """Give the base in place of another list as good, so that people change for a reason."""
        chosen = self.base.chosen
        is_as_good = outlook.status is Status.OPTIMAL and outlook.score == self.base.score
        if not is_as_good or not rules.fewest <= len(chosen) <= rules.most or not len(chosen):
            return outlook
        counts = counted(rules, chosen)
        if not all(count.is_satisfied for count in counts):
            return outlook
        return replace(outlook, chosen=chosen, counts=counts)


class Programs:
    """The programs asked of late; the one longest unasked goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, _Place] = OrderedDict()
        self._turn = Lock()

    def of(self, key: Hashable, build: Callable[[], Program]) -> Program:
        """Give the program of a key, built where it is not kept; two never build the same."""
        with self._turn:
            place = self._kept.setdefault(key, _Place())
            self._kept.move_to_end(key)
        program = place.program(build)
        with self._turn:
            while self._is_over():
                self._kept.popitem(last=False)
        return program

    def _is_over(self) -> bool:
        people = sum(place.people for place in self._kept.values())
        return len(self._kept) > MOST_KEPT or (len(self._kept) > 1 and people > MOST_PEOPLE)


class _Place:
    """Where one program stands once it is built; who comes meanwhile waits for it."""

    def __init__(self) -> None:
        self._program: Program | None = None
        self._turn = Lock()

    @property
    def people(self) -> int:
        return len(self._program.pool) if self._program else 0

    def program(self, build: Callable[[], Program]) -> Program:
        with self._turn:
            if self._program is None:
                self._program = build()
            return self._program
