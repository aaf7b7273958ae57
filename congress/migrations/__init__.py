"""The history of the schema, and how a database is brought to its newest state."""

from alembic import command
from alembic.config import Config

from congress.database import Database
from congress.paths import MIGRATIONS


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring a database to the newest schema, or to a revision; nothing where it is there."""
    database.ensure_reachable()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.changing_tables() as connection:
        config.attributes["connection"] = connection
        config.attributes["seal"] = lambda: database.seal
        command.upgrade(config, revision)
    if config.attributes.get("leaves_traces"):
        database.wipe_traces()
