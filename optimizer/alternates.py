"""Chooses a reserve: each single drop-out replaced where anybody can, and least expected damage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from optimizer import damage
from optimizer.covering import cover
from optimizer.damage import Days
from optimizer.panel import Panel
from optimizer.problem import Fault, Faulty, Index, Mask, Pool, Reals, Result, Rules, Whole
from optimizer.ranks import ranks
from optimizer.searching import Search
from optimizer.solver import Clock, Means, Outcome

SAMPLED_DAYS = 300
_CANDIDATES = 3_000
_FIRST, _CHUNK = 20_000, 100_000
_FEW = 3


@dataclass(frozen=True)
class Reserve:
    """An ordered reserve (rows of the pool), and what is known of it before the day.

    ``replacement`` tells for each delegate who takes their place if they alone drop out, with
    every hard quota kept. For those in ``impossible`` nobody in the whole pool can; for those in
    ``uncovered`` somebody could who is not in the reserve. BEST: no reserve of this length covers
    more delegates. ``damage`` is the mean over sampled days, of people missing or too many plus
    empty seats (optimizer.damage); ``damage_without`` if nobody is called in.
    """

    order: tuple[int, ...]
    replacement: Mapping[int, int]
    impossible: Index
    uncovered: Index
    coverage: Outcome
    damage: Fraction
    damage_without: Fraction
    days: int
    seconds: Mapping[str, float]


def choose(
    pool: Pool,
    rules: Rules,
    result: Result,
    *,
    reserve: int,
    dropout: float | Reals = 0.05,
    seed: int = 1,
    days: int = SAMPLED_DAYS,
    is_improved: bool = True,
    time_limit_s: float | None = None,
) -> Reserve:
    """Choose ``reserve`` people to stand by for a list.

    Coverage is the same in any case. The damage is that of so many sampled ``days``; unless
    ``is_improved`` whoever spares most is called in, and nobody exchanged after that.

    ``dropout`` is the probability that a delegate does not come, one for all or one per row of
    the pool. Each prefix of the order is itself a good reserve: the next is whoever covers most
    delegates that the earlier ones do not, then spares most damage, then has the higher score,
    then the earlier seeded rank. Raises ``Faulty`` with ``list_missing``, ``reserve_too_small``,
    ``reserve_too_large`` and ``dropout_out_of_range``.
    """
    faults = (*_faults_of_size(pool, result, reserve), *_faults_of_rates(pool, dropout))
    if faults:
        raise Faulty(faults)
    rates = np.broadcast_to(np.asarray(dropout, dtype=np.float64), len(pool))
    panel = Panel.of(pool, rules, result.chosen)
    dropped = damage.drawn(panel, rates[panel.chosen], days, seed)
    choice = _Choice(panel, dropped, seed, Means(Clock(time_limit_s)))
    return choice.reserve(reserve, is_improved=is_improved)


def _faults_of_size(pool: Pool, result: Result, reserve: int) -> Iterator[Fault]:
    left = len(Panel(pool, result.chosen, ()).outside)
    if not len(result.chosen):
        yield Fault("list_missing", "nominees")
    if reserve < 1:
        yield Fault("reserve_too_small", "nominees", facts={"reserve": reserve})
    if reserve > left:
        yield Fault("reserve_too_large", "nominees", facts={"reserve": reserve, "left": left})


def _faults_of_rates(pool: Pool, dropout: float | Reals) -> Iterator[Fault]:
    rates = np.asarray(dropout, dtype=np.float64)
    # NaN lies in no range.
    for row in np.flatnonzero(~((rates >= 0) & (rates <= 1))).tolist():
        line = int(pool.lines[row]) if rates.ndim else None
        yield Fault(
            "dropout_out_of_range", "nominees", line, facts={"rate": float(rates.flat[row])}
        )


class _Choice:
    def __init__(self, panel: Panel, dropped: Mask, seed: int, means: Means) -> None:
        self.panel = panel
        self.means = means
        self.preference = np.lexsort((ranks(panel.pool.ids, seed), -panel.pool.scores))
        self.dropped = dropped

    def reserve(self, size: int, *, is_improved: bool) -> Reserve:
        """Cover first, then search, then order."""
        people, can_be, is_whole = self.candidates(size)
        fits = self.panel.fits(people)
        seconds = {}
        covered = cover(fits, size, self.means)
        seconds["cover"] = self.means.clock.elapsed_s
        panel = self.panel.among(people)
        before = Days.without_reserve(panel, self.dropped)
        search = Search(before, damage.with_seat(panel.members(people)), fits, self.means)
        slots = search.reserve(covered.people, size, is_improved=is_improved)
        seconds["search"] = self.means.clock.elapsed_s
        order, after = search.ordered(slots)
        seconds["answer"] = self.means.clock.elapsed_s
        is_covered = fits[:, order].any(axis=1)
        told = covered.outcome if is_whole else Outcome.STOPPED
        return Reserve(
            tuple(people[order].tolist()),
            dict(self.replacements(people, fits, order)),
            self.panel.chosen[~can_be],
            self.panel.chosen[can_be & ~is_covered],
            # A cover of all who can be covered proves itself.
            Outcome.BEST if (is_covered >= can_be).all() else told,
            Fraction(after.total, len(self.dropped)),
            Fraction(before.total, len(self.dropped)),
            len(self.dropped),
            seconds,
        )

    def candidates(self, size: int) -> tuple[Index, Mask, bool]:
        """Give whom to consider, best first, and for which delegates anybody in the pool fits.

        Of a big pool those with the best scores, and the best of all who fit the same delegates.
        The last tells whether everybody stands for themselves or for such a better equal.
        """
        is_outside = np.zeros(len(self.panel.pool), dtype=np.bool_)
        is_outside[self.panel.outside] = True
        people: Index = self.preference[is_outside[self.preference]].astype(np.int32)
        if len(people) <= _CANDIDATES:
            return people, np.asarray(self.panel.fits(people).any(axis=1)), True
        return self.narrowed(people, size)

    def narrowed(self, people: Index, size: int) -> tuple[Index, Mask, bool]:
        """Look for everyone among the first, and among the rest only for whom few of those fit."""
        fits = self.panel.fits(people[:_FIRST])
        keep = np.zeros(len(people), dtype=np.bool_)
        keep[: max(size, _CANDIDATES // 2)] = True
        keep[:_FIRST] |= (fits & (fits.cumsum(axis=1) <= _FEW)).any(axis=0)
        _, first = np.unique(np.packbits(fits, axis=0).T, axis=0, return_index=True)
        keep[np.sort(first)[:_CANDIDATES]] = True
        found = fits.sum(axis=1)
        for start in range(_FIRST, len(people), _CHUNK):
            scarce = np.flatnonzero(found < _FEW).astype(np.int32)
            more = self.panel.fits(people[start : start + _CHUNK], scarce)
            is_among_first = more & (more.cumsum(axis=1) + found[scarce, None] <= _FEW)
            keep[start : start + _CHUNK] |= is_among_first.any(axis=0)
            found[scarce] += more.sum(axis=1)
        is_whole = len(people) <= _FIRST and len(first) <= _CANDIDATES
        return people[keep], np.asarray(found > 0, dtype=np.bool_), is_whole

    def replacements(
        self, people: Index, fits: Mask, order: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        """Give each delegate the preferred of those that fit; candidates stand in preference."""
        slots: Whole = np.sort(np.array(order))
        for row, delegate in enumerate(self.panel.chosen.tolist()):
            able = slots[fits[row, slots]]
            if len(able):
                yield delegate, int(people[able[0]])
