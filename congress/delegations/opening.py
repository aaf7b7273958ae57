"""Opening an approved list at the level above: nothing is typed again, and nobody comes twice."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from congress import audit
from congress.appraisals.models import ReviewStep
from congress.congresses import queries as congresses
from congress.congresses.queries import Frame, Group
from congress.congresses.service import held
from congress.core.errors import Fault, Forbidden, NotFound, Rejected
from congress.core.roles import OFFICE, Viewer
from congress.delegations import carrying, places, queries, rules
from congress.delegations.models import Delegation, Member
from congress.delegations.places import Above
from congress.delegations.queries import MemberRow
from congress.nominations import service as nominations
from congress.nominations.models import Nominee, Review


@dataclass(frozen=True)
class Question:
    """What must be asked of somebody before they open above: the unit, the group, or both."""

    member: MemberRow
    units: list[tuple[int, str]]
    groups: list[Group]

    @property
    def is_open(self) -> bool:
        """Tell whether there is something to ask."""
        return bool(self.units or self.groups)


@dataclass(frozen=True)
class Answer:
    """Where somebody opens above, and in which composition group."""

    unit_id: int | None = None
    group: str = ""


@dataclass(frozen=True)
class Opened:
    """What came of it: profiles made, and people whom their unit had named there before."""

    made: int
    linked: int


def questions(session: Session, congress: Frame, upper: Frame) -> list[Question]:
    """Give those who have not opened yet, with what must be asked of each."""
    waiting = [row for row in queries.members(session, congress.id) if not row.is_opened]
    above = places.above(session, upper)
    found = places.places(session, congress.host_id, {row.unit_id for row in waiting}, above)
    groups = congresses.groups(session, upper.id)
    below = {group.code: group for group in congresses.groups(session, congress.id)}
    return [
        Question(
            row,
            [(unit_id, above.names[unit_id]) for unit_id in found[row.unit_id].choices]
            if found[row.unit_id].known is None
            else [],
            groups if rules.same_group(below[row.group_code], groups) is None else [],
        )
        for row in waiting
    ]


def open_above(
    session: Session,
    congress: Frame,
    answers: Mapping[int, Answer],
    *,
    by: Viewer,
    at: datetime,
) -> Opened:
    """Open everybody on the approved list above; ``answers`` by member, where something is asked.

    Run again it adds nobody. Raises ``list_not_approved``, ``nominations_closed``,
    ``deadline_passed``, and at once for everybody ``member_unit_open``, ``member_group_open``,
    ``member_unit_missing``, ``unit_over_seats``.
    """
    upper = queries.known_list(session, congress, by)
    if not queries.may_run(by, congress):
        raise Forbidden
    held(session, congress.id)
    found = queries.delegation(session, congress.id)
    if found is None or found.closed_at is None:
        raise Rejected("list_not_approved")
    nominations.open_congress(session, upper.id)
    above = places.above(session, upper)
    settled = _settled(session, congress, above, answers)
    _ensure_in_time(session, upper, settled, by, at)
    made = [
        _open(session, upper, number, answer, by=by, at=at) for number, answer in settled.items()
    ]
    return _noted(session, congress, found, made, by=by, at=at)


def resend(session: Session, congress: Frame, member_id: int, *, by: Viewer, at: datetime) -> None:
    """Carry a profile up again as it stands below, once the level above has returned it.

    Raises ``member_not_returned`` where the level above has it under review.
    """
    upper = queries.known_list(session, congress, by)
    if not queries.may_run(by, congress):
        raise Forbidden
    nominations.open_congress(session, upper.id)
    member = session.get(Member, member_id, with_for_update=True)
    if member is None or member.congress_id != congress.id or member.opened_id is None:
        raise NotFound
    above = session.get_one(Nominee, member.opened_id, with_for_update=True)
    if above.review not in {Review.RETURNED, Review.DRAFT}:
        raise Rejected("member_not_returned", name=above.name)
    if by.role not in OFFICE:
        nominations.open_to_unit(session, upper.id, above.unit_id, at)
    below = _standing(session, session.get_one(Nominee, member.nominee_id))
    for code, value in carrying.facts(below).items():
        setattr(above, code, value)
    above.version, above.changed_at = above.version + 1, at
    member.carried_version = below.version
    session.flush()
    carrying.carry_photo(session, below.id or 0, above.id or 0, at)
    _submit(session, above, by, at)
    audit.record(session, "delegation.resent", f"nominee:{above.id}", by=by, at=at)


def _settled(
    session: Session, congress: Frame, above: Above, answers: Mapping[int, Answer]
) -> dict[int, Answer]:
    """Give unit and group of everybody who has not opened yet; every open question at once."""
    waiting = [row for row in queries.members(session, congress.id) if not row.is_opened]
    found = places.places(session, congress.host_id, {row.unit_id for row in waiting}, above)
    groups = congresses.groups(session, above.upper.id)
    below = {group.code: group for group in congresses.groups(session, congress.id)}
    settled: dict[int, Answer] = {}
    faults: list[Fault] = []
    for row in waiting:
        given, place = answers.get(row.id, Answer()), found[row.unit_id]
        unit_id = place.known or (given.unit_id if given.unit_id in place.choices else None)
        known = rules.same_group(below[row.group_code], groups)
        group = known or (given.group if given.group in {each.code for each in groups} else "")
        faults += _open_questions(row, above, unit_id, group, has_place=bool(place.choices))
        settled[row.id] = Answer(unit_id, group)
    faults += _overfull(settled, above)
    if faults:
        raise Rejected.because(faults)
    return settled


def _open_questions(
    row: MemberRow, above: Above, unit_id: int | None, group: str, *, has_place: bool
) -> Iterator[Fault]:
    if not has_place:
        facts = {"name": row.name, "unit": row.unit, "upper": above.upper.name}
        yield Fault("member_unit_missing", facts)
    elif unit_id is None:
        yield Fault("member_unit_open", {"name": row.name}, field=f"unit-{row.id}")
    if not group:
        facts = {"name": row.name, "group": row.group}
        yield Fault("member_group_open", facts, field=f"group-{row.id}")


def _overfull(settled: Mapping[int, Answer], above: Above) -> Iterator[Fault]:
    wanted = Counter(answer.unit_id for answer in settled.values() if answer.unit_id is not None)
    for unit_id, (count, seats) in rules.overfull(wanted, above.taken, above.seats).items():
        facts = {"unit": above.names[unit_id], "count": count, "seats": seats}
        yield Fault("unit_over_seats", facts)


def _ensure_in_time(
    session: Session, upper: Frame, settled: Mapping[int, Answer], by: Viewer, at: datetime
) -> None:
    if by.role in OFFICE:
        return
    for unit_id in sorted({answer.unit_id for answer in settled.values() if answer.unit_id}):
        nominations.open_to_unit(session, upper.id, unit_id, at)


def _open(
    session: Session,
    upper: Frame,
    member_id: int,
    answer: Answer,
    *,
    by: Viewer,
    at: datetime,
) -> bool:
    """Make the profile above, or find the one its unit made; tells whether it was made."""
    member = session.get_one(Member, member_id)
    below = _standing(session, session.get_one(Nominee, member.nominee_id))
    there = _named_there(session, upper.id, answer.unit_id or 0, below)
    opened = there or Nominee(
        congress_id=upper.id,
        unit_id=answer.unit_id or 0,
        composition_group=answer.group,
        created_at=at,
        changed_at=at,
        **carrying.facts(below),
    )
    session.add(opened)
    session.flush()
    assert opened.id is not None
    # A profile that the unit itself made was not carried: what differs is shown.
    member.opened_id, member.carried_version = opened.id, 0 if there else below.version
    if there is None:
        carrying.carry_photo(session, below.id or 0, opened.id, at)
        _submit(session, opened, by, at)
        audit.record(
            session, "nominee.opened", f"nominee:{opened.id}", by=by, at=at, below=below.id
        )
    return there is None


def _named_there(session: Session, upper_id: int, unit_id: int, below: Nominee) -> Nominee | None:
    query = select(Nominee).where(
        Nominee.congress_id == upper_id,
        Nominee.unit_id == unit_id,
        Nominee.person_key == below.person_key,
    )
    found = session.exec(query).first()
    return _standing(session, found) if found else None


def _standing(session: Session, profile: Nominee) -> Nominee:
    """Give the profile in which that of the same person goes on."""
    while profile.merged_into_id is not None:
        profile = session.get_one(Nominee, profile.merged_into_id)
    return profile


def _submit(session: Session, opened: Nominee, by: Viewer, at: datetime) -> None:
    """Hand the profile in: the congress below has approved it, so its unit does not vote again."""
    session.add(
        ReviewStep(
            congress_id=opened.congress_id,
            nominee_id=opened.id or 0,
            came_from=opened.review,
            went_to=Review.SUBMITTED,
            made_by=by.account_id,
            made_at=at,
        )
    )
    opened.review = Review.SUBMITTED


def _noted(
    session: Session,
    congress: Frame,
    found: Delegation,
    made: Sequence[bool],
    *,
    by: Viewer,
    at: datetime,
) -> Opened:
    opened = Opened(sum(made), len(made) - sum(made))
    if made:
        found.opened_at = at
        audit.record(
            session, "delegation.opened", f"congress:{congress.id}", by=by, at=at, **vars(opened)
        )
    return opened
