import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings

from congress.selection import answer
from optimizer import pool as pools, rules_file, verify, verify_conflict
from optimizer.problem import Faulty, Pool, Rules
from optimizer.ranks import ranks
from optimizer.result_file import written
from optimizer.selection import choose
from tests.optimizer.instances import Instance, best_by_trying, instances

TEXT = """
[panel]
seats = 4
[[quota]]
name = "Nữ"
where = { gender = "female" }
min_share = 0.5
[[quota]]
name = "Mỗi đơn vị"
each = "unit"
max = 2
[[quota]]
name = "Trẻ"
where = { young = "yes" }
min = 3
soft = true
"""


@pytest.fixture(scope="module")
def problem() -> tuple[Pool, Rules]:
    pool = pools.read(
        {
            "id": list("abcdefgh"),
            "score": ["90", "80.5", "80.5", "70", "60", "60", "50", "40"],
            "gender": ["male", "male", "male", "female", "female", "female", "male", "female"],
            "unit": ["X", "X", "X", "Y", "Y", "Y", "Z", "Z"],
            "young": ["no", "no", "no", "yes", "no", "yes", "no", "no"],
            "status": ["", "", "", "", "", "", "excluded", ""],
        }
    )
    return pool, rules_file.read(TEXT, pool)


@pytest.fixture
def told(problem: tuple[Pool, Rules]) -> dict[str, Any]:
    pool, rules = problem
    return json.loads(json.dumps(written(pool, rules, choose(pool, rules))))


def test_an_honest_answer_holds(problem: tuple[Pool, Rules], told: dict[str, Any]):
    assert verify.check(*problem, told) == []


def swapped(told: dict[str, Any], out: str, into: str) -> None:
    told["selected"] = sorted({*told["selected"], into} - {out})


def weaker(told: dict[str, Any]) -> None:
    told["certificate"]["proofs"][-1]["quota_prices"] = []
    told["certificate"]["proofs"][-1]["size_price"] = "0"
    told["certificate"]["proofs"][-1]["core"] = []


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (lambda told: told["selected"].append("nobody"), "people_unknown"),
        (lambda told: told["selected"].append(told["selected"][0]), "people_repeated"),
        (lambda told: told["selected"].pop(), "size_wrong"),
        (lambda told: swapped(told, "a", "g"), "excluded_chosen"),
        (lambda told: swapped(told, "d", "e"), "score_differs"),
        (lambda told: swapped(told, "f", "h"), "misses_differ"),
        (lambda told: told.update(score=281.5), "score_differs"),
        (lambda told: told.update(bound=999), "bound_differs"),
        (lambda told: told["quotas"][0].update(count=9), "count_differs"),
        (lambda told: told["certificate"].update(pool="0"), "nominees_differ"),
        (lambda told: told["certificate"].update(rules="0"), "rules_differ"),
        (lambda told: told.update(input_digest="0"), "input_differs"),
        (lambda told: told["certificate"]["proofs"].pop(), "proof_missing"),
        (weaker, "core_differs"),
    ],
)
def test_a_changed_answer_is_caught(
    tamper: Callable[[dict[str, Any]], None],
    code: str,
    problem: tuple[Pool, Rules],
    told: dict[str, Any],
):
    forged = copy.deepcopy(told)
    tamper(forged)
    assert code in [finding.code for finding in verify.check(*problem, forged)]


def test_a_worse_list_called_the_best_is_caught(problem: tuple[Pool, Rules], told: dict[str, Any]):
    pool, rules = problem
    worse = rules_file.read(TEXT.replace("max = 2", "max = 1"), pool)
    assert worse.most == rules.most
    looser = rules_file.read(TEXT.replace("min_share = 0.5", "min_share = 0.75"), pool)
    forged = json.loads(json.dumps(written(pool, looser, choose(pool, looser))))
    honest = {key: told[key] for key in ("input_digest",)}
    forged |= honest | {
        "certificate": {**forged["certificate"], "rules": told["certificate"]["rules"]}
    }
    assert forged["score"] < told["score"]
    codes = [finding.code for finding in verify.check(pool, rules, forged)]
    assert {"better_exists", "proof_too_weak"} & set(codes)


