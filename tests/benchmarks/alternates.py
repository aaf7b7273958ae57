"""A reserve of 30 for 300 delegates out of 1,500, beside the paper's program on 100 sampled days.

The peer is written from the description in Assos, Baharav, Flanigan and Procaccia, "Alternates,
Assemble!": one integer program chooses the reserve and its use on every sampled day at once, so
that the mean deviation is least. HiGHS solves it through PuLP, as it solves ours. Both reserves
are then judged on 1,000 days drawn anew, each met as well as the reserve allows, which an integer
program per day proves. The peer is stopped long before its own proof: ``peer_proven`` is then
false, ``ratio`` a lower bound, and its damage that of the best reserve it had by then. ``few`` is
the same program on so few days that it ends.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from time import perf_counter
from typing import Any

import numpy as np

from optimizer import alternates, damage
from optimizer.panel import Panel
from optimizer.problem import Index, Mask, Pool, Rules, Whole
from optimizer.program import OPEN, Program, Rows
from optimizer.selection import choose
from optimizer.solver import Clock, Means, Outcome, Solver
from tests.benchmarks.instances import problem
from tests.benchmarks.measuring import RUNS, Line, Run, alone, judged, line, main

NOMINEES, RESERVE, DROPOUT = 1_500, 30, 0.05
PEER_DAYS, FEW_DAYS, FRESH_DAYS, FRESH_SEED = 100, 10, 1_000, 2_026
PEER_LIMIT_S = 120


def deviation(panel: Panel, dropped: Mask, people: Index, most: int) -> tuple[Program, Whole]:
    """Write the paper's program: who is in the reserve, its use by day, and what stays broken."""
    days, count, quotas = len(dropped), len(people), len(panel.quotas) + 1
    members = damage.with_seat(panel.members(people))
    seated = damage.with_seat(panel.seated)
    counts = seated.sum(axis=0) - dropped @ seated
    bounds = damage.Bounds.of(panel)
    used = count + np.arange(days * count).reshape(days, count)
    under = count * (1 + days) + np.arange(days * quotas).reshape(days, quotas)
    over = under + days * quotas
    entries: list[Any] = [(np.arange(count, dtype=np.int32), 1, most, most)]
    for day in range(days):
        for person in range(count):
            pair = np.array([person, used[day, person]], dtype=np.int32)
            entries.append((pair, np.array([1, -1]), 0, OPEN))
        for quota in range(quotas):
            who = used[day][members[:, quota] > 0]
            columns = np.append(who, (under[day, quota], over[day, quota])).astype(np.int32)
            weights = np.append(np.ones(len(who), dtype=np.int64), (1, -1))
            least, top = (int(b[quota] - counts[day, quota]) for b in (bounds.least, bounds.most))
            entries.append((columns, weights, least, top))
    width = count * (1 + days) + 2 * days * quotas
    upper = np.ones(width, dtype=np.int64)
    upper[under.ravel()] = upper[over.ravel()] = len(panel.chosen)
    # Nobody beyond the seats.
    upper[over[:, -1]] = 0
    cost = np.zeros(width, dtype=np.int64)
    cost[under.ravel()] = cost[over.ravel()] = -1
    return Program.build(np.zeros(width, dtype=np.int64), upper, Rows.of(entries)), cost


def locked(nominees: int) -> tuple[Pool, Rules, Panel]:
    pool, rules = problem(nominees)
    return pool, rules, Panel.of(pool, rules, choose(pool, rules).chosen)


def drawn(panel: Panel, days: int, seed: int) -> Mask:
    return damage.drawn(panel, np.full(len(panel.chosen), DROPOUT), days, seed)


def ours(nominees: int) -> Run:
    pool, rules, _ = locked(nominees)
    result = choose(pool, rules)
    started = perf_counter()
    found = alternates.choose(pool, rules, result, reserve=RESERVE, dropout=DROPOUT)
    return {
        "seconds": perf_counter() - started,
        "order": found.order,
        "coverage": found.coverage.value,
        "uncovered": len(found.uncovered),
        "impossible": len(found.impossible),
    }


def peer(nominees: int, days: int) -> Run:
    _, _, panel = locked(nominees)
    started = perf_counter()
    program, cost = deviation(panel, drawn(panel, days, 1), panel.outside, RESERVE)
    answer = Means(Clock(PEER_LIMIT_S), Solver.HIGHS).maximize(program, cost)
    who = np.flatnonzero(answer.whole[: len(panel.outside)])
    return {
        "seconds": perf_counter() - started,
        "order": panel.outside[who].tolist(),
        "proven": answer.outcome is Outcome.BEST,
    }


def least_damage(panel: Panel, dropped: Mask, reserve: Sequence[int]) -> int:
    """Sum over days the least damage that the reserve allows, by an integer program each."""
    people = np.sort(np.array(reserve, dtype=np.int32))
    total = 0
    for day in dropped:
        program, cost = deviation(panel, day[None, :], people, len(people))
        answer = Means().maximize(program, cost)
        assert answer.outcome is Outcome.BEST
        total -= int(cost @ answer.whole)
    return total


def lines() -> Iterable[Line]:
    mine = [alone("alternates", "ours", NOMINEES) for _ in range(RUNS)]
    theirs = alone("alternates", "peer", NOMINEES, PEER_DAYS)
    few = alone("alternates", "peer", NOMINEES, FEW_DAYS)
    name = f"the paper's program on {PEER_DAYS} days, HiGHS {version('highspy')}"
    found = line("alternates", NOMINEES, mine, {name: [theirs]})
    found |= {key: mine[0][key] for key in ("coverage", "uncovered", "impossible")}
    orders = {"damage": mine[0], "peer_damage": theirs, "few_damage": few, "damage_without": None}
    found |= judgement({key: run["order"] if run else [] for key, run in orders.items()})
    found["damage_ratio"] = round(found["damage"] / max(found["peer_damage"], 0.001), 3)
    found |= {"few_days": FEW_DAYS, "few_s": round(few["seconds"], 2), "few_proven": few["proven"]}
    yield judged(found, at_least={"ratio": 10}, at_most={"damage_ratio": 1})


def judgement(reserves: Mapping[str, Sequence[int]]) -> Mapping[str, float]:
    """Give the mean damage that each reserve leaves on the same fresh days, in people a day."""
    _, _, panel = locked(NOMINEES)
    fresh = drawn(panel, FRESH_DAYS, FRESH_SEED)
    return {
        key: least_damage(panel, fresh, reserve) / FRESH_DAYS for key, reserve in reserves.items()
    }


if __name__ == "__main__":
    main(lines, ours=ours, peer=peer)
