"""The commands: each parses, calls a service, prints."""

import sys
from importlib import import_module

import click

from congress import wording
from congress.core.errors import Rejected

_COMMANDS = {
    "account": "congress.office:account",
    "apportion": "congress.apportionment.commands:command",
    "badge": "congress.badges.commands:badge",
    "check-workbook": "congress.nominations.commands:check_workbook",
    "db": "congress.running:db",
    "demo": "congress.running:demo",
    "device": "congress.checkin.commands:device",
    "open": "congress.office:open_congress",
    "samples": "congress.nominations.commands:samples",
    "seat": "congress.seating.commands:seat",
    "publish": "congress.selection.publish_command:publish",
    "select": "congress.selection.commands:select",
    "serve": "congress.running:serve",
    "verify": "congress.selection.commands:verify",
    "worker": "congress.running:worker",
}


class _Product(click.Group):
    """The commands of the product, each imported only when it is asked for.

    What a person can mend is told on standard error, a sentence per fault, with exit code 2.
    """

    def list_commands(self, _: click.Context) -> list[str]:
        """Name the commands."""
        return list(_COMMANDS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except Rejected as error:
            for fault in error.faults:
                click.echo(wording.sentence(fault), err=True)
            sys.exit(2)


@click.group(cls=_Product)
def main() -> None:
    """Chọn, xếp chỗ, làm thẻ, đón và báo cáo đại biểu của một đại hội."""
