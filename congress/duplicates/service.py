"""Telling two profiles apart, merging them, and taking a merge back."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Delete, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from congress import audit
from congress.core.errors import NotFound, Rejected
from congress.core.roles import Viewer
from congress.database import insert_new
from congress.duplicates import fields
from congress.duplicates.models import DistinctPair, NomineeMerge
from congress.nominations import queries as nominations
from congress.nominations.models import Nominee, Review
from congress.nominations.service import open_congress
from congress.sealing import seal_of

PURPOSE = "nominee_merge"
Versions = Mapping[int, int]
"""Which version of each profile was on the page, by its number."""


def tell_apart(
    session: Session, congress_id: int, one: int, other: int, *, by: Viewer, at: datetime
) -> None:
    """Remember that two profiles are two people; saying so again changes nothing.

    Raises ``NotFound``, ``profile_merged_already``.
    """
    _standing(session, congress_id, one, other, by=by)
    first, second = sorted((one, other))
    pair = {"first_id": first, "second_id": second, "congress_id": congress_id}
    done = session.execute(
        insert_new(session, DistinctPair)
        .values(**pair, decided_by=by.account_id, decided_at=at)
        .returning(col(DistinctPair.first_id))
    )
    if done.first():
        for nominee, twin in ((first, second), (second, first)):
            audit.record(
                session, "nominee.told_apart", f"nominee:{nominee}", by=by, at=at, other=twin
            )


def merge(
    session: Session,
    congress_id: int,
    kept_id: int,
    merged_id: int,
    taken: Collection[str],
    *,
    versions: Versions,
    by: Viewer,
    at: datetime,
) -> NomineeMerge:
    """Let a profile go on in another of the same person, with some of its values.

    ``taken`` are the fields (``fields.COLUMNS``) whose values come from the merged profile. Raises
    ``NotFound``, ``profile_merged_already``, ``nominee_changed_meanwhile`` where a version is no
    longer the last, ``merge_keeps_others`` where others were merged into the one that would go,
    and ``merge_name_taken``.
    """
    kept, merged = _standing(session, congress_id, kept_id, merged_id, by=by)
    if any(each.version != versions.get(each.id or 0) for each in (kept, merged)):
        raise Rejected("nominee_changed_meanwhile")
    if _has_absorbed(session, merged_id):
        raise Rejected("merge_keeps_others")
    changed = [
        field
        for field in fields.COLUMNS
        if field in taken and not fields.is_same(field, kept, merged)
    ]
    before = fields.packed(fields.values(kept, changed))
    done = NomineeMerge(
        congress_id=congress_id,
        kept_id=kept_id,
        merged_id=merged_id,
        review_before=merged.review,
        taken=changed,
        before=seal_of(session).close(before, PURPOSE),
        merged_by=by.account_id,
        merged_at=at,
    )
    session.add(done)
    session.execute(_distinct(kept_id, merged_id))
    fields.write(kept, fields.values(merged, changed))
    merged.review, merged.merged_into_id = Review.MERGED, kept_id
    _change(session, kept, merged, at=at)
    audit.record(
        session,
        "nominee.absorbed",
        f"nominee:{kept_id}",
        by=by,
        at=at,
        other=merged_id,
        fields=changed,
    )
    audit.record(session, "nominee.merged", f"nominee:{merged_id}", by=by, at=at, other=kept_id)
    return done


def undo(session: Session, congress_id: int, merge_id: int, *, by: Viewer, at: datetime) -> None:
    """Part what was merged: both profiles stand as before, but for what was changed since.

    Raises ``NotFound``, ``merge_undone_already``, ``merge_undo_other_first`` where the kept
    profile went on in a third one, ``merge_name_taken``, ``nominations_closed``.
    """
    open_congress(session, congress_id)
    done = session.get(NomineeMerge, merge_id)
    if done is None or done.congress_id != congress_id:
        raise NotFound
    kept, merged = _locked(session, done.kept_id), _locked(session, done.merged_id)
    if kept.review is Review.MERGED:
        raise Rejected("merge_undo_other_first")
    ended = session.execute(
        update(NomineeMerge)
        .where(col(NomineeMerge.id) == merge_id, col(NomineeMerge.undone_at).is_(None))
        .values(undone_by=by.account_id, undone_at=at)
    )
    if not ended.rowcount:  # type: ignore[attr-defined]
        raise Rejected("merge_undone_already")
    before = fields.unpacked(seal_of(session).open(done.before or b"", PURPOSE))
    for field in done.taken:
        if fields.is_same(field, kept, merged):
            fields.write(kept, {column: before[column] for column in fields.COLUMNS[field]})
    merged.review, merged.merged_into_id = done.review_before, None
    _change(session, kept, merged, at=at)
    for each, other in ((done.kept_id, done.merged_id), (done.merged_id, done.kept_id)):
        audit.record(session, "nominee.parted", f"nominee:{each}", by=by, at=at, other=other)


def _standing(
    session: Session, congress_id: int, one: int, other: int, *, by: Viewer
) -> tuple[Nominee, Nominee]:
    """Give two profiles that stand for themselves, and let nobody else change them meanwhile."""
    open_congress(session, congress_id)
    if one == other:
        raise NotFound
    for nominee_id in (one, other):
        nominations.nominee(session, congress_id, nominee_id, by)
    found = _locked(session, one), _locked(session, other)
    if any(nominee.review is Review.MERGED for nominee in found):
        raise Rejected("profile_merged_already")
    return found


def _locked(session: Session, nominee_id: int) -> Nominee:
    return session.get_one(Nominee, nominee_id, populate_existing=True)


def _has_absorbed(session: Session, nominee_id: int) -> bool:
    query = select(func.count()).where(col(Nominee.merged_into_id) == nominee_id)
    return bool(session.scalar(query))


def _distinct(one: int, other: int) -> Delete:
    first, second = sorted((one, other))
    return delete(DistinctPair).where(
        col(DistinctPair.first_id) == first, col(DistinctPair.second_id) == second
    )


def _change(session: Session, *nominees: Nominee, at: datetime) -> None:
    for nominee in nominees:
        nominee.version += 1
        nominee.changed_at = at
        session.add(nominee)
    try:
        session.flush()
    except IntegrityError:
        # One unit names a person once: the other profile has that name and birth.
        raise Rejected("merge_name_taken") from None
