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
    LAST = "last"
    RESERVE = "reserve"
    RUN = "run"


@dataclass(frozen=True)
class Verdict:
    """What was found, and what was not checked."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]


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
