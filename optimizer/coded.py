"""Columns of texts as whole numbers: a million rows then cost little more than their values."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.problem import Index, Mask, Pool, Texts


@dataclass(frozen=True)
class Coded:
    """A column: row k holds the text ``values[codes[k]]``; no value stands in ``values`` twice."""

    values: Texts
    codes: Index

    @classmethod
    def of(cls, cells: Iterable[str]) -> "Coded":
        """Code a column of texts.

        >>> column = Coded.of(["Tày", "Nùng", "Tày"])
        >>> column.values.tolist(), column.codes.tolist()
        (['Tày', 'Nùng'], [0, 1, 0])
        """
        coder = Coder()
        coder.add(cells)
        return coder.column()

    def __len__(self) -> int:
        return len(self.codes)

    def texts(self) -> Texts:
        """Give the text of every row."""
        return self.values[self.codes]

    def holds(self, text: str) -> Mask:
        """Tell which rows hold a text."""
        return np.asarray((self.values == text)[self.codes], dtype=np.bool_)

    def mapped(self, convert: Callable[[str], str]) -> "Coded":
        """Convert every value once; values that become alike become one."""
        alike = Coded.of(map(convert, self.values))
        return Coded(alike.values, alike.codes[self.codes])


class Coder:
    """Codes a column that comes in pieces, so that its rows need not be held as texts."""

    def __init__(self) -> None:
        self._codes: defaultdict[str, int] = defaultdict()
        # A text not met before is given the next number, without a line of Python per row.
        self._codes.default_factory = self._codes.__len__
        self._pieces: list[Index] = []

    def add(self, cells: Iterable[str]) -> None:
        """Code the next rows."""
        self._pieces.append(np.fromiter(map(self._codes.__getitem__, cells), dtype=np.int32))

    def column(self) -> Coded:
        """Give all rows so far."""
        codes = np.concatenate(self._pieces) if self._pieces else np.zeros(0, dtype=np.int32)
        return Coded(objects(self._codes), codes)


class Columns(Mapping[str, Texts]):
    """Coded columns by name, read as columns of texts."""

    def __init__(self, coded: Mapping[str, Coded]) -> None:
        self.coded = coded

    def __getitem__(self, code: str) -> Texts:
        return self.coded[code].texts()

    def __iter__(self) -> Iterator[str]:
        return iter(self.coded)

    def __len__(self) -> int:
        return len(self.coded)


def column(pool: Pool, code: str) -> Coded:
    """Give a pool's column coded, as it is or anew; raises ``KeyError``."""
    columns = pool.columns
    return columns.coded[code] if isinstance(columns, Columns) else Coded.of(columns[code])


def objects(texts: Iterable[str]) -> Texts:
    """Give texts as an array, each as long as it is."""
    listed: Sequence[str] = list(texts)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array
