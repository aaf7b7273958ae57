"""Run every benchmark in a process of its own; each prints a JSON line, kept in out/bench.jsonl."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
KEPT = HERE.parent.parent / "out" / "bench.jsonl"


def main() -> None:
    KEPT.parent.mkdir(exist_ok=True)
    for module in sorted(path.stem for path in HERE.glob("[a-z]*.py")):
        done = subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{module}"],
            cwd=HERE.parent.parent,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        sys.stdout.write(done.stdout)
        sys.stdout.flush()
        with KEPT.open("a", encoding="utf-8") as kept:
            kept.write(done.stdout)


main()
