"""Environments of their own for the packages we compare ourselves with."""

import subprocess
import sys
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[3] / "out" / "peers"


def environment(name: str, *packages: str) -> Path | None:
    """Give the Python of an environment that holds these packages; None if pip cannot make it."""
    python = _FOLDER / name / "bin" / "python"
    ready = _FOLDER / name / ".ready"
    if not ready.exists():
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(_FOLDER / name)], capture_output=True, check=False
        )
        pip = [str(python), "-m", "pip", "install", "--quiet", *packages]
        if made.returncode or subprocess.run(pip, capture_output=True, check=False).returncode:
            return None
        ready.touch()
    return python
