"""What the page shows with which a congress is opened: choices that depend on those before."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col

from congress.congresses import levels, opening, rules
from congress.congresses.levels import Level
from congress.units import queries as units
from congress.units.models import Unit, UnitKind
from congress.units.queries import UnitName


@dataclass(frozen=True)
class Candidate:
    """A unit that may send people, and whether it is offered as chosen."""

    unit: UnitName
    is_chosen: bool


@dataclass(frozen=True)
class OpeningPage:
    """The choices; ``level`` and ``host`` are empty until they are made."""

    day: date
    levels: list[tuple[str, str]]
    level: Level | None
    hosts: list[tuple[str, str]]
    host: UnitName | None
    areas: list[tuple[str, str]]
    area: str
    parents: list[tuple[str, str]]
    candidates: list[Candidate]
    limit: int | None

    @property
    def chosen_level(self) -> str:
        """Give the code of the level, empty before it is chosen."""
        return self.level.code if self.level else ""

    @property
    def form_options(self) -> list[tuple[str, str]]:
        """Give the names that the level's congresses may bear."""
        return [(form, form) for form in self.level.forms] if self.level else []

    @property
    def chosen_host(self) -> str:
        """Give the number of the host, empty before it is chosen."""
        return str(self.host.id) if self.host else ""


def prepare(
    session: Session, day: date, level_code: str, host_id: int | None, area_id: int | None
) -> OpeningPage:
    """Prepare the page for what was chosen so far."""
    standing = [level for level in levels.levels() if level.stands_on(day)]
    level = next((each for each in standing if each.code == level_code), None)
    hosts = units.units_on(session, day, kinds=level.kinds) if level else []
    host = next((unit for unit in hosts if unit.id == host_id), None)
    areas = former_areas(session, host.id, day) if host else []
    area = next((unit for unit in areas if unit.id == area_id), None)
    return OpeningPage(
        day=day,
        levels=[(each.code, each.label) for each in standing],
        level=level,
        hosts=_options(hosts),
        host=host,
        areas=_options(areas),
        area=str(area.id) if area else "",
        parents=_parents(session, level, day) if level else [],
        candidates=_candidates(session, host, area, day) if host else [],
        limit=_limit(level, day) if level else None,
    )


def former_areas(session: Session, host_id: int, day: date) -> list[UnitName]:
    """Give the units that once stood between a host and its communes, such as former districts."""
    ended = (
        (col(Unit.parent_id) == host_id)
        & (col(Unit.kind) == UnitKind.DISTRICT)
        & (col(Unit.valid_to) < day)
    )
    return units.names(session, units.spans(session, ended))


def _candidates(
    session: Session, host: UnitName, area: UnitName | None, day: date
) -> list[Candidate]:
    below = units.units_on(session, day, parent_id=host.id)
    within = units.area(session, area.id, day) if area else below
    # A commune's own people are entered by its clerk; districts and provinces are sent to.
    is_own = host.kind in {UnitKind.COMMUNE, UnitKind.TOWN}
    chosen = {unit.id for unit in within}
    rows = [Candidate(unit, unit.id in chosen) for unit in {*below, *within}]
    rows.sort(key=lambda row: (not row.is_chosen, row.unit.code))
    return [Candidate(host, is_own), *rows]


def _parents(session: Session, level: Level, day: date) -> list[tuple[str, str]]:
    found = opening.ranked_above(session, level, day)
    return [(str(congress.id), congress.name) for congress in found]


def _limit(level: Level, day: date) -> int | None:
    nearest = next(iter(levels.above(level.code, day)), None)
    return rules.seats_limit(level.seats_limit, nearest.seats_limit if nearest else None, None)


def _options(found: list[UnitName]) -> list[tuple[str, str]]:
    return [(str(unit.id), f"{unit.name} ({unit.code})") for unit in found]
