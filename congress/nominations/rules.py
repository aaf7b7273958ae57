"""What makes a row a nominee: every value proven, every fault told at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from congress.core import identity
from congress.core.errors import Fault, Rejected
from congress.core.period import Birth
from congress.nominations.ethnic_groups import SCHEME
from congress.nominations.headings import label
from congress.nominations.models import Review
from congress.nominations.people import Person
from congress.nominations.readers import READERS, Group, Terms
from congress.nominations.values import NomineeRow


@dataclass(frozen=True)
class ProvenNominee:
    """A nominee that may be stored."""

    name: str
    gender: str
    birth: Birth
    ethnic_group: str
    ethnic_scheme: str
    ethnic_code: str
    composition_group: str
    post: str = ""
    village: str = ""
    field: str = ""
    is_party_member: bool = False
    score: Decimal | None = None
    workplace: str = ""
    professional_level: str = ""
    political_level: str = ""
    citizen_id: str = ""
    phone: str = ""
    household: str = ""
    achievement: str = ""
    titles: str = ""
    roles: str = ""
    source: str = ""
    introduced_by: str = ""
    votes_for: int | None = None
    votes_present: int | None = None
    status: str = "proposed"
    reason: str = ""

    @property
    def person(self) -> Person:
        """Who the nominee is."""
        return Person(self.name, self.birth, self.citizen_id)


@dataclass(frozen=True)
class Proof:
    """What came of a row: a nominee, or its faults; warnings stop nothing."""

    nominee: ProvenNominee | None
    person: Person | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def prove(row: NomineeRow, terms: Terms) -> Proof:
    """Prove a row of a workbook or of the form; every fault at once, by the field's code."""
    read: dict[str, Any] = {}
    faults: list[Fault] = []
    for code, reader in READERS.items():
        try:
            read[code] = reader(row, terms)
        except Rejected as refused:
            faults += [Fault(each.code, each.facts, field=code) for each in refused.faults]
    faults += _faults_between(read, terms)
    person = None
    if "name" in read and "birth_date" in read:
        person = Person(read["name"], read["birth_date"], read.get("citizen_id", ""))
    nominee = None if faults else _nominee(read, terms)
    return Proof(nominee, person, tuple(faults), tuple(_warnings(read)))


def _faults_between(read: Mapping[str, Any], terms: Terms) -> Iterator[Fault]:
    votes_for, present = read.get("votes_for"), read.get("votes_present")
    if votes_for is not None and present is not None and votes_for > present:
        facts = {"votes_for": votes_for, "votes_present": present}
        yield Fault("votes_exceed_present", facts, field="votes_for")
    if _is_required(read, terms) and read.get("reason") == "":
        yield Fault("value_missing", {"heading": label("reason")}, field="reason")


def _is_required(read: Mapping[str, Any], terms: Terms) -> bool:
    group: Group | None = read.get("composition_group")
    return terms.names_guests and group is not None and group.side == "invited"


def _warnings(read: Mapping[str, Any]) -> Iterator[Fault]:
    number, birth, gender = (read.get(code) for code in ("citizen_id", "birth_date", "gender"))
    if number and birth and identity.birth_year_in(number) != birth.year:
        yield Fault("citizen_id_of_other_year", {}, field="citizen_id")
    if number and gender and identity.is_female_in(number) != (gender == "female"):
        yield Fault("citizen_id_of_other_gender", {}, field="citizen_id")
    if read.get("source") == "acclaimed" and not read.get("introduced_by"):
        yield Fault("introducer_missing", {}, field="introduced_by")


def _nominee(read: Mapping[str, Any], terms: Terms) -> ProvenNominee:
    ethnic_group = read["ethnic_group"]
    proven_apart = {"birth_date", "ethnic_group", "composition_group", "party"}
    return ProvenNominee(
        **{code: value for code, value in read.items() if code not in proven_apart},
        birth=read["birth_date"],
        ethnic_group=ethnic_group.name,
        ethnic_scheme=SCHEME,
        ethnic_code=ethnic_group.code,
        composition_group=read["composition_group"].code,
        is_party_member=read["party"],
        status="required" if _is_required(read, terms) else "proposed",
    )


def ensure_open(*, is_locked: bool) -> None:
    """Refuse to add, change or withdraw anybody once the list is approved."""
    if is_locked:
        raise Rejected("nominations_closed")


_OF_UNIT = frozenset({Review.DRAFT, Review.RETURNED})
_OF_OFFICE = _OF_UNIT | {Review.SUBMITTED, Review.APPRAISED}


def may_change(review: Review, *, is_office: bool) -> bool:
    """Tell whether a profile may be changed: once submitted by the office only, then by nobody."""
    return review in (_OF_OFFICE if is_office else _OF_UNIT)


def ensure_changeable(review: Review, *, is_office: bool) -> None:
    """Refuse to change a profile that is on its way; raises ``profile_locked``."""
    if not may_change(review, is_office=is_office):
        raise Rejected("profile_locked")
