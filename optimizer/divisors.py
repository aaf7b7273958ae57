"""Whole seats from weights: the methods themselves, once floors and caps are known to fit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isqrt


class Method(StrEnum):
    """How seats follow from weights: by largest remainders, or by one divisor for all."""

    HAMILTON = "hamilton"
    SAINTE_LAGUE = "sainte-lague"
    DHONDT = "dhondt"
    HUNTINGTON_HILL = "huntington-hill"
    ADAMS = "adams"


@dataclass(frozen=True)
class House:
    """Seats to divide, and in one order the weights, floors and caps of those who share them.

    Weights are whole and positive.
    """

    seats: int
    weights: Sequence[int]
    floors: Sequence[int]
    caps: Sequence[int]

    def bounded(self, at: int, count: int) -> int:
        """Keep a count between the unit's floor and cap."""
        return max(self.floors[at], min(self.caps[at], count))


Division = tuple[list[int], list[int], int]
"""Seats of each unit, the places of the tied ones, and how many seats lie between those."""


def divide(house: House, method: Method) -> Division:
    """Divide a house whose floors are not over its seats, nor its caps under them."""
    if sum(house.floors) == house.seats:
        return list(house.floors), [], 0
    if sum(house.caps) == house.seats:
        return list(house.caps), [], 0
    if method is Method.HAMILTON:
        return _by_remainders(house)
    return _by_divisor(house, _RULES[method])


def _by_remainders(house: House) -> Division:
    """Round the bounded quotas down, and give what is left to the largest remainders."""
    seats, whole = _bounded_shares(house)
    base = [count // whole for count in seats]
    remainders = [count % whole for count in seats]
    return _to_largest(base, {at: rest for at, rest in enumerate(remainders) if rest}, house.seats)


def _bounded_shares(house: House) -> tuple[list[int], int]:
    """Give quotas within floors and caps that fill the house, as multiples of one part.

    Quotas outside their bounds take the bound, and the others share what is left, again and
    again; of floors and caps the side that weighs more goes first, for it never comes back.
    """
    free = set(range(len(house.weights)))
    bound: dict[int, int] = {}
    while True:
        seats = house.seats - sum(bound.values())
        total = sum(house.weights[at] for at in free) or 1
        short = {at: house.floors[at] * total - seats * house.weights[at] for at in free}
        over = {at: seats * house.weights[at] - house.caps[at] * total for at in free}
        below = {at: gap for at, gap in short.items() if gap > 0}
        above = {at: gap for at, gap in over.items() if gap > 0}
        if not below and not above:
            break
        outweighs = sum(below.values()) - sum(above.values())
        if outweighs >= 0:
            bound |= {at: house.floors[at] for at in below}
        if outweighs <= 0:
            bound |= {at: house.caps[at] for at in above}
        free -= bound.keys()
    places = range(len(house.weights))
    return [bound[at] * total if at in bound else seats * house.weights[at] for at in places], total


@dataclass(frozen=True)
class Rule:
    """A divisor method: a unit with ``a`` seats claims the next by weight / ``divisor(a)``.

    ``within(x)`` counts the divisors up to x; ``power`` is 2 where weight and divisor are squared.
    """

    divisor: Callable[[int], int]
    within: Callable[[int], int]
    power: int = 1


_RULES = {
    Method.DHONDT: Rule(lambda a: a + 1, lambda x: x),
    Method.SAINTE_LAGUE: Rule(lambda a: 2 * a + 1, lambda x: (x + 1) // 2),
    Method.ADAMS: Rule(lambda a: a, lambda x: x + 1),
    Method.HUNTINGTON_HILL: Rule(
        lambda a: a * (a + 1), lambda x: (isqrt(4 * x + 1) + 1) // 2, power=2
    ),
}


def _by_divisor(house: House, rule: Rule) -> Division:
    """Give the seats that claims above some divisor ask for, and the rest to the next claims."""
    # On this grid claims that differ do so by one at least, so that whole numbers compare them.
    grid = (2 * house.seats + 1) ** (2 * rule.power)
    claims = [weight**rule.power * grid for weight in house.weights]
    fewest = [house.bounded(at, rule.within(0)) for at in range(len(claims))]
    if sum(fewest) > house.seats:
        # A first seat is divided by nothing: where not all can have one, the heaviest do.
        firsts = {at: claims[at] for at, count in enumerate(fewest) if count > house.floors[at]}
        return _to_largest(list(house.floors), firsts, house.seats)
    undecided = _narrowed(house, rule, claims, fewest)
    nexts = {at: claims[at] // rule.divisor(fewest[at]) for at in undecided}
    return _to_largest(fewest, nexts, house.seats)


def _narrowed(house: House, rule: Rule, claims: Sequence[int], fewest: list[int]) -> Sequence[int]:
    """Raise ``fewest`` to what all divisors in question give; give who may get one seat more."""
    low, high = 0, max(claims)
    most = list(house.caps)
    open_places = [at for at, count in enumerate(fewest) if count < most[at]]
    settled = sum(fewest) - sum(fewest[at] for at in open_places)
    while any(most[at] - fewest[at] > 1 for at in open_places):
        middle = (low + high) // 2
        counts = {
            at: house.bounded(at, rule.within((claims[at] - 1) // middle)) for at in open_places
        }
        if settled + sum(counts.values()) <= house.seats:
            high, side = middle, fewest
        else:
            low, side = middle, most
        for at, count in counts.items():
            side[at] = count
        settled += sum(fewest[at] for at in open_places if fewest[at] == most[at])
        open_places = [at for at in open_places if fewest[at] < most[at]]
    return open_places


def _to_largest(base: list[int], claims: Mapping[int, int], seats: int) -> Division:
    """Give the seats that are left to the largest claims, one each, unless they tie."""
    left = seats - sum(base)
    if not left:
        return base, [], 0
    last = sorted(claims.values(), reverse=True)[left - 1]
    tied = [at for at, claim in claims.items() if claim == last]
    winners = [at for at, claim in claims.items() if claim > last]
    if len(winners) + len(tied) == left:
        winners, tied = winners + tied, []
    given = set(winners)
    more = [count + (at in given) for at, count in enumerate(base)]
    return more, tied, left - len(winners) if tied else 0
