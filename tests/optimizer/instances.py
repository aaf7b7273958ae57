"""Small instances, and their answers by trying every list."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import strategies as st

from optimizer import pool as pools, rules_file
from optimizer.problem import Pool, Rules
from optimizer.ranks import ranks

Person = Mapping[str, str]


@dataclass(frozen=True)
class Instance:
    """Nominees as columns of text, and rules as the tables of a rules file."""

    columns: Mapping[str, Sequence[str]]
    panel: Mapping[str, int]
    quotas: Sequence[Mapping[str, Any]]

    @property
    def text(self) -> str:
        tables = [("[panel]", self.panel), *(("[[quota]]", quota) for quota in self.quotas)]
        return "\n".join(
            f"{header}\n" + "\n".join(f"{key} = {toml(value)}" for key, value in table.items())
            for header, table in tables
        )

    def read(self) -> tuple[Pool, Rules]:
        pool = pools.read(self.columns)
        return pool, rules_file.read(self.text, pool)

    @property
    def people(self) -> list[Person]:
        keys = list(self.columns)
        return [
            dict(zip(keys, row, strict=True)) for row in zip(*self.columns.values(), strict=True)
        ]


def toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case Mapping():
            return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
    return str(value)


_VALUES = {"kind": ["red", "green", "blue"], "side": ["left", "right"]}
_KINDS = st.sampled_from(["red", "green", "blue", ""])
_UNITS = st.sampled_from(["X", "Y", ""])
_SCORES = st.integers(0, 40).map(lambda n: f"{Decimal(n) / 10}")
_FEW_SCORES = st.sampled_from(["1", "1", "2.5"])


@st.composite
def instances(draw: st.DrawFn, *, most: int = 9) -> Instance:
    """Draw up to nine nominees under up to four quotas of every sort."""
    count = draw(st.integers(3, most))
    scores = draw(st.sampled_from([_SCORES, _FEW_SCORES]))
    columns = {
        "id": [f"p{number}" for number in range(count)],
        "score": draw(st.lists(scores, min_size=count, max_size=count)),
        "kind": draw(st.lists(_KINDS, min_size=count, max_size=count)),
        "side": draw(st.lists(st.sampled_from(["left", "right"]), min_size=count, max_size=count)),
        "unit": draw(st.lists(_UNITS, min_size=count, max_size=count)),
        "number": draw(
            st.lists(st.sampled_from(["", "1", "2.5", "3"]), min_size=count, max_size=count)
        ),
        "status": draw(
            st.lists(
                st.sampled_from(["", "", "", "", "required", "excluded"]),
                min_size=count,
                max_size=count,
            )
        ),
        "reason": ["for a reason"] * count,
    }
    required = columns["status"].count("required")
    eligible = count - columns["status"].count("excluded")
    fewest = draw(st.integers(min(required, eligible), eligible))
    is_free = draw(st.booleans())
    panel = (
        {"min": fewest, "max": draw(st.integers(fewest, count))} if is_free else {"seats": fewest}
    )
    quotas = [draw(_quotas(columns, name, count)) for name in ("one", "two", "three", "four")]
    return Instance(columns, panel, quotas[: draw(st.integers(0, 4))])


@st.composite
def _quotas(
    draw: st.DrawFn, columns: Mapping[str, Sequence[str]], name: str, count: int
) -> Mapping[str, Any]:
    quota: dict[str, Any] = {"name": name}
    if draw(st.booleans()):
        quota["where"] = draw(_conditions(columns))
    if draw(st.integers(0, 3)) == 0:
        quota["each"] = draw(st.sampled_from(["kind", "side"]))
    if draw(st.integers(0, 4)) == 0:
        quota["unless"] = draw(_conditions(columns))
    low = draw(st.integers(0, 3))
    bounds = {
        "min": low,
        "max": low + draw(st.integers(0, 3)),
        "min_share": Decimal(draw(st.integers(0, 6))) / 10,
        "max_share": Decimal(draw(st.integers(4, 10))) / 10,
    }
    for key in draw(st.sets(st.sampled_from(list(bounds)), min_size=1, max_size=2)):
        quota[key] = bounds[key]
    if draw(st.integers(0, 2)) == 0:
        quota["soft"] = True
        quota["priority"] = draw(st.integers(1, 2))
    return quota


@st.composite
def _conditions(draw: st.DrawFn, columns: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    kinds = sorted(set(columns["kind"]) - {""})
    choices: list[Mapping[str, Any]] = [
        {"side": columns["side"][0]},
        {"number": {"min": 2}},
        {"number": {"max": Decimal("2.5")}},
        {"any": [{"side": columns["side"][0]}, {"number": {"max": 1}}]},
    ]
    if kinds:
        choices += [
            {"kind": kinds},
            {"kind": {"not": kinds[0]}},
            {"kind": kinds[0], "side": columns["side"][0]},
            {"not": {"kind": kinds[-1]}},
            {"all": [{"kind": kinds[0]}, {"number": {"min": 1, "max": 2}}]},
        ]
    return draw(st.sampled_from(choices))


def meets(person: Person, where: Mapping[str, Any]) -> bool:
    """Tell whether a condition holds for a person."""
    for key, wanted in where.items():
        if key == "any":
            holds = any(meets(person, part) for part in wanted)
        elif key == "all":
            holds = all(meets(person, part) for part in wanted)
        elif key == "not":
            holds = not meets(person, wanted)
        elif isinstance(wanted, Mapping) and "not" in wanted:
            holds = person[key] != wanted["not"]
        elif isinstance(wanted, Mapping):
            number = Fraction(person[key]) if person[key] else None
            holds = number is not None and (
                Fraction(wanted.get("min", -99)) <= number <= Fraction(wanted.get("max", 99))
            )
        else:
            holds = person[key] in (wanted if isinstance(wanted, list) else [wanted])
        if not holds:
            return False
    return True


def groups(quota: Mapping[str, Any], people: Sequence[Person]) -> Iterator[list[Person]]:
    """Give the people whom each of a rule's quotas counts."""
    counted = [
        person
        for person in people
        if meets(person, quota.get("where", {}))
        and not ("unless" in quota and meets(person, quota["unless"]))
    ]
    if "each" not in quota:
        yield counted
        return
    for value in sorted({person[quota["each"]] for person in counted} - {""}):
        yield [person for person in counted if person[quota["each"]] == value]


