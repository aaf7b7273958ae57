"""Commands that choose a list from files and check one, without a database."""

import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from congress import paths, wording
from congress.core.errors import Fault
from congress.selection import answer, faults, files, outputs, reason_book, ways, words
from optimizer import publishing, verify as verifying
from optimizer.findings import Unchecked
from optimizer.problem import Faulty, Pool, Rules, Status
from optimizer.selection import choose

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
_WRONG_INPUT = 2
_NO_LIST = 3
_PROVEN = "Danh sách, tiêu chí và phần chứng minh đều đúng."
_HOLDS = {
    ("optimal", True): _PROVEN,
    ("optimal", False): _PROVEN,
    ("infeasible", False): (
        "Đúng là không có danh sách nào: các tiêu chí đã nêu mâu thuẫn nhau, "
        "bớt bất kỳ tiêu chí nào trong đó thì hết, và mỗi cách nới lỏng đều có danh sách."
    ),
    ("time_limit", True): (
        "Danh sách giữ đúng các tiêu chí, nhưng chưa chứng minh được đó là danh sách tốt nhất."
    ),
    ("time_limit", False): (
        "Kết quả không có danh sách nào vì hết thời gian, và không chứng minh được điều gì."
    ),
}
_OPEN = {
    "optimal": (
        "Danh sách giữ đúng các tiêu chí và cận trên đúng, nhưng chưa kiểm tra xong "
        "đó là danh sách tốt nhất."
    ),
    "infeasible": "Chưa kiểm tra xong các tiêu chí đã nêu có mâu thuẫn nhau hay không.",
}
_BETTER = (
    "Danh sách giữ đúng các tiêu chí, và phần chứng minh cho thấy đó là danh sách tốt nhất "
    "dù kết quả chưa dám nói vậy."
)
_UNCHECKED = {
    Unchecked.PRICES: "giá của từng tiêu chí",
    Unchecked.ENTRY: "điểm cần có để vào danh sách (một phần hoặc tất cả)",
    Unchecked.BOUND: "cận trên của tổng điểm",
    Unchecked.RANKING: "còn cách nới lỏng nào ít hơn không",
    Unchecked.CORE: "phần lõi của chứng minh, vì hết thời gian",
    Unchecked.LOT: "thứ tự giữa các danh sách bằng điểm",
    Unchecked.RESERVE: "thiệt hại dự kiến khi có người vắng",
    Unchecked.WITHHELD: (
        "danh sách dự khuyết và ai quyết định người bắt buộc, người bị loại (không công bố)"
    ),
    Unchecked.LAST: "danh sách trước (dùng --last để kiểm tra)",
    Unchecked.RUN: "phiên bản và thời gian chạy",
}


