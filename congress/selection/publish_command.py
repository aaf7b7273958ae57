"""The command that makes a version of a result for strangers."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from congress import paths, wording
from congress.core.errors import Fault
from congress.selection import commands, faults, publishing
from optimizer import verify
from optimizer.problem import Faulty


@click.command("publish")
@click.option("--nominees", required=True, type=commands.FILE, help=".csv, .xlsx or .ods.")
@click.option("--rules", required=True, type=commands.FILE, help="Rules file, TOML.")
@click.option("--out", required=True, type=commands.FOLDER, help="Where the version goes.")
@click.argument("result", type=commands.FILE)
def publish(nominees: Path, rules: Path, out: Path, result: Path) -> None:
    """Make of a result a version for strangers: people under pseudonyms, proof included."""
    _, pool, read_rules = commands.read(nominees, rules)
    try:
        told = json.loads(result.read_text("utf-8"))
        found = verify.check(pool, read_rules, told)
    except (ValueError, RecursionError, verify.Malformed):
        commands.refuse([commands.malformed(result)])
    if found:
        worded = (Fault(f"result_{finding.code}", finding.facts) for finding in found)
        commands.refuse(f"{result}: {wording.sentence(fault)}" for fault in worded)
    try:
        with TemporaryDirectory() as folder:
            published = publishing.write(Path(folder), pool, read_rules, told)
            for name in publishing.NAMES:
                shutil.copy(Path(folder) / name, paths.made(out) / name)
    except Faulty as error:
        commands.refuse(faults.lines(rules, error))
    click.echo(_said(published["published"], len(pool), out))


def _said(published: Mapping[str, Any], nominees: int, out: Path) -> str:
    """Say what is shown, and who may be known again by it."""
    shown = ", ".join(published["columns"])
    alike, few = published["people_alike_to_few"], published["few"]
    warning = (
        f" Chú ý: {alike} trong {nominees} người giống nhau về các cột này với chưa tới {few} "
        "người, nên người quen có thể nhận ra họ."
    )
    return f"Bản công bố nêu điểm và các cột: {shown}.{warning if alike else ''} → {out}"
