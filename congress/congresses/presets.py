"""Presets: the frame of a congress as a plan describes it, read from ``data/presets``."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from congress.congresses.rules import Side
from congress.core.errors import Rejected
from congress.paths import DATA

FOLDER = DATA / "presets"


@dataclass(frozen=True)
class PresetGroup:
    """A composition group of the preset's level."""

    code: str
    label: str
    side: Side


@dataclass(frozen=True)
class PresetSitting:
    """A sitting of the preset."""

    code: str
    name: str
    starts_at: datetime
    ends_at: datetime
    is_rehearsal: bool = False


@dataclass(frozen=True)
class PresetAssignment:
    """A task of a body; without a day where the plan names none."""

    body: str
    task: str
    due_on: date | None = None


@dataclass(frozen=True)
class PresetAgency:
    """An agency that names people."""

    code: str
    name: str


@dataclass(frozen=True)
class Preset:
    """A congress as its plan describes it; ``rules`` is the text of its rules file."""

    folder: Path
    code: str
    name: str
    form: str
    level: str
    host_code: str
    host_vintage: int
    held_on: date
    place: str
    seats: int
    seats_limit: int
    rules: str
    sittings: tuple[PresetSitting, ...]
    groups: tuple[PresetGroup, ...]
    agenda: tuple[str, ...]
    assignments: tuple[PresetAssignment, ...]
    agencies: tuple[PresetAgency, ...]

    @property
    def hall(self) -> Path:
        """The file of the preset's hall."""
        return self.folder / "hall.toml"


def names() -> list[str]:
    """Name the presets there are."""
    return sorted(path.parent.name for path in FOLDER.glob("*/preset.toml"))


def load(name: str) -> Preset:
    """Read a preset; ``Rejected("preset_unknown")`` where there is none of that name."""
    if name not in names():
        raise Rejected("preset_unknown", name=name, known=", ".join(names()))
    folder = FOLDER / name
    plan: dict[str, Any] = tomllib.loads((folder / "preset.toml").read_text("utf-8"))
    frame = plan["congress"]
    host = frame.pop("host")
    return Preset(
        folder=folder,
        **frame,
        host_code=host["code"],
        host_vintage=host["vintage"],
        rules=(folder / "rules.toml").read_text("utf-8"),
        sittings=tuple(PresetSitting(**sitting) for sitting in plan["sitting"]),
        groups=tuple(
            PresetGroup(group["code"], group["label"], Side(group["side"]))
            for group in plan["group"]
        ),
        agenda=tuple(plan["agenda"]["items"]),
        assignments=tuple(PresetAssignment(**each) for each in plan["assignment"]),
        agencies=tuple(PresetAgency(**each) for each in plan["agency"]),
    )
