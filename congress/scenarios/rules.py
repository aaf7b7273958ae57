"""The same rules under other bounds: what was moved, what broke, and how full each quota is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import Any

from congress.core.errors import Fault, Rejected
from congress.selection.bounds import COUNTS, SHARES, read_count, read_share
from optimizer.problem import Count, Quota, Rules

PANEL = "panel"
SEATS = "seats"

Bound = int | Fraction | None
Moves = tuple["Move", ...]

_ATTRIBUTES = {
    "min": "least",
    "max": "most",
    "min_share": "least_share",
    "max_share": "most_share",
}


@dataclass(frozen=True)
class Move:
    """A bound set to another value; ``rule`` is its place in the file, none for the panel.

    ``bound`` is a key of the rules file; shares are parts of one.
    """

    rule: int | None
    name: str
    bound: str
    before: Bound
    after: Bound

    @property
    def field(self) -> str:
        """Name the field of the form that holds the bound."""
        return f"{PANEL if self.rule is None else f'quota-{self.rule}'}-{self.bound}"

    @property
    def is_share(self) -> bool:
        """Tell whether the bound is a part of the panel, not a number of people."""
        return self.bound in SHARES

    @property
    def is_of_quota(self) -> bool:
        """Tell whether it is the bound of a rule and not of the panel's size."""
        return self.rule is not None

    @property
    def is_set(self) -> bool:
        """Tell whether there was a bound before."""
        return self.before is not None


@dataclass(frozen=True)
class Tally:
    """How many of a list a rule counts; of its smallest and largest group where it parts them.

    ``binding`` groups stand at a bound, ``missed`` ones, of a soft rule, beyond it.
    """

    rule: int
    smallest: int
    largest: int
    is_parted: bool
    binding: int
    missed: int


def bounds(rules: Rules) -> Iterator[Move]:
    """Give every bound that can be moved, unmoved; those of a rule that counts nobody are none."""
    if rules.is_ranged:
        yield Move(None, "", "min", rules.fewest, rules.fewest)
        yield Move(None, "", "max", rules.most, rules.most)
    else:
        yield Move(None, "", SEATS, rules.most, rules.most)
    for rule, quotas in groupby(rules.quotas, key=lambda quota: quota.rule):
        quota = next(quotas)
        for bound in (*COUNTS, *SHARES):
            held = getattr(quota, _ATTRIBUTES[bound])
            yield Move(rule, quota.name, bound, held, held)


def typed(rules: Rules, fields: Mapping[str, str]) -> Moves:
    """Give the bounds that a form moves; fields that are not sent stay.

    Raises ``Rejected`` with every fault at its field: ``rules_count_unread``,
    ``rules_percent_unread``, ``rules_bounds_cross``, ``rules_seats_none``.
    """
    moves: list[Move] = []
    faults: list[Fault] = []
    for move in bounds(rules):
        written = fields.get(move.field)
        if written is None:
            continue
        try:
            moves.append(replace(move, after=_read(move, written.strip())))
        except ValueError:
            code = "rules_percent_unread" if move.is_share else "rules_count_unread"
            faults.append(Fault(code, {"value": written.strip()}, field=move.field))
    made = tuple(move for move in moves if move.before != move.after)
    faults += crossing(moved(rules, made))
    if faults:
        raise Rejected.because(faults)
    return made


def _read(move: Move, written: str) -> Bound:
    if move.rule is None:
        return read_count(written)
    if not written:
        return None
    return Fraction(read_share(written)) if move.is_share else read_count(written)


def moved(rules: Rules, moves: Sequence[Move]) -> Rules:
    """Give the rules with bounds moved; every value of a rule with ``each`` shares its bounds."""
    values: dict[int | None, dict[str, Any]] = {}
    for move in moves:
        values.setdefault(move.rule, {})[move.bound] = move.after
    panel = values.pop(None, {})
    if SEATS in panel:
        panel = {"min": panel[SEATS], "max": panel[SEATS]}
    quotas = tuple(_bounded(quota, values.get(quota.rule, {})) for quota in rules.quotas)
    return replace(
        rules,
        quotas=quotas,
        fewest=panel.get("min", rules.fewest),
        most=panel.get("max", rules.most),
    )


def _bounded(quota: Quota, values: Mapping[str, Any]) -> Quota:
    if not values:
        return quota
    return replace(quota, **{_ATTRIBUTES[bound]: value for bound, value in values.items()})


def crossing(rules: Rules) -> list[Fault]:
    """Tell of every rule whose least is above its most, and of a panel without a seat."""
    least, most = rules.fewest, rules.most
    faults = [_crosses(f"{PANEL}-min", least, most)] if least > most else []
    if not most:
        faults.append(Fault("rules_seats_none", field=PANEL))
    for rule, quotas in groupby(rules.quotas, key=lambda quota: quota.rule):
        quota = next(quotas)
        if quota.least is not None and quota.most is not None and quota.least > quota.most:
            faults.append(_crosses(f"quota-{rule}-min", quota.least, quota.most))
        low, high = quota.least_share, quota.most_share
        if low is not None and high is not None and low > high:
            written = (f"{float(100 * share):g} %" for share in (low, high))
            faults.append(_crosses(f"quota-{rule}-min_share", *written))
    return faults


def _crosses(field: str, least: object, most: object) -> Fault:
    return Fault("rules_bounds_cross", {"least": least, "most": most}, field=field)


def breaking(moves: Sequence[Move], is_impossible: Callable[[Moves], bool]) -> Moves:
    """Give moves that together leave no list, and none of which can be left out, by deletion.

    All of them leave none; ``is_impossible`` tells of some, and doubts for them.
    """
    kept = tuple(moves)
    for move in moves:
        others = tuple(other for other in kept if other is not move)
        if is_impossible(others):
            kept = others
    return kept


def tallies(counts: Sequence[Count]) -> list[Tally]:
    """Gather the counts of a list by rule, in the file's order."""
    return [
        _tally(rule, list(group)) for rule, group in groupby(counts, key=lambda c: c.quota.rule)
    ]


def _tally(rule: int, counts: Sequence[Count]) -> Tally:
    numbers = [count.count for count in counts]
    return Tally(
        rule,
        min(numbers),
        max(numbers),
        is_parted=counts[0].quota.value is not None,
        binding=sum(count.is_binding for count in counts),
        missed=sum(not count.is_satisfied for count in counts),
    )
