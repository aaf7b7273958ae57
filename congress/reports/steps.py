"""What each role should do next, from counts alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from congress.core.roles import Role


class Progress(StrEnum):
    """A step is done, was left out, is to be done now, or comes later."""

    DONE = "done"
    SKIPPED = "skipped"
    NOW = "now"
    LATER = "later"


class Task(StrEnum):
    """The steps on the road of a congress, in its order."""

    READ_FRAME = "read_frame"
    SEND = "send"
    CONFIRM = "confirm"
    RECEIVE = "receive"
    COMPLETE = "complete"
    SUBMIT = "submit"
    APPRAISE = "appraise"
    ACCEPT = "accept"
    SCORE = "score"
    SELECT = "select"
    APPROVE = "approve"
    AWAIT = "await"
    SEAT = "seat"
    BADGE = "badge"
    REHEARSE = "rehearse"
    ADMIT = "admit"
    EXCUSE = "excuse"
    REPORT = "report"


@dataclass(frozen=True)
class Standing:
    """How far a congress is, in counts; those of a clerk are of the own unit only."""

    units: int
    units_sent: int
    nominees: int
    workbooks_waiting: int
    incomplete: int
    with_units: int
    submitted: int
    accepted: int
    unscored: int
    drafts: int
    is_stuck: bool
    is_approved: bool
    delegates: int
    women: int
    direct: int
    seated: int
    badged: int
    rehearsed: int
    present: int
    excused: int
    has_come: bool
    is_over: bool


@dataclass(frozen=True)
class Step:
    """A step and how far it is: ``count`` of ``whole``; a stuck one needs a hand."""

    task: Task
    progress: Progress
    count: int
    whole: int
    is_stuck: bool = False

    @property
    def left(self) -> int:
        """Tell how many are still missing."""
        return max(self.whole - self.count, 0)

    @property
    def is_countable(self) -> bool:
        """Tell whether there is anything to count yet."""
        return self.count + self.whole > 0


@dataclass(frozen=True)
class _Measure:
    """When a step is done or left out, and how far it is until then."""

    is_done: Callable[[Standing], bool]
    is_skipped: Callable[[Standing], bool] = lambda _: False
    count: Callable[[Standing], int] = lambda _: 0
    whole: Callable[[Standing], int] = lambda _: 0


# Approval closes the list, so that what came before it is no longer anybody's to do.
_MEASURES: Mapping[Task, _Measure] = {
    Task.READ_FRAME: _Measure(lambda _: False),
    Task.SEND: _Measure(lambda s: s.nominees > 0 or s.is_approved, count=lambda s: s.nominees),
    Task.CONFIRM: _Measure(
        lambda s: s.is_approved or (s.nominees > 0 and s.workbooks_waiting == 0),
        whole=lambda s: s.workbooks_waiting,
    ),
    Task.RECEIVE: _Measure(
        lambda s: s.is_approved or s.units_sent == s.units > 0,
        count=lambda s: s.units_sent,
        whole=lambda s: s.units,
    ),
    Task.COMPLETE: _Measure(
        lambda s: s.is_approved or (s.nominees > 0 and s.incomplete == 0),
        count=lambda s: s.nominees - s.incomplete,
        whole=lambda s: s.nominees,
    ),
    Task.SUBMIT: _Measure(
        lambda s: s.is_approved or s.nominees > s.with_units == 0,
        count=lambda s: s.nominees - s.with_units,
        whole=lambda s: s.nominees,
    ),
    # Whoever has chosen already goes on without the profiles that never came.
    Task.APPRAISE: _Measure(
        lambda s: s.is_approved or s.nominees > s.with_units + s.submitted == 0,
        is_skipped=lambda s: s.drafts > 0 and s.submitted == 0,
        count=lambda s: s.nominees - s.with_units - s.submitted,
        whole=lambda s: s.nominees,
    ),
    Task.ACCEPT: _Measure(
        lambda s: s.is_approved or s.accepted == s.nominees > 0,
        is_skipped=lambda s: s.drafts > 0,
        count=lambda s: s.accepted,
        whole=lambda s: s.nominees,
    ),
    Task.SCORE: _Measure(
        lambda s: s.is_approved or (s.nominees > 0 and s.unscored == 0),
        count=lambda s: s.nominees - s.unscored,
        whole=lambda s: s.nominees,
    ),
    Task.SELECT: _Measure(lambda s: s.is_approved or s.drafts > 0, count=lambda s: s.drafts),
    Task.APPROVE: _Measure(lambda s: s.is_approved, count=lambda s: s.delegates),
    Task.AWAIT: _Measure(lambda s: s.is_approved, count=lambda s: s.delegates),
    Task.SEAT: _Measure(
        lambda s: s.seated >= s.delegates > 0,
        count=lambda s: s.seated,
        whole=lambda s: s.delegates,
    ),
    Task.BADGE: _Measure(
        lambda s: s.badged >= s.delegates > 0,
        count=lambda s: s.badged,
        whole=lambda s: s.delegates,
    ),
    Task.REHEARSE: _Measure(
        lambda s: s.rehearsed > 0,
        is_skipped=lambda s: s.has_come or s.present > 0,
        count=lambda s: s.rehearsed,
    ),
    Task.ADMIT: _Measure(
        lambda s: s.is_over and s.present > 0,
        count=lambda s: s.present,
        whole=lambda s: s.delegates,
    ),
    Task.EXCUSE: _Measure(
        lambda s: 0 < s.delegates <= s.present + s.excused,
        count=lambda s: s.excused,
        whole=lambda s: s.delegates - s.present,
    ),
    Task.REPORT: _Measure(lambda _: False),
}

# They read what is prepared; no page of theirs changes it.
_READ = (Task.READ_FRAME, Task.AWAIT)
_ROADS: Mapping[Role, tuple[Task, ...]] = {
    Role.ADMINISTRATOR: _READ,
    Role.COUNCIL: (Task.READ_FRAME, Task.APPRAISE, Task.AWAIT),
    Role.SUBCOMMITTEE: _READ,
    Role.ORGANIZER: (
        Task.RECEIVE,
        Task.ACCEPT,
        Task.SELECT,
        Task.APPROVE,
        Task.SEAT,
        Task.BADGE,
        Task.REHEARSE,
        Task.ADMIT,
        Task.REPORT,
    ),
    Role.OFFICER: (
        Task.RECEIVE,
        Task.COMPLETE,
        Task.APPRAISE,
        Task.SCORE,
        Task.SELECT,
        Task.BADGE,
        Task.REPORT,
    ),
    Role.COMMUNE: (Task.SEND, Task.CONFIRM, Task.COMPLETE, Task.SUBMIT, Task.AWAIT),
    Role.GATE: (Task.REHEARSE, Task.ADMIT),
    Role.SUPERVISOR: (Task.BADGE, Task.REHEARSE, Task.ADMIT),
    Role.CREDENTIALS: (Task.AWAIT, Task.ADMIT, Task.EXCUSE, Task.REPORT),
    Role.LEADER: (Task.RECEIVE, Task.AWAIT, Task.ADMIT, Task.REPORT),
}


def next_steps(standing: Standing, role: Role) -> tuple[Step, ...]:
    """Give a role's steps in their order; the first that is still open is to be done now."""
    road = _ROADS[role]
    now = next((task for task in road if _past(standing, task) is None), None)
    return tuple(_step(standing, task, is_now=task is now) for task in road)


def _past(standing: Standing, task: Task) -> Progress | None:
    """Tell how a step ended; none while it is open."""
    measure = _MEASURES[task]
    if measure.is_done(standing):
        return Progress.DONE
    return Progress.SKIPPED if measure.is_skipped(standing) else None


def _step(standing: Standing, task: Task, *, is_now: bool) -> Step:
    measure = _MEASURES[task]
    return Step(
        task=task,
        progress=Progress.NOW if is_now else _past(standing, task) or Progress.LATER,
        count=measure.count(standing),
        whole=measure.whole(standing),
        is_stuck=is_now and task is Task.SELECT and standing.is_stuck,
    )
