"""What a check of an answer says: what does not hold, and what nobody looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from optimizer.problem import Pool


@dataclass(frozen=True)
class Finding:
    """One thing that an answer claims and that does not hold: a code and its facts."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Unchecked(StrEnum):
    """A claim that is taken on trust."""

    PRICES = "prices"
    ENTRY = "entry"
    BOUND = "bound"
    RANKING = "ranking"
    LOT = "lot"
    CORE = "core"
    LAST = "last"
    RESERVE = "reserve"
    WITHHELD = "withheld"
    RUN = "run"


UNCHECKED: Mapping[str, tuple[Unchecked | None, str]] = {
    "versions": (Unchecked.RUN, "an answer does not show which program made it"),
    "seconds": (Unchecked.RUN, "an answer does not show how long it took"),
    "bound of time_limit": (Unchecked.BOUND, "without prices nothing shows where it comes from"),
    "quotas.price": (Unchecked.PRICES, "each takes two more selections"),
    "certificate.proofs, at the limit": (Unchecked.CORE, "a hard core can take all the time"),
    "people.score_to_enter.exact": (Unchecked.ENTRY, "of many only some are solved again"),
    "people.score_to_enter, all null": (None, "nothing is claimed then"),
    "people.score_to_enter.least, most": (None, "a looser bound is true as well"),
    "people.replacement.exact": (Unchecked.PRICES, "each takes one more selection"),
    "explained.seconds": (Unchecked.RUN, "an answer does not show how long it took"),
    "relaxations, order and absence": (Unchecked.RANKING, "others may change less"),
    "clashes, absence": (Unchecked.RANKING, "other sums may show as much"),
    "changes": (Unchecked.LAST, "a list does not show which one came before it"),
    "reserve.proven, damage, days": (Unchecked.RESERVE, "they hang on days drawn by lot"),
    "certificate.proofs, other prices": (None, "any that prove the list do as well"),
    "published, lots": (Unchecked.LOT, "they hang on the true ids"),
    "published, score_to_enter": (Unchecked.ENTRY, "at a tie it hangs on the true ids"),
    "published, reserve and settled": (Unchecked.WITHHELD, "they are not published"),
    "certificate.proofs.core, larger": (None, "the core is found again from the prices"),
}
"""Claims taken on trust, and why; those with a code are named to whoever asks for the check."""


@dataclass(frozen=True)
class Verdict:
    """What was found, what was not checked, and how long that took.

    ``is_better`` tells of an answer at the time limit that its list is proven the best after all.
    """

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    seconds: float = 0.0
    is_better: bool = False


class OutOfTime(Exception):
    """A question stayed open when the time for the check was over."""


class Malformed(Exception):
    """The answer lacks a key or holds something of the wrong kind."""


def whole(value: Any) -> int:
    """Give a whole number as written; raises ``Malformed`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed
    return value


def units(pool: Pool, points: Any) -> int | None:
    """Give a number of points, or its exact text, in units; raises ``Malformed``."""
    if points is None:
        return None
    if isinstance(points, bool) or not isinstance(points, int | float | str):
        raise Malformed
    text = str(points)
    exact = Decimal(text)
    if len(text) > _LONGEST or not exact.is_finite() or abs(exact.adjusted()) > _LONGEST:
        raise Malformed
    scaled = exact.scaleb(pool.decimals)
    if scaled != int(scaled):
        raise Malformed
    return int(scaled)


_LONGEST = 40
"""Digits; no sum of scores comes near, and none may keep the check busy."""
