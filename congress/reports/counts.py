"""Counts of a body of delegates: of a whole, among the summoned and the present, by attribute."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

UNSTATED = ""
"""The label of those whose row says nothing; pages and papers word it."""


@dataclass(frozen=True)
class Share:
    """A count of a whole."""

    count: int
    whole: int

    @property
    def percent(self) -> Decimal:
        """Give the share in percent, rounded to one decimal on its own, half upwards.

        >>> Share(199, 285).percent, Share(0, 0).percent
        (Decimal('69.8'), Decimal('0.0'))
        """
        exact = Decimal(100 * self.count) / self.whole if self.whole else Decimal(0)
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Tally:
    """The same count among the summoned and among the present."""

    summoned: Share
    present: Share


@dataclass(frozen=True)
class Breakdown:
    """The delegates by one attribute: each is counted on exactly one line."""

    lines: Mapping[str, Tally]
    total: Tally

    @property
    def is_stated(self) -> bool:
        """Tell whether any row says something of the attribute."""
        return any(self.lines.keys() - {UNSTATED})

    @property
    def summoned_sum(self) -> Decimal:
        """Add up the shown percentages of the summoned; rounding may leave it off 100."""
        return sum((line.summoned.percent for line in self.lines.values()), Decimal("0.0"))

    @property
    def present_sum(self) -> Decimal:
        """Add up the shown percentages of the present; rounding may leave it off 100."""
        return sum((line.present.percent for line in self.lines.values()), Decimal("0.0"))

    @property
    def is_summoned_off(self) -> bool:
        """Tell whether the shown percentages of the summoned miss their total."""
        return self.summoned_sum != self.total.summoned.percent

    @property
    def is_present_off(self) -> bool:
        """Tell whether the shown percentages of the present miss their total."""
        return self.present_sum != self.total.present.percent
