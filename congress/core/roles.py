"""Who may do what: the roles, and the person on whose behalf something is done."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of an organizing committee, one code each."""

    ADMINISTRATOR = "administrator"
    ORGANIZER = "organizer"
    OFFICER = "officer"
    COUNCIL = "council"
    COMMUNE = "commune"
    SUBCOMMITTEE = "subcommittee"
    GATE = "gate"
    SUPERVISOR = "supervisor"
    CREDENTIALS = "credentials"
    LEADER = "leader"


OFFICE = frozenset({Role.ORGANIZER, Role.OFFICER})
"""Those who work with every unit's nominees."""

READERS = OFFICE | {Role.CREDENTIALS, Role.LEADER}
"""Those who read every unit's nominees and delegates."""

DOOR = frozenset({Role.ORGANIZER, Role.GATE, Role.SUPERVISOR})
"""Those who admit delegates."""


@dataclass(frozen=True)
class Viewer:
    """The signed-in person.

    ``unit_id`` is set for those who act for one unit; ``assigned`` for those who see some units.
    """

    account_id: int
    name: str
    role: Role
    unit_id: int | None = None
    assigned: frozenset[int] | None = None

    @property
    def units(self) -> frozenset[int] | None:
        """Give the units whose people the viewer may know of; none where that is every unit."""
        return self.assigned if self.unit_id is None else frozenset({self.unit_id})

    @property
    def sees_all(self) -> bool:
        """Tell whether the viewer may know of every unit's people."""
        return self.units is None

    def sees_unit(self, unit_id: int) -> bool:
        """Tell whether the viewer may know of what this unit sent."""
        return self.units is None or unit_id in self.units
