"""The web server and its worker: two processes that end together."""

import gc
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import Interfaces, SSLProtocols

from congress import jobs
from congress.app import from_environment
from congress.core.errors import Rejected
from congress.database import opened
from congress.settings import Settings

_THREADS = 4
"""Enough for a hundred scans a second; a request holds one for some milliseconds."""


def serve(
    *, host: str, port: int, workers: int, certificate: tuple[Path, Path] | None = None
) -> None:
    """Serve the application that the environment describes, until stopped.

    With a certificate and its key, over TLS; version 1.2 for the phones of ten years ago.
    """
    cert, key = certificate or (None, None)
    _ensure_free(host, port)
    with _worker_process():
        Granian(
            "congress.server:application",
            factory=True,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=_THREADS,
            websockets=False,
            log_access=False,
            ssl_cert=cert,
            ssl_key=key,
            ssl_protocol_min=SSLProtocols.tls12,
        ).serve()


def _ensure_free(host: str, port: int) -> None:
    """Refuse a port on which something answers already: the system would let two share it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform != "win32":
            # A server that ended a moment ago leaves connections behind, which do no harm.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Rejected("port_unusable", host=host, port=port) from None


def application() -> Flask:
    """Make the application in a process of the server; it too ends with its parent."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_after, args=(parent.join,), daemon=True).start()
    app = from_environment()
    # The program itself is never garbage; looking through all of it stops a page for 0.15 s.
    gc.collect()
    gc.freeze()
    return app


def work(settings: Settings, tasks: Mapping[str, jobs.Task], *, ends_with_parent: bool) -> None:
    """Take jobs from the queue, until stopped or until the parent is gone.

    First come the jobs that a former worker did not live to end.
    """
    if ends_with_parent:
        # However the parent ends, the system closes its end of the pipe.
        threading.Thread(target=_end_after, args=(sys.stdin.buffer.read,), daemon=True).start()
    queue = jobs.open_queue(settings, tasks)
    with opened(settings.database_url) as database:
        jobs.resume(database, queue)
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


def _end_after(wait: Callable[[], object]) -> None:
    """End this process at once when the wait is over."""
    wait()
    os._exit(0)
