"""What makes rules contradict one another, as sums that anybody can add up again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from optimizer.problem import Mask, Pool, Quota, Rules, Standing


class Kind(StrEnum):
    """How more people are needed than there may be.

    ``short``: a quota needs more than there are. ``least``: lower bounds of people of different
    kinds come to more than the seats. ``most``: upper bounds leave less than the seats.
    ``crowded``: the first quota needs more than the others' upper bounds leave it. ``forced``: the
    lower bounds of the others put more people into the first quota than it admits. ``seated``:
    lower bounds of people of different kinds come to more than the seats that those required
    outside of them leave.
    """

    SHORT = "short"
    LEAST = "least"
    MOST = "most"
    CROWDED = "crowded"
    FORCED = "forced"
    SEATED = "seated"


@dataclass(frozen=True)
class Clash:
    """Quotas under which ``need`` people have to be where only ``have`` can be."""

    kind: Kind
    quotas: tuple[Quota, ...]
    need: int
    have: int


def clashes(pool: Pool, rules: Rules, conflict: Sequence[Quota]) -> tuple[Clash, ...]:
    """Give every hard quota that the pool is too small for, then why a conflict is one.

    A conflict that no single sum shows gives nothing.
    """
    look = _Look(pool, rules)
    short = tuple(look.short(quota for quota in rules.quotas if not quota.is_soft))
    shown = next(look.sums(conflict), None)
    is_shown = any(clash.quotas[0] in conflict for clash in short)
    return short if is_shown or shown is None else (*short, shown)


class _Look:
    """The bounds that hold at every size of the panel, and who could be on the list at all."""

    def __init__(self, pool: Pool, rules: Rules) -> None:
        self.rules = rules
        self.can_be: Mask = pool.standing != Standing.EXCLUDED
        self.is_required: Mask = pool.standing == Standing.REQUIRED

    def least(self, quota: Quota) -> int:
        return quota.floor(self.rules.fewest)

    def most(self, quota: Quota) -> int:
        return quota.ceiling(self.rules.most)

    def members(self, quota: Quota) -> Mask:
        holds = np.zeros(len(self.can_be), dtype=np.bool_)
        holds[quota.members] = True
        return holds & self.can_be

    def short(self, quotas: Iterable[Quota]) -> Iterator[Clash]:
        for quota in quotas:
            need = self.least(quota)
            have = int(self.can_be[quota.members].sum())
            if have < need:
                yield Clash(Kind.SHORT, (quota,), need, have)

    def sums(self, conflict: Sequence[Quota]) -> Iterator[Clash]:
        """Try the sums, the plainest first."""
        lower = [quota for quota in conflict if quota.has_least and self.least(quota)]
        upper = [quota for quota in conflict if quota.has_most]
        yield from self.over(_parted(sorted(lower, key=self.least, reverse=True)))
        yield from self.under(_parted(upper))
        for quota in lower:
            yield from self.crowded(quota, _parted([other for other in upper if other != quota]))
        for quota in upper:
            yield from self.forced(quota, _parted([other for other in lower if other != quota]))
        yield from self.seated(lower)

    def over(self, lower: Sequence[Quota]) -> Iterator[Clash]:
        need = sum(map(self.least, lower))
        if need > self.rules.most:
            yield Clash(Kind.LEAST, tuple(lower), need, self.rules.most)

    def under(self, upper: Sequence[Quota]) -> Iterator[Clash]:
        have = self.room(self.can_be, upper)
        if upper and have < self.rules.fewest:
            yield Clash(Kind.MOST, tuple(upper), self.rules.fewest, have)

    def crowded(self, quota: Quota, upper: Sequence[Quota]) -> Iterator[Clash]:
        inside = self.members(quota)
        pressing = [other for other in upper if inside[other.members].sum() > self.most(other)]
        have = self.room(inside, pressing)
        if pressing and have < self.least(quota):
            yield Clash(Kind.CROWDED, (quota, *pressing), self.least(quota), have)

    def forced(self, quota: Quota, lower: Sequence[Quota]) -> Iterator[Clash]:
        elsewhere = self.can_be & ~self.members(quota)
        sent = [(self.least(other) - int(elsewhere[other.members].sum()), other) for other in lower]
        pressing = [(count, other) for count, other in sent if count > 0]
        need = sum(count for count, _ in pressing)
        if need > self.most(quota):
            others = tuple(other for _, other in pressing)
            yield Clash(Kind.FORCED, (quota, *others), need, self.most(quota))

    def seated(self, lower: Sequence[Quota]) -> Iterator[Clash]:
        wanting = [quota for quota in lower if self.least(quota) > self.required(quota)]
        pressing = _parted(sorted(wanting, key=self.least, reverse=True))
        elsewhere = int(self.is_required.sum()) - sum(map(self.required, pressing))
        need, have = sum(map(self.least, pressing)), self.rules.most - elsewhere
        if elsewhere and need > have:
            yield Clash(Kind.SEATED, tuple(pressing), need, have)

    def required(self, quota: Quota) -> int:
        return int(self.is_required[quota.members].sum())

    def room(self, people: Mask, upper: Sequence[Quota]) -> int:
        """Count of some people as many as upper bounds of different people let in."""
        free = people.copy()
        room = 0
        for quota in upper:
            room += min(self.most(quota), int(people[quota.members].sum()))
            free[quota.members] = False
        return room + int(free.sum())


def _parted(quotas: Sequence[Quota]) -> list[Quota]:
    """Keep of some quotas, in their order, those that share nobody with one kept before."""
    length = 1 + max((int(quota.members[-1]) for quota in quotas if len(quota.members)), default=0)
    taken = np.zeros(length, dtype=np.bool_)
    kept = []
    for quota in quotas:
        if not taken[quota.members].any():
            taken[quota.members] = True
            kept.append(quota)
    return kept
