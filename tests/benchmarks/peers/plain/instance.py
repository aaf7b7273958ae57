"""Run by a peer's own Python: the arrays of one choice, and the judgement of a peer's list."""

import json
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Instance:
    """Whole scores, how many are chosen, and rows of people with bounds.

    ``priority`` is 0 for a row that must hold; a row of priority 1 and up may be missed, the
    misses of priority 1 being the worst.
    """

    scores: Any
    seats: int
    members: list[Any]
    least: list[int]
    most: list[int]
    priority: list[int]

    @classmethod
    def read(cls, path: str) -> "Instance":
        with np.load(path) as arrays:
            return cls(
                arrays["scores"],
                int(arrays["seats"]),
                np.split(arrays["members"], np.cumsum(arrays["lengths"])[:-1]),
                arrays["least"].tolist(),
                arrays["most"].tolist(),
                arrays["priority"].tolist(),
            )

    @property
    def entries(self) -> tuple[Any, Any]:
        """Give rows one after another: where each starts, and its people."""
        lengths = [len(row) for row in self.members]
        return np.concatenate(([0], np.cumsum(lengths))), np.concatenate(self.members)

    def misses(self, is_chosen: Any) -> dict[int, int]:
        """Count how far the rows are missed, by priority."""
        total = dict.fromkeys(sorted({0, *self.priority}), 0)
        rows = zip(self.members, self.least, self.most, self.priority, strict=True)
        for members, least, most, priority in rows:
            count = int(is_chosen[members].sum())
            total[priority] += max(0, least - count, count - most)
        return total


@dataclass
class Watch:
    """Times a peer from its arrays to its answer, reading aside, and prints what it claims."""

    instance: Instance
    started: float

    @classmethod
    def start(cls) -> "Watch":
        instance = Instance.read(sys.argv[1])
        return cls(instance, perf_counter())

    def tell(self, values: Any, *, proven: bool, status: object, may_break: bool = False) -> None:
        """Recount the list in whole numbers; ``proven`` is the solver's own word, or its bound.

        ``moved`` counts the people by whom bounds that must hold would have to move.
        """
        seconds = perf_counter() - self.started
        given = np.zeros(len(self.instance.scores)) if values is None else np.array(values)
        is_chosen = given > 0.5
        misses = self.instance.misses(is_chosen)
        moved = misses.pop(0)
        is_full = int(is_chosen.sum()) == self.instance.seats
        is_kept = is_full and moved == 0
        told = {
            "seconds": seconds,
            "score": int(self.instance.scores[is_chosen].sum()),
            "misses": list(misses.values()),
            "moved": moved if is_full else None,
            "is_kept": is_kept,
            "proven": bool(proven and (is_kept or may_break)),
            "status": str(status),
            "peak_mb": _peak_mb(),
        }
        sys.stdout.write("\n" + json.dumps(told) + "\n")


def _peak_mb() -> float:
    """Give the greatest memory of this process or of one it started, whichever is more."""
    # ru_maxrss of the process itself remembers its parent's.
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
