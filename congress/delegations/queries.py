"""The list going up as pages, papers and the level above read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from congress.appraisals import queries as appraisals
from congress.congresses import queries as congresses
from congress.congresses.models import CompositionGroup
from congress.congresses.queries import Frame
from congress.core.errors import NotFound
from congress.core.roles import READERS, Role, Viewer
from congress.delegates import queries as delegates
from congress.delegations import carrying
from congress.delegations.carrying import Difference
from congress.delegations.models import Delegation, ListVote, Member
from congress.minutes.rules import Share
from congress.nominations import queries as nominations
from congress.nominations.models import Nominee, Review, Status
from congress.nominations.portraits import described
from congress.units import queries as units
from congress.units.models import Unit


@dataclass(frozen=True)
class Candidate:
    """Somebody whom the congress may send, and whether the list has them."""

    id: int
    name: str
    birth_year: int
    post: str
    unit: str
    group: str
    is_on_list: bool


@dataclass(frozen=True)
class MemberRow:
    """Somebody on the list, and how they stand above; ``changed`` names what differs there."""

    id: int
    nominee_id: int
    unit_id: int
    name: str
    birth_year: int
    post: str
    unit: str
    group_code: str
    group: str
    opened_id: int | None
    review: Review | None
    remarks: tuple[str, ...]
    changed: tuple[Difference, ...]

    @property
    def is_opened(self) -> bool:
        """Tell whether the profile above is there."""
        return self.opened_id is not None

    @property
    def is_returned(self) -> bool:
        """Tell whether the level above sent the profile back."""
        return self.review is Review.RETURNED

    @property
    def may_resend(self) -> bool:
        """Tell whether the profile below may be carried up again."""
        return self.review in {Review.RETURNED, Review.DRAFT}


@dataclass(frozen=True)
class VoteLine:
    """A vote on the list."""

    number: int
    members: int
    summoned: int
    share: Share
    voted_on: date
    is_approval: bool


@dataclass(frozen=True)
class Origin:
    """Where a profile came from: the list of which congress, by what vote."""

    congress: Frame
    member: MemberRow
    vote: VoteLine | None


def may_read(viewer: Viewer, congress: Frame) -> bool:
    """Tell whether the viewer may see the list: those who read all, and the host's clerk."""
    return viewer.role in READERS or _is_host(viewer, congress)


def may_run(viewer: Viewer, congress: Frame) -> bool:
    """Tell whether the viewer composes the list, records its vote and opens it above."""
    return viewer.role in {Role.ORGANIZER, Role.OFFICER} or _is_host(viewer, congress)


def _is_host(viewer: Viewer, congress: Frame) -> bool:
    return viewer.role is Role.COMMUNE and viewer.unit_id == congress.host_id


def delegation(session: Session, congress_id: int) -> Delegation | None:
    """Give the list of a congress, if it was begun."""
    return session.exec(select(Delegation).where(Delegation.congress_id == congress_id)).first()


def candidates(session: Session, congress_id: int) -> list[Candidate]:
    """Give whom the congress may send: its delegates once they are approved, else its nominees.

    Units in their order, names in Vietnamese order within each.
    """
    listed = set(session.exec(select(Member.nominee_id).where(Member.congress_id == congress_id)))
    chosen = set(delegates.nominees(session, congress_id).values())
    query = (
        described(
            col(Nominee.id),
            col(Nominee.name),
            col(Nominee.birth_year),
            col(Nominee.post),
            col(Unit.name),
            col(CompositionGroup.label),
        )
        .where(
            col(Nominee.congress_id) == congress_id,
            col(Nominee.status) != Status.EXCLUDED,
            col(Nominee.review) != Review.MERGED,
        )
        .order_by(col(Unit.code), col(Nominee.name_key), col(Nominee.id))
    )
    return [
        Candidate(number, name, born, post, unit, group, number in listed)
        for number, name, born, post, unit, group in session.execute(query)
        if not chosen or number in chosen
    ]


def members(session: Session, congress_id: int) -> list[MemberRow]:
    """Give the list in its order."""
    upper = aliased(Nominee)
    query = (
        described(Nominee, Unit.name, CompositionGroup.label, Member, upper)
        .join(Member, col(Member.nominee_id) == col(Nominee.id))
        .join(upper, col(upper.id) == col(Member.opened_id), isouter=True)
        .where(col(Member.congress_id) == congress_id)
        .order_by(col(Member.position))
    )
    return [
        MemberRow(
            id=member.id,
            nominee_id=nominee.id,
            unit_id=nominee.unit_id,
            name=nominee.name,
            birth_year=nominee.birth_year,
            post=nominee.post,
            unit=unit,
            group_code=nominee.composition_group,
            group=group,
            opened_id=member.opened_id,
            review=opened.review if opened else None,
            remarks=_open_remarks(session, opened) if opened else (),
            changed=_changed(nominee, member, opened) if opened else (),
        )
        for nominee, unit, group, member, opened in session.execute(query)
    ]


