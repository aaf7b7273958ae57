"""The command that seats people from files, without a database."""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import click

from congress import paths, wording
from congress.core.errors import Fault, Rejected
from congress.seating import drawing, faults, files, pdf
from congress.seating.hall import HallPlan
from congress.seating.people import load_people
from optimizer import seating
from optimizer.chart import Person
from optimizer.seating import Impossible, Plan

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_WRONG_INPUT, _IMPOSSIBLE = 2, 3
_MARK_LENGTH = 4


@click.command("seat")
@click.option("--hall", "hall_file", type=_FILE, required=True, help="Our schema or pretix's.")
@click.option("--people", "people_file", type=_FILE, required=True, help=".csv, .xlsx or .ods")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--keep", "keep_file", type=_FILE, help="An earlier seating.json: move few.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
def seat(hall_file: Path, people_file: Path, out: Path, keep_file: Path | None, seed: int) -> None:
    """Seat people in a hall; writes seating.json and seating.pdf."""
    plan, people, keep = _inputs(hall_file, people_file, keep_file)
    paths.made(out)
    if sys.stderr.isatty():
        click.echo(f"Đang xếp {len(people)} người…", err=True)
    started = time.perf_counter()
    answer = seating.place(plan.open, people, keep=keep, seed=seed)
    seconds = round(time.perf_counter() - started, 3)
    if isinstance(answer, Impossible):
        reasons = faults.worded(answer.obstacles)
        (out / "seating.pdf").unlink(missing_ok=True)
        _write(out, impossible(reasons, seconds))
        for fault in reasons:
            click.echo(wording.sentence(fault), err=True)
        sys.exit(_IMPOSSIBLE)
    document = printed(plan, people, answer.seats)
    _write(out, told(answer, seconds))
    (out / "seating.pdf").write_bytes(document)
    click.echo(f"{len(people)} người, {len(answer.moved)} người đổi chỗ, {seconds:.2f} s → {out}")


def told(plan: Plan, seconds: float) -> dict[str, Any]:
    """Give a plan as seating.json tells it. The gap is null: no bound worth the name is known."""
    return {
        "status": "feasible",
        "gap": None,
        "seconds": seconds,
        "assignments": [{"id": one, "seat_guid": guid} for one, guid in plan.seats.items()],
        "terms": dict(plan.terms),
        "fragments": dict(plan.fragments),
        "moved": list(plan.moved),
    }


def impossible(reasons: Sequence[Fault], seconds: float) -> dict[str, Any]:
    """Give the reasons why there is no plan as seating.json tells them."""
    return {
        "status": "infeasible",
        "gap": None,
        "seconds": seconds,
        "assignments": [],
        "terms": {},
        "fragments": {},
        "moved": [],
        "reasons": [
            {"code": fault.code, "facts": dict(fault.facts), "message": wording.sentence(fault)}
            for fault in reasons
        ],
    }


def printed(plan: HallPlan, people: Sequence[Person], seats: Mapping[str, str]) -> bytes:
    """Print a plan as a PDF; cells show short ids, or the person's place in the file."""
    is_short = all(len(person.id) <= _MARK_LENGTH for person in people)
    sitters = {
        seats[person.id]: drawing.Sitter(
            mark=person.id if is_short else str(nth),
            name=person.name or person.id,
            delegation=person.delegation,
        )
        for nth, person in enumerate(people, 1)
    }
    out = BytesIO()
    pdf.draw_plan(drawing.draw(plan, sitters), plan.name, plan.note, out)
    return out.getvalue()


def _inputs(
    hall_file: Path, people_file: Path, keep_file: Path | None
) -> tuple[HallPlan, list[Person], dict[str, str] | None]:
    """Read every file; what is wrong in any of them is told at once."""
    found: list[Fault] = []
    read: list[Any] = []
    for load, file in (
        (lambda path: files.load_hall(path)[1], hall_file),
        (load_people, people_file),
        (files.load_seats, keep_file),
    ):
        try:
            read.append(load(file) if file else None)
        except Rejected as error:
            found += [_placed(fault, file) for fault in error.faults if file]
    if found:
        for fault in found:
            click.echo(f"{fault.sheet}:{fault.cell}: {wording.sentence(fault)}", err=True)
        sys.exit(_WRONG_INPUT)
    plan, people, keep = read
    return plan, people, keep


def _placed(fault: Fault, file: Path) -> Fault:
    """Name the file of a fault that concerns all of it."""
    if fault.sheet:
        return fault
    return Fault(fault.code, fault.facts, sheet=file.name, cell=fault.cell or "1:1")


def _write(out: Path, answer: Mapping[str, Any]) -> None:
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    (out / "seating.json").write_text(text + "\n", encoding="utf-8")
