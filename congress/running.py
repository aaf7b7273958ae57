"""The commands that run the product: serve, work, migrate, demonstrate."""

from pathlib import Path

import click

from congress import demo as demonstration, migrations, server
from congress.app import TASKS
from congress.database import Database
from congress.settings import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Processes that answer requests.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages, with a worker beside; both end together."""
    settings = Settings.from_environment()
    migrations.upgrade(Database(settings.database_url))
    server.serve(host=host, port=port, workers=workers)


@click.command()
@click.option("--ends-with-parent", is_flag=True, hidden=True)
def worker(*, ends_with_parent: bool) -> None:
    """Take background jobs from the queue."""
    server.work(Settings.from_environment(), dict(TASKS), ends_with_parent=ends_with_parent)


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest schema."""
    migrations.upgrade(Database(Settings.from_environment().database_url))


@click.command()
@click.option("--preset", default="chi-lang-2025", show_default=True)
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path))
@click.option("--serve/--no-serve", default=True, help="Serve the filled application afterwards.")
@click.option("--port", default=8000, show_default=True)
def demo(preset: str, out: Path, *, serve: bool, port: int) -> None:
    """Run a preset from the first workbook to the last paper, then serve the result."""
    demonstration.run(preset, out)
    if serve:
        demonstration.serve(out, port)
