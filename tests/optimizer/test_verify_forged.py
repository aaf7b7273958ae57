"""Every key of a true answer is changed: verify finds it, or says that it does not look."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from congress.selection import answer
from optimizer import pool as pools, publishing, rules_file, verify
from optimizer.findings import Unchecked
from optimizer.problem import Pool, Rules, Status
from optimizer.result_file import written
from optimizer.selection import choose
from tests.optimizer.instances import Instance, instances
from tests.optimizer.test_verify import TEXT

Told = dict[str, Any]
Path = tuple[str | int, ...]

IMPOSSIBLE = """
[panel]
seats = 4
[[quota]]
name = "Nữ"
where = { gender = "female" }
min = 3
[[quota]]
name = "Nam"
where = { gender = "male" }
min = 2
[[quota]]
name = "Mỗi đơn vị"
each = "unit"
max = 3
"""

FREE: dict[tuple[str, ...], str] = {
    ("versions",): "RUN",
    ("seconds",): "RUN",
    ("quotas", "price"): "PRICES",
    ("people", "replacement", "exact"): "PRICES",
    ("explained", "seconds"): "RUN",
    ("reserve", "damage"): "RESERVE",
    ("reserve", "damage_without"): "RESERVE",
    ("reserve", "days"): "RESERVE",
    ("clashes",): "RANKING: fewer sums are as true; each by itself is tested below",
    ("relaxations",): "RANKING: fewer ways, or in another order, are as true",
    ("people", "score_to_enter"): "nothing is claimed where all are null; looser bounds are true",
    ("certificate", "proofs", "core"): "a larger core is as true",
    ("certificate", "proofs", "size_price"): "other prices may prove as much",
    ("certificate", "proofs", "quota_prices"): "other prices may prove as much",
    ("certificate", "proofs", "miss_prices"): "other prices may prove as much",
}
"""Where a changed value may still be true; ``verify.UNCHECKED`` has the same, with reasons."""


def pool_of(scores: list[str] | None = None) -> Pool:
    return pools.read(
        {
            "id": list("abcdefgh"),
            "score": scores or ["90", "80.5", "80.5", "70", "60", "60", "50", "40"],
            "gender": ["male", "male", "male", "female", "female", "female", "male", "female"],
            "unit": ["X", "X", "X", "Y", "Y", "Y", "Z", "Z"],
            "young": ["no", "no", "no", "yes", "no", "yes", "no", "no"],
            "status": ["", "", "", "", "", "", "excluded", ""],
        }
    )


def answered(text: str, explain: str = "bounds") -> tuple[Pool, Rules, Told]:
    pool = pool_of()
    rules = rules_file.read(text, pool)
    told = answer.of(pool, rules, choose(pool, rules), explain)
    return pool, rules, json.loads(json.dumps(told))


def stopped() -> tuple[Pool, Rules, Told]:
    """Give an answer whose time ended with a list and nothing proven."""
    pool = pool_of()
    rules = rules_file.read(TEXT, pool)
    best = choose(pool, rules)
    result = replace(best, status=Status.TIME_LIMIT, bound=None, proofs=())
    return pool, rules, json.loads(json.dumps(written(pool, rules, result)))


def without_list() -> tuple[Pool, Rules, Told]:
    pool = pool_of()
    rules = rules_file.read(TEXT, pool)
    result = choose(pool, rules, time_limit_s=0)
    return pool, rules, json.loads(json.dumps(written(pool, rules, result)))


def published() -> tuple[Pool, Rules, Told]:
    """Give an answer as strangers see it."""
    pool, rules, told = answered(TEXT)
    shown = publishing.table(pool, rules)
    public = pools.read(shown)
    public_rules = rules_file.read(TEXT, public)
    small = publishing.alike(shown)
    version = publishing.answer(told, publishing.pseudonyms(pool), public, public_rules, small)
    return public, public_rules, json.loads(json.dumps(version))


CASES = {
    "optimal": answered(TEXT),
    "exact": answered(TEXT, "exact"),
    "infeasible": answered(IMPOSSIBLE),
    "stopped": stopped(),
    "without list": without_list(),
    "published": published(),
}
SHAPES = [case for case in CASES if case != "exact"]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    parts: Any = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    for key, part in parts:
        yield from places(part, (*path, key))


def at(told: Any, path: Path) -> Any:
    for key in path:
        told = told[key]
    return told


def replaced(told: Told, path: Path, value: Any) -> Told:
    forged = copy.deepcopy(told)
    at(forged, path[:-1])[path[-1]] = value
    return forged


def others(value: Any) -> Iterator[Any]:
    yield from (v for v in (None, [], {}, "", "forged", -1, 7, True, [[]], 1e300) if v != value)
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, value - 1, str(value) + "1")
    elif isinstance(value, str):
        yield from (value + "0", "1" + value)
    elif isinstance(value, list) and value:
        yield from (value[1:], value[:-1], value + value[-1:])


def named(path: Path) -> tuple[str, ...]:
    return tuple(key for key in path if isinstance(key, str))


def is_free(path: Path) -> bool:
    return any(named(path)[: len(free)] == free for free in FREE)


def holds(pool: Pool, rules: Rules, told: Any) -> bool:
    try:
        return not verify.check(pool, rules, told)
    except verify.Malformed:
        return False


@pytest.mark.parametrize("case", list(CASES))
def test_a_true_answer_holds(case: str):
    assert verify.check(*CASES[case]) == []


@pytest.mark.parametrize("case", SHAPES)
def test_whatever_is_changed_is_found_or_declared_unchecked(case: str):
    pool, rules, told = CASES[case]
    missed = [
        (path, value)
        for path in places(told)
        for value in others(at(told, path))
        if not is_free(path) and holds(pool, rules, replaced(told, path, value))
    ]
    assert missed == []


@pytest.mark.parametrize("case", SHAPES)
def test_whatever_is_left_out_is_found(case: str):
    pool, rules, told = CASES[case]
    for path in places(told):
        forged = copy.deepcopy(told)
        del at(forged, path[:-1])[path[-1]]
        if not is_free(path):
            assert not holds(pool, rules, forged), path


def test_every_free_place_is_declared_with_a_reason():
    declared = " ".join(verify.UNCHECKED)
    assert all(path[0] in declared and path[-1].split("_")[-1] for path in FREE)
    assert all(reason for _, reason in verify.UNCHECKED.values())
    assert {code for code, _ in verify.UNCHECKED.values() if code} == set(Unchecked)


def as_infeasible(told: Told) -> None:
    told["status"] = "infeasible"


def as_emptied(told: Told) -> None:
    as_infeasible(told)
    told.update({key: [] for key in ("selected", "alternates", "misses", "quotas", "people")})
    told.update(dict.fromkeys(("seats", "score", "bound", "gap")))
    told["certificate"]["proofs"] = []


def score_of(told: Told, person: str, **scores: float | None) -> None:
    (entry,) = (each for each in told["people"] if each["id"] == person)
    entry["score_to_enter"] = {**(entry["score_to_enter"] or {}), **scores}


@pytest.mark.parametrize(
    ("case", "tamper", "code"),
    [
        ("optimal", as_infeasible, "list_claimed"),
        ("optimal", as_emptied, "list_exists"),
        ("optimal", lambda told: told["alternates"].reverse() or told["alternates"].append("h"),
         "alternates_differ"),
        ("optimal", lambda told: score_of(told, "e", least=0, most=1, exact=None), "entry_differs"),
        ("exact", lambda told: score_of(told, "e", least=99, most=99, exact=99), "entry_differs"),
        ("exact", lambda told: score_of(told, "a", least=1, most=1, exact=1), "entry_differs"),
        ("infeasible", lambda told: told.update(conflict=["Nữ"]), "conflict_holds"),
        ("infeasible", lambda told: told.update(conflict=[]), "conflict_holds"),
        ("infeasible", lambda told: told["conflict"].append("Mỗi đơn vị"), "conflict_not_least"),
        ("infeasible", lambda told: told.update(conflict=["Lạ"]), "conflict_unknown"),
        ("infeasible", lambda told: told.update(conflict_quotas=["Nữ"]), "conflict_quotas_differ"),
        ("infeasible", lambda told: told["relaxations"][0][0].update(to=99), "way_wrong"),
        ("optimal", lambda told: told.update(conflict=["Nữ"]), "conflict_claimed"),
        ("stopped", lambda told: told["alternates"].append("h"), "alternates_differ"),
        ("stopped", lambda told: score_of(told, "e", least=1, most=1, exact=1), "entry_unfounded"),
        ("stopped", lambda told: told.update(bound=1, gap=-299.5), "bound_differs"),
        ("without list", lambda told: told.update(selected=["a"]), "size_wrong"),
        ("without list", lambda told: told.update(score=0), "score_without_list"),
        ("infeasible", lambda told: told["relaxations"].append([]), "way_wrong"),
        ("infeasible", lambda told: told["relaxations"].append(told["relaxations"][0]),
         "way_repeated"),
        ("infeasible", lambda told: told.update(selected=["a"]), "list_claimed"),
        ("infeasible", lambda told: told.update(score=3), "score_without_list"),
    ],
)  # fmt: skip
def test_a_forgery_is_called_by_its_name(case: str, tamper: Callable[[Told], None], code: str):
    pool, rules, told = CASES[case]
    forged = copy.deepcopy(told)
    tamper(forged)
    assert code in [finding.code for finding in verify.check(pool, rules, forged)]


def test_a_way_out_that_does_not_reach_is_found():
    pool = pool_of()
    rules = rules_file.read(IMPOSSIBLE.replace("min = 2", "min = 3"), pool)
    told = json.loads(json.dumps(written(pool, rules, choose(pool, rules))))
    change = {"quota": "Nam", "bound": "min", "from": 3, "to": 2}
    told["relaxations"] = [[change]]
    assert [f.code for f in verify.check(pool, rules, told)] == ["way_without_list"]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("optimal", {Unchecked.RUN, Unchecked.PRICES, Unchecked.RESERVE}),
        ("exact", {Unchecked.RUN, Unchecked.PRICES, Unchecked.RESERVE}),
        ("infeasible", {Unchecked.RUN, Unchecked.RANKING}),
        ("stopped", {Unchecked.RUN}),
        ("without list", {Unchecked.RUN}),
        (
            "published",
            {
                Unchecked.RUN,
                Unchecked.PRICES,
                Unchecked.LOT,
                Unchecked.ENTRY,
                Unchecked.WITHHELD,
            },
        ),
    ],
)
def test_what_was_not_checked_is_said(case: str, expected: set[Unchecked]):
    assert set(verify.examine(*CASES[case]).unchecked) == expected


def test_many_exact_scores_are_checked_in_part_and_that_is_said():
    columns = {
        "id": [f"{n:03}" for n in range(90)],
        "score": [str(n * 37 % 90 + 5) for n in range(90)],
        "kind": [str(n % 7) for n in range(90)],
        "side": [str(n % 4) for n in range(90)],
    }
    pool = pools.read(columns)
    text = """[panel]
