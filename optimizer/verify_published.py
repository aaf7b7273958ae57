"""Checks that what calls itself a version for strangers is one.

Some claims of such a version are let go, so that nothing else may pass for one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from optimizer.findings import Finding
from optimizer.problem import Pool

_PSEUDONYM = re.compile("[0-9a-f]{20}")
_PRIVATE = {"name", "citizen_id", "phone", "birth_date", "author"}
_FEW = 5
_NAMED = 5
_SHOWN = {
    "status",
    "seats",
    "score",
    "bound",
    "gap",
    "seed",
    "input_digest",
    "versions",
    "seconds",
    "selected",
    "alternates",
    "misses",
    "changes",
    "spread",
    "quotas",
    "people",
    "explained",
    "conflict",
    "conflict_quotas",
    "clashes",
    "relaxations",
    "certificate",
    "published",
}
_SHOWN_OF_PERSON = {"id", "chosen", "reason", "because", "score_to_enter", "replacement"}


def findings(pool: Pool, told: Mapping[str, Any]) -> Iterator[Finding]:
    """Give what no version for strangers has."""
    if not all(map(_PSEUDONYM.fullmatch, pool.ids.tolist())):
        yield Finding("published_ids_known")
    if told["published"] != _version(pool):
        yield Finding("published_differs")
    more = sorted({*_PRIVATE & pool.columns.keys(), *_told_more(told)})
    if more:
        yield Finding("published_tells_more", {"keys": ", ".join(more[:_NAMED])})


def _version(pool: Pool) -> dict[str, Any]:
    """Say again what is shown, and how many people fewer than ``_FEW`` are like in all of it."""
    columns = (pool.columns[column].tolist() for column in pool.columns)
    alike = Counter(zip(pool.standing.tolist(), *columns, strict=True))
    return {
        "columns": sorted(pool.columns),
        "terms": {column: [*texts] for column, texts in pool.terms.items()},
        "few": _FEW,
        "people_alike_to_few": sum(people for people in alike.values() if people < _FEW),
    }


def _told_more(told: Mapping[str, Any]) -> Iterator[str]:
    """Name the keys that a version leaves empty and that are not."""
    if told["alternates"]:
        yield "alternates"
    keys = told.keys() - _SHOWN | {"reserve"}
    yield from (key for key in keys if told[key] is not None)
    for person in told["people"]:
        keys = person.keys() - _SHOWN_OF_PERSON | {"settled"}
        yield from (key for key in keys if person[key] is not None)
