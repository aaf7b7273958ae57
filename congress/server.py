"""The web server and its worker: two processes that end together."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from granian import Granian
from granian.constants import Interfaces

from congress import jobs
from congress.settings import Settings


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the application that the environment describes, until stopped."""
    with _worker_process():
        Granian(
            "congress.app:from_environment",
            factory=True,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=8,
            log_access=False,
        ).serve()


def work(settings: Settings, tasks: dict[str, jobs.Task], *, ends_with_parent: bool) -> None:
    """Take jobs from the queue, until stopped or until the parent is gone."""
    if ends_with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    queue = jobs.open_queue(settings, tasks)
    queue.huey.create_consumer(workers=1, periodic=False, backoff=1.0, max_delay=0.5).run()


@contextmanager
def _worker_process() -> Iterator[None]:
    """Run ``congress worker`` beside the server; its standard input is its lifeline."""
    command = [sys.executable, "-m", "congress", "worker", "--ends-with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as worker:  # noqa: S603 - ourselves
        try:
            yield
        finally:
            worker.terminate()


def _end_with_parent() -> None:
    # However the parent ends, the system closes its end of the pipe.
    sys.stdin.buffer.read()
    os._exit(0)
