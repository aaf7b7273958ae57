"""Reads a pool from columns of text: every fault at once, scores exact."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from hashlib import sha256

import numpy as np

from optimizer.problem import Fault, Faulty, Pool, Standing, Texts, Whole

HIGHEST_SCORE = 100
MOST_DECIMALS = 9
"""Finer digits are what floats leave of an average; they are rounded away, half to even."""

OWN_COLUMNS = frozenset({"id", "score", "status", "reason"})


def read(
    columns: Mapping[str, Sequence[str]],
    lines: Sequence[int] | None = None,
    spellings: Mapping[str, Mapping[str, str]] | None = None,
    terms: Mapping[str, Collection[str]] | None = None,
) -> Pool:
    """Read a pool from columns of equal length, by code; an empty text is an empty cell.

    A required or excluded nominee may have no score and counts zero points. Raises ``Faulty``
    with ``column_missing``, ``nobody``, ``id_missing``, ``id_taken``, ``status_unknown``,
    ``reason_missing``, ``score_missing``, ``score_not_number`` and ``score_out_of_range``.
    """
    missing = [code for code in ("id", "score") if code not in columns]
    if missing:
        raise Faulty(
            [Fault("column_missing", "nominees", 1, code, {"code": code}) for code in missing]
        )
    length = len(columns["id"])
    numbers = np.asarray(lines if lines is not None else range(2, length + 2), dtype=np.int64)
    reader = _Reader(columns, numbers)
    pool = replace(reader.pool(), spellings=spellings or {}, terms=terms or {})
    if reader.faults:
        raise Faulty(reader.faults, pool)
    return pool


class _Reader:
    def __init__(self, columns: Mapping[str, Sequence[str]], lines: Whole) -> None:
        self.columns = columns
        self.lines = lines
        self.faults: list[Fault] = []

    def fault(self, code: str, row: int, column: str, **facts: object) -> None:
        line = int(self.lines[row])
        self.faults.append(Fault(code, "nominees", line, column, facts))

    def pool(self) -> Pool:
        ids = self.ids()
        standing, reasons = self.standing()
        scores, decimals = self.scores(standing)
        texts = {code: _texts(cells) for code, cells in self.columns.items()}
        attributes = {code: cells for code, cells in texts.items() if code not in OWN_COLUMNS}
        return Pool(ids, scores, decimals, standing, reasons, attributes, self.lines)

    def ids(self) -> Texts:
        ids = _texts(self.columns["id"])
        if len(ids) == 0:
            self.faults.append(Fault("nobody", "nominees", 1, "id"))
        counts = Counter(ids)
        if len(counts) == len(ids) and "" not in counts:
            return ids
        first: dict[str, int] = {}
        for row, person in enumerate(ids):
            if not person:
                self.fault("id_missing", row, "id")
            elif person in first:
                self.fault("id_taken", row, "id", id=person, first=int(self.lines[first[person]]))
            first.setdefault(person, row)
        return ids

    def standing(self) -> tuple[np.ndarray[tuple[int], np.dtype[np.int8]], Texts]:
        length = len(self.lines)
        standing = np.zeros(length, dtype=np.int8)
        reasons = _texts(self.columns.get("reason", [""] * length))
        names = {kind.name.lower(): kind for kind in Standing} | {"": Standing.PROPOSED}
        for row, text in enumerate(self.columns.get("status", ())):
            kind = names.get(text.strip().lower())
            if kind is None:
                self.fault("status_unknown", row, "status", value=text)
                continue
            standing[row] = kind
            if kind is Standing.REQUIRED and not reasons[row]:
                self.fault("reason_missing", row, "reason")
        return standing, reasons

    def scores(self, standing: np.ndarray[tuple[int], np.dtype[np.int8]]) -> tuple[Whole, int]:
        points = [self.score(row, text, standing) for row, text in enumerate(self.columns["score"])]
        decimals = max((_decimals(score) for score in set(points)), default=0)
        units = [int(score.scaleb(decimals)) for score in points]
        return np.asarray(units, dtype=np.int64), decimals

    def score(
        self, row: int, text: str, standing: np.ndarray[tuple[int], np.dtype[np.int8]]
    ) -> Decimal:
        stripped = text.strip()
        if not stripped:
            if standing[row] == Standing.PROPOSED:
                self.fault("score_missing", row, "score")
            return Decimal(0)
        try:
            score = Decimal(stripped)
        except InvalidOperation:
            score = Decimal("nan")
        if not score.is_finite():
            self.fault("score_not_number", row, "score", value=text)
            return Decimal(0)
        if not 0 <= score <= HIGHEST_SCORE:
            self.fault("score_out_of_range", row, "score", value=text)
            return Decimal(0)
        return score if _decimals(score) <= MOST_DECIMALS else round(score, MOST_DECIMALS)


def _decimals(score: Decimal) -> int:
    exponent = score.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _texts(cells: Sequence[str]) -> Texts:
    texts = np.empty(len(cells), dtype=object)
    texts[:] = list(cells)
    return texts


def digest(pool: Pool) -> str:
    """Name the pool by its content, whatever the order of its rows and columns."""
    order = np.argsort(pool.ids.astype(str), kind="stable")
    own = {
        "id": pool.ids,
        "score": np.array(
            [f"{pool.points(units).normalize():f}" for units in pool.scores.tolist()]
        ),
        "status": pool.standing.astype(str),
        "reason": pool.reasons,
    }
    content = sha256()
    for code, cells in sorted({**pool.columns, **own}.items()):
        content.update(f"{len(code)}:{code}".encode())
        for text in cells[order].tolist():
            content.update(f"{len(text)}:{text}".encode())
    return content.hexdigest()
