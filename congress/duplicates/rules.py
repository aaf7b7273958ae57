"""Which profiles of a congress may be one person; a person decides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations

from congress.core.names import Match, given_sound
from congress.core.period import Birth
from congress.nominations.people import Person, same_person


class Evidence(StrEnum):
    """What two profiles share, the strongest first."""

    NUMBER = "number"
    NAME_AND_DAY = "name_and_day"
    NAME_AND_YEAR = "name_and_year"
    LIKE_NAME_AND_DAY = "like_name_and_day"
    LIKE_NAME_AND_YEAR = "like_name_and_year"


_RANK = {evidence: rank for rank, evidence in enumerate(Evidence)}


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile, as far as two are compared; the person has the mark of a citizen number.

    As stored, ``folded`` is the name without marks, ``sound`` year of birth and sound of the given
    name.
    """

    id: int
    person: Person
    folded: str
    sound: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two profiles that may be one person, by their numbers in order, and what speaks for it."""

    first: int
    second: int
    evidence: Evidence


def candidates(profiles: Iterable[Profile]) -> list[Candidate]:
    """Give all pairs that may be one person, the surest first.

    Only profiles that share what every such pair shares are compared with one another: year of
    birth with the sounds of given name and surname, or a citizen number.
    """
    by_sound: dict[str, list[Profile]] = {}
    by_number: dict[str, list[Profile]] = {}
    for profile in profiles:
        by_sound.setdefault(profile.sound, []).append(profile)
        if profile.person.citizen_id:
            by_number.setdefault(profile.person.citizen_id, []).append(profile)
    found: dict[tuple[int, int], Candidate] = {}
    for holders in by_number.values():
        for one, other in combinations(holders, 2):
            _note(found, one, other, Evidence.NUMBER)
    for block in _by_surname(by_sound.values()):
        for one, other in _comparable(block):
            evidence = _evidence(one.person, other.person)
            if evidence:
                _note(found, one, other, evidence)
    return sorted(found.values(), key=lambda each: (_RANK[each.evidence], each.first, each.second))


def _note(
    found: dict[tuple[int, int], Candidate], one: Profile, other: Profile, evidence: Evidence
) -> None:
    first, second = sorted((one.id, other.id))
    found.setdefault((first, second), Candidate(first, second, evidence))


def _by_surname(blocks: Iterable[Sequence[Profile]]) -> Iterator[Sequence[Profile]]:
    """Part blocks further by the sound of the surname, which no two rows of a person differ in."""
    for block in blocks:
        if len(block) > 1:
            parts: dict[str, list[Profile]] = {}
            for profile in block:
                parts.setdefault(_sound(profile.folded.split()[0]), []).append(profile)
            yield from (part for part in parts.values() if len(part) > 1)


_sound = cache(given_sound)


def _comparable(block: Sequence[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Give the pairs born alike that sound alike all through, or of which one lacks a word."""
    heard: dict[int, tuple[str, ...]] = {}
    for one, other in combinations(block, 2):
        if not one.person.birth.agrees_with(other.person.birth):
            continue
        for profile in (one, other):
            if profile.id not in heard:
                heard[profile.id] = tuple(map(_sound, profile.folded.split()))
        left, right = heard[one.id], heard[other.id]
        if left == right or len(left) != len(right):
            yield one, other


def _evidence(one: Person, other: Person) -> Evidence | None:
    verdict = same_person(one, other)
    if verdict is Match.DIFFERENT:
        return None
    is_same, has_day = verdict is Match.SAME, _share_day(one.birth, other.birth)
    has_two_numbers = bool(one.citizen_id and other.citizen_id)
    if has_two_numbers and not (is_same and has_day):
        # Two numbers are two people, unless all the rest says that one is mistyped.
        return None
    if is_same:
        return Evidence.NAME_AND_DAY if has_day else Evidence.NAME_AND_YEAR
    return Evidence.LIKE_NAME_AND_DAY if has_day else Evidence.LIKE_NAME_AND_YEAR


def _share_day(one: Birth, other: Birth) -> bool:
    return one.day is not None and one.day == other.day
