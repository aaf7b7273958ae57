"""The official list of ethnic groups: what a clerk wrote, found in it or suggested from it."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from congress.core.names import canonical, fold
from congress.paths import DATA

SCHEME = "QD121-1979"


@dataclass(frozen=True)
class EthnicGroup:
    """A group by its official name and its code of 1979; the codes of 2008 disagree."""

    code: str
    name: str
    is_minority: bool
    spellings: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()


class EthnicGroups:
    """A list of groups; other names only suggest one, for Thổ is an alias and a group."""

    def __init__(self, groups: Iterable[EthnicGroup]) -> None:
        self.groups = tuple(groups)
        self._spelled = {
            _spelled(spelling): group
            for group in self.groups
            for spelling in (*group.spellings, group.name)
        }

    def find(self, written: str) -> EthnicGroup | None:
        """Give the group of an official name in any case, with its marks; else nothing."""
        return self._spelled.get(_spelled(written))

    def suggest(self, written: str) -> tuple[str, ...]:
        """Name the groups that may be meant: marks left out, another name, a slip of the pen."""
        folded = fold(written)
        alike = [
            group.name
            for group in self.groups
            if folded in {fold(name) for name in (group.name, *group.spellings)}
            or canonical(written) in map(canonical, group.other_names)
        ]
        by_letters = {fold(group.name): group.name for group in self.groups}
        near = [by_letters[letters] for letters in get_close_matches(folded, by_letters, n=2)]
        return tuple(alike or near)


@cache
def official() -> EthnicGroups:
    """Read the official list of 54 groups."""
    path = DATA / "reference" / "ethnic_groups.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return EthnicGroups(
            EthnicGroup(
                code=row["code_qd121_1979"],
                name=row["name"],
                is_minority=row["is_minority"] == "yes",
                spellings=_listed(row["spellings"]),
                other_names=_listed(row["other_names"]),
            )
            for row in csv.DictReader(file)
        )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(";") if name.strip())


def _spelled(written: str) -> str:
    return canonical(written.replace("-", " "))
