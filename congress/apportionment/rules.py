"""What holds of an apportionment: its terms, the seats moved by hand, who is still missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from congress.congresses.rules import DIRECT_LEAST
from congress.core.errors import Fault
from optimizer.apportionment import Apportionment, Unit, apportion
from optimizer.divisors import Method


@dataclass(frozen=True)
class Terms:
    """What is asked: units by their number, the seats, each unit's least, and the method.

    ``decided`` names the tied units that get the tied seats.
    """

    units: tuple[Unit, ...]
    seats: int
    floor: int
    method: Method
    decided: tuple[str, ...] = ()

    def outcome(self) -> Apportionment:
        """Share the seats out; raises ``optimizer.apportionment.Refused``."""
        return apportion(
            self.units, self.seats, self.method, floor=self.floor, decided=self.decided
        )

    def outcomes(self) -> dict[Method, Apportionment]:
        """Tell what every method would give; only the one chosen has its tie decided."""
        others = {
            method: apportion(self.units, self.seats, method, floor=self.floor)
            for method in Method
            if method is not self.method
        }
        return {method: others.get(method) or self.outcome() for method in Method}


@dataclass(frozen=True)
class Transfer:
    """Seats moved from one unit to another, both by their number in the terms."""

    giver: str
    taker: str
    seats: int
    reason: str


def moved(seats: Mapping[str, int], transfers: Sequence[Transfer]) -> dict[str, int]:
    """Give the seats after transfers; their sum stays.

    >>> moved({"a": 3, "b": 2}, [Transfer("a", "b", 1, "xã mới nhập")])
    {'a': 2, 'b': 3}
    """
    found = dict(seats)
    for transfer in transfers:
        found[transfer.giver] -= transfer.seats
        found[transfer.taker] += transfer.seats
    return found


def transfer_faults(terms: Terms, seats: Mapping[str, int], transfer: Transfer) -> Iterator[Fault]:
    """Tell why seats cannot be moved so; ``seats`` are those before."""
    units = {unit.code: unit for unit in terms.units}
    giver, taker = units.get(transfer.giver), units.get(transfer.taker)
    if giver is None or taker is None or giver is taker:
        yield Fault("transfer_between_two", field="taker")
        return
    if transfer.seats < 1:
        yield Fault("transfer_seats_wrong", field="moved")
        return
    if not transfer.reason:
        yield Fault("transfer_reason_missing", field="reason")
    if giver.fixed is not None or taker.fixed is not None:
        yield Fault("transfer_of_fixed", field="taker")
        return
    least = max(terms.floor, giver.floor)
    if seats[giver.code] - transfer.seats < least:
        facts = {"seats": seats[giver.code], "floor": least}
        yield Fault("transfer_under_floor", facts, field="giver")
    if taker.cap is not None and seats[taker.code] + transfer.seats > taker.cap:
        facts = {"seats": seats[taker.code], "cap": taker.cap}
        yield Fault("transfer_over_cap", facts, field="taker")


def least_direct(seats: int) -> int:
    """Give the least seats of the direct side: 70 %, rounded up.

    >>> least_direct(300), least_direct(285), least_direct(0)
    (210, 200, 0)
    """
    return -(-DIRECT_LEAST * seats // 1)


def percent(part: int, whole: int) -> Fraction:
    """Give a share of a whole in percent; nothing of nothing is all of it."""
    return Fraction(100 * part, whole) if whole else Fraction(100)


def against_weight(seats: int, weight: Fraction, shared: int, total: Fraction) -> Fraction | None:
    """Give a unit's seats for its weight in percent of all seats for all weights.

    >>> against_weight(6, Fraction(5), 10, Fraction(10))
    Fraction(120, 1)
    """
    return 100 * seats * total / (weight * shared) if weight and shared else None
