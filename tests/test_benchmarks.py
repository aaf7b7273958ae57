"""Benchmarks run at a small size, so that none is found broken on the day it is wanted."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from optimizer.selection import choose
from tests.benchmarks import __main__ as program, measuring, table
from tests.benchmarks.instances import problem
from tests.benchmarks.peers import merit

PLAIN = Path(merit.__file__).resolve().parent / "plain"
SMALL = {
    "selection": ("ours", 400),
    "selection, soft": ("soft", 400),
    "what_if": ("ours", 400, 2),
    "explanation": ("ours", 400),
    "diagnosis": ("ours", 1_000),
    "alternates": ("ours", 330),
    "substitution": ("ours", 400),
    "workbook": ("ours", 200),
}


@pytest.mark.parametrize("name", SMALL)
def test_a_benchmark_measures_ours_at_a_small_size(name: str):
    module = importlib.import_module(f"tests.benchmarks.{name.split(',', maxsplit=1)[0]}")
    who, *size = SMALL[name]
    assert getattr(module, who)(*size)["seconds"] > 0


def test_make_bench_runs_every_benchmark():
    beside = {"__init__", "__main__", "instances", "measuring", "table"}
    folder = Path(program.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - beside == set(program.NAMES)


def _told(script: str, path: Path, *words: str) -> measuring.Run:
    command = [sys.executable, str(PLAIN / script), str(path), "30", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_a_plain_peer_finds_the_same_total_from_the_same_arrays():
    pool, rules = problem(400)
    with merit.arrays(pool, rules) as path:
        told = _told("highs_arrays.py", path)
    assert told["proven"]
    assert told["is_kept"]
    assert told["score"] == choose(pool, rules).score


def test_a_plain_peer_misses_soft_quotas_as_little_as_ours():
    pool, rules = problem(400, has_soft=True)
    with merit.arrays(pool, rules) as path:
        told = _told("pulp_model.py", path, "cbc")
    mine = choose(pool, rules)
    assert told["proven"]
    assert told["misses"] == [missed for _, missed in mine.misses]
    assert told["score"] == mine.score


def test_a_peer_without_a_list_at_its_limit_is_not_called_proven():
    with merit.arrays(*problem(2_000)) as path:
        command = [sys.executable, str(PLAIN / "pulp_model.py"), str(path), "0.01", "cbc"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not json.loads(done.stdout.splitlines()[-1])["proven"]


def test_the_elastic_peer_moves_as_many_people_as_ours():
    pool, rules = problem(1_000, has_conflicts=True)
    with merit.arrays(pool, rules) as path:
        told = _told("elastic.py", path)
    conflict = choose(pool, rules).conflict
    assert conflict is not None
    least = [sum(abs(c.after - c.before) for c in way) for way in conflict.relaxations]
    assert told["proven"]
    assert told["moved"] == min(least)


OURS = [{"seconds": seconds, "peak_mb": 50, "score": 7} for seconds in (0.1, 0.2, 0.3)]
QUICK = {"seconds": 0.4, "peak_mb": 60, "score": 6, "proven": False}
SLOW = {"seconds": 2.0, "peak_mb": 90, "score": 7, "proven": True}


def _line() -> measuring.Line:
    return measuring.line(
        "work",
        9,
        OURS,
        {"quick": [QUICK], "slow": [SLOW]},
        is_same=lambda mine, theirs: mine["score"] == theirs["score"],
    )


def test_only_a_peer_that_proves_its_answer_is_the_best():
    line = _line()
    assert (line["peer"], line["ratio"], line["same_answer"]) == ("slow", 10.0, True)
    assert [peer["same_answer"] for peer in line["peers"]] == [False, True]


def test_a_line_says_whether_what_was_asked_is_met():
    assert measuring.judged(_line(), at_least={"ratio": 10}, at_most={"ours_s": 0.2})["met"]
    assert not measuring.judged(_line(), at_least={"ratio": 11})["met"]
    assert not measuring.judged(_line(), at_least={"unheard_of": 1})["met"]


def test_the_table_shows_the_last_line_of_each_benchmark(tmp_path: Path):
    kept = tmp_path / "bench.jsonl"
    old, new = (measuring.judged(_line(), at_least={"ratio": asked}) for asked in (100, 8))
    kept.write_text("".join(f"{json.dumps(line)}\n" for line in (old, new)), "utf-8")
    rows = list(table.figures(table.latest(kept)))
    assert len(rows) == 3
    assert "| slow | 2 s | 10.0 | yes |" in rows[-1]
    assert rows[-1].endswith("| 8 times | yes |")
    assert len(list(table.peers(table.latest(kept)))) == 4


def test_the_figures_stand_between_the_marks_of_the_page():
    page = (measuring.ROOT / "docs" / "measurements.md").read_text("utf-8")
    assert page.count("<!-- figures -->") == page.count("<!-- /figures -->") == 1


def test_the_page_is_written_again_without_a_trace_of_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    kept, page = tmp_path / "bench.jsonl", tmp_path / "page.md"
    kept.write_text(json.dumps(_line()), "utf-8")
    page.write_text("before\n<!-- figures -->old<!-- /figures -->\nafter\n", "utf-8")
    monkeypatch.setattr(table, "KEPT", kept)
    monkeypatch.setattr(sys, "argv", ["table", str(page)])
    table.main()
    once = page.read_text("utf-8")
    table.main()
    assert page.read_text("utf-8") == once
    assert once.startswith("before\n")
    assert once.endswith("\nafter\n")
    assert "old" not in once
    assert "| slow |" in once
