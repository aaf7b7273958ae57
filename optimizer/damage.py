"""What drop-outs leave broken, on many sampled days at once.

The damage of a day is the number of empty seats and, over all hard quotas, of people missing or
too many, after the best use of the reserve with nobody beyond the seats left empty (the linear
deviation of Assos, Baharav, Flanigan and Procaccia, "Alternates, Assemble!", in people).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.panel import Panel, Table
from optimizer.problem import Mask, Reals, Whole
from optimizer.ranks import ranks

_BEYOND = np.float32(1 << 20)
"""The harm of one person more than there are seats; far above any damage."""

_NEVER = np.float32(1 << 22)
"""The harm of a move that cannot be; whole numbers of this size are still exact."""


def drawn(panel: Panel, rates: Reals, days: int, seed: int) -> Mask:
    """Draw who drops out, independently: days by delegates; ``rates`` are per delegate.

    A person's draws hang on seed and ids alone, not on the order of the pool.
    """
    uniform = np.random.default_rng(seed).random((days, len(panel.chosen)))
    places = np.argsort(np.argsort(ranks(panel.pool.ids, seed)[panel.chosen]))
    return np.asarray(uniform[:, places] < rates, dtype=np.bool_)


@dataclass(frozen=True)
class Bounds:
    """Least and most of every quota; the last entry is the number of seats."""

    least: Table
    most: Table

    @classmethod
    def of(cls, panel: Panel) -> "Bounds":
        """Append the number of seats to the quotas."""
        seats = len(panel.chosen)
        return cls(
            np.append(panel.least, seats).astype(np.float32),
            np.append(panel.most, seats).astype(np.float32),
        )

    def damage(self, counts: Table) -> Whole:
        """Sum what is missing and too many, by day."""
        missing = np.maximum(self.least - counts, 0) + np.maximum(counts - self.most, 0)
        return np.asarray(missing.sum(axis=1), dtype=np.int64)

    def adding(self, counts: Table) -> Table:
        """Tell by how much one more in a quota changes the damage; nobody goes beyond the seats."""
        change = (counts >= self.most).astype(np.float32) - (counts < self.least)
        change[counts[:, -1] >= self.most[-1], -1] = _BEYOND
        return change

    def removing(self, counts: Table) -> Table:
        """Tell by how much one fewer in a quota changes the damage."""
        return (counts <= self.least).astype(np.float32) - (counts > self.most)


def with_seat(table: Table) -> Table:
    """Append the seat that everybody takes."""
    return np.append(table, np.ones((len(table), 1), dtype=np.float32), axis=1)


@dataclass
class Days:
    """Sampled days, each with the use made of the reserve: ``counts`` after it, who is ``used``.

    The use is the best that adding, removing or exchanging one alternate at a time leads to, so
    the damage told can be reached, and may be a little above the least.
    """

    bounds: Bounds
    reserve: Table
    counts: Table
    used: Mask

    @classmethod
    def without_reserve(cls, panel: Panel, dropped: Mask) -> "Days":
        """Start with nobody called in."""
        seated = with_seat(panel.seated)
        counts = seated.sum(axis=0) - dropped.astype(np.float32) @ seated
        nobody = np.zeros((0, seated.shape[1]), dtype=np.float32)
        return cls(Bounds.of(panel), nobody, counts, np.zeros((len(dropped), 0), dtype=np.bool_))

    @property
    def total(self) -> int:
        """Sum the damage of all days."""
        return int(self.bounds.damage(self.counts).sum())

    def joined(self, person: Table) -> "Days":
        """Give these days with one more in the reserve."""
        reserve = np.append(self.reserve, person[None, :], axis=0)
        unused = np.zeros((len(self.counts), 1), dtype=np.bool_)
        days = Days(self.bounds, reserve, self.counts.copy(), np.append(self.used, unused, axis=1))
        days.improve(np.flatnonzero(self._calling(person) < 0))
        return days

    def without(self, slot: int) -> "Days":
        """Give these days with one fewer in the reserve."""
        counts = self.counts - np.outer(self.used[:, slot], self.reserve[slot])
        used = np.delete(self.used, slot, axis=1)
        days = Days(self.bounds, np.delete(self.reserve, slot, axis=0), counts, used)
        days.improve(np.flatnonzero(self.used[:, slot]))
        return days

    @cached_property
    def both(self) -> Table:
        """Tell for every two alternates which quotas count both."""
        pairs = self.reserve[:, None, :] * self.reserve[None, :, :]
        return pairs.reshape(len(self.reserve) ** 2, -1)

    def _calling(self, person: Table) -> Table:
        """Tell by how much calling in a newcomer, perhaps for somebody, changes the damage."""
        adding, removing = self.bounds.adding(self.counts), self.bounds.removing(self.counts)
        come: Table = adding @ person
        if not len(self.reserve):
            return come
        go = np.where(self.used, removing @ self.reserve.T, _NEVER)
        kept = (adding + removing) @ (self.reserve * person).T
        return np.asarray(np.minimum(come, come + (go - kept).min(axis=1)))

    def improve(self, busy: Whole) -> None:
        """Call in, send home and exchange one at a time, on some days, while that helps."""
        while len(busy) and len(self.reserve):
            moved = self._move(busy, exact=False)
            rest = busy[~moved]
            moved[~moved] = self._move(rest, exact=True)
            busy = busy[moved]

    def _move(self, days: Whole, *, exact: bool) -> Mask:
        """Make the best move of each of these days; tell where there was one."""
        counts, used = self.counts[days], self.used[days]
        come = np.where(used, _NEVER, self.bounds.adding(counts) @ self.reserve.T)
        go = np.where(used, self.bounds.removing(counts) @ self.reserve.T, _NEVER)
        gains = (
            self._exchanges(counts, come, go) if exact else _singles(self.bounds, counts, come, go)
        )
        out, into, change = gains
        moved = change < 0
        self._apply(days[moved], out[moved], -1)
        self._apply(days[moved], into[moved], +1)
        return np.asarray(moved)

    def _exchanges(self, counts: Table, come: Table, go: Table) -> tuple[Whole, Whole, Table]:
        """Give the best exchange: a quota that counts both does not move."""
        kept = (self.bounds.adding(counts) + self.bounds.removing(counts)) @ self.both.T
        change = (go[:, :, None] + come[:, None, :]).reshape(kept.shape) - kept
        best = change.argmin(axis=1)
        out, into = np.divmod(best, len(self.reserve))
        return out, into, change[np.arange(len(best)), best]

    def _apply(self, days: Whole, slots: Whole, sign: int) -> None:
        is_real = slots >= 0
        days, slots = days[is_real], slots[is_real]
        self.counts[days] += sign * self.reserve[slots]
        self.used[days, slots] = sign > 0


def _singles(bounds: Bounds, counts: Table, come: Table, go: Table) -> tuple[Whole, Whole, Table]:
    """Give the best of calling in, sending home, and an exchange as if they shared no quota."""
    days = np.arange(len(counts))
    into, out = come.argmin(axis=1), go.argmin(axis=1)
    seat = bounds.adding(counts)[:, -1] + bounds.removing(counts)[:, -1]
    changes = np.stack((come[days, into], go[days, out], come[days, into] + go[days, out] - seat))
    best = changes.argmin(axis=0)
    return np.where(best == 0, -1, out), np.where(best == 1, -1, into), changes[best, days]


def gains(days: Days, people: Table) -> Whole:
    """Tell at least how much damage each of these people would spare if they joined the reserve.

    They come into an empty seat, or for the one whose leaving does least harm.
    """
    adding, removing = days.bounds.adding(days.counts), days.bounds.removing(days.counts)
    come = adding @ people.T
    if len(days.reserve):
        go = np.where(days.used, removing @ days.reserve.T, _NEVER).min(axis=1)
        seat = adding[:, -1] + removing[:, -1]
        come = np.minimum(come, come + (go - seat)[:, None])
    return np.asarray(-np.minimum(come, 0).sum(axis=0), dtype=np.int64)
