"""The forms of units: what was typed, read with every fault at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from congress.core.errors import Fault, Rejected
from congress.units.models import UnitKind


@dataclass(frozen=True)
class Entry:
    """A new unit as typed, each value of its kind."""

    code: str
    name: str
    kind: UnitKind
    parent_id: int | None
    valid_from: date
    valid_to: date | None


FIELDS = ("code", "name", "kind", "parent", "valid_from", "valid_to")


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed into each field."""
    return {field: form.get(field, "").strip() for field in FIELDS}


def entry(form: Mapping[str, str]) -> Entry:
    """Read a new unit; ``Rejected`` with every value that cannot be read."""
    faults: list[Fault] = []
    kind, began, ends = form.get("kind", ""), day(form.get("valid_from", "")), None
    if kind not in set(UnitKind):
        faults.append(Fault("value_missing", {"heading": "Loại"}, field="kind"))
    if began is None:
        faults.append(Fault("value_missing", {"heading": "Từ ngày"}, field="valid_from"))
    if written := form.get("valid_to", "").strip():
        ends = day(written)
        if ends is None:
            faults.append(Fault("day_unreadable", {"value": written[:40]}, field="valid_to"))
    if faults or began is None:
        raise Rejected.because(faults)
    return Entry(
        code=form.get("code", ""),
        name=form.get("name", ""),
        kind=UnitKind(kind),
        parent_id=number(form.get("parent", "")),
        valid_from=began,
        valid_to=ends,
    )


def day(written: str) -> date | None:
    """Read a day as a form sends it; none where it is none.

    >>> day("2025-06-30"), day("30/6")
    (datetime.date(2025, 6, 30), None)
    """
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def number(written: str) -> int | None:
    """Read a row's number; none where it is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None  # noqa: PLR2004 - larger than any row's


def numbers(written: Iterable[str]) -> list[int]:
    """Read the rows' numbers of boxes that were ticked."""
    return [found for each in written if (found := number(each)) is not None]
