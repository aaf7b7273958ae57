"""The table of an apportionment: every method side by side, and how far each unit is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from congress.apportionment import rules
from congress.apportionment.figures import written
from congress.apportionment.queries import Sent, Version
from congress.apportionment.rules import Terms
from congress.apportionment.words import METHOD_NAMES
from congress.congresses.queries import Frame
from congress.units.queries import UnitName
from optimizer.apportionment import Apportionment, Unit, quotas
from optimizer.divisors import Method


@dataclass(frozen=True)
class Cell:
    """What one method gives one unit; ``is_tied`` where a tie leaves it open."""

    seats: int
    difference: int
    is_chosen: bool
    is_tied: bool

    @property
    def is_other(self) -> bool:
        """Tell whether the chosen method gives another number."""
        return self.difference != 0


@dataclass(frozen=True)
class Progress:
    """How far a unit is with its seats; ``sent`` is none where the viewer may not know."""

    seats: int
    sent: Sent | None

    @property
    def is_known(self) -> bool:
        """Tell whether the viewer may know whom the unit sent."""
        return self.sent is not None

    @property
    def missing(self) -> int:
        """Count the seats for which nobody was sent."""
        return max(0, self.seats - (self.sent.people if self.sent else 0))

    @property
    def least_direct(self) -> int:
        """Give the least of the seats that the plan wants on the direct side."""
        return rules.least_direct(self.seats)

    @property
    def share(self) -> Decimal | None:
        """Give that least in percent of the seats."""
        return _rounded(rules.percent(self.least_direct, self.seats), 1)

    @property
    def share_below(self) -> Decimal | None:
        """Give what one person fewer would be in percent: why the least is no lower."""
        return _rounded(rules.percent(self.least_direct - 1, self.seats), 1)

    @property
    def direct_gap(self) -> int:
        """Count who is missing to the least of the direct side."""
        return max(0, self.least_direct - (self.sent.direct if self.sent else 0))


@dataclass(frozen=True)
class Line:
    """A unit in the table."""

    id: str
    unit: str
    code: str
    weight: str
    quota: Decimal | None
    seats: int
    moved: int
    relative: Decimal | None
    cells: tuple[Cell, ...]
    progress: Progress

    @property
    def is_fixed(self) -> bool:
        """Tell whether the seats are fixed, whatever the weight."""
        return self.quota is None


@dataclass(frozen=True)
class Sheet:
    """The table: a line per unit in the congress's order, and what is left to be given."""

    methods: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]
    whole: Progress
    seats: int
    left: int
    weight: str
    tied: tuple[tuple[str, str], ...]
    given: tuple[str, ...]
    has_others: bool


def sheet(
    terms: Terms,
    seats: Mapping[str, int],
    units: Sequence[UnitName],
    sent: Mapping[str, Sent | None],
) -> Sheet:
    """Lay the table out; raises ``optimizer.apportionment.Refused`` where terms do not fit."""
    outcomes = terms.outcomes()
    chosen = outcomes[terms.method]
    named = {str(unit.id): unit for unit in units}
    total = sum((Fraction(unit.weight) for unit in terms.units if unit.fixed is None), Fraction(0))
    exact = quotas(terms.units, terms.seats)
    lines = tuple(
        Line(
            id=unit.code,
            unit=named[unit.code].name,
            code=named[unit.code].code,
            weight=written(unit.weight),
            quota=_rounded(exact[unit.code], 2),
            seats=seats[unit.code],
            moved=seats[unit.code] - chosen.seats[unit.code],
            relative=_relative(unit, seats[unit.code], terms, total),
            cells=tuple(_cell(unit.code, each, outcomes, terms.method) for each in Method),
            progress=Progress(seats[unit.code], sent.get(unit.code)),
        )
        for unit in terms.units
        if unit.code in named
    )
    tie = chosen.tie
    return Sheet(
        methods=tuple((METHOD_NAMES[each], each is terms.method) for each in Method),
        lines=lines,
        whole=Progress(terms.seats, _sum([line.progress.sent for line in lines])),
        seats=terms.seats,
        left=tie.seats if tie and chosen.is_open else 0,
        weight=written(total),
        tied=tuple((code, named[code].name) for code in tie.units if code in named) if tie else (),
        given=tuple(named[code].name for code in chosen.decided if code in named),
        has_others=any(cell.is_other for line in lines for cell in line.cells),
    )


def _sum(sent: Sequence[Sent | None]) -> Sent | None:
    """Add up whom the units sent; none where the viewer may not know of each."""
    known = [each for each in sent if each]
    if len(known) < len(sent):
        return None
    return Sent(sum(each.people for each in known), sum(each.direct for each in known))


def of_version(
    version: Version, units: Sequence[UnitName], sent: Mapping[str, Sent | None]
) -> Sheet:
    """Lay out the table of a version."""
    return sheet(version.terms, version.seats, units, sent)


@dataclass(frozen=True)
class TransferLine:
    """Seats moved by hand."""

    position: int
    giver: str
    taker: str
    seats: int
    reason: str


def transfer_lines(version: Version, units: Sequence[UnitName]) -> list[TransferLine]:
    """List what was moved by hand, in order."""
    names = {str(unit.id): unit.name for unit in units}
    return [
        TransferLine(
            at, names.get(each.giver, ""), names.get(each.taker, ""), each.seats, each.reason
        )
        for at, each in enumerate(version.transfers, 1)
    ]


@dataclass(frozen=True)
class Standing:
    """What the page says at its head, for the whole congress."""

    number: int
    is_approved: bool
    is_open: bool
    may_approve: bool


def standing(version: Version, congress: Frame) -> Standing:
    """Tell how far a version is."""
    is_open = version.is_open
    may_approve = not (version.is_approved or is_open or congress.is_locked)
    return Standing(version.number, version.is_approved, is_open, may_approve)


def _cell(
    code: str, method: Method, outcomes: Mapping[Method, Apportionment], chosen: Method
) -> Cell:
    answer = outcomes[method]
    is_tied = bool(answer.is_open and answer.tie and code in answer.tie.units)
    difference = answer.seats[code] - outcomes[chosen].seats[code]
    return Cell(answer.seats[code], difference, method is chosen, is_tied)


def _relative(unit: Unit, seats: int, terms: Terms, total: Fraction) -> Decimal | None:
    if unit.fixed is not None:
        return None
    shared = terms.seats - sum(each.fixed or 0 for each in terms.units)
    return _rounded(rules.against_weight(seats, Fraction(unit.weight), shared, total), 0)


def _rounded(number: Fraction | None, digits: int) -> Decimal | None:
    if number is None:
        return None
    return round(Decimal(number.numerator) / number.denominator, digits)
