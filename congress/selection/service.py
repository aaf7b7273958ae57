"""Asking for a selection, keeping its answer, and settling on one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from congress import audit, jobs
from congress.congresses.models import Congress
from congress.congresses.service import held
from congress.core.disclosure import Purpose, may_see_sensitive
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import Viewer
from congress.scoring import service as scoring
from congress.selection import faults, reason_book, reason_queries, ways
from congress.selection.gathering import Gathered, gather
from congress.selection.models import Selection, State
from optimizer import rules_file
from optimizer.pool import digest
from optimizer.problem import Faulty, Pool, Rules

_MENDED_BY_NOMINEES = frozenset(
    {
        "pool_empty",
        "scores_missing",
        "rules_seats_over_nominees",
        "rules_required_over_seats",
        "rules_required_over_quota",
        "rules_required_outside_quota",
        "rules_value_unknown",
        "rules_column_not_numeric",
    }
)


def ask(
    session: Session, congress_id: int, text: str, *, seed: int = 1, by: Viewer, at: datetime
) -> Selection:
    """Ask for a list under a rules file; the answer comes with the job ``selection.job_id``.

    The congress's own rules stay as they are: those of the run are a trial until it is approved.
    Where a rubric holds, profiles that changed are scored anew first.
    Raises ``Rejected`` with every fault of the rules at once, ``seats_over_limit`` where they
    allow a larger list than the plan does, or ``list_approved_already``.
    """
    congress = _open_congress(session, congress_id)
    scoring.refresh(session, congress_id, by=by, at=at)
    pool, known = problem(session, congress_id, text)
    _ensure_within_limit(congress, known.most)
    selection = Selection(
        congress_id=congress_id,
        rules=text,
        seed=seed,
        input_digest=digest(pool),
        asked_by=by.account_id,
        asked_at=at,
    )
    session.add(selection)
    session.flush()
    assert selection.id is not None
    selection.job_id = jobs.ask(session, "selection", selection.id, at=at).id
    audit.record(session, "selection.asked", f"selection:{selection.id}", by=by, at=at, seed=seed)
    return selection


def apply_way(
    session: Session, congress_id: int, selection_id: int, number: int, *, by: Viewer, at: datetime
) -> Selection:
    """Ask again under the rules of a run, eased by one of its ways out (from 1, the best).

    Neither that run nor the congress's own rules change. Asked twice of the same nominees, the
    first answer stands. Raises ``NotFound`` where the run has no such way, else what ``ask`` does.
    """
    _open_congress(session, congress_id)
    eased = run(session, congress_id, selection_id)
    found = eased.result.get("relaxations") or []
    if not 1 <= number <= len(found):
        raise NotFound
    text = ways.applied(eased.rules, ways.read(found[number - 1]))
    return _asked_before(session, eased, text) or _ask_eased(session, eased, text, by=by, at=at)


def _ask_eased(
    session: Session, eased: Selection, text: str, *, by: Viewer, at: datetime
) -> Selection:
    selection = ask(session, eased.congress_id, text, seed=eased.seed, by=by, at=at)
    selection.eases_id, selection.last_id = eased.id, eased.last_id
    audit.record(session, "selection.eased", f"selection:{eased.id}", by=by, at=at)
    return selection


def _asked_before(session: Session, eased: Selection, text: str) -> Selection | None:
    query = (
        select(Selection)
        .where(
            Selection.eases_id == eased.id,
            Selection.rules == text,
            col(Selection.state).not_in((State.STALE, State.FAILED)),
        )
        .order_by(col(Selection.id).desc())
    )
    found = session.exec(query).first()
    return None if found is None or _is_stale(session, found) else found


def save_rules(session: Session, congress_id: int, text: str, *, by: Viewer, at: datetime) -> None:
    """Keep a rules file as the congress's own, before or after nominees are there.

    Raises ``Rejected`` with every fault that only the rules can mend, or
    ``list_approved_already``.
    """
    congress = _open_congress(session, congress_id)
    found = rules_faults(session, congress_id, text)
    hindering = [fault for fault in found if fault.code not in _MENDED_BY_NOMINEES]
    if hindering:
        raise Rejected.because(hindering)
    congress.rules = text
    audit.record(session, "rules.saved", f"congress:{congress_id}", by=by, at=at)


def problem(session: Session, congress_id: int, text: str) -> tuple[Pool, Rules]:
    """Read the nominees and the rules; ``Rejected`` with every fault of both at once."""
    gathered = gather(session, congress_id)
    known, found = _read(text, gathered)
    if known is None or found:
        raise Rejected.because(found)
    return gathered.pool, known


def run(session: Session, congress_id: int, selection_id: int) -> Selection:
    """Give a run of a congress; ``NotFound`` for one of another."""
    found = session.get(Selection, selection_id)
    if found is None or found.congress_id != congress_id:
        raise NotFound
    return found


def run_with_list(session: Session, congress_id: int, selection_id: int) -> Selection:
    """Give a run that has a list; ``selection_not_a_list`` for one without."""
    found = run(session, congress_id, selection_id)
    if not found.result.get("selected"):
        raise Rejected("selection_not_a_list")
    return found


def problem_of(session: Session, selection: Selection) -> tuple[Pool, Rules]:
    """Read what a run was chosen from; ``selection_stale`` once its nominees have changed."""
    pool, rules = problem(session, selection.congress_id, selection.rules)
    if digest(pool) != selection.input_digest:
        raise Rejected("selection_stale")
    return pool, rules


def rules_faults(session: Session, congress_id: int, text: str) -> list[Fault]:
    """Give all that keeps a list from being chosen: of the nominees, then of the rules."""
    found = _read(text, gather(session, congress_id))[1]
    return [*found, *_over_limit(session.get_one(Congress, congress_id), text)]


def _read(text: str, gathered: Gathered) -> tuple[Rules | None, list[Fault]]:
    try:
        return rules_file.read(text, gathered.pool), gathered.faults
    except Faulty as error:
        found = [faults.worded(fault) for fault in error.faults]
        if not len(gathered.pool):
            found = [fault for fault in found if fault.code not in _MENDED_BY_NOMINEES]
        return None, [*gathered.faults, *found]


def _over_limit(congress: Congress, text: str) -> list[Fault]:
    """Look at the size by itself, for other faults shall not hide it."""
    try:
        _, parsed = rules_file.parse(text)
    except Faulty:
        return []
    panel = parsed.get("panel")
    seats = panel.get("seats", panel.get("max")) if isinstance(panel, dict) else None
    if not isinstance(seats, int) or seats <= congress.seats_limit:
        return []
    return [Fault("seats_over_limit", {"seats": seats, "limit": congress.seats_limit})]


def _ensure_within_limit(congress: Congress, seats: int) -> None:
    if seats > congress.seats_limit:
        raise Rejected("seats_over_limit", seats=seats, limit=congress.seats_limit)


def pool_digest(session: Session, congress_id: int) -> str:
    """Give the digest of the nominees as they stand; a draft made from others is stale."""
    gathered = gather(session, congress_id)
    if gathered.faults:
        raise Rejected.because(gathered.faults)
    return digest(gathered.pool)


def keep(
    session: Session,
    selection_id: int,
    state: State,
    answer: Mapping[str, Any],
    *,
    at: datetime,
) -> None:
    """Keep the answer, unless the nominees changed while it was sought.

    An answer that comes again, from a job that was taken up twice, changes nothing.
    """
    selection = session.get_one(Selection, selection_id)
    if selection.state is not State.WAITING:
        return
    is_stale = _is_stale(session, selection)
    selection.state = State.STALE if is_stale else state
    selection.result = {} if is_stale else dict(answer)
    selection.ended_at = at
    audit.record(
        session,
        "selection.answered",
        f"selection:{selection_id}",
        by=None,
        at=at,
        state=selection.state,
    )


def hand_out_reasons(
    session: Session, congress_id: int, selection_id: int, purpose: str, *, by: Viewer, at: datetime
) -> bytes:
    """Give the reasons of a run as a workbook and log who took it and what for.

    Quotas that count by sensitive data are named for purposes that need them only. Raises
    ``purpose_missing``, ``NotFound``, and ``selection_not_a_list``.
    """
    if purpose not in set(Purpose):
        raise Rejected.because([Fault("purpose_missing", field="purpose")])
    found = reason_queries.explained(session, congress_id, selection_id, by)
    if not found.has_reasons:
        raise Rejected("selection_not_a_list")
    with_sensitive = may_see_sensitive(by.role, Purpose(purpose))
    audit.record(
        session,
        "reasons.taken",
        f"selection:{selection_id}",
        by=by,
        at=at,
        purpose=purpose,
        with_sensitive=with_sensitive,
    )
    return reason_book.written(
        reason_queries.book(session, congress_id, found, by, with_sensitive=with_sensitive)
    )


def fail(session: Session, selection_id: int, *, at: datetime) -> None:
    """Mark a selection that a bug ended."""
    selection = session.get_one(Selection, selection_id)
    selection.state, selection.ended_at = State.FAILED, at
    audit.record(session, "selection.failed", f"selection:{selection_id}", by=None, at=at)


def settle(
    session: Session, congress_id: int, selection_id: int, *, by: Viewer, at: datetime
) -> list[int]:
    """Settle on a draft and give its nominees' ids; nobody changes them until this is written.

    The rules of the run become the congress's.
    Raises ``list_approved_already``, ``selection_not_a_list`` for a run without a list,
    ``selection_stale`` when a nominee was added or changed since, and ``seats_over_limit``.
    """
    congress = _open_congress(session, congress_id)
    selection = run(session, congress_id, selection_id)
    if selection.state not in {State.DRAFT, State.TIME_LIMIT} or not selection.result["selected"]:
        raise Rejected("selection_not_a_list")
    if _is_stale(session, selection):
        raise Rejected("selection_stale")
    _ensure_within_limit(congress, len(selection.result["selected"]))
    selection.state = State.APPROVED
    congress.rules = selection.rules
    audit.record(session, "selection.settled", f"selection:{selection_id}", by=by, at=at)
    return [int(each) for each in selection.result["selected"]]


def _open_congress(session: Session, congress_id: int) -> Congress:
    congress = held(session, congress_id)
    if congress.locked_at is not None:
        raise Rejected("list_approved_already")
    return congress


def _is_stale(session: Session, selection: Selection) -> bool:
    """Tell whether the nominees are others than those of whom the list was asked."""
    try:
        return pool_digest(session, selection.congress_id) != selection.input_digest
    except Rejected:
        # Nobody could ask for a list of these, for one of them has no score yet, say.
        return True