def miss(quota: Mapping[str, Any], count: int, size: int) -> int:
    """Tell by how many people a count misses the bounds."""
    least = max(quota.get("min", 0), math.ceil(Fraction(quota.get("min_share", 0)) * size))
    most = min(quota.get("max", size), math.floor(Fraction(quota.get("max_share", 1)) * size))
    return max(0, least - count) + max(0, count - most)


Verdict = tuple[int, dict[int, int], Decimal, int, int]
"""People of a former list dropped, misses by priority, total score, pairs of one unit, ranks."""


def best_by_trying(instance: Instance, seed: int = 1, last: Collection[str] = ()) -> Verdict | None:
    """Try every list; None where no list keeps the hard rules."""
    people = [person["id"] for person in instance.people]
    fewest = instance.panel.get("seats", instance.panel.get("min", 0))
    most = instance.panel.get("seats", instance.panel.get("max", 0))
    order = ranks_of(instance, seed)
    verdicts = [
        verdict
        for size in range(fewest, most + 1)
        for chosen in combinations(people, size)
        if (verdict := judge(instance, chosen, order, last)) is not None
    ]
    return min(verdicts, key=_preference, default=None)


def ranks_of(instance: Instance, seed: int = 1) -> Mapping[str, int]:
    """Draw everybody's rank."""
    ids = np.array(instance.columns["id"], dtype=object)
    return dict(zip(ids.tolist(), ranks(ids, seed).tolist(), strict=True))


def judge(
    instance: Instance,
    chosen: Collection[str],
    order: Mapping[str, int],
    last: Collection[str] = (),
) -> Verdict | None:
    """Judge one list; None where it breaks a hard rule."""
    inside = set(chosen)
    for person in instance.people:
        if person["status"] and (person["id"] in inside) != (person["status"] == "required"):
            return None
    misses: dict[int, int] = {}
    for quota in instance.quotas:
        missed = sum(
            miss(quota, sum(person["id"] in inside for person in group), len(chosen))
            for group in groups(quota, instance.people)
        )
        if not quota.get("soft"):
            if missed:
                return None
            continue
        misses[quota["priority"]] = misses.get(quota["priority"], 0) + missed
    listed = [person for person in instance.people if person["id"] in inside]
    eligible = {person["id"] for person in instance.people if person["status"] != "excluded"}
    return (
        len(eligible & set(last) - inside),
        misses,
        sum((Decimal(person["score"]) for person in listed), Decimal(0)),
        pairs(listed),
        sum(order[person["id"]] for person in listed),
    )


def pairs(people: Sequence[Person]) -> int:
    """Count the pairs who come from the same unit."""
    units = [person["unit"] for person in people if person.get("unit")]
    return sum(one == two for one, two in combinations(units, 2))


def _preference(verdict: Verdict) -> tuple[int, list[int], Decimal, int, int]:
    dropped, misses, score, together, order = verdict
    return dropped, [misses[priority] for priority in sorted(misses)], -score, together, order
