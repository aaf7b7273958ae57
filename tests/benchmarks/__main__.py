"""Run the benchmarks, or the one named; their JSON lines are kept in out/bench.jsonl."""

import subprocess
import sys

from tests.benchmarks.measuring import ROOT

KEPT = ROOT / "out" / "bench.jsonl"
NAMES = (
    "selection",
    "exact_rows",
    "what_if",
    "explanation",
    "diagnosis",
    "alternates",
    "substitution",
    "badges",
    "checkin",
    "road",
    "seating",
    "lists",
    "uploads",
    "workbook",
)


def main() -> None:
    """Run them all; one that breaks down does not keep the others from running."""
    broken = []
    KEPT.parent.mkdir(exist_ok=True)
    for name in sys.argv[1:] or NAMES:
        command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            for line in running.stdout:
                sys.stdout.write(line)
                sys.stdout.flush()
                with KEPT.open("a", encoding="utf-8") as kept:
                    kept.write(line)
        if running.returncode:
            broken.append(name)
    if broken:
        sys.exit(f"broke down: {', '.join(broken)}")


if __name__ == "__main__":
    main()
