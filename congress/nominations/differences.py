"""What a unit's workbook would change of the people whom the unit named before."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from congress.core.names import Match, canonical, fold
from congress.nominations.models import Review, Status
from congress.nominations.people import Person, Register
from congress.nominations.rules import ProvenNominee, may_change
from congress.nominations.workbook import ReadRow

_NOT_BY_THEMSELVES = {"ethnic_scheme", "ethnic_code", "status"}
COMPARED = tuple(each.name for each in fields(ProvenNominee) if each.name not in _NOT_BY_THEMSELVES)
_VOTES = frozenset({"votes_for", "votes_present"})
_IDENTITY = frozenset({"name", "birth", "citizen_id"})
_EMPTY = ("", None, False)


@dataclass(frozen=True)
class Stored:
    """Somebody whom the unit named before; a citizen number stands in ``values`` by its mark."""

    id: int
    version: int
    review: Review
    status: Status
    has_minutes: bool
    came_in_workbook: bool
    values: Mapping[str, Any]

    @property
    def person(self) -> Person:
        """Who it is, with the number's mark in place of the number."""
        return Person(*(self.values[code] for code in ("name", "birth", "citizen_id")))


@dataclass(frozen=True)
class Change:
    """One value that differs; it erases where the file holds none."""

    field: str
    old: Any
    new: Any

    @property
    def erases(self) -> bool:
        """Tell whether a stored value would be gone."""
        return self.new in _EMPTY


