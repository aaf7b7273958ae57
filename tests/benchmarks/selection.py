"""300 of 400 to 1,000,000 nominees under 195 quotas, beside the plain model in five solvers.

``ours_s`` is the proof of merit, which is all that the peers do; ``answer_s`` adds the seeded
tie-break, proven too. One line has soft quotas of two priorities, which the peer makes least one
after another; one tells how other draws of the same pool fare.
"""

from collections.abc import Iterable
from functools import partial
from statistics import median

from optimizer.problem import Pool, Rules, Status
from optimizer.selection import choose
from tests.benchmarks.instances import problem
from tests.benchmarks.measuring import Line, Run, alone, in_turn, judged, line, main
from tests.benchmarks.peers.merit import CBC, CP_SAT, HIGHS, PEERS, SCIP, arrays, solve

LIMIT_S = 60
LARGE = (CBC, HIGHS, CP_SAT, SCIP)
"""PuLP + HiGHS is not run at 100,000, where HiGHS is asked without PuLP's delay."""
DRAWS = range(2, 7)


def ours(nominees: int, draw: int = 1) -> Run:
    return _chosen(*problem(nominees, draw=draw))


def soft(nominees: int) -> Run:
    return _chosen(*problem(nominees, has_soft=True))


def _chosen(pool: Pool, rules: Rules) -> Run:
    result = choose(pool, rules)
    assert result.status is Status.OPTIMAL
    assert result.bound == result.score
    return {
        "seconds": result.seconds["merit"],
        "answer": result.seconds["answer"],
        "score": result.score,
        "misses": [missed for _, missed in result.misses],
    }


def is_same(mine: Run, theirs: Run) -> bool:
    """Tell whether two lists miss and score the same, as recounted."""
    return bool(
        theirs["is_kept"]
        and theirs["score"] == mine["score"]
        and theirs["misses"] == mine["misses"]
    )


def lines() -> Iterable[Line]:
    for nominees, asked in ((400, 1), (1_000, 1), (10_000, 8)):
        yield judged(_beside(nominees), at_least={"ratio": asked})
    yield _softly(10_000)
    yield _drawn(10_000)
    yield _large(100_000)
    million = [alone("selection", "ours", 1_000_000) for _ in range(3)]
    yield judged(line("selection", 1_000_000, million), at_most={"ours_s": 2, "peak_mb": 600})


def _beside(nominees: int) -> Line:
    with arrays(*problem(nominees)) as path:
        peers = {peer.name: partial(solve, peer, path, LIMIT_S) for peer in PEERS}
        mine, theirs = in_turn(partial(alone, "selection", "ours", nominees), peers)
    return line("selection", nominees, mine, theirs, is_same=is_same)


def _large(nominees: int) -> Line:
    with arrays(*problem(nominees)) as path:
        peers = {peer.name: partial(solve, peer, path, LIMIT_S) for peer in LARGE}
        mine, theirs = in_turn(partial(alone, "selection", "ours", nominees), peers)
    found = line("selection", nominees, mine, theirs, is_same=is_same)
    if found["peer"]:
        found["memory_ratio"] = round(found["peer_peak_mb"] / found["peak_mb"], 2)
    return judged(found, at_least={"ratio": 40, "memory_ratio": 5})


def _softly(nominees: int) -> Line:
    with arrays(*problem(nominees, has_soft=True)) as path:
        peers = {CBC.name: partial(solve, CBC, path, LIMIT_S)}
        mine, theirs = in_turn(partial(alone, "selection", "soft", nominees), peers)
    found = line("selection, soft quotas", nominees, mine, theirs, is_same=is_same)
    return found | {"misses": mine[0]["misses"]}


def _drawn(nominees: int) -> Line:
    """Run each of five other draws once, ours and the peer in turn."""
    mine, theirs = [], []
    for draw in DRAWS:
        with arrays(*problem(nominees, draw=draw)) as path:
            mine.append(alone("selection", "ours", nominees, draw))
            told = solve(CBC, path, LIMIT_S)
            theirs.append(told or {})
    peers = {CBC.name: theirs} if all(theirs) else {}
    found = line("selection, other draws", nominees, mine, peers)
    pairs = list(zip(mine, theirs, strict=True)) if peers else []
    ratios = [their["seconds"] / our["seconds"] for our, their in pairs]
    if pairs:
        found["same_answer"] = all(is_same(our, their) for our, their in pairs)
        found |= {"ratio": round(median(ratios), 2), "worst_ratio": round(min(ratios), 2)}
    return found | {"worst_s": round(max(run["seconds"] for run in mine), 4)}


if __name__ == "__main__":
    main(lines, ours=ours, soft=soft)
