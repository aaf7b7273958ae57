"""Ways out of a contradiction: in words, and one of them applied to a rules file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l

from congress.selection import forms
from congress.selection.bounds import SHARES, percent
from congress.selection.contradictions import missing
from optimizer import rules_file
from optimizer.problem import PANEL

_SIZES = {
    "seats": _l("chọn %(after)s người thay vì %(before)s"),
    "min": _l("cho danh sách từ %(after)s người, thay vì từ %(before)s"),
    "max": _l("cho danh sách đến %(after)s người, thay vì đến %(before)s"),
}
_LOWERED = {
    "min": _l("hạ mức ít nhất của “%(quota)s” từ %(before)s xuống %(after)s"),
    "max": _l("hạ mức nhiều nhất của “%(quota)s” từ %(before)s xuống %(after)s"),
}
_RAISED = {
    "min": _l("nâng mức ít nhất của “%(quota)s” từ %(before)s lên %(after)s"),
    "max": _l("nâng mức nhiều nhất của “%(quota)s” từ %(before)s lên %(after)s"),
}


@dataclass(frozen=True)
class BoundChange:
    """One bound of a rules file moved; ``quota`` is ``panel`` where it is the list's size."""

    quota: str
    bound: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Way:
    """One way out, in sentences; ``number`` is its place in the answer, from 1."""

    number: int
    sentences: tuple[str, ...]
    moves_least: bool
    touches_least: bool


def ways(told: Mapping[str, Any], text: str, labels: Mapping[str, str]) -> list[Way]:
    """Say an answer's ways out, the best first; ``labels`` are those of the composition groups."""
    found = [read(way) for way in told.get("relaxations") or []]
    of_quotas = [way for way in found if all(change.quota != PANEL for change in way)]
    fewest = min(of_quotas, key=len, default=None)
    lacking = missing(told, quotas(text), labels)
    return [
        Way(
            number,
            tuple(_sentence(change, lacking.get(change.quota, "")) for change in way),
            moves_least=way is next(iter(of_quotas), None),
            touches_least=way is fewest,
        )
        for number, way in enumerate(found, 1)
    ]


def read(way: Iterable[Mapping[str, Any]]) -> list[BoundChange]:
    """Read one of ``relaxations`` of result.json."""
    return [
        BoundChange(
            each["quota"], each["bound"], Decimal(str(each["from"])), Decimal(str(each["to"]))
        )
        for each in way
    ]


def applied(text: str, way: Sequence[BoundChange]) -> str:
    """Move the bounds of a rules file; its comments and everything else stay as they are."""
    fields = {name: f"quota-{n}" for n, name in enumerate(quotas(text))} | {PANEL: forms.PANEL}
    typed = {f"{fields[change.quota]}-{change.bound}": _typed(change) for change in way}
    return forms.edited(text, typed)[0]


def differences(before: str, after: str) -> list[str]:
    """Say how the bounds of one rules file differ from those of another."""
    old, new = _tables(before), _tables(after)
    return [
        moved(BoundChange(name, bound, Decimal(table[bound]), Decimal(new[name][bound])))
        for name, table in old.items()
        for bound in ("seats", "min", "max", *SHARES)
        if bound in table and new.get(name, {}).get(bound, table[bound]) != table[bound]
    ]


def moved(change: BoundChange) -> str:
    """Say one change of a bound."""
    is_share = change.bound in SHARES
    write = (lambda share: f"{percent(share)} %") if is_share else str
    facts = {
        "quota": change.quota,
        "before": write(change.before),
        "after": write(change.after),
    }
    if change.quota == PANEL:
        return str(_SIZES[change.bound]) % facts
    said = _LOWERED if change.after < change.before else _RAISED
    return str(said[change.bound.removesuffix("_share")]) % facts


def quotas(text: str) -> dict[str, Mapping[str, Any]]:
    """Give the quotas of a rules file by name, in its order."""
    return {entry["name"]: entry for entry in rules_file.parse(text)[1].get("quota", [])}


def _tables(text: str) -> dict[str, Mapping[str, Any]]:
    return {**quotas(text), PANEL: rules_file.parse(text)[1][forms.PANEL]}


def _typed(change: BoundChange) -> str:
    return percent(change.after) if change.bound in SHARES else f"{change.after:f}"


def _sentence(change: BoundChange, lacking: str) -> str:
    said = moved(change)
    if lacking and change.bound.startswith("min"):
        said = str(
            _(
                "cần giới thiệu thêm ít nhất %(people)s, hoặc %(change)s",
                people=lacking,
                change=said,
            )
        )
    return f"{said[0].upper()}{said[1:]}."
