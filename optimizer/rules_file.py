"""Reads the rules file (TOML) for a pool: every fault at once, with line and column."""

import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from optimizer import amounts, banding, coded, columns, condition, toml_lines
from optimizer.problem import Fault, Faulty, Index, Mask, Pool, Quota, Rules, Standing
from optimizer.toml_lines import Path, Place, places

_PANEL = frozenset({"seats", "min", "max", "day"})
_COUNTS = ("min", "max")
_SHARES = ("min_share", "max_share")
_QUOTA = frozenset({"name", "where", "each", "unless", "soft", "priority", *_COUNTS, *_SHARES})


def read(text: str, pool: Pool) -> Rules:
    """Read the rules; raises ``Faulty`` with every fault of the text, and of it for this pool.

    Codes: ``not_toml``, ``key_unknown``, ``key_missing``, ``not_table``, ``not_text``,
    ``not_number``, ``not_date``, ``not_boolean``, ``negative``, ``share_over_one``,
    ``count_too_large``, ``share_too_fine``, ``number_too_long``, ``too_deep``,
    ``bands_not_rising``, ``bounds_cross``, ``bound_missing``, ``seats_twice``,
    ``seats_missing``, ``seats_none``, ``seats_over_nominees``, ``required_over_seats``,
    ``quota_name_taken``, ``column_unknown``, ``value_unknown``, ``values_missing``,
    ``condition_not_table``, ``condition_not_list``, ``column_not_numeric``, ``day_missing``,
    ``required_over_quota``, ``required_outside_quota``.
    """
    normal, parsed = parse(text)
    reader = _Reader(pool, places(normal))
    rules = reader.rules(parsed, normal)
    if reader.faults:
        raise Faulty(reader.faults)
    return rules


def with_bands(text: str, pool: Pool) -> Pool:
    """Give the pool with the columns of bands that the rules make; faults leave them out."""
    reader = _Reader(pool, {})
    _, parsed = parse(text)
    reader.panel(parsed.get("panel"))
    reader.bands(parsed.get("bands", {}))
    return reader.pool


def parse(text: str) -> tuple[str, dict[str, Any]]:
    """Give the text composed (NFC) and its tables.

    Raises ``Faulty`` with ``not_toml``, ``number_too_long`` or ``too_deep``.
    """
    normal = unicodedata.normalize("NFC", text).removeprefix("\ufeff")
    try:
        parsed = tomllib.loads(normal, parse_float=Decimal)
    except RecursionError as error:
        raise Faulty([toml_lines.too_deep(normal)]) from error
    except (ValueError, ArithmeticError) as error:
        raise Faulty([toml_lines.unread(normal, error)]) from error
    if toml_lines.is_deep(parsed):
        raise Faulty([toml_lines.too_deep(normal)])
    return normal, parsed