class Real(click.FloatRange):
    """A number in a range; NaN, which no comparison keeps out, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read it as click does."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a valid float.", param, ctx)
        return number


@click.command("select")
@click.option("--nominees", required=True, type=FILE, help=".csv, .xlsx or .ods.")
@click.option("--rules", required=True, type=FILE, help="Rules file, TOML.")
@click.option("--out", required=True, type=FOLDER, help="Where the answer goes.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Decides among equally good lists.",
)
@click.option("--time-limit", type=Real(min=0), help="Seconds.")
@click.option("--last", type=FILE, help="A former result.json, to be changed least.")
@click.option("--reserve", type=click.IntRange(min=1), help="Alternates, searched for in full.")
@click.option("--dropout", type=Real(0, 1), default=answer.DROPOUT, show_default=True)
@click.option("--explain", type=click.Choice(answer.EXPLAIN), default="bounds", show_default=True)
def select(
    *,
    nominees: Path,
    rules: Path,
    out: Path,
    seed: int,
    time_limit: float | None,
    last: Path | None,
    reserve: int | None,
    dropout: float,
    explain: str,
) -> None:
    """Choose a list from files: result.json, delegates.xlsx and reasons.xlsx."""
    nominee_file, pool, read_rules = read(nominees, rules)
    former = _former(last)
    with _progress("Chọn đại biểu") as told_percent, _refused_reserve():
        result = choose(
            pool,
            read_rules,
            seed=seed,
            last=former,
            time_limit_s=time_limit,
            progress=told_percent,
        )
        told = answer.of(
            pool,
            read_rules,
            result,
            explain,
            reserve=reserve,
            dropout=dropout,
            time_limit_s=time_limit,
            progress=told_percent,
        )
    paths.made(out)
    outputs.write_result(out, told)
    if not result.has_list:
        outputs.remove_delegates(out)
        click.echo(_no_list(result.status, told), err=True)
        sys.exit(_NO_LIST)
    outputs.write_delegates(out, nominee_file, result.chosen)
    reason_book.write(out, nominee_file, told, ways.quotas(read_rules.text))
    proven = "đã chứng minh tốt nhất" if result.status is Status.OPTIMAL else "chưa chứng minh xong"
    total = words.number(told["score"])
    click.echo(f"{told['seats']} đại biểu, tổng điểm {total}, {proven} → {out}")


@click.command("verify")
@click.option("--nominees", required=True, type=FILE, help=".csv, .xlsx or .ods.")
@click.option("--rules", required=True, type=FILE, help="Rules file, TOML.")
@click.option("--last", type=FILE, help="The former result.json that the list was to keep.")
@click.option("--time-limit", type=Real(min=0), default=300, show_default=True, help="Seconds.")
@click.argument("result", type=FILE)
def verify(
    *, nominees: Path, rules: Path, last: Path | None, time_limit: float, result: Path
) -> None:
    """Check a list, its quotas and its proof without trusting the program that made it."""
    try:
        told = json.loads(result.read_text("utf-8"))
        terms = publishing.terms(told)
    except (ValueError, RecursionError):
        refuse([malformed(result)])
    _, pool, read_rules = read(nominees, rules, terms)
    former = _former(last)
    try:
        verdict = verifying.examine(pool, read_rules, told, last=former, time_limit_s=time_limit)
    except (ValueError, RecursionError, verifying.Malformed):
        refuse([malformed(result)])
    if verdict.findings:
        worded = [Fault(f"result_{found.code}", found.facts) for found in verdict.findings]
        refuse([f"{result}: {wording.sentence(fault)}" for fault in worded])
    click.echo(_verified(told, verdict))


def _verified(told: dict[str, Any], verdict: verifying.Verdict) -> str:
    """Say what holds, no more than was checked, and how long that took."""
    held = _HOLDS[told["status"], bool(told["selected"])]
    if verdict.is_better:
        held = _BETTER
    elif Unchecked.CORE in verdict.unchecked:
        held = _OPEN.get(told["status"], held)
    unchecked = ", ".join(_UNCHECKED[claim] for claim in verdict.unchecked)
    seconds = f"{verdict.seconds:.2f}".replace(".", ",")
    return f"{held} Chưa kiểm tra: {unchecked}. Kiểm tra trong {seconds} giây."


def read(
    nominees: Path, rules: Path, terms: Mapping[str, Sequence[str]] | None = None
) -> tuple[files.NomineeFile, Pool, Rules]:
    """Read both files; what is wrong with either is told at once."""
    found: list[str] = []
    nominee_file = pool = read_rules = None
    try:
        nominee_file = files.read(nominees)
        pool = nominee_file.pool(terms)
    except Faulty as error:
        found += faults.lines(nominees, error)
        pool = error.pool
    try:
        read_rules = files.read_rules(rules, pool)
    except Faulty as error:
        found += faults.lines(rules, error)
    if found or nominee_file is None or pool is None or read_rules is None:
        refuse(found)
    return nominee_file, pool, read_rules


@contextmanager
def _refused_reserve() -> Iterator[None]:
    """Refuse more alternates than there are nominees left; the nominees are not at fault."""
    try:
        yield
    except Faulty as error:
        worded = map(faults.worded, error.faults)
        refuse([f"--reserve: {wording.sentence(fault)}" for fault in worded])


def _former(path: Path | None) -> list[str] | None:
    """Read whom an earlier result.json selected."""
    if path is None:
        return None
    try:
        selected = json.loads(path.read_text("utf-8"))["selected"]
    except (ValueError, RecursionError, LookupError, TypeError):
        selected = None
    if not isinstance(selected, list) or not all(isinstance(each, str) for each in selected):
        refuse([malformed(path)])
    return selected


def malformed(path: Path) -> str:
    """Say that a file is no result.json."""
    return f"{path}: {wording.sentence(Fault('result_malformed'))}"


def refuse(lines: Iterable[str]) -> NoReturn:
    """End for wrong input, saying why line by line."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(_WRONG_INPUT)


def _no_list(status: Status, told: dict[str, Any]) -> str:
    if status is Status.TIME_LIMIT:
        return wording.sentence(Fault("selection_no_list_in_time"))
    named = ", ".join(f"“{name}”" for name in told["conflict"])
    return wording.sentence(Fault("selection_impossible", {"quotas": named}))


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int], None]]:
    """Show progress on a terminal, none in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _percent: None
        return
    with click.progressbar(length=100, label=label, file=sys.stderr) as bar:
        yield lambda percent: bar.update(percent - bar.pos)
