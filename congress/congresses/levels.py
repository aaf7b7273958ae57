"""Levels of congresses as data: how each is called, how large it may be, who is in it."""

import tomllib
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from functools import cache
from typing import Any

from congress.congresses.rules import Side
from congress.core.errors import NotFound
from congress.paths import DATA
from congress.units.models import UnitKind

_FILE = DATA / "reference" / "levels.toml"


@dataclass(frozen=True)
class LevelGroup:
    """A composition group of a level; without a side where the plan leaves it open: ask."""

    code: str
    label: str
    side: Side | None


@dataclass(frozen=True)
class Level:
    """A level: its names, its largest congress, its groups, and how long it was there.

    Fewer staff than ``whole_below`` come all, more send delegates.
    """

    code: str
    label: str
    kinds: tuple[UnitKind, ...]
    valid_from: date
    valid_to: date | None
    forms: tuple[str, ...]
    seats_limit: int | None
    whole_below: int | None
    direct_least: str
    groups: tuple[LevelGroup, ...]

    def stands_on(self, day: date) -> bool:
        """Tell whether there were congresses of this level on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def asks_side(self) -> bool:
        """Tell whether some group's part of the 70/30 is left to whoever opens the congress."""
        return any(group.side is None for group in self.groups)


@dataclass(frozen=True)
class Hours:
    """When a sitting begins and ends, and the rehearsal on the day before."""

    begins: time
    ends: time
    rehearsal_begins: time
    rehearsal_ends: time


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def levels() -> tuple[Level, ...]:
    """Give the levels, the highest first."""
    return tuple(_level(**each) for each in _file()["level"])


def level(code: str) -> Level:
    """Give one level; ``NotFound`` where there is none of this code."""
    for each in levels():
        if each.code == code:
            return each
    raise NotFound


def is_known(code: str) -> bool:
    """Tell whether there is a level of this code."""
    return any(each.code == code for each in levels())


def of_kind(kind: UnitKind, day: date) -> Level | None:
    """Give the level of a kind of unit on a day; none for agencies."""
    return next((each for each in levels() if kind in each.kinds and each.stands_on(day)), None)


def above(code: str, day: date) -> tuple[Level, ...]:
    """Give the levels above one on a day, the nearest first.

    >>> [each.code for each in above("commune", date(2025, 3, 1))]
    ['district', 'province']
    >>> [each.code for each in above("commune", date(2026, 3, 1))]
    ['province']
    """
    higher = levels()[: [each.code for each in levels()].index(code)]
    return tuple(each for each in reversed(higher) if each.stands_on(day))


def agenda() -> tuple[str, ...]:
    """Give the items of the plan, in order."""
    return tuple(_file()["agenda"]["items"])


def list_item() -> str:
    """Name the item in which the list going up is approved."""
    number: int = _file()["agenda"]["list_item"]
    return agenda()[number - 1]


def hours() -> Hours:
    """Give the hours of a half day."""
    return Hours(**_file()["sitting"])


def approved_over() -> Fraction:
    """Give the share of those present that a list going up needs more than."""
    return Fraction(_file()["list"]["approved_over"])


def _level(
    *, kinds: list[str], forms: list[str], group: list[dict[str, str]], **facts: Any
) -> Level:
    optional = dict.fromkeys(("valid_to", "seats_limit", "whole_below"))
    return Level(
        kinds=tuple(map(UnitKind, kinds)),
        forms=tuple(forms),
        groups=tuple(
            LevelGroup(each["code"], each["label"], Side(each["side"]) if "side" in each else None)
            for each in group
        ),
        **{**optional, **facts},
    )
