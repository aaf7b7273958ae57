"""How Alembic reaches the tables and the database."""

import importlib

from alembic import context
from sqlmodel import SQLModel

for capability in (
    "accounts",
    "badges",
    "checkin",
    "congresses",
    "delegates",
    "nominations",
    "seating",
    "selection",
    "units",
):
    importlib.import_module(f"congress.{capability}.models")
importlib.import_module("congress.jobs")
importlib.import_module("congress.audit")

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
