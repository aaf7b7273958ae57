"""Who would be on the list in somebody's place: the best list without each person chosen."""

from dataclasses import dataclass

import numpy as np

from optimizer.exact import Again
from optimizer.explain import exchanges, least_losses
from optimizer.problem import Index, Standing
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
        found = {row: self.exchange(row) for row in movable}
        for row, exchange in found.items():
            if self.again.means.clock.is_over:
                break
            if exchange is None or not exchange.is_exact:
                found[row] = self.solved(row, exchange)
        return {row: replacement for row, replacement in found.items() if replacement}

    def exchange(self, row: int) -> Replacement | None:
        """Give the best exchange of one for one."""
        newcomer = int(self.newcomers[row])
        if newcomer < 0:
            return None
        scores = self.again.pool.scores
        loss = int(scores[row] - scores[newcomer])
        is_exact = loss == int(self.least[row])
        return Replacement(_rows(row), _rows(newcomer), loss, is_exact)

    def solved(self, row: int, exchange: Replacement | None) -> Replacement | None:
        """Solve without a person, beginning from the exchange."""
        again = self.again
        without = again.program.with_bounds(int(again.place[row]), 0, 0)
        start = None if exchange is None else self.values(exchange)
        found = again.hot.solved(without, again.means, start)
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

    def values(self, exchange: Replacement) -> np.ndarray:
        """Give the x of the list after an exchange."""
        again = self.again
        values = again.hot.known[0].found.values.copy()
        values[: len(again.model.people)] = 0
        values[again.place[np.setdiff1d(self.chosen, exchange.leaves)]] = 1
        values[again.place[exchange.joins]] = 1
        return values


def _rows(row: int) -> Index:
    return np.array([row], dtype=np.int32)
