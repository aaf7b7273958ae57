"""The rules as a form: the numbers of a rules file, shown and set, all else left as it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import tomlkit
from tomlkit import items
from tomlkit.exceptions import TOMLKitError

from congress.core.errors import Fault
from congress.selection.bounds import COUNTS, SHARES, percent, read_count, read_share
from congress.selection.rules import Counted, counted
from congress.selection.words import whom
from optimizer import rules_file
from optimizer.problem import Faulty, Pool
from optimizer.toml_lines import places

PANEL = "panel"

Typed = Mapping[str, str]


@dataclass(frozen=True)
class Bounds:
    """The two inputs of a quota's counts, or of its shares in percent."""

    least_field: str
    most_field: str
    least: str
    most: str
    is_share: bool


@dataclass(frozen=True)
class Row:
    """A quota as a row of the form; ``field`` is what its faults name."""

    field: str
    name: str
    whom: str
    counted: Counted
    bounds: tuple[Bounds, ...]
    is_soft: bool
    priority: str


@dataclass(frozen=True)
class RulesForm:
    """A rules file as a form: the size (one number, or least and most), the day, the quotas."""

    text: str
    seats: str
    fewest: str
    most: str
    is_ranged: bool
    day: str
    rows: tuple[Row, ...]


def shown(text: str, typed: Typed, pool: Pool, labels: Mapping[str, str]) -> RulesForm | None:
    """Show a rules file as a form, with what was typed over it; none where it has no such shape."""
    tables = _tables(text)
    if tables is None:
        return None
    panel, quotas = tables
    day = panel.get("day")
    known_day = day if type(day) is date else None
    pool = rules_file.with_bands(text, pool)

    def value(field: str, held: str) -> str:
        return typed.get(field, held)

    return RulesForm(
        text=text,
        seats=value("panel-seats", _number(panel, "seats")),
        fewest=value("panel-min", _number(panel, "min")),
        most=value("panel-max", _number(panel, "max")),
        is_ranged="seats" not in panel and bool(panel.keys() & {"min", "max"}),
        day=value("panel-day", known_day.isoformat() if known_day else ""),
        rows=tuple(
            _row(f"quota-{n}", entry, typed, counted(entry, pool, known_day), labels)
            for n, entry in enumerate(quotas)
        ),
    )


def edited(text: str, typed: Typed) -> tuple[str, list[Fault]]:
    """Set what was typed into a rules file; comments and everything else stay as they are.

    What cannot be read is left as it was and told, each fault at its row.
    """
    fields = {name: entry for name, entry in typed.items() if name.startswith(("panel-", "quota-"))}
    if not fields or _tables(text) is None:
        return text, []
    try:
        document: Any = tomlkit.parse(text)
    except TOMLKitError:
        return text, []
    faults: list[Fault] = []
    for field, table in _fields_of(document):
        _Editor(field, table, fields, faults).edit()
    return document.as_string(), faults


def placed(faults: Sequence[Fault], text: str) -> list[Fault]:
    """Move faults of a rules file from their lines to the form's rows, by the quotas' names."""
    tables = _tables(text)
    if tables is None:
        return list(faults)
    heads = sorted((place.line, path) for path, place in places(text).items() if _is_head(path))
    names = {f"quota-{n}": str(entry.get("name", "")) for n, entry in enumerate(tables[1])}
    return [_placed(fault, heads, names) for fault in faults]


def _is_head(path: tuple[str | int, ...]) -> bool:
    return path == (PANEL,) or (len(path) == 2 and path[0] == "quota")  # noqa: PLR2004


def _placed(
    fault: Fault, heads: Sequence[tuple[int, tuple[str | int, ...]]], names: Mapping[str, str]
) -> Fault:
    field = fault.field
    if field is None and fault.sheet == "rules":
        line = int((fault.cell or "1").partition(":")[0])
        above = [path for at, path in heads if at <= line]
        field = "-".join(map(str, above[-1])) if above else None
    if fault.code == "seats_over_limit":
        field = PANEL
    return replace(fault, field=field, sheet=names.get(field or ""), cell=None)