def test_an_equal_list_that_is_not_first_in_the_seeded_order_is_caught():
    pool = pools.read({"id": ["a", "b"], "score": ["5", "5"]})
    rules = rules_file.read("[panel]\nseats = 1\n", pool)
    forged = json.loads(json.dumps(written(pool, rules, choose(pool, rules))))
    forged["selected"] = ["b"] if forged["selected"] == ["a"] else ["a"]
    assert "not_first_of_equals" in [f.code for f in verify.check(pool, rules, forged)]


EQUALS = """
[panel]
seats = 2
[[quota]]
name = "Trên"
where = { upper = "yes" }
min = 1
max = 1
[[quota]]
name = "Dưới"
where = { lower = "yes" }
min = 1
max = 1
"""
"""Two lists keep these, of "ac" and of "bd"; their first ranks add up to as much."""


def equals(scores: list[str]) -> tuple[Pool, Rules]:
    pool = pools.read(
        {
            "id": list("abcd"),
            "score": scores,
            "upper": ["yes", "yes", "no", "no"],
            "lower": ["yes", "no", "no", "yes"],
        }
    )
    first, second = (ranks(pool.ids, 1, level) for level in (0, 1))
    assert first[[0, 2]].sum() == first[[1, 3]].sum()
    assert second[[0, 2]].sum() < second[[1, 3]].sum()
    return pool, rules_file.read(EQUALS, pool)


def test_lists_that_tie_in_the_first_draw_are_told_apart_by_the_second():
    pool, rules = equals(["5"] * 4)
    told = json.loads(json.dumps(written(pool, rules, choose(pool, rules))))
    assert told["selected"] == ["a", "c"]
    assert verify.check(pool, rules, told) == []
    forged = told | {"selected": ["b", "d"]}
    assert "not_first_of_equals" in [f.code for f in verify.check(pool, rules, forged)]


def test_a_score_that_is_enough_by_the_second_draw_is_accepted():
    pool, rules = equals(["5", "6", "5", "5"])
    told = answer.of(pool, rules, choose(pool, rules), "exact")
    scores = {person["id"]: person["score_to_enter"] for person in told["people"]}
    assert scores["a"]["exact"] == 6
    assert verify.check(pool, rules, told) == []
    scores["a"].update(dict.fromkeys(("least", "most", "exact"), 7))
    assert "entry_differs" in [f.code for f in verify.check(pool, rules, told)]


@pytest.mark.parametrize(("change", "is_right"), [((1, 2), True), ((1, 1), False), ((1, 0), False)])
def test_a_larger_panel_is_a_way_out_where_it_may_be_empty(change: tuple[int, int], is_right: bool):
    pool = pools.read({"id": list("abc"), "score": ["3", "2", "1"], "kind": ["red"] * 3})
    text = '[panel]\nmin = 0\nmax = 1\n[[quota]]\nname = "Đỏ"\neach = "kind"\nmin = 2\n'
    rules = rules_file.read(text, pool)
    told = json.loads(json.dumps(written(pool, rules, choose(pool, rules))))
    assert told["status"] == "infeasible"
    before, after = change
    told["relaxations"] = [[{"quota": "panel", "bound": "max", "from": before, "to": after}]]
    assert [f.code for f in verify.check(pool, rules, told)] == ([] if is_right else ["way_wrong"])


def test_a_text_that_is_no_answer_is_malformed(problem: tuple[Pool, Rules]):
    for nonsense in ({}, {"certificate": 5}, {"certificate": {"pool": 1}}):
        with pytest.raises(verify.Malformed):
            verify.check(*problem, nonsense)


@given(instances(most=7))
@settings(max_examples=60)
def test_a_glance_at_few_columns_says_nothing_false(instance: Instance):
    hard = [{k: v for k, v in q.items() if k not in ("soft", "priority")} for q in instance.quotas]
    instance = replace(instance, quotas=hard)
    try:
        pool, rules = instance.read()
    except Faulty:
        assume(False)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(verify_conflict, "_FEW", 1)
        patched.setattr(verify_conflict, "_MANY", 0)
        told = verify_conflict.possible(pool, rules, rules.quotas)
    assert told is (best_by_trying(instance) is not None)
