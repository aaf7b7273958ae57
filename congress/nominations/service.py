"""How nominees come in, change and leave: by workbook or by form, in one transaction each."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from congress import audit
from congress.congresses import queries as congresses
from congress.congresses.service import held
from congress.core.errors import Fault, Forbidden, NotFound, Rejected
from congress.core.names import sort_key, tidy
from congress.core.roles import OFFICE, Viewer
from congress.nominations import preview as previews, queries, rules
from congress.nominations.models import Gender, Nominee, Status, Workbook
from congress.nominations.named import SURE, named
from congress.nominations.people import person_key
from congress.nominations.rules import ProvenNominee
from congress.nominations.sheets import open_sheets
from congress.nominations.values import NomineeRow, plain
from congress.settings import ZONE

_NOT_IN_FILENAMES = str.maketrans('"*/:<>?\\|', "'--------")
_LONGEST_FILENAME = 120


@dataclass(frozen=True)
class Confirmation:
    """What confirming a workbook did, in rows."""

    stored: int
    known: int
    left_out: int


def receive(
    session: Session,
    congress_id: int,
    unit_id: int,
    filename: str,
    content: bytes,
    *,
    by: Viewer,
    at: datetime,
) -> Workbook:
    """Keep a workbook that a unit sent, for its preview; the same file is kept once.

    Raises ``Rejected`` for a file that cannot be opened, and ``workbook_repeated`` for one that
    was confirmed already. No nominee is stored.
    """
    _open_congress(session, congress_id)
    _ensure_sender(session, congress_id, unit_id, by)
    digest = hashlib.sha256(content).hexdigest()
    sent = session.exec(
        select(Workbook).where(
            Workbook.congress_id == congress_id,
            Workbook.unit_id == unit_id,
            Workbook.digest == digest,
        )
    ).first()
    if sent is not None:
        _ensure_unconfirmed(sent)
        return sent
    sheets = open_sheets(content, filename)
    workbook = Workbook(
        congress_id=congress_id,
        unit_id=unit_id,
        filename=_filename(filename),
        digest=digest,
        content=content,
        sent_by=by.account_id,
        sent_at=at,
    )
    session.add(workbook)
    session.flush()
    audit.record(
        session, "workbook.received", f"workbook:{workbook.id}", by=by, at=at, sheets=len(sheets)
    )
    return workbook


def confirm(
    session: Session, congress_id: int, workbook_id: int, *, by: Viewer, at: datetime
) -> Confirmation:
    """Store the proven rows of a workbook; faulty ones stay out, and the preview says which.

    Raises ``workbook_without_rows`` where there is nothing to store, ``workbook_repeated`` where
    that was done before.
    """
    workbook = queries.workbook(session, congress_id, workbook_id, by)
    _open_congress(session, congress_id)
    session.refresh(workbook)
    _ensure_unconfirmed(workbook)
    seen = previews.preview(session, workbook)
    if not seen.rows and not seen.known:
        raise Rejected("workbook_without_rows")
    session.add_all(
        _nominee(row.nominee, workbook.congress_id, workbook.unit_id, at, workbook.id)
        for row in seen.rows
    )
    workbook.confirmed_at = at
    done = Confirmation(len(seen.rows), len(seen.known), seen.left_out)
    audit.record(
        session, "workbook.confirmed", f"workbook:{workbook_id}", by=by, at=at, **vars(done)
    )
    return done


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
    _open_congress(session, congress_id)
    _ensure_sender(session, congress_id, unit_id, by)
    proven = _proven(session, congress_id, unit_id, row)
    _ensure_new(session, congress_id, unit_id, proven, by=by)
    nominee = _nominee(proven, congress_id, unit_id, at, None)
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
    """Change a nominee; ``nominee_changed_meanwhile`` where the version is no longer the last."""
    nominee = queries.nominee(session, congress_id, nominee_id, by)
    _open_congress(session, congress_id)
    proven = _proven(session, congress_id, nominee.unit_id, row)
    if person_key(proven.person) != nominee.person_key:
        _ensure_new(session, congress_id, nominee.unit_id, proven, by=by, but=nominee_id)
    facts = _facts(proven)
    if nominee.status is not Status.PROPOSED and facts["status"] is Status.PROPOSED:
        # What the office settled outlasts an edit by the unit.
        facts |= {"status": nominee.status, "reason": nominee.reason}
    changed = sorted(code for code, value in facts.items() if getattr(nominee, code) != value)
    _write(session, nominee_id, version, facts, at)
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
    _open_congress(session, congress_id)
    queries.nominee(session, congress_id, nominee_id, by)
    words = plain(reason)
    if status is not Status.PROPOSED and not words:
        raise Rejected.because([Fault("status_reason_missing", field="reason")])
    _write(session, nominee_id, version, {"status": status, "reason": words}, at)
    audit.record(
        session, "nominee.status_settled", f"nominee:{nominee_id}", by=by, at=at, status=status
    )


def withdraw(
    session: Session, congress_id: int, nominee_id: int, *, by: Viewer, at: datetime
) -> None:
    """Remove a nominee who no longer stands.

    Raises ``nominee_on_record`` where an appeal or a decline of theirs is kept.
    """
    nominee = queries.nominee(session, congress_id, nominee_id, by)
    _open_congress(session, congress_id)
    session.delete(nominee)
    try:
        session.flush()
    except IntegrityError:
        raise Rejected("nominee_on_record") from None
    audit.record(
        session, "nominee.withdrawn", f"nominee:{nominee_id}", by=by, at=at, unit=nominee.unit_id
    )


def _filename(sent: str) -> str:
    """Give a name that any system and header takes; its end tells the kind."""
    return tidy(sent.translate(_NOT_IN_FILENAMES))[-_LONGEST_FILENAME:]


def _open_congress(session: Session, congress_id: int) -> None:
    """Let one writer at a time change a congress's nominees, while they may be changed."""
    rules.ensure_open(is_locked=held(session, congress_id).locked_at is not None)


