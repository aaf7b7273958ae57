"""Units with weights, as the organizer shares seats out among them."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from congress.apportionment.rules import Terms
from optimizer.apportionment import Unit
from optimizer.divisors import Method
from tests.factories import Small

MakeTerms = Callable[..., Terms]


@pytest.fixture
def terms(small: Small) -> MakeTerms:
    """Give terms of the three units by their weights; more facts are the terms' own."""

    def make(*weights: int | str, seats: int = 10, **facts) -> Terms:
        units = (small.nhan_ly, small.van_linh, small.agency)
        return Terms(
            units=tuple(
                Unit(str(unit), Decimal(weight))
                for unit, weight in zip(units, weights, strict=True)
            ),
            seats=seats,
            floor=facts.get("floor", 0),
            method=facts.get("method", Method.HAMILTON),
        )

    return make
