"""300 of 1,000 and 10,000 nominees where all 276 rows are equations.

The size, 195 values of eight features, and 80 cells of gender by field, each met exactly as a
planted list meets them. That list is the best by score and a normal error, whose size decides how
hard the choice is: with less the relaxation is the list itself, with more no solver we know ends
within minutes. ``ERRORS`` and ``DRAWS`` are chosen to stand between: at 1,000 HiGHS needs ten
seconds of processor time, at 10,000 over a hundred.
"""

from collections.abc import Iterable
from functools import partial

import numpy as np

from optimizer.problem import Index, Pool, Quota, Rules, Status
from optimizer.selection import choose
from tests.benchmarks.instances import FEATURES, SEATS
from tests.benchmarks.measuring import Line, Run, alone, in_turn, judged, line, main
from tests.benchmarks.peers.merit import CBC, HIGHS, arrays, solve
from tests.benchmarks.selection import is_same

LIMIT_S = 60
ERRORS = {1_000: 5.5, 10_000: 2.7}
"""Standard deviation of the error, in points, by the number of nominees."""
DRAWS = {1_000: 1, 10_000: 8}
CROSSED = ("gender", "field")


def problem(nominees: int, *, draw: int) -> tuple[Pool, Rules]:
    """Draw a pool, and rules that the planted list meets exactly."""
    rng = np.random.default_rng(draw)
    scores = (np.clip(rng.normal(70, 12, nominees), 0, 100) * 100).round().astype(np.int64)
    codes = {
        feature: rng.choice(values, nominees, p=rng.dirichlet(np.full(values, 3.0)))
        for feature, values in FEATURES.items()
    }
    wished = scores + rng.normal(0, 100 * ERRORS[nominees], nominees)
    planted = np.argsort(-wished)[:SEATS]
    first, second = CROSSED
    codes[" by ".join(CROSSED)] = codes[first] * FEATURES[second] + codes[second]
    quotas = [
        _exact(f"{feature} {value}", np.flatnonzero(drawn == value).astype(np.int32), planted)
        for feature, drawn in codes.items()
        for value in np.unique(drawn).tolist()
    ]
    ids = np.array([f"p{number:07d}" for number in range(nominees)], dtype=object)
    nothing = np.full(nominees, "", dtype=object)
    standing = np.zeros(nominees, dtype=np.int8)
    pool = Pool(ids, scores, 2, standing, nothing, {}, np.arange(2, nominees + 2))
    return pool, Rules(SEATS, SEATS, None, tuple(quotas))


def _exact(name: str, members: Index, planted: np.ndarray) -> Quota:
    count = int(np.isin(members, planted).sum())
    return Quota(name, 0, None, members, count, count)


def ours(nominees: int, draw: int) -> Run:
    result = choose(*problem(nominees, draw=draw))
    assert result.status is Status.OPTIMAL
    assert result.bound == result.score
    return {
        "seconds": result.seconds["merit"],
        "answer": result.seconds["answer"],
        "score": result.score,
        "misses": [],
    }


def lines() -> Iterable[Line]:
    for nominees, draw in DRAWS.items():
        rows = 1 + len(problem(nominees, draw=draw)[1].quotas)
        yield judged(_beside(nominees, draw) | {"rows": rows}, at_least={"ratio": 2})


def _beside(nominees: int, draw: int) -> Line:
    with arrays(*problem(nominees, draw=draw)) as path:
        peers = {peer.name: partial(solve, peer, path, LIMIT_S) for peer in (CBC, HIGHS)}
        mine, theirs = in_turn(partial(alone, "exact_rows", "ours", nominees, draw), peers)
    return line("exact rows", nominees, mine, theirs, is_same=is_same)


if __name__ == "__main__":
    main(lines, ours=ours)