def _ensure_sender(session: Session, congress_id: int, unit_id: int, by: Viewer) -> None:
    if not by.sees_unit(unit_id):
        raise NotFound
    congresses.sender(session, congress_id, unit_id)


def _ensure_unconfirmed(workbook: Workbook) -> None:
    if workbook.confirmed_at is not None:
        at = workbook.confirmed_at.astimezone(ZONE).strftime("%H:%M, %d/%m/%Y")
        raise Rejected("workbook_repeated", at=at)


def _proven(session: Session, congress_id: int, unit_id: int, row: NomineeRow) -> ProvenNominee:
    proof = rules.prove(row, previews.terms(session, congress_id, unit_id))
    if proof.nominee is None:
        raise Rejected.because(proof.faults)
    return proof.nominee


def _ensure_new(
    session: Session,
    congress_id: int,
    unit_id: int,
    proven: ProvenNominee,
    *,
    by: Viewer,
    but: int | None = None,
) -> None:
    person = proven.person
    named_before = named(session, congress_id, unit_id, [person], but=but)
    if named_before.has(person):
        raise Rejected.because([Fault("nominee_named_already", field="name")])
    objection = named_before.objection(person, tells_unit=by.role in OFFICE)
    if objection and objection.code in SURE:
        raise Rejected.because([objection])


def _facts(proven: ProvenNominee) -> dict[str, Any]:
    facts = vars(proven) | {
        "person_key": person_key(proven.person),
        "name_key": sort_key(proven.name),
        "gender": Gender(proven.gender),
        "birth_date": proven.birth.day,
        "birth_year": proven.birth.year,
        "status": Status(proven.status),
    }
    del facts["birth"]
    return facts


def _nominee(
    proven: ProvenNominee, congress_id: int, unit_id: int, at: datetime, workbook_id: int | None
) -> Nominee:
    return Nominee(
        congress_id=congress_id,
        unit_id=unit_id,
        workbook_id=workbook_id,
        created_at=at,
        changed_at=at,
        **_facts(proven),
    )


def _write(
    session: Session, nominee_id: int, version: int, facts: dict[str, Any], at: datetime
) -> None:
    """Change a row in one statement, if it is still the version that was read."""
    done = session.execute(
        update(Nominee)
        .where(col(Nominee.id) == nominee_id, col(Nominee.version) == version)
        .values(**facts, version=version + 1, changed_at=at)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount == 0:  # type: ignore[attr-defined]
        raise Rejected("nominee_changed_meanwhile")