class _Reader:
    def __init__(self, pool: Pool, where: Mapping[Path, Place]) -> None:
        self.pool = pool
        self.places = where
        self.faults: list[Fault] = []
        self.day: date | None = None
        self.fewest = self.most = 0
        self.names: set[str] = set()
        self.required = int((pool.standing == Standing.REQUIRED).sum())

    def fault(self, code: str, path: Path, *needles: str, **facts: object) -> None:
        """Note a fault at the key of this path, or at the nearest table around it."""
        known = path
        while known and known not in self.places:
            known = known[:-1]
        place = self.places.get(known, Place(1, ""))
        rest = [str(part) for part in path[len(known) :] if isinstance(part, str)]
        key = [known[-1]] if known and isinstance(known[-1], str) else []
        line, column = place.find(*key, *rest, *needles)
        self.faults.append(Fault(code, "rules", line, column, facts))

    def rules(self, parsed: Mapping[str, Any], text: str) -> Rules:
        for key in parsed.keys() - {"panel", "bands", "quota"}:
            self.fault("key_unknown", (key,), key=key)
        self.panel(parsed.get("panel"))
        bands = self.bands(parsed.get("bands", {}))
        entries = parsed.get("quota", [])
        if not isinstance(entries, list) or not all(isinstance(e, Mapping) for e in entries):
            self.fault("not_table", ("quota",), key="quota")
            entries = []
        quotas = [q for number, entry in enumerate(entries) for q in self.quota(number, entry)]
        is_ranged = isinstance(parsed.get("panel"), Mapping) and "seats" not in parsed["panel"]
        return Rules(self.fewest, self.most, self.day, tuple(quotas), text, is_ranged, bands)

    def bands(self, bands: Any) -> dict[str, tuple[int, ...]]:
        """Read where bands begin, and go on with the pool that has them as columns."""
        if not isinstance(bands, Mapping):
            self.fault("not_table", ("bands",), key="bands")
            return {}
        read = {column: tuple(starts) for column, starts in bands.items() if banding.rise(starts)}
        for column in bands.keys() - read.keys():
            self.fault("bands_not_rising", ("bands", column), column=column)
        for column, starts in read.items():
            told = len(self.faults)
            if banding.name(column) not in self.pool.columns:
                self.condition({"bands": {column: {"min": starts[0]}}}, "bands", ())
            if len(self.faults) == told:
                self.pool = banding.banded(self.pool, {column: starts}, self.day)
        return read

    def panel(self, panel: Any) -> None:
        if not isinstance(panel, Mapping):
            self.fault("key_missing", (), key="panel")
            return
        for key in panel.keys() - _PANEL:
            self.fault("key_unknown", ("panel", key), key=key)
        self.day = self.a_day(panel)
        self.size(panel)

    def a_day(self, panel: Mapping[str, Any]) -> date | None:
        day = panel.get("day")
        if day is None or (isinstance(day, date) and not isinstance(day, datetime)):
            return day
        self.fault("not_date", ("panel", "day"), value=str(day))
        return None

    def size(self, panel: Mapping[str, Any]) -> None:
        if "seats" in panel and panel.keys() & {"min", "max"}:
            self.fault("seats_twice", ("panel", "seats"))
        keys = ("seats", "seats") if "seats" in panel else _COUNTS
        if not panel.keys() >= set(keys):
            self.fault("seats_missing", ("panel",))
            return
        # One key is read once, so that its fault is told once.
        counts = {key: self.count(panel, key, ("panel",)) for key in dict.fromkeys(keys)}
        fewest, most = (counts[key] for key in keys)
        if fewest is None or most is None:
            return
        self.fewest, self.most = fewest, most
        if most == 0:
            self.fault("seats_none", ("panel", keys[1]))
        if fewest > most:
            self.fault("bounds_cross", ("panel", keys[0]), least=fewest, most=most)
        self.room(("panel", keys[0]), ("panel", keys[1]))

    def room(self, least: Path, most: Path) -> None:
        """Refuse more seats than nominees, and more required people than seats."""
        eligible = int((self.pool.standing != Standing.EXCLUDED).sum())
        if self.fewest > eligible:
            self.fault("seats_over_nominees", least, seats=self.fewest, nominees=eligible)
        if self.required > self.most:
            self.fault("required_over_seats", most, required=self.required, seats=self.most)

    def count(self, table: Mapping[str, Any], key: str, path: Path) -> int | None:
        return table.get(key) if self.is_right(amounts.wrong_count, table, key, path) else None

    def share(self, table: Mapping[str, Any], key: str, path: Path) -> Fraction | None:
        if not self.is_right(amounts.wrong_share, table, key, path):
            return None
        read = amounts.least_share if key == "min_share" else amounts.most_share
        return read(table[key], len(self.pool))

    def is_right(
        self, wrong: Callable[[Any], str | None], table: Mapping[str, Any], key: str, path: Path
    ) -> bool:
        """Tell whether there is such a number and nothing wrong with it."""
        value = table.get(key)
        code = None if value is None else wrong(value)
        if code is not None:
            limits = {"most": amounts.MOST, "digits": amounts.DIGITS}
            self.fault(code, (*path, key), key=key, value=amounts.said(value), **limits)
        return value is not None and code is None

    def quota(self, number: int, entry: Mapping[str, Any]) -> list[Quota]:
        path: Path = ("quota", number)
        for key in entry.keys() - _QUOTA:
            self.fault("key_unknown", (*path, key), key=key)
        name = self.name(entry, path)
        is_soft, priority = self.softness(entry, path)
        least, most = (self.count(entry, key, path) for key in _COUNTS)
        least_share, most_share = (self.share(entry, key, path) for key in _SHARES)
        if not entry.keys() & {*_COUNTS, *_SHARES}:
            self.fault("bound_missing", path, name=name)
        place = self.places.get(path)
        line = place.line if place else None
        bounds = (least, most, least_share, most_share, is_soft, priority, line)
        quotas = [
            Quota(name, number, value, members, *bounds)
            for value, members in self.groups(entry, path)
        ]
        self.possible(quotas, path)
        return quotas

    def name(self, entry: Mapping[str, Any], path: Path) -> str:
        name = entry.get("name")
        if name is None:
            self.fault("key_missing", path, key="name")
            return ""
        if not isinstance(name, str) or not name.strip():
            self.fault("not_text", (*path, "name"), key="name")
            return ""
        if name in self.names:
            self.fault("quota_name_taken", (*path, "name"), name=name)
        self.names.add(name)
        return name

    def softness(self, entry: Mapping[str, Any], path: Path) -> tuple[bool, int]:
        is_soft = entry.get("soft", False)
        if not isinstance(is_soft, bool):
            self.fault("not_boolean", (*path, "soft"), key="soft", value=str(is_soft))
            is_soft = False
        priority = self.count(entry, "priority", path)
        return is_soft, 1 if priority is None else priority

    def possible(self, quotas: list[Quota], path: Path) -> None:
        """Refuse bounds that cross at every size, and required people whom a quota keeps out."""
        if quotas and amounts.cross(quotas[0], range(self.fewest, self.most + 1)):
            least, most = amounts.crossing(quotas[0], self.most)
            key = next((k for k in (*_COUNTS, *_SHARES) if (*path, k) in self.places), "min")
            self.fault("bounds_cross", (*path, key), least=least, most=most)
            return
        for quota in quotas:
            if not quota.is_soft:
                self.admits_required(quota, path)

    def admits_required(self, quota: Quota, path: Path) -> None:
        if not self.required:
            return
        inside = int((self.pool.standing[quota.members] == Standing.REQUIRED).sum())
        outside = self.required - inside
        most = quota.ceiling(self.most)
        if inside > most:
            self.fault("required_over_quota", path, name=quota.label, required=inside, most=most)
        if outside and self.most and quota.floor(self.most) == self.most:
            self.fault("required_outside_quota", path, name=quota.label, required=outside)

    def groups(self, entry: Mapping[str, Any], path: Path) -> list[tuple[str | None, Index]]:
        """Give the members of the quota, or of each value's quota, as rows of the pool."""
        holds = self.condition(entry, "where", path)
        if "unless" in entry:
            holds &= ~self.condition(entry, "unless", path)
        rows = np.flatnonzero(holds).astype(np.int32)
        column = entry.get("each")
        if column is None:
            return [(None, rows)]
        if not isinstance(column, str) or not columns.is_known(self.pool, column):
            self.fault("column_unknown", (*path, "each"), column=str(column))
            return []
        return self.values(column, rows, path)

    def condition(self, entry: Mapping[str, Any], key: str, path: Path) -> Mask:
        def complain(code: str, inner: tuple[str, ...], **facts: object) -> None:
            self.fault(code, (*path, key, *inner), **facts)

        return condition.members(entry.get(key, {}), self.pool, self.day, complain)

    def values(self, column: str, rows: Index, path: Path) -> list[tuple[str | None, Index]]:
        """Part the rows by the values of a column, in the order of their texts."""
        if columns.needs_day(self.pool, column):
            self.fault("column_unknown", (*path, "each"), column=column)
            return []
        if not len(rows):
            return []
        cells = coded.column(self.pool, column)
        codes = cells.codes[rows]
        sizes = np.bincount(codes, minlength=len(cells.values))
        parts = np.split(rows[np.argsort(codes, kind="stable")], np.cumsum(sizes)[:-1])
        found = {t: part for t, part in zip(cells.values, parts, strict=True) if t and len(part)}
        return [(text, found[text]) for text in sorted(found)]
