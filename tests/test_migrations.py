"""The migrations make just the tables that the models declare, in each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.engine import make_url

from congress import migrations
from congress.accounts.models import Account
from congress.audit import AuditEntry
from congress.badges.models import Badge
from congress.database import Database
from congress.tables import METADATA

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


def test_accounts_of_before_keep_their_passwords_and_sign_in_again(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'before.db'}")
    migrations.upgrade(database, "0005")
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO account (id, username, name, password_hash, role, is_active,"
                " session_number, is_demonstration, created_at) VALUES"
                " (1, 'chu-tich', 'Trường', 'argon2', 'leader', 1, 3, 0, '2025-04-01')"
            )
        )
    migrations.upgrade(database)
    with database.reading() as session:
        assert session.get_one(Account, 1).password_hash == "argon2"
    database.dispose()


def test_badges_of_before_bear_the_name_of_the_delegate(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'before.db'}")
    migrations.upgrade(database, "0003")
    _store_one_badge(database)
    migrations.upgrade(database)
    with database.reading() as session:
        assert session.get_one(Badge, 1).nominee_id == 5
    database.dispose()


def test_nominees_of_before_were_accepted(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'before.db'}")
    migrations.upgrade(database, "0003")
    _store_one_badge(database)
    migrations.upgrade(database)
    with database.reading() as session:
        assert session.exec(text("SELECT review FROM nominee")).all() == [("accepted",)]
    database.dispose()


def _store_one_badge(database: Database) -> None:
    """Store a badge and all it stands on, in the tables as they were at 0003."""
    at = "2025-04-01"
    rows: dict[str, dict[str, object]] = {
        "unit": {"id": 1, "code": "187", "vintage": 2024, "name": "Chi Lăng", "kind": "district"}
        | {"valid_from": at},
        "congress": {"id": 3, "code": "c", "name": "Hội nghị", "form": "", "level": "district"}
        | {"host_id": 1, "held_on": at, "place": "", "seats": 4, "seats_limit": 300}
        | {"rules": "", "preset": "", "is_demonstration": 0},
        "nominee": {"id": 5, "congress_id": 3, "unit_id": 1, "person_key": "h", "name": "Hòa"}
        | {"name_key": "h", "gender": "male", "birth_year": 1980, "ethnic_group": "Tày"}
        | {"ethnic_scheme": "", "ethnic_code": "02", "composition_group": "direct"}
        | dict.fromkeys(("post", "village", "field", "citizen_id", "phone", "household"), "")
        | dict.fromkeys(("achievement", "titles", "reason"), "")
        | {"status": "proposed", "is_party_member": 0, "version": 1}
        | {"created_at": at, "changed_at": at},
        "delegate": {"id": 7, "congress_id": 3, "nominee_id": 5, "unit_id": 1, "number": 1},
        "badge": {"id": 1, "congress_id": 3, "delegate_id": 7, "serial": 1, "issued_at": at}
        | {"revoked_reason": ""},
    }
    with database.engine.begin() as connection:
        for table, row in rows.items():
            names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)


def test_upgrading_twice_changes_nothing(migrated: Database):
    migrations.upgrade(migrated)
    with migrated.reading() as session:
        assert session.get(AuditEntry, 1) is None
