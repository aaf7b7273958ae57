"""Choosing again so that the list changes least, and who left and joined since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from congress import audit
from congress.congresses.service import held
from congress.core.roles import Viewer
from congress.nominations.models import Nominee, Status
from congress.nominations.portraits import Portrait, portraits
from congress.selection import service
from congress.selection.models import Selection, State


@dataclass(frozen=True)
class Left:
    """Somebody who was on the former list; ``reason`` is set for those who no longer stand."""

    person: Portrait
    reason: str


@dataclass(frozen=True)
class Changes:
    """Who left and who joined since a former run; people withdrawn whole are counted only."""

    last_id: int
    left: list[Left]
    joined: list[Portrait]
    vanished: int

    @property
    def is_same(self) -> bool:
        """Tell whether the list stayed as it was."""
        return not self.left and not self.joined and not self.vanished


def ask_again(
    session: Session, congress_id: int, selection_id: int, *, by: Viewer, at: datetime
) -> Selection:
    """Ask under a run's rules for the list that changes least from that run's.

    Asked twice of the same nominees, the first answer stands. Raises ``NotFound``,
    ``selection_not_a_list`` for a run without one, else what ``service.ask`` raises.
    """
    held(session, congress_id)
    last = service.run_with_list(session, congress_id, selection_id)
    asked = _asked_before(session, last)
    if asked is not None:
        return asked
    again = service.ask(session, congress_id, last.rules, seed=last.seed, by=by, at=at)
    again.last_id = last.id
    audit.record(session, "selection.asked_again", f"selection:{last.id}", by=by, at=at)
    return again


def _asked_before(session: Session, last: Selection) -> Selection | None:
    query = select(Selection).where(
        Selection.last_id == last.id,
        Selection.input_digest == service.pool_digest(session, last.congress_id),
        col(Selection.state).not_in((State.STALE, State.FAILED)),
    )
    return session.exec(query).first()


def former_list(session: Session, selection: Selection) -> list[str] | None:
    """Give the ids of the list that a run shall change least; none where it starts anew."""
    if selection.last_id is None:
        return None
    return list(session.get_one(Selection, selection.last_id).result["selected"])


def changes(session: Session, selection_id: int, told: Mapping[str, Any]) -> Changes | None:
    """Compare a run's list with the one it should change least; none where it started anew."""
    found = told.get("changes")
    last_id = session.get_one(Selection, selection_id).last_id
    if not found or last_id is None:
        return None
    left, joined = ([int(each) for each in found[side]] for side in ("left", "joined"))
    people = portraits(session, {*left, *joined})
    reasons = _reasons(session, left)
    return Changes(
        last_id=last_id,
        left=[Left(person, reasons.get(key, "")) for key, person in people.items() if key in left],
        joined=[person for key, person in people.items() if key in joined],
        vanished=len(set(left) - people.keys()),
    )


def _reasons(session: Session, nominees: list[int]) -> dict[int, str]:
    query = select(Nominee.id, Nominee.reason).where(
        col(Nominee.id).in_(nominees), Nominee.status == Status.EXCLUDED
    )
    return {number or 0: reason for number, reason in session.exec(query)}
