"""What each role should do next, from counts alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from congress.core.roles import Role


class Progress(StrEnum):
    """A step is done, to be done now, or comes later."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


class Task(StrEnum):
    """The steps on the road of a congress, in its order."""

    READ_FRAME = "read_frame"
    SEND = "send"
    CONFIRM = "confirm"
    RECEIVE = "receive"
    COMPLETE = "complete"
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
    """When a step is done, and how far it is until then."""

    is_done: Callable[[Standing], bool]
    count: Callable[[Standing], int] = lambda _: 0
    whole: Callable[[Standing], int] = lambda _: 0


# Approval closes the list, so that what came before it is no longer anybody's to do.
_MEASURES: Mapping[Task, _Measure] = {
    Task.READ_FRAME: _Measure(lambda _: False),
    Task.SEND: _Measure(lambda s: s.nominees > 0 or s.is_approved, lambda s: s.nominees),
    Task.CONFIRM: _Measure(
        lambda s: s.is_approved or (s.nominees > 0 and s.workbooks_waiting == 0),
        whole=lambda s: s.workbooks_waiting,
    ),
    Task.RECEIVE: _Measure(
        lambda s: s.is_approved or s.units_sent == s.units > 0,
        lambda s: s.units_sent,
        lambda s: s.units,
    ),
    Task.COMPLETE: _Measure(
        lambda s: s.is_approved or (s.nominees > 0 and s.incomplete == 0),
        lambda s: s.nominees - s.incomplete,
        lambda s: s.nominees,
    ),
    Task.SCORE: _Measure(
        lambda s: s.is_approved or (s.nominees > 0 and s.unscored == 0),
        lambda s: s.nominees - s.unscored,
        lambda s: s.nominees,
    ),
    Task.SELECT: _Measure(lambda s: s.is_approved or s.drafts > 0, lambda s: s.drafts),
    Task.APPROVE: _Measure(lambda s: s.is_approved, lambda s: s.delegates),
    Task.AWAIT: _Measure(lambda s: s.is_approved, lambda s: s.delegates),
    Task.SEAT: _Measure(
        lambda s: s.seated >= s.delegates > 0, lambda s: s.seated, lambda s: s.delegates
    ),
    Task.BADGE: _Measure(
        lambda s: s.badged >= s.delegates > 0, lambda s: s.badged, lambda s: s.delegates
    ),
    Task.REHEARSE: _Measure(lambda s: s.rehearsed > 0 or s.present > 0, lambda s: s.rehearsed),
    Task.ADMIT: _Measure(
        lambda s: s.is_over and s.present > 0, lambda s: s.present, lambda s: s.delegates
    ),
    Task.EXCUSE: _Measure(
        lambda s: 0 < s.delegates <= s.present + s.excused,
        lambda s: s.excused,
        lambda s: s.delegates - s.present,
    ),
    Task.REPORT: _Measure(lambda _: False),
}

_READ = (Task.READ_FRAME,)
_ROADS: Mapping[Role, tuple[Task, ...]] = {
    Role.ADMINISTRATOR: _READ,
    Role.COUNCIL: _READ,
    Role.SUBCOMMITTEE: _READ,
    Role.ORGANIZER: (
        Task.RECEIVE,
        Task.SELECT,
        Task.APPROVE,
        Task.SEAT,
        Task.BADGE,
        Task.REHEARSE,
        Task.ADMIT,
        Task.REPORT,
    ),
    Role.OFFICER: (Task.RECEIVE, Task.COMPLETE, Task.SCORE, Task.SELECT, Task.BADGE, Task.REPORT),
    Role.COMMUNE: (Task.SEND, Task.CONFIRM, Task.COMPLETE, Task.AWAIT),
    Role.GATE: (Task.REHEARSE, Task.ADMIT),
    Role.SUPERVISOR: (Task.BADGE, Task.REHEARSE, Task.ADMIT),
    Role.CREDENTIALS: (Task.AWAIT, Task.ADMIT, Task.EXCUSE, Task.REPORT),
    Role.LEADER: (Task.RECEIVE, Task.AWAIT, Task.ADMIT, Task.REPORT),
}


def next_steps(standing: Standing, role: Role) -> tuple[Step, ...]:
    """Give a role's steps in their order; the first that is not done is to be done now."""
    road = _ROADS[role]
    now = next((task for task in road if not _MEASURES[task].is_done(standing)), None)
    return tuple(_step(standing, task, is_now=task is now) for task in road)


def _step(standing: Standing, task: Task, *, is_now: bool) -> Step:
    measure = _MEASURES[task]
    done = Progress.DONE if measure.is_done(standing) else Progress.LATER
    return Step(
        task=task,
        progress=Progress.NOW if is_now else done,
        count=measure.count(standing),
        whole=measure.whole(standing),
        is_stuck=is_now and task is Task.SELECT and standing.is_stuck,
    )
