"""Independent recounts of lists that somebody left or joined."""

from collections.abc import Collection, Sequence
from itertools import combinations

from hypothesis import assume

from optimizer.problem import Faulty, Pool, Result, Rules
from optimizer.selection import choose
from tests.optimizer.instances import Instance, groups, miss


def chosen_list(instance: Instance) -> tuple[Pool, Rules, Result]:
    """Choose a list for an instance that has one."""
    try:
        pool, rules = instance.read()
    except Faulty:
        assume(False)
    result = choose(pool, rules)
    assume(len(result.chosen))
    return pool, rules, result


def harm(instance: Instance, rows: Collection[int], size: int) -> int:
    """Count empty seats, and people missing or too many in hard quotas of a list of this size."""
    inside = {instance.columns["id"][row] for row in rows}
    return size - len(inside) + sum(misses(instance, inside, size, soft=False))


def misses(instance: Instance, inside: Collection[str], size: int, *, soft: bool) -> list[int]:
    return [
        miss(quota, sum(person["id"] in inside for person in group), size)
        for quota in instance.quotas
        if bool(quota.get("soft")) == soft
        for group in groups(quota, instance.people)
    ]


def callable_rows(instance: Instance, chosen: Collection[int]) -> list[int]:
    """Give who may be called in: neither chosen nor excluded."""
    status = instance.columns["status"]
    return [row for row, kind in enumerate(status) if row not in chosen and kind != "excluded"]


def least_harm(instance: Instance, staying: Collection[int], reserve: Sequence[int], size: int):
    """Try every use of a reserve that fills no more than the empty seats."""
    return min(
        harm(instance, {*staying, *called}, size)
        for most in range(min(size - len(staying), len(reserve)) + 1)
        for called in combinations(reserve, most)
    )


def covered(instance: Instance, chosen: Collection[int], reserve: Collection[int]) -> set[int]:
    """Tell who can be replaced by somebody in the reserve with every hard quota kept."""
    return {
        row
        for row in chosen
        if any(
            harm(instance, {*chosen, one} - {row}, len(chosen)) == 0
            for one in callable_rows(instance, chosen)
            if one in reserve
        )
    }
