"""An apportionment as result.json tells it."""

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import version
from typing import Any

from congress import wording
from congress.apportionment.faults import worded
from congress.apportionment.figures import written
from optimizer.apportionment import (
    Apportionment,
    Obstacle,
    Unit,
    apportion,
    in_order,
    quotas,
)
from optimizer.divisors import Method

TIE_RULE = "listed_first"
_QUOTA_DIGITS = Decimal("0.0001")


def told(
    units: Sequence[Unit], seats: int, floor: int, answer: Apportionment, settled: Apportionment
) -> dict[str, Any]:
    """Tell an answer whole: as the method left it, and as its ties were settled."""
    exact = quotas(units, seats)
    return _frame(units, seats, floor, answer.method) | {
        "status": "done",
        "units": [
            {
                "unit": unit.code,
                "weight": written(unit.weight),
                "quota": _decimal(exact[unit.code]),
                "seats": settled.seats[unit.code],
                "floor": max(floor, unit.floor),
                "cap": unit.cap,
                "fixed": unit.fixed,
            }
            for unit in units
        ],
        "seats_by_unit": dict(settled.seats),
        "ties": _ties(answer, settled),
        "others": {
            method.value: dict(in_order(apportion(units, seats, method, floor=floor)).seats)
            for method in Method
            if method is not answer.method
        },
    }


def impossible(
    units: Sequence[Unit], seats: int, floor: int, method: Method, obstacles: Sequence[Obstacle]
) -> dict[str, Any]:
    """Tell why there is no answer, and what would help."""
    return _frame(units, seats, floor, method) | {
        "status": "infeasible",
        "units": [],
        "seats_by_unit": {},
        "ties": [],
        "others": {},
        "reasons": [
            {
                "code": worded(each).code,
                "facts": dict(each.facts),
                "message": wording.sentence(worded(each)),
            }
            for each in obstacles
        ],
    }


def _frame(units: Sequence[Unit], seats: int, floor: int, method: Method) -> dict[str, Any]:
    return {
        "status": "",
        "method": method.value,
        "seats": seats,
        "floor": floor,
        "tie_rule": TIE_RULE,
        "input_digest": digest(units, seats, floor),
        "versions": {"congress": version("congress")},
    }


def digest(units: Sequence[Unit], seats: int, floor: int) -> str:
    """Give the digest of what was asked."""
    asked = [
        [unit.code, str(Fraction(unit.weight)), unit.floor, unit.cap, unit.fixed] for unit in units
    ]
    return hashlib.sha256(json.dumps([asked, seats, floor]).encode()).hexdigest()


def _ties(answer: Apportionment, settled: Apportionment) -> list[dict[str, Any]]:
    if answer.tie is None:
        return []
    return [
        {
            "units": list(answer.tie.units),
            "seats": answer.tie.seats,
            "given_to": list(settled.decided),
            "decided_by": "order" if answer.is_open else "choice",
        }
    ]


def _decimal(quota: Fraction | None) -> str | None:
    if quota is None:
        return None
    exact = Decimal(quota.numerator) / quota.denominator
    return str(exact.quantize(_QUOTA_DIGITS))