def _tables(text: str) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]] | None:
    """Give the panel and the quotas of a rules file; none where it has not that shape."""
    try:
        _, parsed = rules_file.parse(text)
    except Faulty:
        return None
    panel, quotas = parsed.get(PANEL), parsed.get("quota", [])
    is_list = isinstance(quotas, list) and all(isinstance(each, Mapping) for each in quotas)
    return (panel, quotas) if isinstance(panel, Mapping) and is_list else None


def _row(
    field: str, entry: Mapping[str, Any], typed: Typed, count: Counted, labels: Mapping[str, str]
) -> Row:
    is_typed = f"{field}-priority" in typed
    return Row(
        field=field,
        name=str(entry.get("name", "")),
        whom=whom(entry, labels),
        counted=count,
        bounds=tuple(_bounds(field, keys, entry, typed) for keys in _kinds(entry)),
        is_soft=f"{field}-soft" in typed if is_typed else entry.get("soft") is True,
        priority=typed.get(f"{field}-priority", _number(entry, "priority")),
    )


def _kinds(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Tell whether a quota is set by counts, by shares, or by both; by counts where by neither."""
    kinds = [keys for keys in (COUNTS, SHARES) if entry.keys() & set(keys)]
    return kinds or [COUNTS]


def _bounds(field: str, keys: tuple[str, str], entry: Mapping[str, Any], typed: Typed) -> Bounds:
    is_share = keys == SHARES
    write = _percent if is_share else _number
    least, most = (typed.get(f"{field}-{key}", write(entry, key)) for key in keys)
    return Bounds(f"{field}-{keys[0]}", f"{field}-{keys[1]}", least, most, is_share)


def _number(table: Mapping[str, Any], key: str) -> str:
    return str(table.get(key, ""))


def _percent(table: Mapping[str, Any], key: str) -> str:
    """Write a share as its percent: 0.70 is 70, 0.075 is 7,5."""
    share = table.get(key, "")
    is_number = isinstance(share, int | Decimal) and not isinstance(share, bool)
    if not is_number or not Decimal(share).is_finite():
        return str(share)
    return percent(Decimal(share))


def _fields_of(document: Any) -> Iterator[tuple[str, Any]]:
    yield PANEL, document[PANEL]
    for n, entry in enumerate(document.get("quota", [])):
        yield f"quota-{n}", entry


class _Editor:
    """Sets the typed numbers of one table."""

    def __init__(self, field: str, table: Any, typed: Typed, faults: list[Fault]) -> None:
        self.field = field
        self.table = table
        self.typed = typed
        self.faults = faults

    def edit(self) -> None:
        for key in ("seats", *COUNTS, "priority"):
            self.set(key, read_count, "rules_count_unread")
        for key in SHARES:
            self.set(key, read_share, "rules_percent_unread")
        self.set("day", _read_day, "rules_not_date")
        # A box that is not ticked is not sent, but the priority beside it always is.
        if f"{self.field}-priority" in self.typed:
            self.put("soft", f"{self.field}-soft" in self.typed or None)

    def set(self, key: str, read: Callable[[str], Any], code: str) -> None:
        written = self.typed.get(f"{self.field}-{key}")
        if written is None:
            return
        try:
            self.put(key, read(written.strip()) if written.strip() else None)
        except ValueError:
            self.faults.append(Fault(code, {"value": written.strip()}, field=self.field))

    def put(self, key: str, value: Any) -> None:
        """Set a key unless it says so already; nothing takes the key away."""
        held = self.table.get(key)
        if value is None:
            self.table.pop(key, None)
        elif isinstance(value, Decimal):
            if not isinstance(held, int | float) or Decimal(str(held)) != value:
                self.write(key, tomlkit.value(f"{value:f}"))
        elif held != value:
            self.write(key, value)

    def write(self, key: str, value: Any) -> None:
        """Write a key in its place; a new one comes before what introduces the next table."""
        tail = []
        if key not in self.table and isinstance(self.table, items.Table):
            body = self.table.value.body
            while body and body[-1][0] is None:
                tail.append(body.pop()[1])
        self.table[key] = value
        for item in reversed(tail):
            self.table.add(item)


def _read_day(written: str) -> date:
    return date.fromisoformat(written)
