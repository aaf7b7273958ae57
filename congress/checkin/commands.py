"""The command that enrols a scanner."""

from datetime import UTC, datetime

import click

from congress.checkin import queries, service
from congress.database import opened
from congress.settings import Settings


@click.group()
def device() -> None:
    """Look after scanners."""


@device.command()
@click.option("--gate", required=True, help="The gate's name; a new one is made.")
@click.option("--congress", "code", default=None, help="The congress's code, if several are open.")
def enroll(gate: str, code: str | None) -> None:
    """Enrol a scanner at a gate; the last line is its token, which is shown this once."""
    url = Settings.from_environment().database_url
    with opened(url) as database, database.transaction() as session:
        congress = queries.congress_of(session, code)
        token = service.enroll_device(session, congress.id, gate, by=None, at=datetime.now(UTC))
    click.echo(f"{congress.name} · {gate}", err=True)
    click.echo(token)
