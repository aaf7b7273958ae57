"""The version of an answer for strangers: published.json, pool.csv and rules.toml."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from congress import paths, wording
from congress.core.errors import Fault
from congress.selection import commands, faults, files
from optimizer import publishing, verify
from optimizer.problem import Faulty, Pool, Rules

NAMES = ("published.json", "pool.csv", "rules.toml")


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
            published = write(Path(folder), pool, read_rules, told)
            for name in NAMES:
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


def zipped(pool: Pool, rules: Rules, told: Mapping[str, Any]) -> bytes:
    """Give the three files as one; raises ``Faulty`` with ``column_private``."""
    packed = io.BytesIO()
    with TemporaryDirectory() as folder:
        write(Path(folder), pool, rules, told)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in NAMES:
                archive.write(Path(folder) / name, name)
    return packed.getvalue()


def write(folder: Path, pool: Pool, rules: Rules, told: Mapping[str, Any]) -> dict[str, Any]:
    """Write the three files and give the published answer, checked as a stranger would.

    ``told`` is a whole answer that holds. Raises ``Faulty`` with ``column_private``.
    """
    shown = publishing.table(pool, rules)
    json_path, pool_path, rules_path = (folder / name for name in NAMES)
    with pool_path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(shown)
        writer.writerows(zip(*shown.values(), strict=True))
    rules_path.write_text(rules.text, encoding="utf-8", newline="\n")
    public = files.read(pool_path).pool()
    public_rules = files.read_rules(rules_path, public)
    assert public_rules is not None
    pseudonym = publishing.pseudonyms(pool)
    answer = publishing.answer(told, pseudonym, public, public_rules, publishing.alike(shown))
    verify.require_told(public, public_rules, answer)
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    json_path.write_text(text + "\n", encoding="utf-8")
    return answer
