"""What goes in and what comes out: pool, rules, faults and result, as frozen dataclasses."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Index = NDArray[np.int32]
Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]
Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input: a code, its facts, and where; the wording is not ours.

    ``source`` is ``rules`` or ``nominees``; ``line`` counts from 1. ``column`` is a position in
    the line of a rules file (from 1), or the code of a nominees' column.
    """

    code: str
    source: str
    line: int | None = None
    column: int | str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


class Faulty(Exception):
    """The input is wrong; ``faults`` holds every fault at once, in the order of the file.

    ``pool`` is what could be read of the nominees, so that the rules can be looked at too. Where
    a file is wrong in thousands of places, the first are told, and ``untold`` counts the others.
    """

    def __init__(
        self, faults: Sequence[Fault], pool: "Pool | None" = None, untold: int = 0
    ) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line or 0))
        self.pool = pool
        self.untold = untold
        super().__init__(", ".join(fault.code for fault in self.faults))


class Standing(IntEnum):
    """Where a nominee stands before the choice."""

    PROPOSED = 0
    REQUIRED = 1
    EXCLUDED = 2


@dataclass(frozen=True)
class Pool:
    """The nominees in columns; row k of every array is one person.

    ``scores`` are whole numbers of units of 10 to the power of minus ``decimals``, so that sums
    are exact. ``columns`` holds the text of every attribute; an empty text is an empty cell.
    ``lines`` tells where each person stands in the file. ``spellings`` map, by column, what rules
    may write (folded to lower case) to the text of the cells; ``terms`` are texts, by column, that
    rules may name even if nobody has them.
    """

    ids: Texts
    scores: Whole
    decimals: int
    standing: NDArray[np.int8]
    reasons: Texts
    columns: Mapping[str, Texts]
    lines: Whole
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    terms: Mapping[str, Collection[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def points(self, units: int) -> Decimal:
        """Give a sum of units as exact points."""
        return Decimal(units).scaleb(-self.decimals)


@dataclass(frozen=True)
class Quota:
    """Bounds on how many of ``members`` (ascending rows of the pool) are chosen.

    A rule with ``each`` gives one quota per value; they share ``rule``, its place in the file.
    Shares are of the number chosen.
    """

    name: str
    rule: int
    value: str | None
    members: Index
    least: int | None = None
    most: int | None = None
    least_share: Fraction | None = None
    most_share: Fraction | None = None
    is_soft: bool = False
    priority: int = 1
    line: int | None = None

    @property
    def label(self) -> str:
        """Name the quota alone, with its value where it is one of many."""
        return self.name if self.value is None else f"{self.name}: {self.value}"

    @property
    def has_least(self) -> bool:
        """Tell whether somebody set a lower bound."""
        return self.least is not None or self.least_share is not None

    @property
    def has_most(self) -> bool:
        """Tell whether somebody set an upper bound."""
        return self.most is not None or self.most_share is not None

    def floor(self, size: int) -> int:
        """Give the least count that a list of this size needs."""
        by_share = 0 if self.least_share is None else -((-self.least_share * size) // 1)
        return max(self.least or 0, int(by_share))

    def ceiling(self, size: int) -> int:
        """Give the greatest count that a list of this size may have."""
        bounds = [size]
        if self.most is not None:
            bounds.append(self.most)
        if self.most_share is not None:
            bounds.append(int((self.most_share * size) // 1))
        return min(bounds)


@dataclass(frozen=True)
class Rules:
    """The panel's size, from ``fewest`` to ``most``, its day, and the quotas.

    ``is_ranged`` tells that the file gives the size by min and max, if perhaps equal ones.
    ``bands`` are where the bands of a column begin: optimizer.banding.
    """

    fewest: int
    most: int
    day: date | None
    quotas: tuple[Quota, ...]
    text: str = ""
    is_ranged: bool = False
    bands: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


class Status(StrEnum):
    """Proven best, proven impossible, or stopped by the time limit with nothing proven."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    TIME_LIMIT = "time_limit"


@dataclass(frozen=True)
class Count:
    """A quota's count on the chosen list beside its bounds, which are those of its size."""

    quota: Quota
    count: int
    least: int
    most: int

    @property
    def is_satisfied(self) -> bool:
        """Tell whether the count lies within the bounds."""
        return self.least <= self.count <= self.most

    @property
    def is_binding(self) -> bool:
        """Tell whether a bound that somebody set is reached."""
        reaches_least = self.quota.has_least and self.count <= self.least and self.least > 0
        return reaches_least or (self.quota.has_most and self.count >= self.most)


PANEL = "panel"
"""Stands for a quota's name where the size of the panel itself changes."""


@dataclass(frozen=True)
class Change:
    """One bound of a rule, moved so that a list exists; bounds: min, max, min_share, max_share.

    Of the ``PANEL``: seats, or min and max where its size is free.
    """

    quota: str
    bound: str
    before: int | Decimal
    after: int | Decimal


@dataclass(frozen=True)
class Conflict:
    """Rules that cannot hold together, none of which can be left out, and ways out, best first.

    ``rules`` are names in the file's order; ``quotas`` are the single quotas of those rules that
    already contradict one another. ``is_irreducible`` is false where time ran out before it was
    told that none can be left out; ``is_least`` where no proof was found that bounds cannot move
    by fewer people.
    """

    rules: tuple[str, ...]
    quotas: tuple[Quota, ...]
    relaxations: tuple[tuple[Change, ...], ...]
    is_irreducible: bool = True
    is_least: bool = True


class Side(StrEnum):
    """Which bound of a quota a price belongs to."""

    MIN = "min"
    MAX = "max"


@dataclass(frozen=True)
class Proof:
    """Prices that bound an aim for every list at once, and the people they leave open.

    ``aim`` is ``merit``, or ``misses`` with their ``priority``, those of a former list being
    ``changes``. Prices are whole parts of ``1 / scale`` of a unit, per person: of the panel's
    size, of quotas by their place among the rules' quotas (a lower bound's price is not positive,
    an upper bound's not negative), and of each earlier priority's total of misses. ``value`` is
    what the aim reached. Whoever is not in ``core`` (rows of the pool) cannot change sides in any
    list as good.
    """

    aim: str
    priority: int | None
    scale: int
    size_price: int
    quota_prices: tuple[tuple[int, Side, int], ...]
    miss_prices: tuple[tuple[int, int], ...]
    value: int
    ceiling: int
    core: Index


@dataclass(frozen=True)
class Result:
    """The answer: a list (rows of the pool, ascending), its proof, and how long each step took.

    ``score`` and ``bound`` are whole units of the pool's scores; ``bound`` is None while nothing
    is proven. ``misses`` are totals by priority. ``proofs`` hold what is proven, one per aim, the
    merit last. ``conflict`` is set when the status is infeasible. Where a former list was given
    (``last``, ids), that everybody stays is one soft quota more: optimizer.reselection.
    ``pairs`` counts those from one unit, where the pool tells units: optimizer.spread.
    """

    status: Status
    seed: int
    chosen: Index
    score: int
    bound: int | None
    misses: tuple[tuple[int, int], ...]
    counts: tuple[Count, ...]
    seconds: Mapping[str, float]
    conflict: Conflict | None = None
    proofs: tuple[Proof, ...] = ()
    last: tuple[str, ...] | None = None
    pairs: int | None = None

    @property
    def has_list(self) -> bool:
        """Tell whether there is a list that keeps every hard rule."""
        return self.status is Status.OPTIMAL or len(self.chosen) > 0
