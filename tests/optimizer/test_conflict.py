from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from optimizer import pool as pools, rules_file
from optimizer.conflict import explain
from optimizer.problem import PANEL, Change, Faulty, Status
from optimizer.selection import choose
from optimizer.solver import Clock, Means, Solver
from tests.optimizer.instances import Instance, best_by_trying, instances

small = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def with_rules(instance: Instance, names: Sequence[str]) -> Instance:
    return replace(instance, quotas=[q for q in instance.quotas if q["name"] in names])


def changed(instance: Instance, way: Sequence[Change]) -> Instance:
    quotas = {quota["name"]: dict(quota) for quota in instance.quotas}
    panel = dict(instance.panel)
    for change in way:
        table = panel if change.quota == PANEL else quotas[change.quota]
        assert table[change.bound] == change.before
        table[change.bound] = change.after
    return replace(instance, panel=panel, quotas=list(quotas.values()))


@pytest.mark.parametrize("solver", Solver)
@given(instance=instances())
@small
def test_a_conflict_is_irreducible_and_every_way_out_works(solver: Solver, instance: Instance):
    hard = [{k: v for k, v in q.items() if k not in ("soft", "priority")} for q in instance.quotas]
    instance = replace(instance, quotas=hard)
    try:
        pool, rules = instance.read()
    except Faulty:
        assume(False)
    assume(best_by_trying(instance) is None)
    conflict = choose(pool, rules, solver=solver).conflict
    assert conflict is not None
    assert best_by_trying(with_rules(instance, conflict.rules)) is None
    for name in conflict.rules:
        others = [other for other in conflict.rules if other != name]
        assert best_by_trying(with_rules(instance, others)) is not None
    assert conflict.relaxations
    for way in conflict.relaxations:
        assert best_by_trying(changed(instance, way)) is not None


def test_too_few_of_a_kind_are_named_with_the_bound_that_would_do():
    columns = {
        "id": [f"p{k}" for k in range(10)],
        "score": ["50"] * 10,
        "group": ["Dao"] * 3 + ["Tày"] * 7,
        "gender": ["female", "male"] * 5,
    }
    pool = pools.read(columns)
    text = (
        '[panel]\nseats = 6\n[[quota]]\nname = "Dao"\nwhere = { group = "Dao" }\nmin = 5\n'
        '[[quota]]\nname = "Nữ"\nwhere = { gender = "female" }\nmin_share = 0.5\n'
    )
    result = choose(pool, rules_file.read(text, pool))
    assert result.status is Status.INFEASIBLE
    assert result.conflict is not None
    assert result.conflict.rules == ("Dao",)
    assert result.conflict.relaxations[0] == (Change("Dao", "min", 5, 3),)


def test_a_share_is_relaxed_to_a_share_that_holds_exactly():
    columns = {
        "id": [f"p{k}" for k in range(9)],
        "score": ["50"] * 9,
        "gender": ["female"] * 2 + ["male"] * 7,
    }
    pool = pools.read(columns)
    text = (
        '[panel]\nseats = 6\n[[quota]]\nname = "Nữ"\nwhere = { gender = "female" }\n'
        "min_share = 0.5\n"
    )
    conflict = choose(pool, rules_file.read(text, pool)).conflict
    assert conflict is not None
    (change,) = conflict.relaxations[0]
    assert change == Change("Nữ", "min_share", Decimal("0.5"), Decimal("0.3333"))
    looser = text.replace("0.5", str(change.after))
    assert choose(pool, rules_file.read(looser, pool)).status is Status.OPTIMAL


def test_a_conflict_that_only_whole_numbers_see_is_found():
    # Each of three people is in two of three quotas: fractions of a half keep all, people cannot.
    columns = {
        "id": ["a", "b", "c", "d"],
        "score": ["9", "8", "7", "1"],
        "x": ["1", "1", "0", "0"],
        "y": ["0", "1", "1", "0"],
        "z": ["1", "0", "1", "0"],
    }
    pool = pools.read(columns)
    text = "[panel]\nmin = 1\nmax = 2\n" + "".join(
        f'[[quota]]\nname = "{c}"\nwhere = {{ {c} = "1" }}\nmin = 1\nmax = 1\n' for c in "xyz"
    )
    text = text.replace("min = 1\nmax = 2", "min = 1\nmax = 4", 1)
    result = choose(pool, rules_file.read(text, pool))
    assert result.status is Status.INFEASIBLE
    assert result.conflict is not None
    assert result.conflict.rules == ("x", "y", "z")


