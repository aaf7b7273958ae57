"""Reads a pool from columns of text: every fault at once, scores exact."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import numpy as np

from optimizer.coded import Coded, Columns, column as coded_column, objects
from optimizer.problem import Fault, Faulty, Index, Pool, Standing, Texts, Whole

HIGHEST_SCORE = 100
MOST_DECIMALS = 9
"""Sums stay exact up to here; what floats leave of an average below is rounded, half to even."""

AUTHOR = "author"
"""Column of those who settled that somebody is required or excluded."""

OWN_COLUMNS = frozenset({"id", "score", "status", "reason"})

MOST_TOLD = 1_000
"""Faults of one sort that are told one by one; of more, how many."""

_FLOAT_DIGITS = 15
"""What every float holds of a decimal number."""

_NUMBER = re.compile(
    r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE
)
_CHUNK = 1 << 16


def read(
    columns: Mapping[str, Sequence[str] | Coded],
    lines: Sequence[int] | Whole | None = None,
    spellings: Mapping[str, Mapping[str, str]] | None = None,
    terms: Mapping[str, Collection[str]] | None = None,
) -> Pool:
    """Read a pool from columns of equal length, by code; an empty text is an empty cell.

    A required or excluded nominee may have no score and counts zero points. Raises ``Faulty``
    with ``column_missing``, ``nobody``, ``id_missing``, ``id_taken``, ``status_unknown``,
    ``reason_missing``, ``score_missing``, ``score_not_number``, ``score_too_fine`` and
    ``score_out_of_range``.
    """
    missing = [code for code in ("id", "score") if code not in columns]
    if missing:
        raise Faulty(
            [Fault("column_missing", "nominees", 1, code, {"code": code}) for code in missing]
        )
    coded = {
        code: cells if isinstance(cells, Coded) else Coded.of(cells)
        for code, cells in columns.items()
    }
    length = len(coded["id"])
    numbers = np.asarray(lines if lines is not None else range(2, length + 2), dtype=np.int64)
    reader = _Reader(coded, numbers)
    pool = replace(reader.pool(), spellings=spellings or {}, terms=terms or {})
    if reader.faults:
        raise Faulty(reader.faults, pool, reader.untold)
    return pool


class _Reader:
    def __init__(self, columns: Mapping[str, Coded], lines: Whole) -> None:
        self.columns = columns
        self.lines = lines
        self.faults: list[Fault] = []
        self.untold = 0
        """How many more faults there are."""

    def fault(self, code: str, row: int, column: str, **facts: object) -> None:
        line = int(self.lines[row])
        self.faults.append(Fault(code, "nominees", line, column, facts))

    def few(self, rows: Index | Whole) -> Iterator[int]:
        """Give the rows that are told one by one."""
        self.untold += max(0, len(rows) - MOST_TOLD)
        yield from rows[:MOST_TOLD].tolist()

    def pool(self) -> Pool:
        ids = self.ids()
        standing, reasons = self.standing()
        scores, decimals = self.scores(standing)
        attributes = {c: column for c, column in self.columns.items() if c not in OWN_COLUMNS}
        return Pool(ids, scores, decimals, standing, reasons, Columns(attributes), self.lines)

    def ids(self) -> Texts:
        column = self.columns["id"]
        if len(column) == 0:
            self.faults.append(Fault("nobody", "nominees", 1, "id"))
        is_missing = column.holds("")
        for row in self.few(np.flatnonzero(is_missing)):
            self.fault("id_missing", row, "id")
        if len(column.values) < len(column):
            codes, first = np.unique(column.codes, return_index=True)
            first_of = dict(zip(codes.tolist(), first.tolist(), strict=True))
            is_taken = ~is_missing
            is_taken[first] = False
            for row in self.few(np.flatnonzero(is_taken)):
                code = int(column.codes[row])
                told = int(self.lines[first_of[code]])
                self.fault("id_taken", row, "id", id=column.values[code], first=told)
        return column.texts()

    def standing(self) -> tuple[np.ndarray[tuple[int], np.dtype[np.int8]], Texts]:
        empty = Coded.of([""] * len(self.lines))
        status, reason = (self.columns.get(code, empty) for code in ("status", "reason"))
        names = {kind.name.lower(): kind.value for kind in Standing} | {"": Standing.PROPOSED.value}
        kinds = np.array([names.get(t.strip().lower(), -1) for t in status.values], dtype=np.int8)
        standing = kinds[status.codes]
        for row in self.few(np.flatnonzero(standing < 0)):
            self.fault("status_unknown", row, "status", value=status.values[status.codes[row]])
        standing[standing < 0] = Standing.PROPOSED
        is_bare = (standing == Standing.REQUIRED) & reason.holds("")
        for row in self.few(np.flatnonzero(is_bare)):
            self.fault("reason_missing", row, "reason")
        return standing, reason.texts()

    def scores(self, standing: np.ndarray[tuple[int], np.dtype[np.int8]]) -> tuple[Whole, int]:
        column = self.columns["score"]
        read = [_score(text) for text in column.values]
        points = [score if isinstance(score, Decimal) else Decimal(0) for score in read]
        decimals = max(map(_decimals, points), default=0)
        units = np.array([int(score.scaleb(decimals)) for score in points], dtype=np.int64)
        is_wrong = np.array([isinstance(score, str) for score in read], dtype=np.bool_)
        is_blank = np.array([not text.strip() for text in column.values], dtype=np.bool_)
        is_settled = is_blank[column.codes] & (standing != Standing.PROPOSED)
        for row in self.few(np.flatnonzero(is_wrong[column.codes] & ~is_settled)):
            code = column.codes[row]
            facts = {} if is_blank[code] else {"value": column.values[code]}
            self.fault(str(read[code]), row, "score", **facts)
        return units[column.codes], decimals


def _score(text: str) -> Decimal | str:
    """Read a score, or give the code of what is wrong with it."""
    stripped = text.strip()
    if not stripped:
        return "score_missing"
    if not _NUMBER.fullmatch(stripped):
        return "score_not_number"
    score = Decimal(stripped)
    if not 0 <= score <= HIGHEST_SCORE:
        return "score_out_of_range"
    if _decimals(score) <= MOST_DECIMALS:
        return score
    return round(score, MOST_DECIMALS) if _is_of_a_float(score) else "score_too_fine"


def _is_of_a_float(score: Decimal) -> bool:
    """Tell whether nobody wrote so many digits: they are all that a float holds, or nearly.

    >>> _is_of_a_float(Decimal("83.33333333333333")), _is_of_a_float(Decimal("83.1234567891"))
    (True, False)
    """
    return len(score.normalize().as_tuple().digits) >= _FLOAT_DIGITS


def _decimals(score: Decimal) -> int:
    exponent = score.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def settlements(pool: Pool) -> dict[int, dict[str, str]]:
    """Tell, by row, why those who are required or excluded are so, and who settled it.

    The column ``author`` is optional; texts may be empty.
    """
    rows = np.flatnonzero(pool.standing != Standing.PROPOSED)
    author = coded_column(pool, AUTHOR) if AUTHOR in pool.columns else None
    return {
        row: {
            "reason": str(pool.reasons[row]),
            "author": "" if author is None else str(author.values[author.codes[row]]),
        }
        for row in rows.tolist()
    }


def digest(pool: Pool, *, purpose: str = "") -> str:
    """Name the pool by its content, whatever the order of its rows and columns.

    The names for different purposes do not give one another away.
    """
    order = np.argsort(pool.ids.astype(str), kind="stable")
    attributes = {code: coded_column(pool, code) for code in pool.columns}
    content = sha256(purpose.encode())
    for code, column in sorted({**attributes, **_own(pool)}.items()):
        content.update(f"{len(code)}:{code}".encode())
        marks = [f"{len(text)}:{text}".encode() for text in column.values.tolist()]
        codes = column.codes[order]
        for start in range(0, len(codes), _CHUNK):
            content.update(b"".join(map(marks.__getitem__, codes[start : start + _CHUNK].tolist())))
    return content.hexdigest()


def _own(pool: Pool) -> Mapping[str, Coded]:
    units, unit_of = np.unique(pool.scores, return_inverse=True)
    points = objects(f"{pool.points(each).normalize():f}" for each in units.tolist())
    kinds = objects(str(kind.value) for kind in Standing)
    return {
        "id": Coded(pool.ids, np.arange(len(pool), dtype=np.int32)),
        "score": Coded(points, unit_of.astype(np.int32)),
        "status": Coded(kinds, pool.standing.astype(np.int32)),
        "reason": Coded.of(pool.reasons),
    }
