"""How every benchmark is run and told: a process for each run, medians, one JSON line."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

Run = Mapping[str, Any]
"""One run: ``seconds``, ``peak_mb``, and whatever its answer is judged by.

A peer's also has ``proven``.
"""
Line = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
RUNS = 3
LONG_S = 15
"""A peer that takes longer is run once only, so that the whole stays bounded."""


def alone(module: str, *words: object) -> Run:
    """Run one measurement of a benchmark in a process of its own."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    told: Run = json.loads(done.stdout.splitlines()[-1])
    return told


def in_turn(
    ours: Callable[[], Run], peers: Mapping[str, Callable[[], Run | None]], runs: int = RUNS
) -> tuple[list[Run], dict[str, list[Run]]]:
    """Run ours and every peer once, and so on; peers that pip cannot install are left out."""
    mine: list[Run] = []
    theirs: dict[str, list[Run]] = {}
    for turn in range(runs):
        mine.append(ours())
        for name, peer in peers.items():
            past = theirs.get(name, [])
            if turn and (not past or past[0]["seconds"] > LONG_S):
                continue
            told = peer()
            if told is not None:
                theirs.setdefault(name, []).append(told)
    return mine, theirs


def line(
    name: str,
    n: int,
    mine: Sequence[Run],
    theirs: Mapping[str, Sequence[Run]] | None = None,
    *,
    is_same: Callable[[Run, Run], bool] = lambda _ours, _theirs: False,
    **more: object,
) -> Line:
    """Give the benchmark line: ours beside the fastest peer that proved its answer.

    Where none did, it is the first to end, and ``peer_proven`` is false. ``peers`` tells of each.
    """
    told = [_peer(peer, runs, mine[0], is_same) for peer, runs in (theirs or {}).items()]
    best = min(told, key=lambda each: (not each["proven"], each["peer_s"]), default=None)
    ours_s = _median(mine, "seconds")
    found: Line = {
        "name": name,
        "n": n,
        "ours_s": ours_s,
        "peer": best and best["peer"],
        "peer_s": best and best["peer_s"],
        "ratio": best and round(best["peer_s"] / ours_s, 2),
        "same_answer": best and best["same_answer"],
        "peak_mb": round(max(run["peak_mb"] for run in mine)),
    }
    if "answer" in mine[0]:
        found["answer_s"] = _median(mine, "answer")
    if best:
        found |= {"peer_proven": best["proven"], "peer_peak_mb": best["peak_mb"]}
    if len(told) > 1:
        found["peers"] = told
    return found | more


def _peer(name: str, runs: Sequence[Run], mine: Run, is_same: Callable[[Run, Run], bool]) -> Line:
    return {
        "peer": name,
        "peer_s": _median(runs, "seconds"),
        "proven": all(run["proven"] for run in runs),
        "same_answer": all(is_same(mine, run) for run in runs),
        "peak_mb": round(max(run["peak_mb"] for run in runs)),
    }


def _median(runs: Sequence[Run], key: str) -> float:
    return float(round(median(run[key] for run in runs), 4))


def judged(
    found: Line,
    *,
    at_least: Mapping[str, float] | None = None,
    at_most: Mapping[str, float] | None = None,
) -> Line:
    """Say beside a line what was asked of it, and whether that is met."""
    wants = {"at_least": dict(at_least or {}), "at_most": dict(at_most or {})}
    told = {key: value for key, value in found.items() if value is not None}
    is_met = all(key in told and told[key] >= bound for key, bound in wants["at_least"].items())
    is_met &= all(key in told and told[key] <= bound for key, bound in wants["at_most"].items())
    return found | {key: bounds for key, bounds in wants.items() if bounds} | {"met": is_met}


def peak_mb() -> float:
    """Give the greatest memory of this process, or of a solver it started if that is more."""
    # ru_maxrss of the process itself remembers its parent's, so it is read only where need be.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text("ascii").splitlines()
        own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main(lines: Callable[[], Iterable[Line]], **measurements: Callable[..., Run]) -> None:
    """Print a benchmark's lines; or, where named, one measurement with its memory."""
    if len(sys.argv) == 1:
        for each in lines():
            print(json.dumps(each, ensure_ascii=False), flush=True)
        return
    name, *words = sys.argv[1:]
    told = measurements[name](*map(int, words))
    print(json.dumps({"peak_mb": peak_mb(), **told}))
