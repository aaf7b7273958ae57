"""How workbooks come in: kept for their preview, then confirmed, in one transaction each."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import insert, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from congress import audit
from congress.core.errors import Rejected
from congress.core.names import tidy
from congress.core.roles import OFFICE, Viewer
from congress.nominations import preview as previews, queries, readings, service
from congress.nominations.differences import Change, Difference, Pair
from congress.nominations.models import Nominee, Status, Workbook
from congress.nominations.preview import Preview
from congress.nominations.readings import PURPOSE
from congress.nominations.rules import ProvenNominee, may_change
from congress.nominations.service import Correction, ensure_sender, open_to_unit
from congress.nominations.workbook import ReadRow
from congress.sealing import seal_of
from congress.settings import ZONE

_NOT_IN_FILENAMES = str.maketrans('"*/:<>?\\|', "'--------")
_LONGEST_FILENAME = 120
_NUMBERS = re.compile(r"\d{9,}")
KEPT_FOR = timedelta(days=30)
"""How long a file is kept after it was sent; its nominees stay."""


@dataclass(frozen=True)
class Upload:
    """A file that opens as a workbook; ``digest`` is its SHA-256."""

    filename: str
    content: bytes
    digest: str
    sheets: int


class Answer(StrEnum):
    """What a clerk says of somebody who may be a person named before."""

    SAME = "same"
    OTHER = "other"
    LEAVE = "leave"


@dataclass(frozen=True)
class Choices:
    """What a clerk takes of a workbook; plainly every change, and nobody withdrawn.

    ``left`` are nominees whose changes are not taken, ``answers`` those to the alike, by their
    place; whoever lacks one is left out. ``digest`` is of the difference that was shown.
    """

    left: frozenset[int] = frozenset()
    withdrawn: frozenset[int] = frozenset()
    answers: Mapping[int, Answer] = field(default_factory=dict)
    erases: bool = False
    digest: str = ""


@dataclass(frozen=True)
class Confirmation:
    """What confirming a workbook did, in people."""

    stored: int
    changed: int
    withdrawn: int
    known: int
    left_out: int


def opened(filename: str, content: bytes) -> Upload:
    """Open a file that was sent; before any transaction, for it may take a while.

    Raises ``Rejected`` for a file that is no workbook, or too large a one.
    """
    named = _filename(filename)
    digest = hashlib.sha256(content).hexdigest()
    return Upload(named, content, digest, sheets=len(readings.opened(content, named)))


def receive(
    session: Session, congress_id: int, unit_id: int, upload: Upload, *, by: Viewer, at: datetime
) -> Workbook:
    """Keep a workbook that a unit sent, for its preview; the same file is kept once.

    Raises ``workbook_repeated`` for one that was confirmed already. No nominee is stored.
    """
    ensure_sender(session, congress_id, unit_id, by)
    open_to_unit(session, congress_id, unit_id, at)
    forget_old(session, at=at)
    content = seal_of(session).close_file(upload.content, PURPOSE)
    sent = session.exec(
        select(Workbook).where(
            Workbook.congress_id == congress_id,
            Workbook.unit_id == unit_id,
            Workbook.digest == upload.digest,
        )
    ).first()
    if sent is not None:
        _ensure_unconfirmed(sent)
        sent.content = content
        return sent
    workbook = Workbook(
        congress_id=congress_id,
        unit_id=unit_id,
        filename=upload.filename,
        digest=upload.digest,
        content=content,
        sent_by=by.account_id,
        sent_at=at,
    )
    session.add(workbook)
    session.flush()
    subject = f"workbook:{workbook.id}"
    audit.record(session, "workbook.received", subject, by=by, at=at, sheets=upload.sheets)
    return workbook


def keep_text(
    session: Session, congress_id: int, workbook_id: int, *, keeps: bool, by: Viewer, at: datetime
) -> None:
    """Leave text of old fonts as it stands, or put it into Unicode again."""
    workbook = queries.workbook(session, congress_id, workbook_id, by)
    open_to_unit(session, congress_id, workbook.unit_id, at)
    _ensure_unconfirmed(workbook)
    workbook.keeps_text = keeps
    subject = f"workbook:{workbook_id}"
    audit.record(session, "workbook.text_kept", subject, by=by, at=at, keeps=keeps)


def confirm(
    session: Session,
    congress_id: int,
    workbook_id: int,
    choices: Choices | None = None,
    *,
    by: Viewer,
    at: datetime,
) -> Confirmation:
    """Store what a workbook says, as far as the clerk takes it; faulty rows stay out.

    Raises ``workbook_preview_stale`` where it is no longer what the clerk was shown,
    ``workbook_without_rows`` where it names nobody, ``workbook_repeated`` where it was confirmed
    before. Then nothing of it is stored.
    """
    workbook = queries.workbook(session, congress_id, workbook_id, by)
    open_to_unit(session, congress_id, workbook.unit_id, at)
    session.refresh(workbook)
    _ensure_unconfirmed(workbook)
    taken = choices or Choices()
    seen = previews.preview(session, workbook, is_office=by.role in OFFICE)
    if taken.digest not in {"", seen.difference.digest()}:
        raise Rejected("workbook_preview_stale")
    if not seen.difference.people:
        raise Rejected("workbook_without_rows")
    unanswered = len(seen.difference.alike) - len(taken.answers)
    if choices and unanswered > 0:
        raise Rejected("workbook_answer_missing", n=unanswered)
    try:
        done = _take(session, workbook, seen, taken, by=by, at=at)
    except IntegrityError:
        raise Rejected("workbook_preview_stale") from None
    workbook.confirmed_at = at
    audit.record(
        session, "workbook.confirmed", f"workbook:{workbook_id}", by=by, at=at, **vars(done)
    )
    return done


def _take(
    session: Session, workbook: Workbook, seen: Preview, taken: Choices, *, by: Viewer, at: datetime
) -> Confirmation:
    found = seen.difference
    answered = {place: taken.answers.get(place, Answer.LEAVE) for place in range(len(found.alike))}
    others = [found.alike[place].row for place, said in answered.items() if said is Answer.OTHER]
    is_office = by.role in OFFICE
    changed = [pair for pair in _taken_pairs(found, taken, answered) if pair.changes]
    changed = [pair for pair in changed if may_change(pair.stored.review, is_office=is_office)]
    service.change_all(session, [_correction(pair) for pair in changed], by=by, at=at)
    for nominee_id in sorted(taken.withdrawn & {who.id for who in found.gone}):
        service.withdraw(session, workbook.congress_id, nominee_id, by=by, at=at)
    _store(session, workbook, [*found.new, *others], at)
    left = sum(said is Answer.LEAVE for said in answered.values())
    return Confirmation(
        stored=len(found.new) + len(others),
        changed=len(changed),
        withdrawn=len(taken.withdrawn & {who.id for who in found.gone}),
        known=found.people - len(found.new) - len(others) - len(changed) - left,
        left_out=seen.left_out + left,
    )


def _taken_pairs(found: Difference, taken: Choices, answered: Mapping[int, Answer]) -> list[Pair]:
    """Give whom the workbook changes, with what the clerk takes of the changes."""
    said = [found.alike[place] for place, answer in answered.items() if answer is Answer.SAME]
    pairs = [pair for pair in (*found.changed, *found.same) if pair.stored.id not in taken.left]
    return [
        replace(pair, changes=tuple(_taken(pair.changes, erases=taken.erases)))
        for pair in (*pairs, *said)
    ]


def _taken(changes: Sequence[Change], *, erases: bool) -> list[Change]:
    return [change for change in changes if erases or not change.erases]


def _correction(pair: Pair) -> Correction:
    fields = pair.fields
    after = _after(pair)
    if pair.stored.status is Status.PROPOSED and after.status == Status.REQUIRED:
        fields += ("status", "reason")
    return Correction(pair.stored.id, pair.stored.version, after, fields)


def _after(pair: Pair) -> ProvenNominee:
    """Give who somebody is with the changes taken; what only tells it less well is not."""
    kept = {code: pair.stored.values[code] for code in ("name", "birth") if code not in pair.fields}
    return replace(pair.row.nominee, **kept)


def _store(session: Session, workbook: Workbook, rows: Sequence[ReadRow], at: datetime) -> None:
    """Store new people in one statement: a workbook may bring thousands."""
    if rows:
        people = [
            service.columns_of(
                session,
                row.nominee,
                workbook.congress_id,
                workbook.unit_id,
                at=at,
                workbook_id=workbook.id,
            )
            for row in rows
        ]
        # The session would look at every row once more.
        session.connection().execute(insert(Nominee), people)


def forget_old(session: Session, *, at: datetime) -> None:
    """Forget the files that are old, or that a later one of their unit took the place of."""
    later = aliased(Workbook)
    is_replaced = (
        select(col(later.id))
        .where(
            col(later.congress_id) == col(Workbook.congress_id),
            col(later.unit_id) == col(Workbook.unit_id),
            col(later.id) > col(Workbook.id),
            col(later.confirmed_at).is_not(None),
        )
        .exists()
    )
    session.execute(
        update(Workbook)
        .where(
            col(Workbook.content).is_not(None),
            or_(col(Workbook.sent_at) < at - KEPT_FOR, is_replaced),
        )
        .values(content=None)
        .execution_options(synchronize_session=False)
    )


def _filename(sent: str) -> str:
    """Give a name that any system takes, its end telling the kind; numbers of people are masked."""
    plain = tidy(sent.translate(_NOT_IN_FILENAMES))
    return _NUMBERS.sub(lambda found: "x" * len(found[0]), plain)[-_LONGEST_FILENAME:]


def _ensure_unconfirmed(workbook: Workbook) -> None:
    if workbook.confirmed_at is not None:
        at = workbook.confirmed_at.astimezone(ZONE).strftime("%H:%M, %d/%m/%Y")
        raise Rejected("workbook_repeated", at=at)
