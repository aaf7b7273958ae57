"""Commands for workbooks: check one as the page does, write the samples of a preset."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from congress import paths, wording
from congress.congresses import presets
from congress.core.errors import Fault
from congress.nominations import senders
from congress.nominations.annotation import annotated
from congress.nominations.samples import write_samples
from congress.nominations.workbook import Reading, ReadRow, read
from congress.paths import DATA

_MOST_CELLS = 40_000
"""A check ends within two seconds; larger copies are written anew, without their look."""
_OUT = click.Path(file_okay=False, path_type=Path)


@click.command("check-workbook")
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preset", required=True, help="The congress that the workbook is for.")
@click.option("--out", required=True, type=_OUT, help="Where the three files go.")
@click.option("--unit", help="Code of the unit that sends it; agencies say why they invite.")
def check_workbook(workbook: Path, preset: str, out: Path, unit: str | None) -> None:
    """Read a workbook as the page does: rows.json, faults.json and annotated.xlsx."""
    plan = presets.load(preset)
    terms = senders.terms_of(plan, senders.sender(plan, unit) if unit is not None else None)
    content = workbook.read_bytes()
    reading = read(content, workbook.name, terms)
    _write(reading, out)
    copy = annotated(content, reading.sheets, reading.faults, most_cells=_MOST_CELLS)
    (out / "annotated.xlsx").write_bytes(copy)
    for fault in reading.faults:
        place = "!".join(part for part in (fault.sheet, fault.cell) if part)
        told = f"{wording.sentence(fault)} {wording.suggestion(fault)}".strip()
        click.echo(f"{workbook.name} {place}: {told}".replace(" :", ":"), err=True)
    click.echo(f"{len(reading.rows)} dòng đạt, {len(reading.faults)} lỗi → {out}")
    if reading.faults:
        sys.exit(2)


@click.command("samples")
@click.option("--preset", default="chi-lang-2025", show_default=True)
@click.option("--out", type=_OUT, help="Default: the preset's folder in data/samples.")
def samples(preset: str, out: Path | None) -> None:
    """Write the sample workbooks of a preset, the same bytes every time."""
    folder = out or DATA / "samples" / preset
    written = write_samples(presets.load(preset), folder)
    click.echo(f"{written} tệp → {folder}")


def _write(reading: Reading, out: Path) -> None:
    paths.made(out)
    files = {
        "rows.json": [row_of(row) for row in reading.rows],
        "faults.json": [_fault(fault) for fault in reading.faults],
    }
    for filename, content in files.items():
        text = json.dumps(content, ensure_ascii=False, indent=2)
        (out / filename).write_text(text + "\n", encoding="utf-8")


def row_of(row: ReadRow) -> dict[str, Any]:
    """Give a proven row by the codes of the headings; numbers as numbers, days as ISO 8601."""
    told = vars(row.nominee) | {
        "birth_date": row.nominee.birth.day and row.nominee.birth.day.isoformat(),
        "birth_year": row.nominee.birth.year,
        "party": row.nominee.is_party_member,
        "score": None if row.nominee.score is None else float(row.nominee.score),
        "warnings": [_fault(fault) for fault in row.warnings],
    }
    del told["birth"], told["is_party_member"]
    return {"sheet": row.sheet, "line": row.line, **told}


def _fault(fault: Fault) -> dict[str, str]:
    return {
        "sheet": fault.sheet or "",
        "cell": fault.cell or "A1",
        "code": fault.code,
        "message": wording.sentence(fault),
        "suggestion": wording.suggestion(fault),
    }