def _changed(below: Nominee, member: Member, above: Nominee) -> tuple[Difference, ...]:
    """Give what differs above since the profile below changed; edits above alone are none."""
    # A merged profile says nothing more of the person: another goes on in its place.
    if below.version == member.carried_version or below.merged_into_id is not None:
        return ()
    return tuple(carrying.differences(below, above))


def _open_remarks(session: Session, opened: Nominee) -> tuple[str, ...]:
    if opened.review is not Review.RETURNED:
        return ()
    said = appraisals.remarks(session, opened.id or 0)
    return tuple(each.words for each in said if each.answered_at is None)


def votes(session: Session, congress_id: int) -> list[VoteLine]:
    """Give the votes on the list, the last first."""
    query = (
        select(ListVote)
        .where(ListVote.congress_id == congress_id)
        .order_by(col(ListVote.number).desc())
    )
    return [_vote_line(vote) for vote in session.exec(query)]


def _vote_line(vote: ListVote) -> VoteLine:
    share = Share(vote.votes_for, vote.present)
    return VoteLine(
        vote.number, vote.members, vote.summoned, share, vote.voted_on, vote.is_approval
    )


def approval(session: Session, congress_id: int) -> VoteLine | None:
    """Give the vote that approved the list, if there was one."""
    return next((vote for vote in votes(session, congress_id) if vote.is_approval), None)


def origin(session: Session, congress_id: int, nominee_id: int, viewer: Viewer) -> Origin | None:
    """Tell from which list a profile was opened, if from any."""
    nominations.nominee(session, congress_id, nominee_id, viewer)
    query = select(Member).where(Member.opened_id == nominee_id).order_by(col(Member.id))
    member = session.exec(query).first()
    if member is None:
        return None
    below = congresses.by_id(session, member.congress_id)
    row = next(row for row in members(session, below.id) if row.id == member.id)
    return Origin(below, row, approval(session, below.id))


@dataclass(frozen=True)
class ChildLine:
    """A congress of the level below on the board: how far it is."""

    congress: Frame
    host: str
    is_over: bool
    is_late: bool
    nominees: int
    members: int
    vote: VoteLine | None
    opened: int
    opened_at: datetime | None


def board(session: Session, upper: Frame, viewer: Viewer, today: date) -> list[ChildLine]:
    """Give the congresses of the level below that the viewer may know of."""
    lists = {
        found.congress_id: found.opened_at
        for found in session.exec(select(Delegation).where(Delegation.upper_id == upper.id))
    }
    approvals = _approvals(session, lists)
    listed = _counted(session, Member.congress_id, lists)
    opened = _counted(session, Member.congress_id, lists, col(Member.opened_id).is_not(None))
    children = congresses.children(session, upper.id)
    named = _counted(session, Nominee.congress_id, [child.id for child in children])
    hosts = {unit.id: unit.name for unit in units.names(session, (c.host_id for c in children))}
    return [
        ChildLine(
            congress=child,
            host=hosts[child.host_id],
            is_over=child.is_scheduled and child.held_on < today,
            is_late=child.is_scheduled and child.held_on > upper.held_on,
            nominees=named.get(child.id, 0),
            members=listed.get(child.id, 0),
            vote=approvals.get(child.id),
            opened=opened.get(child.id, 0),
            opened_at=lists.get(child.id),
        )
        for child in children
        if may_read(viewer, child)
    ]


def _approvals(session: Session, congress_ids: Iterable[int]) -> dict[int, VoteLine]:
    query = select(ListVote).where(
        col(ListVote.congress_id).in_(list(congress_ids)), col(ListVote.is_approval)
    )
    return {vote.congress_id: _vote_line(vote) for vote in session.exec(query)}


def _counted(
    session: Session, column: Any, congress_ids: Iterable[int], *where: Any
) -> dict[int, int]:
    query = (
        select(column, func.count()).where(column.in_(list(congress_ids)), *where).group_by(column)
    )
    return dict(session.exec(query).all())


def known_list(session: Session, congress: Frame, viewer: Viewer) -> Frame:
    """Give the congress to which a list goes; ``NotFound`` where the viewer may not see it."""
    upper = congresses.parent(session, congress)
    if upper is None or not may_read(viewer, congress):
        raise NotFound
    return upper
