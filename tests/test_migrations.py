"""The migrations make just the tables that the models declare, in each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.engine import make_url

from congress import migrations
from congress.audit import AuditEntry
from congress.badges.models import Badge
from congress.database import Database
from congress.tables import METADATA
from tests import factories

NAME = "migrated"


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database made by the migrations alone."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'migrated.db'}"
    else:
        url = _created(request.getfixturevalue("postgres_url"))
    database = Database(url)
    migrations.upgrade(database)
    yield database
    database.dispose()


def _created(server_url: str) -> str:
    """Make an empty database on the server, in place of one of before."""
    server = Database(server_url)
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {NAME}"))
        connection.execute(text(f"CREATE DATABASE {NAME}"))
    server.dispose()
    return make_url(server_url).set(database=NAME).render_as_string(hide_password=False)


def test_a_migrated_database_is_what_the_models_declare(migrated: Database):
    with migrated.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_migrated_database_checks_what_the_models_check(migrated: Database):
    """Alembic does not compare CHECK constraints."""
    found = inspect(migrated.engine)
    checked = {
        (table, str(check["name"]))
        for table in METADATA.tables
        for check in found.get_check_constraints(table)
    }
    declared = {
        (table.name, str(constraint.name))
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert checked == declared


def test_accounts_of_before_are_signed_out_of_no_session(migrated: Database):
    columns = {each["name"]: each for each in inspect(migrated.engine).get_columns("account")}
    assert "0" in str(columns["session_number"]["default"])
    assert not columns["session_number"]["nullable"]


def test_badges_of_before_bear_the_name_of_the_delegate(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'before.db'}")
    migrations.upgrade(database, "0003")
    with database.transaction() as session:
        small = factories.small_congress(session)
        person = factories.nominee(session, small, "Nông Văn Hòa", small.nhan_ly).id or 0
        told = {"congress": small.congress_id, "person": person, "unit": small.nhan_ly}
        for table, row in (
            (
                "delegate (id, congress_id, nominee_id, unit_id, number)",
                "7, :congress, :person, :unit, 1",
            ),
            (
                "badge (id, congress_id, delegate_id, serial, issued_at, revoked_reason)",
                "1, :congress, 7, 1, '2025-04-01', ''",
            ),
        ):
            session.execute(text(f"INSERT INTO {table} VALUES ({row})"), told)
    migrations.upgrade(database)
    with database.reading() as session:
        assert session.get_one(Badge, 1).nominee_id == person
    database.dispose()


def test_upgrading_twice_changes_nothing(migrated: Database):
    migrations.upgrade(migrated)
    with migrated.reading() as session:
        assert session.get(AuditEntry, 1) is None
