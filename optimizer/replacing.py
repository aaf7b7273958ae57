"""Who would be on the list in somebody's place: the best list without each person chosen."""

from dataclasses import dataclass

import numpy as np

from optimizer.exact import Again
from optimizer.explain import exchanges, least_losses
from optimizer.hot import Hot
from optimizer.problem import Index, Standing, Whole
from optimizer.solver import Outcome


@dataclass(frozen=True)
class Replacement:
    """Who leaves and who joins (rows of the pool), and what the total loses, in units.

    ``is_exact``: no list without that person is better; else it is one good list.
    """

    leaves: Index
    joins: Index
    loss: int
    is_exact: bool


def replacements(again: Again) -> dict[int, Replacement]:
    """Give the best list without each person chosen (row of the pool), as far as time allows.

    An exchange of one for one is taken as it is where the prices of the proof show that nothing
    can be better; the others are solved again. Nobody stands for those without whom there is no
    list, or none was found in time. Among equally good lists this is any one.
    """
    return _Replacing(again).all()


class _Replacing:
    def __init__(self, again: Again) -> None:
        self.again = again
        self.chosen = again.result.chosen
        self.least = least_losses(again.pool, again.rules, again.result)
        self.newcomers = exchanges(again.pool, again.result).newcomers

    def all(self) -> dict[int, Replacement]:
        movable = self.chosen[self.again.pool.standing[self.chosen] == Standing.PROPOSED].tolist()
        found = self.again.answers(movable, self.replacement)
        return {row: one for row, one in zip(movable, found, strict=True) if one}

    def replacement(self, hot: Hot, row: int) -> Replacement | None:
        exchange = self.exchange(row)
        if exchange is not None and exchange.is_exact:
            return exchange
        return self.solved(hot, row, exchange)

    def exchange(self, row: int) -> Replacement | None:
        """Give the best exchange of one for one."""
        newcomer = int(self.newcomers[row])
        if newcomer < 0:
            return None
        scores = self.again.pool.scores
        loss = int(scores[row] - scores[newcomer])
        is_exact = loss == int(self.least[row])
        return Replacement(_rows(row), _rows(newcomer), loss, is_exact)

    def solved(self, hot: Hot, row: int, exchange: Replacement | None) -> Replacement | None:
        """Solve without a person, beginning from the exchange."""
        again = self.again
        if not hot.known:
            return exchange
        without = again.program.with_bounds(int(again.place[row]), 0, 0)
        start = None if exchange is None else self.values(hot, exchange)
        found = hot.solved(without, again.means, start)
        if found.outcome is Outcome.IMPOSSIBLE:
            return None
        if found.outcome is not Outcome.BEST:
            return exchange
        others = again.model.chosen(found.values)
        return Replacement(
            np.setdiff1d(self.chosen, others),
            np.setdiff1d(others, self.chosen),
            again.result.score - found.value,
            is_exact=True,
        )

    def values(self, hot: Hot, exchange: Replacement) -> Whole:
        """Give the x of the list after an exchange; what it counts besides people may not fit."""
        again = self.again
        values = hot.known[0].found.values.copy()
        values[: len(again.model.people)] = 0
        values[again.place[np.setdiff1d(self.chosen, exchange.leaves)]] = 1
        values[again.place[exchange.joins]] = 1
        return values


def _rows(row: int) -> Index:
    return np.array([row], dtype=np.int32)
