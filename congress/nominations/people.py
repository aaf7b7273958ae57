"""Whether two nominees are one person; only a person decides where names merely look alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from congress.core.names import Match, canonical, given_sound, match_born_alike
from congress.core.period import Birth


@dataclass(frozen=True)
class Person:
    """Who somebody is, as far as two rows are compared."""

    name: str
    birth: Birth
    citizen_id: str = ""


def person_key(person: Person) -> str:
    """Give what two nominees of one unit may not share: the name with its marks, and the birth."""
    return f"{canonical(person.name)}|{person.birth}"


def same_person(one: Person, other: Person) -> Match:
    """Tell whether two rows are one person; a review is for a person to decide."""
    has_same_id = bool(one.citizen_id) and one.citizen_id == other.citizen_id
    if not has_same_id and not one.birth.agrees_with(other.birth):
        return Match.DIFFERENT
    verdict = match_born_alike(one.name, other.name)
    if has_same_id:
        return Match.SAME if verdict is Match.SAME else Match.REVIEW
    has_other_id = bool(one.citizen_id and other.citizen_id)
    return Match.REVIEW if has_other_id and verdict is Match.SAME else verdict


def twins(people: Sequence[Person]) -> Iterator[tuple[int, int, Match]]:
    """Give each later person who is, or may be, an earlier one: later, earlier, how sure."""
    seen: dict[object, list[int]] = {}
    for later, person in enumerate(people):
        keys = [(person.birth.year, given_sound(person.name)), person.citizen_id or ("", later)]
        candidates = sorted({earlier for key in keys for earlier in seen.get(key, ())})
        verdicts = [(same_person(people[earlier], person), earlier) for earlier in candidates]
        for sought in (Match.SAME, Match.REVIEW):
            found = next((earlier for verdict, earlier in verdicts if verdict is sought), None)
            if found is not None:
                yield later, found, sought
                break
        for key in keys:
            seen.setdefault(key, []).append(later)
