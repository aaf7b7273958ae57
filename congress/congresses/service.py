"""Opening a congress from a preset, and closing it to nominations."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from congress import audit
from congress.congresses.models import (
    AgendaItem,
    Assignment,
    CompositionGroup,
    Congress,
    Participation,
    Sitting,
)
from congress.congresses.presets import Preset, PresetAssignment, PresetGroup, PresetSitting
from congress.core.errors import Rejected
from congress.core.roles import Viewer
from congress.units import queries as units
from congress.units.models import Unit
from congress.units.service import load_reference, open_agency


def open_preset(
    session: Session,
    preset: Preset,
    *,
    is_demonstration: bool = False,
    by: Viewer | None,
    at: datetime,
) -> Congress:
    """Open the congress of a preset, with its units, groups, sittings, agenda and tasks."""
    load_reference(session, by=by, at=at)
    if session.exec(select(Congress.id).where(Congress.code == preset.code)).first():
        raise Rejected("congress_exists", code=preset.code)
    host = session.exec(
        select(Unit).where(Unit.code == preset.host_code, Unit.vintage == preset.host_vintage)
    ).one()
    assert host.id is not None
    congress = Congress(
        code=preset.code,
        name=preset.name,
        form=preset.form,
        level=preset.level,
        host_id=host.id,
        held_on=preset.held_on,
        place=preset.place,
        seats=preset.seats,
        seats_limit=preset.seats_limit,
        rules=preset.rules,
        preset=preset.code,
        is_demonstration=is_demonstration,
    )
    session.add(congress)
    session.flush()
    assert congress.id is not None
    add_frame(
        session,
        congress.id,
        groups=preset.groups,
        sittings=preset.sittings,
        agenda=preset.agenda,
        assignments=preset.assignments,
    )
    _add_units(session, congress, preset, host, by=by, at=at)
    audit.record(session, "congress.opened", f"congress:{congress.id}", by=by, at=at)
    return congress


def held(session: Session, congress_id: int) -> Congress:
    """Give a congress, and let nobody else change its nominees until the transaction ends."""
    return session.get_one(Congress, congress_id, with_for_update=True, populate_existing=True)


def lock(session: Session, congress_id: int, *, by: Viewer, at: datetime) -> None:
    """Close the congress to nominations: its list is approved."""
    held(session, congress_id).locked_at = at
    audit.record(session, "congress.locked", f"congress:{congress_id}", by=by, at=at)


def add_frame(
    session: Session,
    congress_id: int,
    *,
    groups: Sequence[PresetGroup],
    sittings: Sequence[PresetSitting],
    agenda: Sequence[str],
    assignments: Sequence[PresetAssignment] = (),
) -> None:
    """Give a congress its groups, sittings, agenda and tasks, in their order."""
    frame = [
        *(
            CompositionGroup(congress_id=congress_id, position=position, **vars(group))
            for position, group in enumerate(groups, 1)
        ),
        *(
            Sitting(congress_id=congress_id, position=position, **vars(sitting))
            for position, sitting in enumerate(sittings, 1)
        ),
        *(
            AgendaItem(congress_id=congress_id, position=position, title=title)
            for position, title in enumerate(agenda, 1)
        ),
        *(
            Assignment(congress_id=congress_id, position=position, **vars(assignment))
            for position, assignment in enumerate(assignments, 1)
        ),
    ]
    session.add_all(frame)


def _add_units(
    session: Session,
    congress: Congress,
    preset: Preset,
    host: Unit,
    *,
    by: Viewer | None,
    at: datetime,
) -> None:
    for agency in preset.agencies:
        open_agency(session, code=agency.code, name=agency.name, host=host, by=by, at=at)
    senders = units.units_on(session, preset.held_on, parent_id=host.id)
    assert congress.id is not None
    session.add_all(
        Participation(congress_id=congress.id, unit_id=unit.id, position=position)
        for position, unit in enumerate(senders, 1)
    )
