"""Who has been named already: by the unit itself, or by another one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import partial

from sqlalchemy import or_, select
from sqlmodel import Session, col

from congress.core.errors import Fault
from congress.core.names import Match
from congress.core.period import Birth
from congress.nominations import citizen_numbers
from congress.nominations.models import Nominee, Review
from congress.nominations.people import Person, Register, born_sound
from congress.units.models import Unit


@dataclass(frozen=True)
class Named:
    """People who are stored: the unit's own by id, others' with the names of their units.

    In place of a citizen number they have its mark, which ``mark`` gives for who is asked after.
    """

    own: Register = field(default_factory=Register)
    ids: list[int] = field(default_factory=list)
    others: Register = field(default_factory=Register)
    units: list[str] = field(default_factory=list)
    mark: Callable[[str], str] = str

    def has(self, person: Person) -> bool:
        """Tell whether the unit has named this person."""
        return self.own_id(person) is not None

    def own_id(self, person: Person) -> int | None:
        """Give the unit's nominee who is this person, if there is one."""
        found = self.own.find(self._marked(person))
        return self.ids[found[0]] if found and found[1] is Match.SAME else None

    def objection(self, person: Person) -> Fault | None:
        """Say that the unit itself has named somebody of the same citizen number."""
        person = self._marked(person)
        found = self.own.find(person)
        if found and _share_number(person, self.own.people[found[0]]):
            return Fault("nominee_named_already", {"nominee": self.ids[found[0]]}, field="name")
        return None

    def elsewhere(self, person: Person) -> Fault | None:
        """Tell the office that another unit named a person, or may have."""
        person = self._marked(person)
        found = self.others.find(person)
        if found is None:
            return None
        place, verdict = found
        other = self.others.people[place]
        is_sure = verdict is Match.SAME and bool(person.birth.day and other.birth.day)
        if not (is_sure or _share_number(person, other)):
            return Fault("nominee_maybe_elsewhere", field="name")
        return Fault("nominee_named_by", {"unit": self.units[place]}, field="name")

    def _marked(self, person: Person) -> Person:
        return replace(person, citizen_id=self.mark(person.citizen_id))


def _share_number(one: Person, other: Person) -> bool:
    return bool(one.citizen_id) and one.citizen_id == other.citizen_id


_STORED = (
    select(
        col(Nominee.id),
        col(Nominee.unit_id),
        col(Unit.name),
        col(Nominee.name),
        col(Nominee.birth_year),
        col(Nominee.birth_date),
        col(Nominee.citizen_mark),
    )
    .join(Unit, col(Unit.id) == col(Nominee.unit_id))
    .order_by(col(Nominee.id))
)


def named(
    session: Session,
    congress_id: int,
    unit_id: int,
    people: Collection[Person],
    *,
    but: int | None = None,
    is_office: bool = False,
) -> Named:
    """Give the stored people who may be among these; ``but`` leaves out the row that changes.

    Whom other units named, the office alone is told: a unit could ask after anybody otherwise.
    """
    sounds = {born_sound(person.name, person.birth) for person in people}
    mark = partial(citizen_numbers.mark, session)
    marks = {mark(person.citizen_id) for person in people if person.citizen_id}
    traits = [col(Nominee.born_sound).in_(sounds)]
    if marks:
        traits.append(col(Nominee.citizen_mark).in_(marks))
    whose = col(Nominee.unit_id) == unit_id
    if is_office:
        # A profile that was merged is somebody else's by now, though its unit may send it again.
        whose |= col(Nominee.review) != Review.MERGED
    query = _STORED.where(col(Nominee.congress_id) == congress_id, or_(*traits), whose)
    if but is not None:
        query = query.where(col(Nominee.id) != but)
    known = Named(mark=mark)
    for nominee_id, sender_id, unit, name, year, day, number_mark in session.execute(query):
        person = Person(name, Birth(year, day), number_mark)
        if sender_id == unit_id:
            known.own.add(person)
            known.ids.append(nominee_id)
        else:
            known.others.add(person)
            known.units.append(unit)
    return known
