"""Programs kept hot in this process, so that a question about other bounds is answered at once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from congress.selection import forms
from congress.selection.scenarios import Moves, moved
from optimizer.problem import Pool, Rules, Standing
from optimizer.whatif import Outlook, WhatIf

MOST_KEPT = 4
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
        self.base = self.ask(())
        form = forms.shown(rules.text, {}, pool, {})
        assert form is not None
        self.form = form

    @property
    def eligible(self) -> int:
        """Count those who can be chosen."""
        return int((self.pool.standing != Standing.EXCLUDED).sum())

    def ask(self, moves: Moves, *, time_limit_s: float = TIME_LIMIT_S) -> Outlook:
        """Choose the best list under the rules with bounds moved."""
        with self._turn:
            return self._whatif.ask(moved(self.rules, moves), time_limit_s=time_limit_s)


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
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return place.program(build)


class _Place:
    """Where one program stands once it is built; who comes meanwhile waits for it."""

    def __init__(self) -> None:
        self._program: Program | None = None
        self._turn = Lock()

    def program(self, build: Callable[[], Program]) -> Program:
        with self._turn:
            if self._program is None:
                self._program = build()
            return self._program
