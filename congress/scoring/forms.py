"""The form of a rubric: a row for each line, added, removed and moved before anything is stored."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from congress.core.errors import Fault, Rejected
from congress.core.texts import plain
from congress.minutes.rules import read_share
from congress.nominations.vocabulary import titles
from congress.scoring.models import Kind
from congress.scoring.rules import Criterion, read_points

MOST_ROWS = 30


@dataclass(frozen=True)
class Row:
    """A line of the form as typed; the key is empty for a new one."""

    key: str = ""
    name: str = ""
    kind: str = Kind.APPRAISAL.value
    maximum: str = ""
    table: str = ""
    summed: str = ""
    each: str = ""
    floor: str = "1/2"
    column: str = "field"

    @property
    def has_table(self) -> bool:
        """Tell whether points stand in a table."""
        return self.kind in {Kind.TITLES, Kind.ATTRIBUTE}

    @property
    def has_sum(self) -> bool:
        """Tell whether points may be added up."""
        return self.kind == Kind.TITLES

    @property
    def has_each(self) -> bool:
        """Tell whether points are given for each award."""
        return self.kind == Kind.AWARDS

    @property
    def has_floor(self) -> bool:
        """Tell whether points begin at a share of the votes."""
        return self.kind == Kind.VOTES

    @property
    def has_column(self) -> bool:
        """Tell whether points go by a column of the profile."""
        return self.kind == Kind.ATTRIBUTE


_NEW = {"floor": "1/2", "column": "field"}
_FIELDS = tuple(vars(Row()))


def typed(form: Mapping[str, str]) -> list[Row]:
    """Give the rows as typed, in their order."""
    return [
        Row(
            **{
                field: form.get(f"criterion-{row}-{field}", _NEW.get(field, ""))
                for field in _FIELDS
            }
        )
        for row in range(MOST_ROWS)
        if f"criterion-{row}-name" in form
    ]


def shown(criteria: Sequence[Criterion]) -> list[Row]:
    """Give a rubric as rows."""
    return [
        Row(
            key=str(each.key),
            name=each.name,
            kind=each.kind.value,
            maximum=points(each.maximum),
            table="\n".join(f"{label}: {points(given)}" for label, given in each.table),
            summed="1" if each.is_summed else "",
            each=points(each.each),
            floor=f"{each.floor.numerator}/{each.floor.denominator}",
            column=each.column,
        )
        for each in criteria
    ]


def points(number: Decimal) -> str:
    """Write points with a comma and without trailing zeros; nothing for none.

    >>> points(Decimal("2.50")), points(Decimal("0"))
    ('2,5', '')
    """
    return f"{number.normalize():f}".replace(".", ",") if number else ""


def arranged(rows: Sequence[Row], wanted: str) -> list[Row]:
    """Add a row, or remove or move one: ``add``, ``remove-2``, ``up-2``, ``down-2``."""
    verb, _, place = wanted.partition("-")
    kept = list(rows)
    if verb == "add" and len(kept) < MOST_ROWS:
        return [*kept, Row()]
    row = int(place) if place.isdecimal() else len(kept)
    if row >= len(kept):
        return kept
    moved = kept.pop(row)
    if verb == "remove":
        return kept
    kept.insert(max(row + {"up": -1, "down": 1}.get(verb, 0), 0), moved)
    return kept


def criteria(rows: Sequence[Row], next_key: int) -> list[Criterion]:
    """Read the rows; every fault of what cannot be read at once, each at its row."""
    read: list[Criterion] = []
    faults: list[Fault] = []
    used: set[int] = set()
    for place, row in enumerate(rows):
        key = int(row.key) if row.key.isdecimal() and int(row.key) < next_key else 0
        if key == 0 or key in used:
            key, next_key = next_key, next_key + 1
        used.add(key)
        found = list(_unread(row))
        faults += [replace(each, field=f"criterion-{place}") for each in found]
        if not found:
            read.append(_criterion(row, key))
    if faults:
        raise Rejected.because(faults)
    return read


def _unread(row: Row) -> Iterator[Fault]:
    """Tell what of a row cannot be read."""
    if row.kind and row.kind not in set(Kind):
        yield Fault("criterion_kind_unknown", {"kind": row.kind[:40]})
    for reading in (_maximum, _each, _table, _floor, _name):
        try:
            reading(row)
        except Rejected as refused:
            yield from refused.faults


def _criterion(row: Row, key: int) -> Criterion:
    return Criterion(
        key=key,
        name=_name(row),
        kind=_kind(row),
        maximum=_maximum(row),
        table=_table(row),
        is_summed=row.summed == "1",
        each=_each(row),
        floor=_floor(row),
        column=row.column,
    )


def _kind(row: Row) -> Kind:
    return Kind(row.kind) if row.kind in set(Kind) else Kind.APPRAISAL


def _name(row: Row) -> str:
    return plain(row.name)


def _maximum(row: Row) -> Decimal:
    return read_points(row.maximum) if row.maximum.strip() else Decimal(0)


def _each(row: Row) -> Decimal:
    return read_points(row.each) if _kind(row) is Kind.AWARDS and row.each.strip() else Decimal(0)


def _floor(row: Row) -> Fraction:
    return read_share(row.floor) if _kind(row) is Kind.VOTES else Fraction(1, 2)


def _table(row: Row) -> tuple[tuple[str, Decimal], ...]:
    """Read lines of a title or a value, a colon, and its points."""
    kind = _kind(row)
    if kind not in {Kind.TITLES, Kind.ATTRIBUTE}:
        return ()
    lines = [line.strip() for line in row.table.splitlines() if line.strip()]
    table = tuple(_table_line(line, kind) for line in lines)
    counts = Counter(label for label, _ in table)
    if again := [label for label, count in counts.items() if count > 1]:
        raise Rejected("criterion_line_again", label=again[0])
    return table


def _table_line(line: str, kind: Kind) -> tuple[str, Decimal]:
    label, _, given = line.rpartition(":")
    if not label.strip():
        raise Rejected("criterion_line_unreadable", line=line[:60])
    return titles().one(label) if kind is Kind.TITLES else plain(label), read_points(given)