@dataclass(frozen=True)
class Pair:
    """A row of the file, and whom it names again."""

    row: ReadRow
    stored: Stored
    changes: tuple[Change, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """Name what differs."""
        return tuple(change.field for change in self.changes)

    @property
    def says(self) -> bool:
        """Tell whether the file says anything else, beyond what it leaves empty."""
        return any(not change.erases for change in self.changes)

    @property
    def has_new_identity(self) -> bool:
        """Tell whether the person would be found by something else from now on."""
        return not _IDENTITY.isdisjoint(self.fields)

    @property
    def shares_number(self) -> bool:
        """Tell whether both have one citizen number, so that they cannot be two people."""
        return bool(self.stored.person.citizen_id) and "citizen_id" not in self.fields


@dataclass(frozen=True)
class Difference:
    """Every row of a file and everybody stored, once: what is new, changed, the same, or gone.

    The same says nothing else, though it may leave empty what is stored. ``alike`` may be the same
    person, which the clerk says. ``locked`` differ, but their profiles are on their way. ``gone``
    came in a workbook, and this one no longer names them.
    """

    new: tuple[ReadRow, ...] = ()
    changed: tuple[Pair, ...] = ()
    alike: tuple[Pair, ...] = ()
    locked: tuple[Pair, ...] = ()
    same: tuple[Pair, ...] = ()
    gone: tuple[Stored, ...] = ()

    @property
    def people(self) -> int:
        """Count the people of the file."""
        parts: tuple[Sequence[object], ...] = (
            self.new,
            self.changed,
            self.alike,
            self.locked,
            self.same,
        )
        return sum(map(len, parts))

    @property
    def erasures(self) -> int:
        """Count the values that are stored and that the file leaves empty."""
        pairs = self.changed + self.alike + self.same
        return sum(change.erases for pair in pairs for change in pair.changes)

    def digest(self) -> str:
        """Give what two differences share only if they say the same of the same versions."""
        told = hashlib.sha256()
        for row in self.new:
            told.update(repr(("new", row.sheet, row.line, row.nominee)).encode())
        for part in ("changed", "alike", "locked", "same"):
            for pair in getattr(self, part):
                place = (pair.row.sheet, pair.row.line, pair.stored.id, pair.stored.version)
                told.update(repr((part, place, pair.changes)).encode())
        for who in self.gone:
            told.update(repr(("gone", who.id, who.version)).encode())
        return told.hexdigest()


def compare(
    rows: Sequence[ReadRow],
    stored: Sequence[Stored],
    *,
    mark: Callable[[str], str],
    is_office: bool,
) -> Difference:
    """Compare a file with what is stored of its unit; ``mark`` gives a citizen number's mark."""
    matches, guesses = _matched(rows, stored, mark)
    parts: dict[str, list[Any]] = {code: [] for code in ("new", "changed", "alike", "locked")}
    parts |= {"same": [], "gone": []}
    for place, row in enumerate(rows):
        who = matches.get(place, guesses.get(place))
        if who is None:
            parts["new"].append(row)
            continue
        pair = Pair(row, who, tuple(_changes(row, who, mark, is_office=is_office)))
        parts[_part(pair, is_sure=place in matches, is_office=is_office)].append(pair)
    found = {who.id for who in (*matches.values(), *guesses.values())}
    parts["gone"] = [
        who
        for who in stored
        if who.id not in found
        and who.came_in_workbook
        and may_change(who.review, is_office=is_office)
    ]
    return Difference(**{code: tuple(part) for code, part in parts.items()})


def _part(pair: Pair, *, is_sure: bool, is_office: bool) -> str:
    if not is_sure:
        return "alike"
    if not pair.says:
        return "same"
    return "changed" if may_change(pair.stored.review, is_office=is_office) else "locked"


def _matched(
    rows: Sequence[ReadRow], stored: Sequence[Stored], mark: Callable[[str], str]
) -> tuple[dict[int, Stored], dict[int, Stored]]:
    """Find who each row is for sure, then who else may be; nobody is found twice."""
    register = Register(who.person for who in stored)
    people = [_marked(row, mark) for row in rows]
    found = {place: register.find(person) for place, person in enumerate(people)}
    matches: dict[int, Stored] = {}
    guesses: dict[int, Stored] = {}
    free = dict.fromkeys(range(len(stored)))
    for wanted, into in ((Match.SAME, matches), (Match.REVIEW, guesses)):
        for place, hit in found.items():
            if hit and hit[1] is wanted and hit[0] in free:
                into[place] = stored[hit[0]]
                del free[hit[0]]
    left = [stored[place] for place in free]
    return matches, guesses | dict(_corrected(people, {*matches, *guesses}, left))


def _corrected(
    people: Sequence[Person], known: set[int], left: Sequence[Stored]
) -> Iterator[tuple[int, Stored]]:
    """Find whose birth or name may have been corrected: the other of the two is the same."""
    by_trait: dict[object, list[Stored]] = {}
    for who in left:
        for trait in _traits(who.person):
            by_trait.setdefault(trait, []).append(who)
    taken: set[int] = set()
    for place, person in enumerate(people if left else ()):
        if place in known:
            continue
        candidates = (who for trait in _traits(person) for who in by_trait.get(trait, ()))
        for who in candidates:
            if who.id not in taken:
                taken.add(who.id)
                yield place, who
                break


def _traits(person: Person) -> Iterator[object]:
    yield canonical(person.name)
    if person.birth.day:
        for word in fold(person.name).split():
            yield person.birth.day, word


def _marked(row: ReadRow, mark: Callable[[str], str]) -> Person:
    person = row.nominee.person
    return replace(person, citizen_id=mark(person.citizen_id))


def _changes(
    row: ReadRow, who: Stored, mark: Callable[[str], str], *, is_office: bool
) -> Iterator[Change]:
    kept = _kept(row, who, is_office=is_office)
    values = vars(row.nominee) | {"citizen_id": mark(row.nominee.citizen_id)}
    for code in COMPARED:
        old, new = who.values[code], values[code]
        if code in kept or old == new or (old in _EMPTY and new in _EMPTY):
            continue
        change = Change(code, old, new)
        # A column that is not there leaves nothing empty.
        if not change.erases or heading(code) in row.columns:
            yield change


def heading(code: str) -> str:
    """Give the code of the heading over a value."""
    return {"birth": "birth_date", "is_party_member": "party"}.get(code, code)


def _kept(row: ReadRow, who: Stored, *, is_office: bool) -> frozenset[str]:
    """Name what a unit's file never changes: what the office set, votes that minutes hold."""
    kept = _VOTES if who.has_minutes else frozenset[str]()
    if not is_office:
        kept |= {"score"}
    is_settled = who.status is not Status.PROPOSED
    if is_settled and not who.status == row.nominee.status == Status.REQUIRED:
        kept |= {"reason"}
    birth = row.nominee.birth
    if birth.day is None and birth.year == who.values["birth"].year:
        # A year alone says nothing against a day that is known.
        kept |= {"birth"}
    return kept
