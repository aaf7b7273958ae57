"""A served installation and a real browser."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from congress import migrations
from congress.accounts import service as accounts
from congress.congresses import presets, queries as congresses, service as congress_service
from congress.core.roles import Role, Viewer
from congress.database import Database
from congress.demo import review
from congress.nominations import sending
from congress.paths import DATA
from congress.seating import service as seating
from congress.settings import Settings

PASSWORD = "một câu dài dễ nhớ"
SAMPLES = DATA / "samples" / "chi-lang-2025"
CLERK_WORKBOOK = SAMPLES / "12-xa-nhan-ly.xlsx"
FAULTY_WORKBOOK = SAMPLES / "17-xa-huu-kien.xlsx"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Installation:
    """A served installation: its address, its folder, and its database."""

    url: str
    folder: Path
    database: Database
    congress_id: int


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The preset with every unit's workbook but that of Nhân Lý, whose clerk sends it here."""
    folder = tmp_path_factory.mktemp("installation")
    settings = Settings.beside(folder / "congress.db")
    database = Database(settings.database_url, settings.sealing_key)
    congress_id = prepare(database)
    with served(folder) as url:
        yield Installation(url, folder, database, congress_id)
    database.dispose()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the installation of a folder on a free port; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "congress", "serve", "--port", str(port)]
    environment = os.environ | {"CONGRESS_VAR": str(folder)}
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder) as server,
    ):
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, server)
        yield url
        server.terminate()


def prepare(database: Database) -> int:
    """Fill a database with what the units but Nhân Lý sent, all of it accepted."""
    migrations.upgrade(database)
    at = datetime.now(UTC)
    preset = presets.load("chi-lang-2025")
    with database.transaction() as session:
        congress = congress_service.open_preset(session, preset, by=None, at=at)
        congress_id = congress.id or 0
        senders = congresses.senders(session, congress_id)
        clerk_unit = next(unit for unit in senders if unit.name == "Xã Nhân Lý")
        for role in Role:
            unit_id = clerk_unit.id if role is Role.COMMUNE else None
            accounts.open_account(
                session,
                username=role.value,
                name=role.value,
                password=PASSWORD,
                role=role,
                unit_id=unit_id,
                by=None,
                at=at,
            )
        office = Viewer(1, "", Role.ORGANIZER)
        seating.set_hall(session, congress_id, seating.read_hall(preset.hall), by=office, at=at)
        for position, unit in enumerate(senders, 1):
            first = next(SAMPLES.glob(f"{position:02d}-*.xlsx"))
            mended = SAMPLES / "mended" / first.name
            path = mended if mended.exists() else first
            if path != CLERK_WORKBOOK:
                upload = sending.opened(path.name, path.read_bytes())
                workbook = sending.receive(session, congress_id, unit.id, upload, by=office, at=at)
                sending.confirm(session, congress_id, workbook.id or 0, by=office, at=at)
    for unit in senders:
        if unit != clerk_unit:
            review.hand_in(database, congress_id, unit.id, office, at=at)
    review.accept(database, congress_id, office, at=at)
    return congress_id


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert server.poll() is None, "the server ended"
        try:
            with urlopen(f"{url}/sign-in"):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("the server did not answer within a minute")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


def _failed(request: Request) -> list[str]:
    """Tell of a failed request; the browser aborts one when it turns into a download."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.failure}: {request.url}"]


def enter(page: Page, username: str) -> None:
    """Sign in through the page."""
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/")


OpenAs = Callable[..., Page]


@pytest.fixture
def open_as(installation: Installation, chromium: Browser) -> Iterator[OpenAs]:
    """Sign in through the page as a role, in a window of a given width; errors fail the test."""
    contexts = []
    wrong: list[str] = []

    def sign_in(role: str, width: int = 1366) -> Page:
        context = chromium.new_context(
            base_url=installation.url, viewport={"width": width, "height": 900}, locale="en-US"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("requestfailed", lambda request: wrong.extend(_failed(request)))
        enter(page, role)
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert wrong == []
