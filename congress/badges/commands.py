"""The command that tells whose badge a scanned text is."""

import sys

import click

from congress import wording
from congress.badges import queries
from congress.badges.tokens import BadgeClaim, Unreadable, verify
from congress.core.errors import Fault
from congress.database import opened
from congress.settings import Settings


@click.group()
def badge() -> None:
    """Look at badges."""


@badge.command("verify")
@click.argument("token")
def verify_token(token: str) -> None:
    """Say whose badge a scanned text is, or why it is none (exit 2: no badge's text, 3: void)."""
    url = Settings.from_environment().database_url
    with opened(url) as database, database.reading() as session:
        claim = verify(token, queries.public_keys(session))
        holder = queries.holder(session, claim) if isinstance(claim, BadgeClaim) else None
    if holder is None:
        _refuse(claim.value if isinstance(claim, Unreadable) else "unknown_badge")
    elif holder.is_revoked:
        _refuse("substituted" if holder.is_former else "revoked")
    else:
        click.echo(f"{holder.number:03d} · {holder.name} · {holder.unit}")


def _refuse(reason: str) -> None:
    click.echo(wording.sentence(Fault(f"badge_{reason}")), err=True)
    sys.exit(2 if reason == Unreadable.MALFORMED else 3)
