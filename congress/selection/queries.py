"""Selections as pages read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select as sql_select
from sqlmodel import Session, col, select

from congress.congresses.models import CompositionGroup
from congress.congresses.rules import Side
from congress.core.errors import NotFound
from congress.jobs import Job
from congress.nominations.models import Nominee
from congress.nominations.portraits import described
from congress.nominations.values import points
from congress.selection import rules, ways
from congress.selection.models import Selection, State
from congress.selection.rules import Balance
from congress.units.models import Unit


@dataclass(frozen=True)
class Run:
    """One run of the optimizer, as a list of runs shows it."""

    id: int
    state: State
    asked_at: datetime
    seats: int
    score: str
    percent: int
    eases_id: int | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether the answer is still awaited."""
        return self.state is State.WAITING

    @property
    def has_list(self) -> bool:
        """Tell whether the run gave a list."""
        return self.state in {State.DRAFT, State.TIME_LIMIT, State.APPROVED} and self.seats > 0

    @property
    def is_approved(self) -> bool:
        """Tell whether the run's list is the list of delegates."""
        return self.state is State.APPROVED

    @property
    def is_proven(self) -> bool:
        """Tell whether the list is proven to be the best."""
        return self.state in {State.DRAFT, State.APPROVED}


@dataclass(frozen=True)
class Person:
    """Somebody on the list of a run, and why."""

    id: int
    name: str
    unit: str
    group: str
    birth_year: int
    score: str
    reason: str
    is_direct: bool


@dataclass(frozen=True)
class QuotaCount:
    """A quota's count beside its bounds."""

    name: str
    count: int
    low: int | None
    high: int | None
    is_met: bool


@dataclass(frozen=True)
class Easing:
    """The run whose rules were eased, and how, in words."""

    run_id: int
    changes: list[str]


@dataclass(frozen=True)
class Answer:
    """The answer of a run, shaped for its page."""

    seats: int
    score: str
    bound: str
    gap: str
    seconds: str
    quotas: list[QuotaCount]
    chosen: list[Person]
    left_out: int
    conflict: list[str]

    @property
    def has_bound(self) -> bool:
        """Tell whether a bound is known."""
        return self.bound != ""

    @property
    def balance(self) -> Balance:
        """Weigh the two sides of the list against the plan, whether or not a quota asks for it."""
        return rules.balance(sum(person.is_direct for person in self.chosen), len(self.chosen))


def runs(session: Session, congress_id: int) -> list[Run]:
    """Give the runs of a congress, newest first."""
    # An answer tells of every nominee; the database picks two numbers out of each.
    answer = col(Selection.result)
    query: Select[*tuple[Any, ...]] = (
        sql_select(
            col(Selection.id),
            col(Selection.state),
            col(Selection.asked_at),
            answer["seats"].as_integer(),
            answer["score"].as_string(),
            col(Job.percent),
            col(Selection.eases_id),
        )
        .join(Job, col(Job.id) == Selection.job_id, isouter=True)
        .where(col(Selection.congress_id) == congress_id)
        .order_by(col(Selection.id).desc())
    )
    return [
        Run(number, state, asked_at, seats or 0, points(score), percent or 0, eases_id)
        for number, state, asked_at, seats, score, percent, eases_id in session.execute(query)
    ]


def rules_of(session: Session, congress_id: int, selection_id: int) -> str:
    """Give the rules of a run of a congress."""
    query = select(Selection.rules).where(
        Selection.congress_id == congress_id, Selection.id == selection_id
    )
    text = session.exec(query).first()
    if text is None:
        raise NotFound
    return text


def run(
    session: Session, congress_id: int, selection_id: int
) -> tuple[Run, Mapping[str, Any], str]:
    """Give one run of a congress, its answer (the keys of result.json) and its rules."""
    query = (
        select(Selection, Job.percent)
        .join(Job, col(Job.id) == Selection.job_id, isouter=True)
        .where(Selection.congress_id == congress_id, Selection.id == selection_id)
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound
    selection, percent = found
    return _run(selection, percent or 0), selection.result, selection.rules


def easing(session: Session, run: Run, text: str) -> Easing | None:
    """Tell how a run's rules differ from those that it eases; none where it eases none."""
    if run.eases_id is None:
        return None
    eased = session.get_one(Selection, run.eases_id)
    return Easing(run.eases_id, ways.differences(eased.rules, text))


def answer(session: Session, congress_id: int, told: Mapping[str, Any]) -> Answer:
    """Shape an answer (the keys of result.json) for its page."""
    chosen = _chosen(session, congress_id, told)
    return Answer(
        seats=told["seats"],
        score=points(told["score"]),
        bound=points(told["bound"]),
        gap=points(told["gap"]),
        seconds=f"{told['seconds']['answer']:.2f}",
        quotas=[_quota(each) for each in told["quotas"]],
        chosen=chosen,
        left_out=len(told["people"] or []) - len(chosen),
        conflict=list(told["conflict"] or []),
    )


def _chosen(session: Session, congress_id: int, told: Mapping[str, Any]) -> list[Person]:
    """Give the people of the list, units in order, names in Vietnamese order."""
    entries = {int(each["id"]): each for each in told["people"] or [] if each["chosen"]}
    query = (
        described(
            col(Nominee.id),
            col(Nominee.name),
            col(Unit.name),
            col(CompositionGroup.label),
            col(Nominee.birth_year),
            col(Nominee.score),
            col(CompositionGroup.side),
        )
        .where(col(Nominee.congress_id) == congress_id, col(Nominee.id).in_(entries))
        .order_by(col(Unit.code), col(Nominee.name_key))
    )
    return [_person(entries[row[0]], row) for row in session.execute(query)]


def _run(selection: Selection, percent: int) -> Run:
    assert selection.id is not None
    return Run(
        id=selection.id,
        state=selection.state,
        asked_at=selection.asked_at,
        seats=selection.result.get("seats") or 0,
        score=points(selection.result.get("score")),
        percent=percent,
        eases_id=selection.eases_id,
    )


def _person(told: Mapping[str, Any], row: Any) -> Person:
    number, name, unit, group, birth_year, score, side = row
    return Person(
        id=number,
        name=name,
        unit=unit,
        group=group,
        birth_year=birth_year,
        score=points(score),
        reason=told["reason"],
        is_direct=side is Side.DIRECT,
    )


def _quota(told: Mapping[str, Any]) -> QuotaCount:
    return QuotaCount(
        told["name"], told["count"], told["min"], told["max"], is_met=told["satisfied"]
    )
