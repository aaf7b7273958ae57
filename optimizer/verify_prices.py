"""Bounds every list at once by the certificate's prices.

Every price gives a valid bound (Lagrange): a list's total is its people's scores less the prices
of all they count in, plus what those prices come to at the quotas' bounds. Whoever's score so
reduced is further from zero than the gap stands on the same side in every list as good.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np

from optimizer.findings import Malformed, whole
from optimizer.problem import Index, Mask, Pool, Quota, Rules, Side, Standing, Whole
from optimizer.program import OPEN
from optimizer.solver import Clock
from optimizer.verify_ties import Ties


@dataclass(frozen=True)
class Claim:
    """A list of people said to be the best, with its misses by priority; and the time to check."""

    pool: Pool
    rules: Rules
    chosen: Index
    misses: Mapping[int, int]
    seed: int
    clock: Clock = field(default_factory=Clock)

    @cached_property
    def priorities(self) -> list[int]:
        """Give the priorities, most urgent first."""
        return sorted(self.misses)

    @cached_property
    def is_chosen(self) -> Mask:
        """Mark who is on the list."""
        marks = np.zeros(len(self.pool), dtype=np.bool_)
        marks[self.chosen] = True
        return marks

    @cached_property
    def ties(self) -> Ties:
        """Give what decides among lists as good."""
        return Ties(self.pool, self.seed)


_PRICE = re.compile(r"-?\d{1,18}(\.\d{1,18})?")


def _price(told: Any) -> Fraction:
    """Read a price; raises ``Malformed`` for what no certificate holds, such as huge powers."""
    if not isinstance(told, str) or not _PRICE.fullmatch(told):
        raise Malformed
    return Fraction(told)


class PricedAim:
    """One aim: fewest misses of a priority, or, without one, most merit."""

    def __init__(self, claim: Claim, aim: int | None, told: Mapping[str, Any]) -> None:
        self.claim = claim
        self.pool, self.rules = claim.pool, claim.rules
        self.aim = aim
        unit = 1 if aim is not None else 10**self.pool.decimals
        prices = [_price(each["price"]) * unit for each in told["quota_prices"]]
        misses = {
            whole(each["priority"]): _price(each["price"]) * unit for each in told["miss_prices"]
        }
        size = _price(told["size_price"]) * unit
        self.scale = lcm(*(p.denominator for p in [size, *prices, *misses.values()]))
        self.size_price = int(size * self.scale)
        self.quota_prices = [
            (whole(each["quota"]), int(price * self.scale))
            for each, price in zip(told["quota_prices"], prices, strict=True)
        ]
        self.miss_prices = {p: int(price * self.scale) for p, price in misses.items()}
        self.core = set(told["core"])
        self.sides = [Side(each["side"]) for each in told["quota_prices"]]
        self.sound()

    def sound(self) -> None:
        """Refuse prices of nothing, prices told twice, and prices too big for exact sums."""
        numbers = [number for number, _ in self.quota_prices]
        if not all(0 <= number < len(self.rules.quotas) for number in numbers):
            raise Malformed
        if len(set(zip(numbers, self.sides, strict=True))) < len(numbers):
            raise Malformed
        prices = [self.size_price, *(price for _, price in self.quota_prices)]
        highest = int(self.pool.scores.max(initial=1)) * self.scale
        if highest + sum(map(abs, prices)) >= OPEN:
            raise Malformed

    @property
    def is_valid(self) -> bool:
        """Tell whether prices have the signs of their sides, and only settled misses have any."""
        is_sided = all(
            price >= 0 if side is Side.MAX else price <= 0
            for side, (_, price) in zip(self.sides, self.quota_prices, strict=True)
        )
        is_settled = all(self.aim is None or priority < self.aim for priority in self.miss_prices)
        return is_sided and is_settled and all(price >= 0 for price in self.miss_prices.values())

    @cached_property
    def bounds(self) -> dict[int, int]:
        """Bound the aim by the panel's size, in parts of ``scale``."""
        return {size: self.bound(size) for size in range(self.rules.fewest, self.rules.most + 1)}

    @cached_property
    def gap(self) -> int:
        """Give how far the list may be from the best, in parts of ``scale``."""
        return max(self.bounds.values()) - self.value * self.scale

    def opened(self, distance: int = 0) -> Mask:
        """Mark who may change sides in a list as good, or worse by a distance at the most."""
        is_near = np.abs(self.margins) <= self.gap + distance * self.scale
        return np.asarray(is_near & (self.pool.standing == Standing.PROPOSED), dtype=np.bool_)

    def sizes(self, distance: int = 0) -> list[int]:
        """Give the sizes at which a list can be as good, or worse by a distance at the most."""
        enough = (self.value - distance) * self.scale
        return [size for size, bound in self.bounds.items() if bound >= enough]

    def taken(self, is_open: Mask) -> Mask:
        """Mark who is on every such list."""
        proposed = self.pool.standing == Standing.PROPOSED
        taken = proposed & ~is_open & (self.margins > 0)
        return np.asarray((self.pool.standing == Standing.REQUIRED) | taken, dtype=np.bool_)

    @cached_property
    def value(self) -> int:
        """Give what the list reaches: merit in units, or misses, negative."""
        if self.aim is not None:
            return -self.claim.misses[self.aim]
        return sum(self.pool.scores[self.claim.chosen].tolist())

    @cached_property
    def merit(self) -> Whole:
        """Give what each person is worth to the aim."""
        return self.pool.scores if self.aim is None else np.zeros_like(self.pool.scores)

    @cached_property
    def margins(self) -> Whole:
        """Give each person's worth less the prices of size and quotas, in parts of ``scale``."""
        margin = self.merit * self.scale - self.size_price
        for number, price in self.quota_prices:
            margin[self.rules.quotas[number].members] -= price
        return margin

    def bound(self, size: int) -> int:
        """Give what no list of this size can exceed, in parts of ``scale``."""
        total = self.size_price * size + self.people_bound + self.misses_bound
        for number, price in self.quota_prices:
            quota = self.rules.quotas[number]
            total += price * (quota.ceiling(size) if price > 0 else quota.floor(size))
        return total

    @cached_property
    def people_bound(self) -> int:
        """Take everyone required, and of the others those who add."""
        standing = self.pool.standing
        taken = (standing == Standing.REQUIRED) | (
            (standing == Standing.PROPOSED) & (self.margins > 0)
        )
        return sum(self.margins[taken].tolist())

    @cached_property
    def misses_bound(self) -> int:
        """Take every miss that adds, as far as its priority's total allows."""
        total = sum(price * self.claim.misses[p] for p, price in self.miss_prices.items())
        for number, quota in enumerate(self.rules.quotas):
            if quota.is_soft:
                total += sum(self.miss_bounds(number, quota))
        return total

    def miss_bounds(self, number: int, quota: Quota) -> Iterator[int]:
        """Bound what misses of one quota can add, under each of its prices."""
        paid = self.miss_prices.get(quota.priority, 0)
        paid += self.scale if quota.priority == self.aim else 0
        relieved = [price for other, price in self.quota_prices if other == number]
        for price in (*relieved, 0):
            gain = abs(price) - paid
            yield max(0, gain) * self.most_missed(quota)

    def most_missed(self, quota: Quota) -> int:
        """Bound one quota's miss: by its priority's total where that is settled."""
        is_settled = self.aim is None or quota.priority < self.aim
        most = max(self.rules.most, quota.least or 0)
        return min(most, self.claim.misses[quota.priority]) if is_settled else most
