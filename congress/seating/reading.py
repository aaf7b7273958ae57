"""Halls of either schema, proven."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from congress.core.errors import Fault
from congress.seating import pretix, rows
from congress.seating.hall import HallFaults, HallPlan, Path


def read(plan: Mapping[str, Any]) -> HallPlan:
    """Prove a hall of our schema or of pretix; raises ``HallFaults`` with every fault at once."""
    try:
        hall = pretix.read(plan) if pretix.is_pretix(plan) else rows.read(plan)
    except ValidationError as error:
        raise HallFaults([_misshapen(found) for found in error.errors()]) from None
    if not hall.seats:
        raise HallFaults([((), Fault("hall_empty"))])
    return hall


def _misshapen(found: Any) -> tuple[Path, Fault]:
    path = tuple(found["loc"])
    place = ".".join(str(part) for part in path)
    codes = {"missing": "hall_key_missing", "extra_forbidden": "hall_key_unknown"}
    return path, Fault(codes.get(found["type"], "hall_value_wrong"), {"place": place})
