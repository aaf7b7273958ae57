"""Workbooks as they were read a moment ago: preview, marked copy and confirming read one once."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock

from sqlmodel import Session

from congress.core.errors import Rejected
from congress.nominations.models import Workbook
from congress.nominations.readers import Terms
from congress.nominations.sheets import Sheet, open_sheets
from congress.nominations.workbook import Reading, read
from congress.sealing import seal_of

PURPOSE = "workbook"
_MOST_CELLS = 500_000
"""Of all readings together: some hundred workbooks of a commune's size."""


class Readings:
    """The last readings, as long as there is room for their cells."""

    def __init__(self, most_cells: int = _MOST_CELLS) -> None:
        self._most_cells = most_cells
        self._kept: OrderedDict[Hashable, tuple[Reading, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, read_it: Callable[[], Reading]) -> Reading:
        """Give a reading; what is not kept any more is read again."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        reading = read_it()
        with self._lock:
            self._kept[key] = reading, _cells(reading)
            while sum(cells for _, cells in self._kept.values()) > self._most_cells:
                self._kept.popitem(last=False)
        return reading


_READINGS = Readings()


def opened(content: bytes, filename: str) -> Sequence[Sheet]:
    """Open a file as ``open_sheets`` does; for whoever reads it next it is open already."""
    key = "opened", hashlib.sha256(content).digest(), filename
    return _READINGS.get(key, lambda: Reading(open_sheets(content, filename), [], [])).sheets


def reading_of(session: Session, workbook: Workbook, terms: Terms) -> Reading:
    """Read a workbook against these terms; ``workbook_gone`` where its file is not kept any more.

    Nobody need hold a lock for it: what a file holds never changes.
    """
    sealed, filename, keeps_text = _sealed(workbook), workbook.filename, workbook.keeps_text
    groups = tuple(terms.groups)
    key = (workbook.digest, filename, keeps_text, groups, terms.held_on, terms.names_guests)

    def read_it() -> Reading:
        content = seal_of(session).open_file(sealed, PURPOSE)
        return read(content, filename, terms, keeps_text=keeps_text, opens=opened)

    return _READINGS.get(key, read_it)


def content_of(session: Session, workbook: Workbook) -> bytes:
    """Open the file itself; ``workbook_gone`` where it is not kept any more."""
    return seal_of(session).open_file(_sealed(workbook), PURPOSE)


def _sealed(workbook: Workbook) -> bytes:
    if workbook.content is None:
        raise Rejected("workbook_gone")
    return workbook.content


def _cells(reading: Reading) -> int:
    return 1 + sum(len(row) for sheet in reading.sheets for row in sheet.rows)
