"""The form of an apportionment: weights, floors, caps and fixed seats, as typed or as stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from congress.apportionment import figures
from congress.apportionment.figures import written
from congress.apportionment.queries import Version
from congress.apportionment.rules import Terms
from congress.core.errors import Fault, Rejected
from congress.core.names import tidy
from congress.units.queries import UnitName
from optimizer.apportionment import Unit
from optimizer.divisors import Method

_FIGURES = ("weight", "floor", "cap", "fixed")
_LONGEST = 40


@dataclass(frozen=True)
class Row:
    """A unit's fields, as text."""

    id: str
    unit: str
    code: str
    weight: str = ""
    floor: str = ""
    cap: str = ""
    fixed: str = ""


@dataclass(frozen=True)
class Form:
    """Every field as text; ``base`` is the number of the version that is being changed."""

    rows: tuple[Row, ...]
    seats: str
    floor: str = "0"
    method: str = Method.HAMILTON.value
    base: int = 0


def blank(units: Sequence[UnitName], seats: int) -> Form:
    """Give the form of a congress whose seats were never shared out."""
    return Form(tuple(Row(str(unit.id), unit.name, unit.code) for unit in units), str(seats))


def of_version(version: Version, units: Sequence[UnitName]) -> Form:
    """Give the form filled with a version."""
    stored = {unit.code: unit for unit in version.terms.units}
    form = blank(units, version.terms.seats)
    rows = tuple(_filled(row, stored[row.id]) if row.id in stored else row for row in form.rows)
    return Form(
        rows, form.seats, str(version.terms.floor), version.terms.method.value, version.number
    )


def typed(fields: Mapping[str, str], units: Sequence[UnitName]) -> Form:
    """Read what a person typed, and nothing but the units that send people."""

    def field(name: str) -> str:
        return tidy(fields.get(name, ""))[:_LONGEST]

    rows = tuple(
        replace(row, **{name: field(f"{name}-{row.id}") for name in _FIGURES})
        for row in blank(units, 0).rows
    )
    return Form(
        rows, field("seats"), field("floor"), field("method"), figures.count(field("base")) or 0
    )


def with_units(form: Form, units: Sequence[Unit]) -> Form:
    """Fill the rows from a file, where units go by name or code.

    Raises ``apportionment_unit_unknown`` and ``apportionment_units_missing``.
    """
    places = {row.unit: row.id for row in form.rows} | {row.code: row.id for row in form.rows}
    found = {places[unit.code]: unit for unit in units if unit.code in places}
    faults = [
        Fault("apportionment_unit_unknown", {"unit": unit.code})
        for unit in units
        if unit.code not in places
    ]
    missing = [row.unit for row in form.rows if row.id not in found]
    if missing:
        faults.append(Fault("apportionment_units_missing", {"units": ", ".join(missing)}))
    if faults:
        raise Rejected.because(faults)
    return replace(form, rows=tuple(_filled(row, found[row.id]) for row in form.rows))


def terms(form: Form) -> Terms:
    """Give what the form asks; raises ``Rejected`` with every field that cannot be read."""
    faults = list(_unread(form))
    if faults:
        raise Rejected.because(faults)
    return Terms(
        units=tuple(_unit(row) for row in form.rows),
        seats=figures.count(form.seats) or 0,
        floor=figures.count(form.floor) or 0,
        method=Method(form.method),
    )


def _unread(form: Form) -> Iterator[Fault]:
    if figures.count(form.seats) is None:
        yield Fault("apportionment_count_unread", {"value": form.seats}, field="seats")
    if form.floor and figures.count(form.floor) is None:
        yield Fault("apportionment_count_unread", {"value": form.floor}, field="floor")
    if form.method not in set(Method):
        facts = {"method": form.method, "known": ", ".join(Method)}
        yield Fault("apportionment_method_unknown", facts, field="method")
    for row in form.rows:
        yield from _unread_of(row)


def _unread_of(row: Row) -> Iterator[Fault]:
    weight = f"weight-{row.id}"
    if not row.weight and not row.fixed:
        yield Fault("apportionment_weight_missing", {"unit": row.unit}, field=weight)
    if row.weight and figures.typed_weight(row.weight) is None:
        yield Fault("apportionment_weight_unread", {"value": row.weight}, field=weight)
    for name in ("floor", "cap", "fixed"):
        text = getattr(row, name)
        if text and figures.count(text) is None:
            yield Fault("apportionment_count_unread", {"value": text}, field=f"{name}-{row.id}")


def _unit(row: Row) -> Unit:
    return Unit(
        code=row.id,
        weight=figures.typed_weight(row.weight) or 0,
        floor=figures.count(row.floor) or 0,
        cap=figures.count(row.cap),
        fixed=figures.count(row.fixed),
    )


def _filled(row: Row, unit: Unit) -> Row:
    def text(bound: int | None) -> str:
        return "" if bound is None else str(bound)

    return replace(
        row,
        weight=written(unit.weight).replace(".", ",") if unit.weight or unit.fixed is None else "",
        floor=text(unit.floor or None),
        cap=text(unit.cap),
        fixed=text(unit.fixed),
    )
