"""The server and its worker, as processes."""

import os
import select
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from congress import jobs, migrations
from congress.database import Database
from congress.selection import service as selections
from congress.selection.models import Selection, State
from tests import factories
from tests.factories import AT, RULES


@dataclass(frozen=True)
class Served:
    """A running server in a folder of its own."""

    process: "subprocess.Popen[bytes]"
    port: int
    folder: Path

    def get(self, scheme: str = "http") -> str:
        """Fetch the sign-in page, as soon as it is there."""
        trust = None
        for _ in range(600):
            assert self.process.poll() is None
            try:
                if scheme == "https":
                    trust = ssl.create_default_context(
                        cafile=self.folder / "tls" / "certificate.pem"
                    )
                with urlopen(f"{scheme}://localhost:{self.port}/sign-in", context=trust) as page:
                    return page.read().decode()
            except (URLError, OSError):
                time.sleep(0.1)
        raise AssertionError("the server did not answer")


Serve = Callable[..., Served]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    started = []

    def start(*options: str) -> Served:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "congress", "serve", "--port", str(port), *options],
            env=os.environ | {"CONGRESS_VAR": str(tmp_path)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return Served(process, port, tmp_path)

    yield start
    for process in started:
        process.kill()
        process.wait()


def _workers_in(folder: Path) -> list[str]:
    """Find the workers of an installation among the processes of this machine."""
    marked = f"CONGRESS_VAR={folder}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = marked in (process / "environ").read_bytes().split(b"\0")
            if is_ours and b"worker" in (process / "cmdline").read_bytes().split(b"\0"):
                found.append(process.name)
        except OSError:
            continue
    return found


def _until(holds: Callable[[], object]) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return False


def test_pages_are_served_over_tls_with_a_certificate_of_its_own(serve: Serve):
    assert "Đăng nhập" in serve("--tls").get("https")


def test_a_port_in_use_is_refused_in_a_sentence(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "congress", "serve", "--port", str(port)],
            env=os.environ | {"CONGRESS_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert str(port) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found in /proc")
def test_the_worker_ends_with_a_server_that_was_killed(serve: Serve):
    served = serve()
    served.get()
    assert _until(lambda: _workers_in(served.folder))
    served.process.send_signal(signal.SIGKILL)
    assert _until(lambda: not _workers_in(served.folder))


def test_a_new_worker_ends_what_a_killed_one_left(serve: Serve, tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'congress.db'}")
    migrations.upgrade(database)
    with database.transaction() as session:
        small = factories.small_congress(session)
        for n in range(5):
            factories.nominee(session, small, f"Lành Thị {n}", small.nhan_ly, score=70 + n)
        selection = selections.ask(
            session, small.congress_id, RULES, by=small.viewers["organizer"], at=AT
        )
        # As a worker leaves it that took the job from the queue and was killed.
        session.get_one(jobs.Job, selection.job_id).state = jobs.JobState.RUNNING
    serve().get()

    def is_drafted() -> bool:
        with database.reading() as session:
            return session.get_one(Selection, selection.id).state is State.DRAFT

    assert _until(is_drafted)
    database.dispose()


@pytest.mark.parametrize("size", ["Content-Length: 209715200", "Transfer-Encoding: chunked"])
def test_a_file_of_200_mb_is_refused_before_it_has_come(serve: Serve, size: str):
    server = serve()
    server.get()
    head = (
        "POST /congresses/a/nominees/workbooks HTTP/1.1", "Host: localhost", size,
        "Content-Type: multipart/form-data; boundary=x", "", "",
    )  # fmt: skip
    piece = b"x" * 2**16
    sent = 0
    with socket.create_connection(("localhost", server.port), timeout=20) as line:
        line.sendall("\r\n".join(head).encode())
        try:
            while sent < 30 * 2**20 and not select.select([line], [], [], 0)[0]:
                line.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if "chunked" in size else piece)
                sent += len(piece)
        except OSError:
            pass
        assert b" 413 " in line.recv(2**12)
    assert sent < 30 * 2**20
