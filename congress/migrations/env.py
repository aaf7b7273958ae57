"""How Alembic reaches the tables and the database."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from congress.schema import Instant
from congress.tables import METADATA


def plain_type(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write our own types as what the database sees, so that a migration never changes."""
    if kind != "type":
        return False
    if isinstance(item, Instant):
        return "sa.DateTime()"
    return "sa.String()" if type(item).__name__ == "AutoString" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=plain_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
