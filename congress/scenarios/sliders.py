"""The rules as sliders: every bound on a scale, the pool and the list beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congress.scenarios.rules import PANEL, Tally
from congress.selection.forms import Bounds, Row, RulesForm
from congress.selection.rules import Counted

_WHOLE_SHARE = 100


@dataclass(frozen=True)
class Slider:
    """One or two bounds on a scale from 0 to ``top``, in people or in percent."""

    least_field: str
    most_field: str
    least: str
    most: str
    top: int
    is_share: bool

    @property
    def step(self) -> str:
        """Give what typed numbers may be multiples of: people are whole, shares are not."""
        return "any" if self.is_share else "1"


@dataclass(frozen=True)
class ScenarioRow:
    """A rule as a row of sliders."""

    field: str
    name: str
    whom: str
    is_soft: bool
    sliders: tuple[Slider, ...]


@dataclass(frozen=True)
class Gauge:
    """What a list holds of a rule, and the pool, as parts of its first slider's scale in percent.

    Where a rule parts people, the list spans from its smallest group to its largest.
    """

    field: str
    pool: Counted
    count: Tally | None
    begin: float
    end: float
    pool_end: float

    @property
    def is_full(self) -> bool:
        """Tell whether the list stands at a bound."""
        return self.count is not None and self.count.binding > 0

    @property
    def is_missed(self) -> bool:
        """Tell whether the list misses a bound that may be missed."""
        return self.count is not None and self.count.missed > 0


def panel(form: RulesForm, base: RulesForm, eligible: int, limit: int) -> Slider:
    """Put the size of the panel on a scale up to what plan and pool allow; one end if fixed."""
    top = max(min(limit, eligible), _size(base), 1)
    if form.is_ranged:
        fields = (f"{PANEL}-min", f"{PANEL}-max")
        return Slider(*fields, form.fewest, form.most, top, is_share=False)
    return Slider("", f"{PANEL}-seats", "", form.seats, top, is_share=False)


def rows(form: RulesForm, base: RulesForm) -> list[ScenarioRow]:
    """Put every rule on the scale that it has in ``base``, the rules with nothing moved."""
    return [
        ScenarioRow(row.field, row.name, row.whom, row.is_soft, _sliders(row, held, _size(base)))
        for row, held in zip(form.rows, base.rows, strict=True)
    ]


def gauges(base: RulesForm, tallies: Sequence[Tally], seats: int) -> list[Gauge]:
    """Measure a list of so many seats on the scales of ``base``, rule by rule."""
    by_rule: Mapping[int, Tally] = {tally.rule: tally for tally in tallies}
    return [
        _gauge(row, by_rule.get(rule), seats or _size(base), _size(base))
        for rule, row in enumerate(base.rows)
    ]


def _sliders(row: Row, base: Row, size: int) -> tuple[Slider, ...]:
    return tuple(
        _slider(bounds, _top(held, base.counted, size))
        for bounds, held in zip(row.bounds, base.bounds, strict=True)
    )


def _slider(bounds: Bounds, top: int) -> Slider:
    least, most = (text.replace(",", ".") for text in (bounds.least, bounds.most))
    return Slider(bounds.least_field, bounds.most_field, least, most, top, bounds.is_share)


def _top(bounds: Bounds, counted: Counted, size: int) -> int:
    if bounds.is_share:
        return _WHOLE_SHARE
    return max(min(counted.largest, size), _number(bounds.least), _number(bounds.most), 1)


def _gauge(row: Row, tally: Tally | None, seats: int, size: int) -> Gauge:
    bounds = row.bounds[0]
    whole = max(seats, 1) if bounds.is_share else _top(bounds, row.counted, size)

    def part(people: int) -> float:
        return round(min(100.0, 100 * people / whole), 2)

    smallest, largest = (tally.smallest, tally.largest) if tally else (0, 0)
    begin = part(smallest) if row.counted.is_parted else 0.0
    return Gauge(row.field, row.counted, tally, begin, part(largest), part(row.counted.largest))


def _size(form: RulesForm) -> int:
    return _number(form.most if form.is_ranged else form.seats)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
