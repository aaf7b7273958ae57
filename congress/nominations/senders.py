"""The units of a preset that send workbooks, read from its files alone."""

import csv
from dataclasses import dataclass
from datetime import date

from congress.congresses.presets import Preset
from congress.core.errors import Rejected
from congress.core.names import fold
from congress.nominations.ethnic_groups import official
from congress.nominations.readers import Terms
from congress.paths import DATA
from congress.units.models import UnitKind


@dataclass(frozen=True)
class Sender:
    """A unit that sends a workbook; agencies name guests and leaders."""

    code: str
    name: str
    kind: UnitKind


def senders(preset: Preset) -> list[Sender]:
    """Give the communes and towns of the preset's host on its day, then its agencies."""
    path = DATA / "reference" / "units.csv"
    with path.open(encoding="utf-8", newline="") as file:
        communes = [
            Sender(row["code"], row["name"], UnitKind(row["kind"]))
            for row in csv.DictReader(file)
            if (row["parent_code"], row["parent_vintage"])
            == (preset.host_code, str(preset.host_vintage))
            and _existed(row, preset.held_on)
        ]
    return [*communes, *(Sender(a.code, a.name, UnitKind.AGENCY) for a in preset.agencies)]


def sender(preset: Preset, unit: str) -> Sender:
    """Give a unit by its code or name; ``Rejected("unit_unknown")`` where it sends nothing."""
    known = senders(preset)
    for each in known:
        if fold(unit) in {fold(each.code), fold(each.name)} and unit[:1]:
            return each
    raise Rejected("unit_unknown", unit=unit, known=", ".join(each.code for each in known))


def terms_of(preset: Preset, unit: Sender | None) -> Terms:
    """Give what a unit's rows are proven against."""
    names_guests = unit is not None and unit.kind is UnitKind.AGENCY
    return Terms(preset.groups, official(), preset.held_on, names_guests=names_guests)


def _existed(row: dict[str, str], day: date) -> bool:
    until = row["valid_to"]
    return row["valid_from"] <= day.isoformat() and (not until or until >= day.isoformat())
