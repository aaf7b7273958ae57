"""Sample nominees: invented people, the same ones every time, one workbook per unit."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from congress.congresses.presets import Preset
from congress.core.names import fold
from congress.nominations.sample_books import ODDITIES, Oddity, write_book
from congress.nominations.senders import Sender, senders
from congress.paths import DATA, made
from congress.units.models import UnitKind

Material = Mapping[str, Any]
SEED = 2025
_COMMUNE_SIZES = range(29, 33)
_AGENCY_SIZE = 7
_NAMED_FIRST = 7
_NAMED_AGAIN = 14
_FAULTY = {place for place, oddity in ODDITIES.items() if oddity is Oddity.MISSING_COLUMN} | {
    _NAMED_AGAIN
}
_WOMEN = 0.44
_OF_HIGH_MERIT = 0.3
_YOUNGEST_BIRTH = date(2004, 6, 30)
_MENDED = "mended"


@dataclass(frozen=True)
class SampleFile:
    """A unit's sample workbook, and the corrected one it sends after its faults."""

    unit_code: str
    path: Path
    mended: Path | None = None


def sample_files(preset: Preset, folder: Path) -> list[SampleFile]:
    """List the sample workbooks of a preset in the order in which the units send them."""
    found = []
    for place, unit in enumerate(senders(preset), 1):
        path = folder / _filename(place, unit)
        mended = folder / _MENDED / path.name
        found.append(SampleFile(unit.code, path, mended if mended.exists() else None))
    return found


def write_samples(preset: Preset, folder: Path) -> int:
    """Write every unit's workbook and the corrected ones; give the number of files."""
    made(folder / _MENDED)
    lists = list(_lists(preset))
    somebody_twice = lists[_NAMED_FIRST - 1][1][0]
    for place, (unit, people) in enumerate(lists, 1):
        filename = _filename(place, unit)
        sent = [*people, somebody_twice] if place == _NAMED_AGAIN else people
        write_book(folder / filename, preset.name, unit, sent, ODDITIES.get(place, Oddity.NONE))
        if place in _FAULTY:
            write_book(folder / _MENDED / filename, preset.name, unit, people, Oddity.NONE)
    return len(lists) + len(_FAULTY)


def _filename(place: int, unit: Sender) -> str:
    return f"{place:02d}-{'-'.join(re.findall('[a-z0-9]+', fold(unit.name)))}.xlsx"


def _lists(preset: Preset) -> Iterator[tuple[Sender, list[dict[str, object]]]]:
    material = tomllib.loads((DATA / "samples" / "people.toml").read_text("utf-8"))
    labels = {group.code: group.label for group in preset.groups}
    inventor = _Inventor(Random(SEED), material, labels)  # noqa: S311 - nothing secret
    for unit in senders(preset):
        if unit.kind is UnitKind.AGENCY:
            yield unit, [inventor.invited(place) for place in range(_AGENCY_SIZE)]
        else:
            size = inventor.random.choice(_COMMUNE_SIZES)
            villages = inventor.villages(is_town=unit.kind is UnitKind.TOWN)
            present = inventor.random.randint(15, 45)
            yield unit, [inventor.nominee(villages, present) for _ in range(size)]


class _Inventor:
    """Invents people from the material; no two share a name and a year of birth."""

    def __init__(self, random: Random, material: Material, labels: Mapping[str, str]) -> None:
        self.random = random
        self._material = material
        self._labels = labels
        self._taken: set[tuple[str, int]] = set()

    def villages(self, *, is_town: bool) -> Sequence[str]:
        """Choose the villages of a commune, or the quarters of a town."""
        places = self._material["places"]
        if is_town:
            return list(places["quarters"])
        return self.random.sample(places["villages"], 6)

    def nominee(self, villages: Sequence[str], present: int) -> dict[str, object]:
        """Invent somebody whom a commune proposes."""
        group = self._drawn(self._material["groups"])
        fits = [work for work in self._material["work"] if group in work["groups"]]
        work = self.random.choices(fits, [work["weight"] for work in fits])[0]
        is_high = self.random.random() < _OF_HIGH_MERIT
        votes = round(present * self.random.triangular(0.62, 1, 0.97 if is_high else 0.86))
        somebody = self._somebody(group)
        women = work.get("posts_of_women", []) if somebody["gender"] == "Nữ" else []
        return somebody | {
            "composition_group": self._labels[group],
            "field": work["field"],
            "post": self.random.choice([*work["posts"], *women]),
            "village": self.random.choice(villages),
            "achievement": self.random.choice(work["achievements"]),
            "titles": self.random.choice(self._material["titles"]["high" if is_high else "usual"]),
            "votes_for": votes,
            "votes_present": present,
            "score": round(20 * votes / present + self._merit(is_high=is_high), 1),
        }

    def invited(self, place: int) -> dict[str, object]:
        """Invent somebody whom an agency invites: leaders first, then guests."""
        group = "leader" if place < _AGENCY_SIZE // 2 else "guest"
        choices = self._material["invited"][group]
        post, reason = choices[place % len(choices)]
        return self._somebody(group) | {
            "composition_group": self._labels[group],
            "field": "Quản lý nhà nước" if group == "leader" else "",
            "post": post,
            "reason": reason,
        }

    def _merit(self, *, is_high: bool) -> float:
        return self.random.triangular(45, 79, 70 if is_high else 58)

    def _drawn(self, shares: Mapping[str, int]) -> str:
        return self.random.choices(list(shares), list(shares.values()))[0]

    def _somebody(self, group: str) -> dict[str, object]:
        is_woman = group == "women" or self.random.random() < _WOMEN
        people = self._people(group)
        birth = self._birth(group)
        name = self._name(people, is_woman=is_woman)
        while (fold(name), birth.year) in self._taken:
            name = self._name(people, is_woman=is_woman)
        self._taken.add((fold(name), birth.year))
        is_member = self.random.random() < (0.9 if group == "leader" else 0.38)
        return {
            "name": name,
            "gender": "Nữ" if is_woman else "Nam",
            "birth_date": birth,
            "ethnic_group": people["ethnic_group"],
            "party": "x" if is_member else "",
        }

    def _people(self, group: str) -> Mapping[str, Any]:
        peoples = [
            people
            for people in self._material["people"]
            if group != "ethnic" or people["ethnic_group"] != "Kinh"
        ]
        found: Mapping[str, Any] = self.random.choices(peoples, [p["share"] for p in peoples])[0]
        return found

    def _name(self, people: Mapping[str, Any], *, is_woman: bool) -> str:
        sex = "women" if is_woman else "men"
        given = people.get(f"given_{sex}", self._material["given"][sex])
        return " ".join(map(self.random.choice, (people["surnames"], people[sex], given)))

    def _birth(self, group: str) -> date:
        """Draw a birth, in years before the youngest; leaders still work, guests are older."""
        spans = {"leader": (12, 38, 24), "guest": (30, 50, 40)}
        years = self.random.triangular(*spans.get(group, (0, 52, 14)))
        return _YOUNGEST_BIRTH - timedelta(days=int(years * 365.25))
