"""Background jobs."""

import logging

import pytest

from congress import jobs
from congress.core.errors import NotFound
from congress.database import Database
from congress.jobs import Job, JobState
from congress.settings import Settings
from tests.factories import AT


def _asked(database: Database) -> str:
    with database.transaction() as session:
        return jobs.ask(session, "counting", 7, at=AT).id


def test_a_job_is_told_its_subject_and_reports_its_progress(database: Database):
    job_id = _asked(database)
    seen: list[int] = []

    def count(database: Database, subject: int, progress: jobs.Progress) -> None:
        progress(40)
        with database.reading() as session:
            seen.extend([subject, session.get_one(Job, job_id).percent])

    jobs.run(database, job_id, {"counting": count})
    assert seen == [7, 40]
    with database.reading() as session:
        assert session.get_one(Job, job_id).state is JobState.DONE


def test_a_job_that_fails_is_marked_and_logged(
    database: Database, caplog: pytest.LogCaptureFixture
):
    job_id = _asked(database)

    def fail(database: Database, subject: int, progress: jobs.Progress) -> None:
        raise RuntimeError

    with caplog.at_level(logging.ERROR), pytest.raises(RuntimeError):
        jobs.run(database, job_id, {"counting": fail})
    assert job_id in caplog.text
    with database.reading() as session:
        assert session.get_one(Job, job_id).state is JobState.FAILED


def test_a_job_that_is_not_there_is_a_bug(database: Database):
    with pytest.raises(NotFound):
        jobs.run(database, "no-such-job", {})


def test_what_is_sent_waits_in_the_queue_for_a_worker(database: Database, settings: Settings):
    done: list[int] = []
    queue = jobs.open_queue(
        settings, {"counting": lambda database, subject, progress: done.append(subject)}
    )
    queue.send(_asked(database))
    assert done == []
    task = queue.huey.dequeue()
    queue.huey.execute(task)
    assert done == [7]
    queue.huey.storage.close()
