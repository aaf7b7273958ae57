"""The migrations make just the tables that the models declare."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from congress import migrations
from congress.audit import AuditEntry
from congress.database import Database
from congress.tables import METADATA


def _differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), METADATA)


def test_a_migrated_sqlite_database_is_what_the_models_declare(migrated: Database):
    assert _differences(migrated) == []


def test_upgrading_twice_changes_nothing(migrated: Database):
    migrations.upgrade(migrated)
    with migrated.reading() as session:
        assert session.get(AuditEntry, 1) is None
