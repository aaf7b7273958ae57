"""The figures of the credentials report: every delegate counted once in every column."""

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence, Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from congress.core.names import sort_key
from congress.core.period import Birth, age
from congress.reports.counts import UNSTATED, Breakdown, Share, Tally

MAJORITY = "Kinh"
"""The one ethnic group that is not a minority."""


@dataclass(frozen=True)
class Member:
    """A summoned delegate as the board counts one; ``came_at`` is empty for the absent."""

    number: int
    name: str
    unit: str
    composition_group: str
    is_direct: bool
    is_woman: bool
    is_party_member: bool
    ethnic_group: str
    is_minority: bool
    field: str
    birth: Birth
    is_required: bool
    is_eligible: bool
    came_at: datetime | None
    absence_reason: str = ""
    professional_level: str = UNSTATED
    political_level: str = UNSTATED
    source: str = UNSTATED


@dataclass(frozen=True)
class Extreme:
    """The youngest or the oldest; several where the rows cannot tell them apart."""

    age: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Ages:
    """The ages of a body; the mean has one decimal."""

    mean: Decimal
    youngest: Extreme
    oldest: Extreme


@dataclass(frozen=True)
class Balance:
    """The 70/30 of a body in persons: ``gap`` is negative by as many as are missing."""

    minimum_percent: Decimal
    needed: int
    gap: int


@dataclass(frozen=True)
class Absentee:
    """A summoned delegate who has not come, with the reason if one was noted."""

    number: int
    name: str
    unit: str
    reason: str


@dataclass(frozen=True)
class Figures:
    """What the credentials report states."""

    total: Tally
    came: Share
    absent: Share
    absent_with_reason: int
    women: Tally
    men: Tally
    party_members: Tally
    minorities: Tally
    required: Tally
    chosen: Tally
    direct: Tally
    invited: Tally
    eligible: Tally
    summoned_balance: Balance | None
    present_balance: Balance | None
    summoned_ages: Ages | None
    present_ages: Ages | None
    ethnic_groups: Breakdown
    composition_groups: Breakdown
    fields: Breakdown
    units: Breakdown
    professional_levels: Breakdown
    political_levels: Breakdown
    sources: Breakdown
    absentees: tuple[Absentee, ...]


def balance(share: Share, minimum: Decimal) -> Balance:
    """Compare the direct side with its least share, in persons.

    >>> balance(Share(199, 285), Decimal("0.70"))
    Balance(minimum_percent=Decimal('70'), needed=200, gap=-1)
    """
    needed = int((minimum * share.whole).to_integral_value(ROUND_CEILING))
    percent = (minimum * 100).normalize()
    return Balance(Decimal(f"{percent:f}"), needed, share.count - needed)


def direct_minimum(rules_file: str, direct_groups: AbstractSet[str]) -> Decimal | None:
    r"""Give the least share that a rules file sets for the direct side as a whole, if it does.

    >>> quota = '[[quota]]\nwhere = { composition_group = ["women"] }\nmin_share = 0.70'
    >>> direct_minimum(quota, {"women"}), direct_minimum(quota, {"women", "science"})
    (Decimal('0.70'), None)
    """
    for quota in tomllib.loads(rules_file, parse_float=Decimal).get("quota", []):
        groups = quota.get("where", {}).get("composition_group", [])
        if set(groups) == direct_groups and "min_share" in quota:
            return Decimal(quota["min_share"])
    return None


