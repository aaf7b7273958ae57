"""The commands that run the product: serve, work, migrate, demonstrate."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from congress import demo as demonstration, migrations, server
from congress.app import TASKS
from congress.certificate import own_certificate
from congress.core.errors import Rejected
from congress.database import Database
from congress.settings import Settings

_PORT = click.IntRange(1, 65535)
_MOST_WORKERS = 4
"""By themselves: each holds some 200 MB, and an office's computer has other work."""
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=_PORT)
@click.option(
    "--workers",
    default=min(os.cpu_count() or 1, _MOST_WORKERS),
    show_default="the cores, at most 4",
    type=click.IntRange(1),
    help="Processes that answer requests.",
)
@click.option("--tls", is_flag=True, help="Over TLS, which phones want before they open a camera.")
@click.option("--cert", type=_FILE, help="The certificate; one of our own where none is given.")
@click.option("--key", type=_FILE, help="The key of the certificate.")
def serve(
    host: str, port: int, workers: int, *, tls: bool, cert: Path | None, key: Path | None
) -> None:
    """Serve the pages, with a worker beside; both end together."""
    if (cert is None) != (key is None):
        raise Rejected("certificate_incomplete")
    settings = replace(Settings.from_environment(), is_secure=tls or cert is not None)
    settings.hand_down()
    migrations.upgrade(Database(settings.database_url, settings.sealing_key))
    given = (cert, key) if cert and key else None
    if tls and given is None:
        given = own_certificate(settings.var_dir / "tls", at=datetime.now(UTC))
    server.serve(host=host, port=port, workers=workers, certificate=given)


@click.command()
@click.option("--ends-with-parent", is_flag=True, hidden=True)
def worker(*, ends_with_parent: bool) -> None:
    """Take background jobs from the queue."""
    server.work(Settings.from_environment(), TASKS, ends_with_parent=ends_with_parent)


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest schema."""
    settings = Settings.from_environment()
    migrations.upgrade(Database(settings.database_url, settings.sealing_key))


@click.command()
@click.option("--preset", default="chi-lang-2025", show_default=True)
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path))
@click.option("--serve/--no-serve", default=True, help="Serve the filled application afterwards.")
@click.option("--port", default=8000, show_default=True, type=_PORT)
def demo(preset: str, out: Path, *, serve: bool, port: int) -> None:
    """Run a preset from the first workbook to the last paper, then serve the result."""
    demonstration.run(preset, out)
    if serve:
        demonstration.serve(out, port)
