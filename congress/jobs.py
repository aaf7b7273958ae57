"""Work that outlasts a request: one Huey queue, and the row that pages show."""

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from huey import SqliteHuey
from sqlmodel import Field, Session, SQLModel, col, select, update

from congress.core.errors import NotFound
from congress.database import Database
from congress.schema import Instant, stored
from congress.settings import Settings

log = logging.getLogger(__name__)


class JobState(StrEnum):
    """A job waits, runs, and is done or has failed."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(SQLModel, table=True):
    """A piece of background work: its kind, its subject (a row's id), and how far it is."""

    __tablename__ = "job"

    id: str = Field(primary_key=True)
    kind: str
    subject_id: int
    state: JobState = Field(default=JobState.WAITING, sa_type=stored(JobState))
    percent: int = 0
    asked_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


_UNENDED = (JobState.WAITING, JobState.RUNNING)

Progress = Callable[[int], None]
Task = Callable[[Database, int, Progress], None]
"""A task is told the database, its subject's id, and where to report its percentage."""


def ask(session: Session, kind: str, subject_id: int, *, at: datetime) -> Job:
    """Note a job; hand its id to ``Queue.send`` once the transaction has ended."""
    job = Job(id=str(uuid.uuid4()), kind=kind, subject_id=subject_id, asked_at=at)
    session.add(job)
    session.flush()
    return job


@dataclass(frozen=True)
class Queue:
    """The queue of one installation, and the tasks it knows."""

    huey: SqliteHuey
    send: Callable[[str], object]


def open_queue(settings: Settings, tasks: Mapping[str, Task]) -> Queue:
    """Open the queue; a worker that takes a job from it runs the task of its kind."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    huey = SqliteHuey("congress", filename=str(settings.queue_path), utc=True)

    @huey.task(name="run_job")  # type: ignore[untyped-decorator]
    def run_job(job_id: str) -> None:
        database = Database(settings.database_url, settings.sealing_key)
        try:
            run(database, job_id, tasks)
        finally:
            database.dispose()

    return Queue(huey, run_job)


def run(database: Database, job_id: str, tasks: Mapping[str, Task]) -> None:
    """Run a job to its end; what goes wrong marks it failed and is logged, never lost."""
    with database.reading() as session:
        job = session.get(Job, job_id)
        if job is None:
            raise NotFound
        if job.state not in _UNENDED:
            return
        kind, subject_id = job.kind, job.subject_id
    _mark(database, job_id, state=JobState.RUNNING)
    try:
        tasks[kind](database, subject_id, lambda percent: _mark(database, job_id, percent=percent))
    except Exception:
        log.exception("job %s (%s) failed", job_id, kind)
        _mark(database, job_id, state=JobState.FAILED, ended_at=datetime.now(UTC))
        raise
    _mark(database, job_id, state=JobState.DONE, percent=100, ended_at=datetime.now(UTC))


def resume(database: Database, queue: Queue) -> None:
    """Send again every job that has not ended; a job sent twice runs once."""
    with database.reading() as session:
        unended = session.exec(select(Job.id).where(col(Job.state).in_(_UNENDED))).all()
    for job_id in unended:
        queue.send(job_id)


def _mark(database: Database, job_id: str, **values: object) -> None:
    with database.transaction() as session:
        session.exec(update(Job).where(Job.id == job_id).values(**values))  # type: ignore[arg-type]
