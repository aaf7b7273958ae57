"""How nominees come in by the form, change and leave, in one transaction each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from congress import audit
from congress.congresses import deadlines, queries as congresses
from congress.congresses.service import held
from congress.core.errors import Fault, Forbidden, NotFound, Rejected
from congress.core.names import sort_key
from congress.core.roles import OFFICE, Viewer
from congress.nominations import citizen_numbers, preview as previews, queries, rules
from congress.nominations.completeness import incomplete
from congress.nominations.models import Gender, Nominee, Source, Status
from congress.nominations.named import named
from congress.nominations.people import born_sound, person_key, searched
from congress.nominations.rules import ProvenNominee
from congress.nominations.values import NomineeRow, plain
from congress.nominations.versions import write, write_all


def add(
    session: Session,
    congress_id: int,
    unit_id: int,
    row: NomineeRow,
    *,
    by: Viewer,
    at: datetime,
) -> Nominee:
    """Store one nominee from the form; every fault at once, by field."""
    ensure_sender(session, congress_id, unit_id, by)
    open_to_unit(session, congress_id, unit_id, at)
    proven = _proven(session, congress_id, unit_id, row)
    _ensure_new(session, congress_id, unit_id, proven)
    nominee = nominee_of(session, proven, congress_id, unit_id, at=at)
    session.add(nominee)
    session.flush()
    audit.record(session, "nominee.added", f"nominee:{nominee.id}", by=by, at=at, unit=unit_id)
    return nominee


def edit(
    session: Session,
    congress_id: int,
    nominee_id: int,
    row: NomineeRow,
    *,
    version: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Change a nominee; ``nominee_changed_meanwhile`` where the version is no longer the last.

    Raises ``profile_locked`` where the profile is on its way; the office scores all the same.
    """
    nominee = queries.nominee(session, congress_id, nominee_id, by)
    open_congress(session, congress_id)
    proven = _proven(session, congress_id, nominee.unit_id, row)
    if person_key(proven.person) != nominee.person_key:
        _ensure_new(session, congress_id, nominee.unit_id, proven, but=nominee_id)
    facts = _facts(session, proven)
    if facts["citizen_mark"] == nominee.citizen_mark:
        # Sealed anew, the same number would look changed.
        del facts["citizen_sealed"]
    if nominee.status is not Status.PROPOSED and facts["status"] is Status.PROPOSED:
        # What the office settled outlasts an edit by the unit.
        facts |= {"status": nominee.status, "reason": nominee.reason}
    if nominee.minutes_id is not None:
        # What minutes say outlasts what anybody types.
        facts |= {"votes_for": nominee.votes_for, "votes_present": nominee.votes_present}
    changed = sorted(code for code, value in facts.items() if getattr(nominee, code) != value)
    if changed != ["score"]:
        deadlines.ensure_in_time(session, congress_id, nominee.unit_id, at)
        rules.ensure_changeable(nominee.review, is_office=by.role in OFFICE)
    write(session, nominee_id, version, facts, at)
    audit.record(session, "nominee.edited", f"nominee:{nominee_id}", by=by, at=at, fields=changed)


