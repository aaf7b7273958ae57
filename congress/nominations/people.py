"""Whether two nominees are one person; only a person decides where names merely look alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from congress.core.names import Match, canonical, fold, given_sound, match_born_alike
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


def born_sound(name: str, birth: Birth) -> str:
    """Give what the rows of one person share, however the name is typed; not proof of it.

    >>> born_sound("Vi Thị Quý", Birth(1980)) == born_sound("vi thi qui", Birth(1980))
    True
    """
    return f"{birth.year} {given_sound(name)}"


def searched(name: str) -> str:
    """Give a name, or words of one, as lists are searched: without marks, each word after a blank.

    >>> searched("Vi Thị Thuỷ")
    ' vi thi thuy'
    """
    return "".join(f" {word}" for word in fold(name).split())


def same_person(one: Person, other: Person) -> Match:
    """Tell whether two rows are one person; a review is for a person to decide."""
    has_same_id = bool(one.citizen_id) and one.citizen_id == other.citizen_id
    if not has_same_id and not one.birth.agrees_with(other.birth):
        return Match.DIFFERENT
    verdict = match_born_alike(one.name, other.name)
    return Match.REVIEW if has_same_id and verdict is Match.DIFFERENT else verdict


class Register:
    """People by what any two rows of one person share, to find somebody among many."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.people: list[Person] = []
        self._places: dict[object, list[int]] = {}
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        """Enter a person; the place is the number of those before."""
        for key in _keys(person):
            self._places.setdefault(key, []).append(len(self.people))
        self.people.append(person)

    def find(self, person: Person) -> tuple[int, Match] | None:
        """Give the first place of somebody who is this person, else of one who may be."""
        places = sorted({place for key in _keys(person) for place in self._places.get(key, ())})
        verdicts = [(place, same_person(self.people[place], person)) for place in places]
        same = (each for each in verdicts if each[1] is Match.SAME)
        alike = (each for each in verdicts if each[1] is Match.REVIEW)
        return next(same, None) or next(alike, None)


def _keys(person: Person) -> list[object]:
    born = born_sound(person.name, person.birth)
    return [born, (person.citizen_id,)] if person.citizen_id else [born]


def twins(people: Sequence[Person]) -> Iterator[tuple[int, int, Match]]:
    """Give each later person who is, or may be, an earlier one: later, earlier, how sure."""
    register = Register()
    for later, person in enumerate(people):
        found = register.find(person)
        if found:
            yield later, *found
        register.add(person)
