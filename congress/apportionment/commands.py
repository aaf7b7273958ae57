"""The command that shares seats out from a file, without a database."""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from congress import paths, wording
from congress.apportionment import answer as answers
from congress.apportionment.faults import worded
from congress.apportionment.files import read_units
from congress.apportionment.words import METHOD_NAMES, method_named
from congress.core.errors import Fault, Rejected
from optimizer.apportionment import MOST_SEATS, Refused, Unit, apportion, in_order
from optimizer.divisors import Method

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_WRONG_INPUT, _IMPOSSIBLE = 2, 3


@click.command("apportion")
@click.option("--units", "units_file", type=_FILE, required=True, help=".csv, .xlsx or .ods")
@click.option("--seats", type=int, required=True, help="The whole house.")
@click.option("--method", "named", default=Method.HAMILTON.value, show_default=True)
@click.option("--floor", type=int, default=0, show_default=True, help="Every unit's least.")
@click.option("--decide", "decided", multiple=True, help="A tied unit that gets a tied seat.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
def command(
    *, units_file: Path, seats: int, named: str, floor: int, decided: Sequence[str], out: Path
) -> None:
    """Share seats out among units by weight; writes result.json."""
    started = time.perf_counter()
    units, method = _inputs(units_file, seats, named, floor)
    try:
        found = apportion(units, seats, method, floor=floor, decided=decided)
    except Refused as refused:
        if any(obstacle.is_input for obstacle in refused.obstacles):
            _end(
                [
                    Fault(worded(each).code, each.facts, sheet="--decide")
                    for each in refused.obstacles
                ]
            )
        _write(out, answers.impossible(units, seats, floor, method, refused.obstacles), started)
        for obstacle in refused.obstacles:
            click.echo(wording.sentence(worded(obstacle)), err=True)
        sys.exit(_IMPOSSIBLE)
    settled = in_order(found)
    _write(out, answers.told(units, seats, floor, found, settled), started)
    click.echo(f"{METHOD_NAMES[method]}: {len(units)} đơn vị, {seats} ghế → {out}")
    if found.tie:
        tied, given = ", ".join(found.tie.units), ", ".join(settled.decided)
        how = "theo thứ tự trong tệp" if found.is_open else "theo --decide"
        click.echo(f"Hòa ở {found.tie.seats} ghế cuối giữa: {tied}; trao {how} cho: {given}.")


def _inputs(units_file: Path, seats: int, named: str, floor: int) -> tuple[list[Unit], Method]:
    """Read the file and the options; what is wrong in any of them is told at once."""
    found: list[Fault] = []
    if not 0 < seats <= MOST_SEATS:
        facts = {"seats": seats, "most": MOST_SEATS}
        found.append(Fault("apportionment_seats_out_of_range", facts, sheet="--seats"))
    if floor < 0:
        found.append(Fault("apportionment_bound_negative", {"bound": floor}, sheet="--floor"))
    method = method_named(named)
    if method is None:
        known = ", ".join(Method)
        unknown = {"method": named, "known": known}
        found.append(Fault("apportionment_method_unknown", unknown, sheet="--method"))
    units: list[Unit] = []
    try:
        units = read_units(units_file.read_bytes(), units_file.name, max(floor, 0))
    except Rejected as error:
        found += [_placed(fault, units_file) for fault in error.faults]
    if found or method is None:
        _end(found)
    return units, method


def _placed(fault: Fault, file: Path) -> Fault:
    """Name the file of a fault that concerns all of it."""
    if fault.sheet:
        return fault
    return Fault(fault.code, fault.facts, sheet=file.name, cell=fault.cell or "1:1")


def _end(faults: Sequence[Fault]) -> NoReturn:
    for fault in faults:
        place = ":".join(part for part in (fault.sheet, fault.cell) if part)
        click.echo(f"{place}: {wording.sentence(fault)}", err=True)
    sys.exit(_WRONG_INPUT)


def _write(out: Path, result: Mapping[str, Any], started: float) -> None:
    paths.made(out)
    seconds = round(time.perf_counter() - started, 3)
    text = json.dumps({**result, "seconds": seconds}, ensure_ascii=False, indent=1)
    (out / "result.json").write_text(text + "\n", encoding="utf-8")
