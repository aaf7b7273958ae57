"""Telling how a demonstration goes: a line per step, with its time."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

Say = Callable[[str], None]


@dataclass
class Stages:
    """The steps so far and the seconds each took; ``say`` prints one line."""

    say: Say
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, code: str, title: str) -> Iterator[list[str]]:
        """Time a step and print its line; what is put into the list is told behind it."""
        told: list[str] = []
        started = perf_counter()
        yield told
        self.seconds[code] = round(perf_counter() - started, 3)
        detail = f" {'; '.join(told)}" if told else ""
        self.say(f"[{self.seconds[code]:6.2f} s] {title}:{detail}")


def peak_mb() -> float | None:
    """Give the most memory this process ever held, in MB; none where the system keeps no count."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - the module exists on Unix only

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)