def settle_status(
    session: Session,
    congress_id: int,
    nominee_id: int,
    *,
    status: Status,
    reason: str,
    version: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Set whether a nominee competes, must be on the list, or is excluded; the office only."""
    if by.role not in OFFICE:
        raise Forbidden
    open_congress(session, congress_id)
    queries.nominee(session, congress_id, nominee_id, by)
    words = plain(reason)
    if status is not Status.PROPOSED and not words:
        raise Rejected.because([Fault("status_reason_missing", field="reason")])
    write(session, nominee_id, version, {"status": status, "reason": words}, at)
    audit.record(
        session, "nominee.status_settled", f"nominee:{nominee_id}", by=by, at=at, status=status
    )


def withdraw(
    session: Session, congress_id: int, nominee_id: int, *, by: Viewer, at: datetime
) -> None:
    """Remove a nominee who no longer stands.

    Raises ``profile_locked`` where the profile is on its way, ``nominee_on_record`` where an
    appeal, a decline or a review of theirs is kept.
    """
    nominee = queries.nominee(session, congress_id, nominee_id, by)
    open_to_unit(session, congress_id, nominee.unit_id, at)
    session.refresh(nominee)
    rules.ensure_changeable(nominee.review, is_office=by.role in OFFICE)
    session.delete(nominee)
    try:
        session.flush()
    except IntegrityError:
        raise Rejected("nominee_on_record") from None
    audit.record(
        session, "nominee.withdrawn", f"nominee:{nominee_id}", by=by, at=at, unit=nominee.unit_id
    )


def open_congress(session: Session, congress_id: int) -> None:
    """Let one writer at a time change a congress's nominees, while they may be changed."""
    rules.ensure_open(is_locked=held(session, congress_id).locked_at is not None)


def open_to_unit(session: Session, congress_id: int, unit_id: int, at: datetime) -> None:
    """Let one writer at a time change a unit's people, in time; raises ``deadline_passed``."""
    open_congress(session, congress_id)
    deadlines.ensure_in_time(session, congress_id, unit_id, at)


def ensure_sender(session: Session, congress_id: int, unit_id: int, by: Viewer) -> None:
    """Hide from others that a unit sends people; ``NotFound`` where it sends none."""
    if not by.sees_unit(unit_id):
        raise NotFound
    congresses.sender(session, congress_id, unit_id)


def _proven(session: Session, congress_id: int, unit_id: int, row: NomineeRow) -> ProvenNominee:
    terms = replace(previews.terms(session, congress_id, unit_id), counts_days=False)
    proof = rules.prove(row, terms)
    if proof.nominee is None:
        raise Rejected.because(proof.faults)
    return proof.nominee


def doubts(session: Session, congress_id: int, unit_id: int, row: NomineeRow) -> Sequence[Fault]:
    """Give what should be looked at again in a row; it may be stored all the same."""
    return rules.prove(row, previews.terms(session, congress_id, unit_id)).warnings


def _ensure_new(
    session: Session,
    congress_id: int,
    unit_id: int,
    proven: ProvenNominee,
    *,
    but: int | None = None,
) -> None:
    """Let a unit name a person once; whom another unit named as well, the office decides."""
    person = proven.person
    named_before = named(session, congress_id, unit_id, [person], but=but)
    if (known := named_before.own_id(person)) is not None:
        raise Rejected.because([Fault("nominee_named_already", {"nominee": known}, field="name")])
    objection = named_before.objection(person)
    if objection:
        raise Rejected.because([objection])


def _facts(session: Session, proven: ProvenNominee) -> dict[str, Any]:
    facts = (
        vars(proven)
        | citizen_numbers.sealed(session, proven.citizen_id)
        | {
            "person_key": person_key(proven.person),
            "name_key": sort_key(proven.name),
            "name_fold": searched(proven.name),
            "born_sound": born_sound(proven.name, proven.birth),
            "gender": Gender(proven.gender),
            "birth_date": proven.birth.day,
            "birth_year": proven.birth.year,
            "status": Status(proven.status),
            "source": Source(proven.source) if proven.source else None,
        }
    )
    del facts["birth"], facts["citizen_id"]
    return facts


def columns_of(
    session: Session,
    proven: ProvenNominee,
    congress_id: int,
    unit_id: int,
    *,
    at: datetime,
    workbook_id: int | None = None,
) -> dict[str, Any]:
    """Give the columns of a proven nominee's row."""
    facts = _facts(session, proven)
    return facts | {
        "congress_id": congress_id,
        "unit_id": unit_id,
        "workbook_id": workbook_id,
        "is_incomplete": bool(incomplete(SimpleNamespace(**facts))),
        "created_at": at,
        "changed_at": at,
    }


@dataclass(frozen=True)
class Correction:
    """What to change of a nominee: these ``fields``, to what is proven; the others stay."""

    nominee_id: int
    version: int
    proven: ProvenNominee
    fields: Sequence[str]


def change_all(
    session: Session, corrections: Sequence[Correction], *, by: Viewer, at: datetime
) -> None:
    """Change nominees, however many; ``nominee_changed_meanwhile`` where one is newer.

    Whoever calls has the congress open and knows that the profiles may be changed.
    """
    alike: dict[tuple[str, ...], list[tuple[int, int, dict[str, Any]]]] = {}
    for each in corrections:
        facts = _facts(session, each.proven)
        columns = {column for code in each.fields for column in _COLUMNS.get(code, (code,))}
        written = {code: facts[code] for code in sorted(columns)}
        alike.setdefault(tuple(written), []).append((each.nominee_id, each.version, written))
        subject, fields = f"nominee:{each.nominee_id}", sorted(each.fields)
        audit.record(session, "nominee.edited", subject, by=by, at=at, fields=fields)
    for rows in alike.values():
        write_all(session, rows, at)


_FOUND_BY = ("person_key", "born_sound")
_COLUMNS = {
    "name": ("name", "name_key", "name_fold", *_FOUND_BY),
    "birth": ("birth_date", "birth_year", *_FOUND_BY),
    "ethnic_group": ("ethnic_group", "ethnic_scheme", "ethnic_code"),
    "citizen_id": ("citizen_sealed", "citizen_mark"),
}
"""The columns of a field, where it has others than its own."""


def nominee_of(
    session: Session,
    proven: ProvenNominee,
    congress_id: int,
    unit_id: int,
    *,
    at: datetime,
    workbook_id: int | None = None,
) -> Nominee:
    """Make the row of a proven nominee."""
    columns = columns_of(session, proven, congress_id, unit_id, at=at, workbook_id=workbook_id)
    return Nominee(**columns)