seats = 20
[[quota]]
name = "kind"
each = "kind"
max = 3
[[quota]]
name = "side"
each = "side"
min = 5
"""
    rules = rules_file.read(text, pool)
    told = json.loads(json.dumps(answer.of(pool, rules, choose(pool, rules), "exact")))
    verdict = verify.examine(pool, rules, told)
    assert verdict.findings == ()
    assert Unchecked.ENTRY in verdict.unchecked


def test_the_web_takes_an_answer_that_is_better_than_it_says():
    pool = pool_of()
    rules = rules_file.read(TEXT, pool)
    verify.require(pool, rules, replace(choose(pool, rules), status=Status.TIME_LIMIT))


def test_the_order_of_nominees_and_of_the_told_people_is_free():
    pool, rules, told = CASES["optimal"]
    forged = {**told, "people": told["people"][::-1]}
    assert verify.check(pool, rules, forged) == []


def test_a_price_that_counts_a_soft_quota_twice_is_refused():
    pool, rules, told = CASES["optimal"]
    forged = copy.deepcopy(told)
    prices = forged["certificate"]["proofs"][-1]["quota_prices"]
    prices += [{"quota": 0, "side": "min", "price": "-1"}] * 2
    assert not holds(pool, rules, forged)


@settings(max_examples=40, deadline=None)
@given(instances(), st.sampled_from(["bounds", "exact"]))
def test_what_the_program_answers_holds(instance: Instance, explain: str):
    try:
        pool, rules = instance.read()
    except rules_file.Faulty:
        return
    told = answer.of(pool, rules, choose(pool, rules), explain)
    assert verify.check(pool, rules, json.loads(json.dumps(told))) == []


@settings(max_examples=20, deadline=None)
@given(instances(most=7), st.data())
def test_a_false_exact_score_is_found(instance: Instance, data: st.DataObject):
    try:
        pool, rules = instance.read()
    except rules_file.Faulty:
        return
    result = choose(pool, rules)
    told = json.loads(json.dumps(answer.of(pool, rules, result, "exact")))
    known = [p for p in told["people"] if p["score_to_enter"] and p["reason"] != "required"]
    if result.status is not Status.OPTIMAL or not known:
        return
    scores = data.draw(st.sampled_from(known))["score_to_enter"]
    units = round(scores["exact"] * 10**pool.decimals)
    other = data.draw(st.integers(0, 100 * 10**pool.decimals).filter(lambda n: n != units))
    scores.update(dict.fromkeys(("least", "most", "exact"), float(pool.points(other))))
    assert "entry_differs" in [f.code for f in verify.check(pool, rules, told)]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(list(CASES)), st.data(), _JSON)
def test_no_json_makes_it_fail(case: str, data: st.DataObject, value: Any):
    pool, rules, told = CASES[case]
    path = data.draw(st.sampled_from(list(places(told))))
    for forged in (value, replaced(told, path, value)):
        holds(pool, rules, forged)


def test_numbers_without_end_are_refused_at_once():
    pool, rules, told = CASES["optimal"]
    proof: Path = ("certificate", "proofs", 1)
    for path in [("score",), ("bound",), (*proof, "size_price"), ("seats",)]:
        for value in ("1e999999999", "1e-999999999", 10**400, float("inf"), float("nan")):
            assert not holds(pool, rules, replaced(told, path, value))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", "short"),
        ("kind", "most"),
        ("kind", "guess"),
        ("need", 4),
        ("need", 6),
        ("have", 3),
        ("quotas", ["Nữ"]),
        ("quotas", ["Nữ", "Nữ"]),
        ("quotas", ["Nữ", "Nobody"]),
        ("quotas", []),
        ("rules", ["Nữ"]),
    ],
)
def test_a_sum_that_does_not_add_up_is_found(key: str, value: Any):
    pool, rules, told = CASES["infeasible"]
    assert [clash["kind"] for clash in told["clashes"]] == ["least"]
    assert not holds(pool, rules, replaced(told, ("clashes", 0, key), value))


def test_an_answer_may_be_better_than_it_says():
    pool, rules, told = CASES["optimal"]
    verdict = verify.examine(pool, rules, told | {"status": "time_limit"})
    assert verdict.findings == ()
    assert verdict.is_better
    assert not verify.examine(pool, rules, told).is_better


@pytest.mark.parametrize("case", ["optimal", "infeasible"])
def test_time_that_is_over_finds_nothing_false(case: str):
    verdict = verify.examine(*CASES[case], time_limit_s=0)
    assert verdict.findings == ()
    assert Unchecked.CORE in verdict.unchecked or Unchecked.ENTRY in verdict.unchecked