def test_another_size_of_the_panel_is_offered_where_seats_conflict():
    columns = {
        "id": [f"p{k}" for k in range(10)],
        "score": ["50"] * 10,
        "gender": ["female"] * 5 + ["male"] * 5,
    }
    pool = pools.read(columns)
    text = '[panel]\nseats = 9\n[[quota]]\nname = "each"\neach = "gender"\nmax = 3\n'
    conflict = choose(pool, rules_file.read(text, pool)).conflict
    assert conflict is not None
    assert conflict.rules == ("each",)
    assert conflict.relaxations == (
        (Change("each", "max", 3, 5),),
        (Change(PANEL, "seats", 9, 6),),
    )


def test_of_equal_ways_out_the_one_that_touches_fewest_rules_comes_first():
    # Three conflicts that have nothing to do with one another, among 4,000 people.
    rng = np.random.default_rng(2)
    kinds = {"unit": 20, "field": 30, "post": 10, "band": 5, "level": 9, "group": 12}
    columns = {
        "id": [f"p{k}" for k in range(4_000)],
        "score": [f"{score:.1f}" for score in rng.uniform(0, 100, 4_000)],
    }
    codes = {name: rng.integers(0, count, 4_000) for name, count in kinds.items()}
    codes["group"][codes["unit"] == 3] = 7
    codes["post"][np.isin(codes["field"], [4, 5])] = 2
    special = {
        ("unit", 3): (12, 40),
        ("group", 7): (0, 9),
        ("field", 4): (8, 40),
        ("field", 5): (8, 40),
        ("post", 2): (0, 12),
        **{("band", value): (0, 57) for value in range(5)},
    }
    text = "[panel]\nseats = 300\n"
    for name, count in kinds.items():
        columns[name] = [f"{name} {code}" for code in codes[name].tolist()]
        for value in range(count):
            least, most = special.get((name, value), (int(200 / count), int(400 / count) + 9))
            text += f'[[quota]]\nname = "{name} {value}"\nmin = {least}\nmax = {most}\n'
            text += f'where = {{ {name} = "{name} {value}" }}\n'
    pool = pools.read(columns)
    conflict = choose(pool, rules_file.read(text, pool)).conflict
    assert conflict is not None
    assert set(conflict.rules) in (
        {"unit 3", "group 7"},
        {"field 4", "field 5", "post 2"},
        {f"band {value}" for value in range(5)},
    )
    way = conflict.relaxations[0]
    assert len(way) == 3
    assert sum(abs(change.after - change.before) for change in way) == 3 + 4 + 15
    for change in way:
        old, new = f"{change.bound} = {change.before}", f"{change.bound} = {change.after}"
        head, named, rest = text.partition(f'name = "{change.quota}"\n')
        text = head + named + rest.replace(old, new, 1)
    assert choose(pool, rules_file.read(text, pool)).status is Status.OPTIMAL


def test_a_conflict_of_whole_numbers_is_found_among_thousands():
    # As before, but hidden among 3,000 people and thirty rules that hold.
    rng = np.random.default_rng(4)
    group = ["x", "y", "z"] * 8 + [""] * 2_976
    columns = {
        "id": [f"p{k}" for k in range(3_000)],
        "score": [f"{score:.1f}" for score in rng.uniform(0, 100, 3_000)],
        "unit": [f"u{code}" for code in rng.integers(0, 30, 3_000)],
        "group": group,
    }
    pool = pools.read(columns)
    text = '[panel]\nseats = 200\n[[quota]]\nname = "each"\neach = "unit"\nmin = 4\nmax = 9\n'
    for pair in ("xy", "yz", "xz"):
        text += f'[[quota]]\nname = "{pair}"\nwhere = {{ group = ["{pair[0]}", "{pair[1]}"] }}\n'
        text += "min = 1\nmax = 1\n"
    conflict = choose(pool, rules_file.read(text, pool)).conflict
    assert conflict is not None
    assert conflict.rules == ("xy", "yz", "xz")
    assert conflict.is_irreducible
    assert conflict.is_least
    assert all(len(way) == 1 for way in conflict.relaxations)
    assert {way[0].after for way in conflict.relaxations} <= {0, 2}


def test_without_time_a_conflict_is_not_called_irreducible():
    columns = {"id": ["a", "b", "c"], "score": ["1", "2", "3"], "side": ["l", "l", "r"]}
    pool = pools.read(columns)
    text = '[panel]\nseats = 2\n[[quota]]\nname = "r"\nwhere = { side = "r" }\nmin = 2\n'
    text += '[[quota]]\nname = "l"\nwhere = { side = "l" }\nmin = 1\n'
    conflict = explain(pool, rules_file.read(text, pool), Means(Clock(0)))
    assert not conflict.is_irreducible
    assert not conflict.is_least
