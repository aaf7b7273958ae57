"""Makes of a pool and its answer what strangers may see: no names, people under pseudonyms.

What is published is chosen key by key; whatever else an answer may tell some day is null until
somebody decides otherwise.
"""

import hmac
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any

import numpy as np

from optimizer import banding, coded, columns, rules_file
from optimizer.coded import Coded
from optimizer.pool import OWN_COLUMNS, digest
from optimizer.problem import Fault, Faulty, Pool, Rules, Standing
from optimizer.result_file import input_digest, rules_digest

Pseudonym = Callable[[str], str]

FEW = 5
"""Fewer people than these who are alike in all that is published may be known again."""

PRIVATE = frozenset({"name", "citizen_id", "phone", "birth_date", "id", "reason"})
"""Columns that no published version shows, even where rules name them."""

WITHHELD = "không công bố"
_DIGITS = 20
_NESTED = ("any", "all")
_KEPT = (
    "status",
    "seats",
    "score",
    "bound",
    "gap",
    "seed",
    "versions",
    "seconds",
    "misses",
    "spread",
    "quotas",
    "explained",
    "conflict",
    "conflict_quotas",
    "clashes",
    "relaxations",
)
_OF_PERSON = ("chosen", "reason", "because", "score_to_enter")


def pseudonyms(pool: Pool) -> Pseudonym:
    """Give the pseudonym of each id; the key is as hard to guess as the whole pool.

    Whoever has the pool finds the same pseudonyms again; its digest, which may stand on papers,
    does not give them away.
    """
    key = digest(pool, purpose="pseudonyms").encode()

    def pseudonym(person: str) -> str:
        return hmac.new(key, person.encode(), sha256).hexdigest()[:_DIGITS]

    return pseudonym


def named(pool: Pool, rules: Rules) -> set[str]:
    """Give the columns that the rules count by; for bands, those that are cut into them."""
    _, parsed = rules_file.parse(rules.text)
    counted = {column for entry in parsed.get("quota", ()) for column in _of_quota(entry)}
    cut = set(parsed.get("bands", ()))
    derived = {banding.name(each) for each in cut} - pool.columns.keys()
    return counted - derived | cut


def _of_quota(entry: Mapping[str, Any]) -> Iterator[str]:
    if "each" in entry:
        yield entry["each"]
    for key in ("where", "unless"):
        yield from _of_condition(entry.get(key, {}))


def _of_condition(where: Mapping[str, Any]) -> Iterator[str]:
    for key, wanted in where.items():
        if key == "not":
            yield from _of_condition(wanted)
        elif key in _NESTED:
            for part in wanted:
                yield from _of_condition(part)
        else:
            yield key


def table(pool: Pool, rules: Rules) -> dict[str, list[str]]:
    """Give the columns that are published, people in the order of their pseudonyms.

    An age stands for the birth it is counted from. Raises ``Faulty`` with ``column_private`` for
    each such column that the rules name.
    """
    wanted = named(pool, rules) | ({"unit"} & pool.columns.keys())
    private = sorted(wanted & PRIVATE)
    if private:
        raise Faulty([Fault("column_private", "rules", facts={"column": c}) for c in private])
    ids = np.array([*map(pseudonyms(pool), pool.ids.tolist())], dtype=object)
    required = pool.standing == Standing.REQUIRED
    kinds = coded.objects(
        "" if kind is Standing.PROPOSED else kind.name.lower() for kind in Standing
    )
    told = {
        "id": ids,
        "score": _points(pool).texts(),
        "status": kinds[pool.standing],
        "reason": np.where(required, WITHHELD, ""),
        **{column: _shown(pool, rules, column).texts() for column in sorted(wanted - OWN_COLUMNS)},
    }
    order = np.argsort(ids.astype(str))
    return {column: cells[order].tolist() for column, cells in told.items()}


def _points(pool: Pool) -> Coded:
    units, codes = np.unique(pool.scores, return_inverse=True)
    texts = coded.objects(f"{pool.points(each).normalize():f}" for each in units.tolist())
    return Coded(texts, codes.astype(np.int32))


def _shown(pool: Pool, rules: Rules, column: str) -> Coded:
    if column in pool.columns:
        return coded.column(pool, column)
    years = columns.numbers(pool, column, rules.day)
    return Coded.of("" if np.isnan(year) else f"{year:.0f}" for year in years.tolist())


def alike(told: Mapping[str, list[str]]) -> int:
    """Count the people whom fewer than ``FEW`` are like in every column but the score."""
    shown = [cells for column, cells in told.items() if column not in OWN_COLUMNS - {"status"}]
    kinds = Coded.of(map("\0".join, zip(*shown, strict=True)))
    sizes = np.bincount(kinds.codes)
    return int(sizes[sizes < FEW].sum())


def known_terms(pool: Pool, told: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Give the texts that the rules may name in a published column though nobody has them."""
    return {column: sorted(texts) for column, texts in pool.terms.items() if column in told}


def terms(told: Any) -> dict[str, list[str]]:
    """Read them again from a published answer; nothing from any other, or a damaged one."""
    published = told.get("published") if isinstance(told, dict) else None
    found = published.get("terms") if isinstance(published, dict) else None
    if not isinstance(found, dict):
        return {}
    return {column: texts for column, texts in found.items() if isinstance(texts, list)}


def answer(
    told: Mapping[str, Any], pseudonym: Pseudonym, pool: Pool, rules: Rules, small: int
) -> dict[str, Any]:
    """Give the answer over the published pool and rules; ``small`` counts who may be known again.

    The reserve is left out: its order at a tie hangs on the ids.
    """
    certificate = told["certificate"]
    proofs = [
        {**proof, "core": _people(proof["core"], pseudonym)} for proof in certificate["proofs"]
    ]
    return {
        **dict.fromkeys(told),
        **{key: told[key] for key in _KEPT if key in told},
        "input_digest": input_digest(pool, rules),
        "selected": _people(told["selected"], pseudonym),
        "alternates": [],
        "changes": told.get("changes") and _changes(told["changes"], pseudonym),
        "people": sorted(
            (_person(each, pseudonym) for each in told["people"]), key=lambda each: each["id"]
        ),
        "certificate": {
            "pool": digest(pool),
            "rules": rules_digest(rules),
            "seed": certificate["seed"],
            "proofs": proofs,
        },
        "published": {
            "columns": sorted(pool.columns),
            "terms": {column: [*texts] for column, texts in pool.terms.items()},
            "few": FEW,
            "people_alike_to_few": small,
        },
    }


def _people(ids: list[str], pseudonym: Pseudonym) -> list[str]:
    return sorted(map(pseudonym, ids))


def _changes(changes: Mapping[str, Any], pseudonym: Pseudonym) -> dict[str, Any]:
    sides = {side: _people(changes[side], pseudonym) for side in ("left", "joined")}
    return {**sides, "from": changes["from"]}


def _person(person: Mapping[str, Any], pseudonym: Pseudonym) -> dict[str, Any]:
    found = person.get("replacement")
    sides = {side: _people(found[side], pseudonym) for side in ("leaves", "joins")} if found else {}
    return {
        **dict.fromkeys(person),
        "id": pseudonym(person["id"]),
        **{key: person[key] for key in _OF_PERSON if key in person},
        "replacement": found and {**sides, "loss": found["loss"], "exact": found["exact"]},
    }
