"""Opening congresses in the product, and those of the level below all at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, or_, select

from congress import audit
from congress.congresses import levels, queries, rules
from congress.congresses.default_rules import default_rules
from congress.congresses.levels import Level
from congress.congresses.models import Congress, Participation
from congress.congresses.presets import PresetGroup, PresetSitting
from congress.congresses.rules import Attendance, Dated, Side
from congress.congresses.service import add_frame, held
from congress.core.errors import Fault, Rejected
from congress.core.roles import Viewer
from congress.settings import ZONE
from congress.units import queries as units
from congress.units.models import Unit
from congress.units.queries import UnitName


@dataclass(frozen=True)
class Opening:
    """What is said of a congress to be opened; ``own_side`` is the part of the host's leaders."""

    level: Level
    host_id: int
    form: str
    held_on: date
    place: str
    seats: int
    sender_ids: tuple[int, ...]
    parent_id: int | None = None
    own_side: Side | None = None
    staff: int | None = None
    attendance: Attendance | None = None
    attendance_reason: str = ""


def open_congress(session: Session, opening: Opening, *, by: Viewer, at: datetime) -> Congress:
    """Open a congress with its units, groups, sittings, agenda and rules; every fault at once.

    Raises ``congress_opened_already`` where the host has one of this form and day.
    """
    host = session.get_one(Unit, opening.host_id)
    parent = held(session, opening.parent_id) if opening.parent_id else None
    above = dated(parent) if parent else None
    if faults := _faults(session, opening, host, above):
        raise Rejected.because(faults)
    _ensure_first(session, opening)
    congress = _congress(session, opening, host, above)
    congress.is_demonstration = parent is not None and parent.is_demonstration
    _store(session, congress, opening)
    audit.record(session, "congress.opened", f"congress:{congress.id}", by=by, at=at)
    return congress


def open_children(
    session: Session,
    congress_id: int,
    *,
    seats: int,
    own_side: Side | None = None,
    by: Viewer,
    at: datetime,
) -> int:
    """Open a congress at the level below for every unit that sends people; give how many.

    Those there are already stay as they are. Their days are left to them, the day before the
    upper congress being the last.
    """
    parent = held(session, congress_id)
    ready = lacking(session, parent)
    faults = list(rules.seats_faults(seats, None, dated(parent)))
    if own_side is None and any(level.asks_side for _, level in ready):
        faults.append(Fault("own_side_open", field="own_side"))
    if faults:
        raise Rejected.because(faults)
    for unit, level in ready:
        opening = Opening(
            level=level,
            host_id=unit.id,
            form=level.forms[0],
            held_on=last_day(parent),
            place="",
            seats=seats,
            sender_ids=tuple(_own_senders(session, unit, last_day(parent))),
            parent_id=congress_id,
            own_side=own_side,
        )
        open_congress(session, opening, by=by, at=at).is_scheduled = False
    return len(ready)


def lacking(session: Session, parent: Congress) -> list[tuple[UnitName, Level]]:
    """Give the units that send people to a congress and hold none below it yet, with its level."""
    assert parent.id is not None
    hosts = set(session.exec(select(Congress.host_id).where(Congress.parent_id == parent.id)))
    found = []
    for unit in queries.senders(session, parent.id):
        level = levels.of_kind(unit.kind, last_day(parent))
        if level and unit.id not in {*hosts, parent.host_id}:
            found.append((unit, level))
    return found


def last_day(parent: Congress) -> date:
    """Give the last day for a congress below: the day before the one above."""
    return parent.held_on - timedelta(days=1)


def dated(congress: Congress) -> Dated:
    """Give a congress by what the order of levels needs of it."""
    return Dated(congress.name, congress.held_on, congress.seats, congress.is_scheduled)


def ranked_above(session: Session, level: Level, day: date) -> list[Congress]:
    """Give the congresses of higher levels to which one of this level may send its list."""
    codes = [each.code for each in levels.above(level.code, day)]
    query = (
        select(Congress)
        .where(col(Congress.level).in_(codes), col(Congress.locked_at).is_(None))
        .order_by(col(Congress.id).desc())
    )
    return list(session.exec(query))


def _faults(session: Session, opening: Opening, host: Unit, parent: Dated | None) -> list[Fault]:
    level = opening.level
    return [
        *_host_faults(session, opening, host),
        *_sender_faults(session, opening),
        *_side_faults(opening),
        *rules.seats_faults(opening.seats, _limit(opening, parent), parent),
        *rules.attendance_faults(
            opening.staff, level.whole_below, opening.attendance, opening.attendance_reason
        ),
    ]


