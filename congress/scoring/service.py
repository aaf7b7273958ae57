"""Adopting a rubric, assessing by it, and writing the scores that come of it."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from congress import audit
from congress.congresses.models import Congress
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import Viewer
from congress.core.texts import plain
from congress.nominations import queries as nominations
from congress.nominations.models import Nominee
from congress.nominations.service import open_congress
from congress.scoring import queries, rubrics, rules
from congress.scoring.models import Assessment, Kind, Rubric, ScoreEntry
from congress.scoring.queries import Scored
from congress.scoring.rules import Criterion, Given


def adopt(
    session: Session,
    congress_id: int,
    criteria: Sequence[Criterion],
    *,
    reason: str,
    based_on: int,
    by: Viewer,
    at: datetime,
) -> Rubric:
    """Adopt a rubric as the next version, and score everybody who competes by it.

    ``based_on`` is the version that was edited (0: none). Raises every fault of the rubric at once,
    ``rubric_changed_meanwhile`` and ``nominations_closed``.
    """
    open_congress(session, congress_id)
    words = plain(reason)
    faults = list(rules.faults(criteria))
    if not words:
        faults.append(Fault("rubric_reason_missing", field="reason"))
    if faults:
        raise Rejected.because(faults)
    held = rubrics.current(session, congress_id)
    if based_on != (held.number if held else 0):
        raise Rejected("rubric_changed_meanwhile")
    rubric = Rubric(
        congress_id=congress_id,
        number=based_on + 1,
        reason=words,
        adopted_by=by.account_id,
        adopted_at=at,
    )
    _add(session, rubric)
    assert rubric.id is not None
    session.add_all(rubrics.rows(criteria, rubric.id))
    session.get_one(Congress, congress_id).has_rubric = True
    session.flush()
    everybody = queries.scored(session, congress_id, criteria)
    changed = _write(session, rubric.id, everybody, at, tells_all=True)
    audit.record(
        session,
        "rubric.adopted",
        f"congress:{congress_id}",
        by=by,
        at=at,
        number=rubric.number,
        changed=changed,
    )
    return rubric


def refresh(session: Session, congress_id: int, *, by: Viewer | None, at: datetime) -> int:
    """Score anew whoever's profile changed since; give how many. Without a rubric nobody's does."""
    held = rubrics.current(session, congress_id)
    if held is None:
        return 0
    everybody = queries.scored(session, congress_id, rubrics.criteria(session, held.id))
    changed = _write(session, held.id, everybody, at)
    if changed:
        audit.record(
            session, "scores.refreshed", f"congress:{congress_id}", by=by, at=at, changed=changed
        )
    return changed


def assess(
    session: Session,
    congress_id: int,
    nominee_id: int,
    key: int,
    points: Decimal,
    *,
    note: str,
    by: Viewer,
    at: datetime,
) -> None:
    """Give a nominee points for a criterion that an officer judges; the same again adds nothing.

    Raises ``NotFound``, ``points_over_maximum``, ``assessment_note_missing`` and
    ``nominations_closed``.
    """
    open_congress(session, congress_id)
    nominations.nominee(session, congress_id, nominee_id, by)
    held = rubrics.current(session, congress_id)
    criteria = rubrics.criteria(session, held.id) if held else ()
    criterion = next((each for each in criteria if each.key == key), None)
    if held is None or criterion is None or criterion.kind is not Kind.APPRAISAL:
        raise NotFound
    words = plain(note)
    _ensure_judged(criterion, points, words)
    before = queries.assessments(session, congress_id).get(nominee_id, {}).get(key)
    if before == Given(points, words):
        return
    session.add(
        Assessment(
            congress_id=congress_id,
            nominee_id=nominee_id,
            criterion_key=key,
            points=points,
            note=words,
            assessed_by=by.account_id,
            assessed_at=at,
        )
    )
    session.flush()
    scored = queries.scored(session, congress_id, criteria, nominees=[nominee_id])
    _write(session, held.id, scored, at)
    audit.record(session, "nominee.assessed", f"nominee:{nominee_id}", by=by, at=at, criterion=key)


def _ensure_judged(criterion: Criterion, points: Decimal, note: str) -> None:
    faults = []
    if points > criterion.maximum:
        facts = {"maximum": f"{criterion.maximum.normalize():f}"}
        faults.append(Fault("points_over_maximum", facts, field=f"points-{criterion.key}"))
    if not note:
        faults.append(Fault("assessment_note_missing", field=f"note-{criterion.key}"))
    if faults:
        raise Rejected.because(faults)


def _add(session: Session, rubric: Rubric) -> None:
    session.add(rubric)
    try:
        session.flush()
    except IntegrityError:
        raise Rejected("rubric_changed_meanwhile") from None


def _write(
    session: Session,
    rubric_id: int,
    everybody: Sequence[Scored],
    at: datetime,
    *,
    tells_all: bool = False,
) -> int:
    """Write down the scores that differ, or all of a new version, and let the profiles follow.

    One statement changes every profile: 10,000 of them in about a second.
    """
    stale = sum(each.is_stale for each in everybody)
    told = [each for each in everybody if tells_all or each.is_stale]
    if not told:
        return 0
    entry, nominee = _table(ScoreEntry), _table(Nominee)
    last = session.scalar(select(func.max(entry.c.id))) or 0
    rows = [
        {
            "nominee_id": each.id,
            "rubric_id": rubric_id,
            "score": each.score.total,
            "is_corrected": each.score.corrected is not None,
            "written_at": at,
        }
        for each in told
    ]
    session.connection().execute(insert(entry), rows)
    session.connection().execute(
        update(nominee)
        .where(
            nominee.c.id == entry.c.nominee_id,
            entry.c.id > last,
            entry.c.score.is_distinct_from(nominee.c.score),
        )
        .values(score=entry.c.score, version=nominee.c.version + 1, changed_at=at)
    )
    return stale


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]