def figures(
    members: Sequence[Member],
    *,
    day: date,
    groups: Sequence[str],
    units: Sequence[str],
    direct_minimum: Decimal | None,
) -> Figures:
    """Count the summoned and the present; ages are those on ``day``.

    ``groups`` and ``units`` give the order of their lines, those without a delegate too;
    ``direct_minimum`` is the least share of the direct side, none where the rules set none.
    """
    present = [member for member in members if member.came_at is not None]

    def tally(belongs: Callable[[Member], bool]) -> Tally:
        return _tally(members, present, belongs)

    direct = tally(lambda member: member.is_direct)
    absentees = _absentees(members)
    return Figures(
        total=tally(lambda _: True),
        came=Share(len(present), len(members)),
        absent=Share(len(absentees), len(members)),
        absent_with_reason=sum(bool(absentee.reason) for absentee in absentees),
        women=tally(lambda member: member.is_woman),
        men=tally(lambda member: not member.is_woman),
        party_members=tally(lambda member: member.is_party_member),
        minorities=tally(lambda member: member.is_minority),
        required=tally(lambda member: member.is_required),
        chosen=tally(lambda member: not member.is_required),
        direct=direct,
        invited=tally(lambda member: not member.is_direct),
        eligible=tally(lambda member: member.is_eligible),
        summoned_balance=_balance(direct.summoned, direct_minimum),
        present_balance=_balance(direct.present, direct_minimum),
        summoned_ages=ages(members, day),
        present_ages=ages(present, day),
        ethnic_groups=breakdown(members, lambda member: member.ethnic_group),
        composition_groups=breakdown(members, lambda member: member.composition_group, groups),
        fields=breakdown(members, lambda member: member.field),
        units=breakdown(members, lambda member: member.unit, units),
        professional_levels=breakdown(members, lambda member: member.professional_level),
        political_levels=breakdown(members, lambda member: member.political_level),
        sources=breakdown(members, lambda member: member.source),
        absentees=absentees,
    )


def breakdown(
    members: Sequence[Member], label: Callable[[Member], str], order: Sequence[str] = ()
) -> Breakdown:
    """Count by a label: those of ``order`` first, then by size; the unstated come last."""
    summoned = Counter(map(label, members))
    present = Counter(label(member) for member in members if member.came_at is not None)
    others = sorted(
        summoned.keys() - set(order),
        key=lambda each: (each == UNSTATED, -summoned[each], sort_key(each)),
    )
    whole, come = summoned.total(), present.total()
    return Breakdown(
        lines={
            each: Tally(Share(summoned[each], whole), Share(present[each], come))
            for each in (*dict.fromkeys(order), *others)
        },
        total=Tally(Share(whole, whole), Share(come, come)),
    )


def ages(members: Sequence[Member], day: date) -> Ages | None:
    """Give the mean age and the extremes; none for nobody."""
    if not members:
        return None
    by_member = [(age(member.birth, day), member) for member in members]
    years = [each for each, _ in by_member]
    mean = Decimal(sum(years)) / len(years)
    return Ages(
        mean=mean.quantize(Decimal("0.1"), ROUND_HALF_UP),
        youngest=_extreme(by_member, min(years), max),
        oldest=_extreme(by_member, max(years), min),
    )


def _extreme(
    by_member: Sequence[tuple[int, Member]],
    years: int,
    pick: Callable[[Sequence[date]], date],
) -> Extreme:
    """Name those of an age; full birth dates, where all have one, tell them apart further."""
    found = [member for each, member in by_member if each == years]
    days = [member.birth.day for member in found if member.birth.day is not None]
    if len(days) == len(found):
        found = [member for member in found if member.birth.day == pick(days)]
    return Extreme(years, tuple(member.name for member in found))


def _tally(
    members: Sequence[Member], present: Sequence[Member], belongs: Callable[[Member], bool]
) -> Tally:
    return Tally(
        Share(sum(map(belongs, members)), len(members)),
        Share(sum(map(belongs, present)), len(present)),
    )


def _balance(share: Share, minimum: Decimal | None) -> Balance | None:
    return None if minimum is None else balance(share, minimum)


def _absentees(members: Sequence[Member]) -> tuple[Absentee, ...]:
    return tuple(
        Absentee(member.number, member.name, member.unit, member.absence_reason)
        for member in members
        if member.came_at is None
    )