def _host_faults(session: Session, opening: Opening, host: Unit) -> Iterator[Fault]:
    level, day = opening.level, opening.held_on
    if not level.stands_on(day):
        facts = {"level": level.label, "day": _on_paper(level.valid_to or level.valid_from)}
        yield Fault("level_ended", facts, field="held_on")
    elif host.kind not in level.kinds or not _there(session, [opening.host_id], day):
        facts = {"unit": host.name, "level": level.label, "day": _on_paper(day)}
        yield Fault("host_not_there", facts, field="host")
    if opening.form not in level.forms:
        yield Fault("form_of_another_level", {"forms": "; ".join(level.forms)}, field="form")
    uppers = {each.id for each in ranked_above(session, level, day)}
    if opening.parent_id and opening.parent_id not in uppers:
        yield Fault("parent_not_above", field="parent")


def _sender_faults(session: Session, opening: Opening) -> Iterator[Fault]:
    if not opening.sender_ids:
        yield Fault("senders_missing", field="senders")
    elif set(opening.sender_ids) - _there(session, opening.sender_ids, opening.held_on):
        yield Fault("senders_not_there", {"day": _on_paper(opening.held_on)}, field="senders")


def _side_faults(opening: Opening) -> Iterator[Fault]:
    if opening.level.asks_side and opening.own_side is None:
        yield Fault("own_side_open", field="own_side")


def _there(session: Session, unit_ids: Sequence[int], day: date) -> set[int]:
    query = select(Unit.id).where(col(Unit.id).in_(unit_ids), units.stood_on(day))
    return {unit_id for unit_id in session.exec(query) if unit_id is not None}


def _limit(opening: Opening, parent: Dated | None) -> int | None:
    nearest = next(iter(levels.above(opening.level.code, opening.held_on)), None)
    above = nearest.seats_limit if nearest else None
    return rules.seats_limit(opening.level.seats_limit, above, parent)


def _ensure_first(session: Session, opening: Opening) -> None:
    is_same = (col(Congress.held_on) == opening.held_on) & (col(Congress.form) == opening.form)
    is_below_same = col(Congress.parent_id) == opening.parent_id
    query = select(Congress.id).where(
        Congress.host_id == opening.host_id,
        or_(is_same, is_below_same) if opening.parent_id else is_same,
    )
    if session.exec(query).first():
        raise Rejected("congress_opened_already")


def _congress(session: Session, opening: Opening, host: Unit, parent: Dated | None) -> Congress:
    taken = frozenset(session.exec(select(Congress.code)))
    day, level = opening.held_on, opening.level
    return Congress(
        code=rules.code_of(host.name, day, taken),
        name=rules.title(opening.form, host.name, day),
        form=opening.form,
        level=level.code,
        host_id=opening.host_id,
        parent_id=opening.parent_id,
        held_on=day,
        place=opening.place,
        seats=opening.seats,
        # Without any limit the number the organizer says is the limit.
        seats_limit=_limit(opening, parent) or opening.seats,
        rules=default_rules(level, _groups(opening), opening.seats, day),
        preset="",
        staff=opening.staff,
        attendance=rules.attendance(
            opening.staff, level.whole_below, opening.attendance, opening.attendance_reason
        ),
        attendance_reason=opening.attendance_reason,
    )


def _store(session: Session, congress: Congress, opening: Opening) -> None:
    session.add(congress)
    try:
        session.flush()
    except IntegrityError:
        # Another office opened it at the same moment: codes, and children of one host, are unique.
        raise Rejected("congress_opened_already") from None
    assert congress.id is not None
    add_frame(
        session,
        congress.id,
        groups=_groups(opening),
        sittings=_sittings(opening.held_on),
        agenda=levels.agenda(),
    )
    session.add_all(
        Participation(congress_id=congress.id, unit_id=unit_id, position=position)
        for position, unit_id in enumerate(opening.sender_ids, 1)
    )
    session.flush()


def _groups(opening: Opening) -> list[PresetGroup]:
    sided = ((group, group.side or opening.own_side) for group in opening.level.groups)
    return [PresetGroup(group.code, group.label, side) for group, side in sided if side]


def _on_paper(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _sittings(day: date) -> list[PresetSitting]:
    hours = levels.hours()
    eve = day - timedelta(days=1)

    def on(when: date, clock: time) -> datetime:
        return datetime.combine(when, clock, ZONE)

    return [
        PresetSitting("sang", "Phiên chính thức", on(day, hours.begins), on(day, hours.ends)),
        PresetSitting(
            "tong-duyet",
            "Tổng duyệt",
            on(eve, hours.rehearsal_begins),
            on(eve, hours.rehearsal_ends),
            is_rehearsal=True,
        ),
    ]


def _own_senders(session: Session, host: UnitName, day: date) -> list[int]:
    """Give the host itself, whose clerk enters its people, and what stands below it."""
    return [host.id, *(unit.id for unit in units.units_on(session, day, parent_id=host.id))]
