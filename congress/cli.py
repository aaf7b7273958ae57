"""The commands: each parses, calls a service, prints."""

import sys
from pathlib import Path

import click

from congress import demo, migrations, server, wording
from congress.app import TASKS
from congress.badges.commands import badge
from congress.checkin.commands import device
from congress.core.errors import Rejected
from congress.database import Database
from congress.nominations.commands import check_workbook, samples
from congress.seating.commands import seat
from congress.selection.commands import select, verify
from congress.settings import Settings


class _SaysFaults(click.Group):
    """A group whose commands end with exit code 2 and one sentence per fault."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what a person can mend is told on standard error."""
        try:
            return super().invoke(ctx)
        except Rejected as error:
            for fault in error.faults:
                click.echo(wording.sentence(fault), err=True)
            sys.exit(2)


@click.group(cls=_SaysFaults)
def main() -> None:
    """Chọn, xếp chỗ, làm thẻ, đón và báo cáo đại biểu của một đại hội."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Processes that answer requests.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages, with a worker beside; both end together."""
    settings = Settings.from_environment()
    migrations.upgrade(Database(settings.database_url))
    server.serve(host=host, port=port, workers=workers)


@main.command()
@click.option("--ends-with-parent", is_flag=True, hidden=True)
def worker(*, ends_with_parent: bool) -> None:
    """Take background jobs from the queue."""
    server.work(Settings.from_environment(), dict(TASKS), ends_with_parent=ends_with_parent)


@main.group("db")
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest schema."""
    migrations.upgrade(Database(Settings.from_environment().database_url))


@main.command("demo")
@click.option("--preset", default="chi-lang-2025", show_default=True)
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path))
@click.option("--serve/--no-serve", default=True, help="Serve the filled application afterwards.")
@click.option("--port", default=8000, show_default=True)
def run_demo(preset: str, out: Path, *, serve: bool, port: int) -> None:
    """Run a preset from the first workbook to the last paper, then serve the result."""
    demo.run(preset, out)
    if serve:
        demo.serve(out, port)


for command in (select, verify, seat, check_workbook, samples, badge, device):
    main.add_command(command)
