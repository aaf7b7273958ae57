"""Environments of their own for the packages we compare ourselves with."""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).resolve().parents[3] / "out" / "peers"
_SCRIPTS = Path(__file__).resolve().parent


@cache
def environment(name: str, *packages: str) -> Path | None:
    """Give the Python of an environment that holds these packages; None if pip cannot make it."""
    python = _FOLDER / name / "bin" / "python"
    ready = _FOLDER / name / ".ready"
    wanted = "\n".join(packages)
    if not ready.exists() or ready.read_text("utf-8") != wanted:
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(_FOLDER / name)],
            capture_output=True,
            check=False,
        )
        pip = [str(python), "-m", "pip", "install", "--quiet", *packages]
        if made.returncode or subprocess.run(pip, capture_output=True, check=False).returncode:
            sys.stderr.write(f"pip cannot install {' '.join(packages)}: left out\n")
            return None
        ready.write_text(wanted, "utf-8")
    return python


def asked(
    name: str, packages: tuple[str, ...], script: str, question: object, *words: str
) -> Mapping[str, Any] | None:
    """Let a script answer a question in an environment; None where pip cannot make that."""
    python = environment(name, *packages)
    if python is None:
        return None
    done = subprocess.run(
        [str(python), str(_SCRIPTS / script), *words],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
    )
    told: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
