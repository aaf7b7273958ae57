"""Old .xls files, read in a process of their own.

Nothing in them tells how much room they ask for, and a reader without room ends its process.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from congress.core.errors import Rejected
from congress.nominations.cells import Sheet, visible_sheets
from congress.nominations.containers import COLUMNS_LIMIT, ROWS_LIMIT, too_large

LONGEST_S = 30
"""On a machine that others load as well; a whole file of 65,536 lines takes one second."""
_ROOM = 2**30
_DAMAGED = 3
_READ: Mapping[str, Callable[[Any], object]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


def read_apart(content: bytes) -> list[Sheet]:
    """Read the visible sheets; raises ``workbook_unreadable`` or ``workbook_too_large``."""
    command = [sys.executable, "-m", "congress.nominations.apart"]
    try:
        done = subprocess.run(  # noqa: S603 - ourselves
            command, input=content, capture_output=True, timeout=LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise too_large() from None
    if done.returncode == _DAMAGED:
        raise Rejected("workbook_unreadable")
    if done.returncode:
        raise too_large()
    return [_sheet(told) for told in json.loads(done.stdout, object_hook=_value)]


def main() -> None:
    """Read a workbook from standard input; write its sheets to standard output."""
    _bound()
    try:
        sheets = visible_sheets(sys.stdin.buffer.read())
    except MemoryError:
        raise
    except BaseException:  # noqa: BLE001 - the reader's panics are no Exceptions
        sys.exit(_DAMAGED)
    if any(len(sheet.rows) > ROWS_LIMIT or _width(sheet) > COLUMNS_LIMIT for sheet in sheets):
        sys.exit(1)
    json.dump([vars(sheet) for sheet in sheets], sys.stdout, default=_told)


def _sheet(told: dict[str, Any]) -> Sheet:
    merged = [(tuple(first), tuple(last)) for first, last in told["merged"]]
    return Sheet(told["name"], told["rows"], merged, told["place"])


def _bound() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))


def _width(sheet: Sheet) -> int:
    return max(map(len, sheet.rows), default=0)


def _told(value: object) -> dict[str, object]:
    if isinstance(value, timedelta):
        return {"timedelta": value.total_seconds()}
    assert isinstance(value, date | time)
    return {type(value).__name__: value.isoformat()}


def _value(told: dict[str, Any]) -> object:
    kind, value = next(iter(told.items()))
    return _READ[kind](value) if len(told) == 1 and kind in _READ else told


if __name__ == "__main__":
    main()
