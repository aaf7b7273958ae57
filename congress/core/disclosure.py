"""For which purpose lists of persons are handed out, and with what in them."""

from enum import StrEnum

from congress.core.roles import Role


class Purpose(StrEnum):
    """What a list is taken for; each taking is logged with it."""

    CREDENTIALS = "credentials"
    SUBMISSION = "submission"
    ORGANIZING = "organizing"


SENSITIVE = frozenset({"ethnic_group", "party"})
"""Columns of sensitive personal data (Luật 91/2025/QH15), used for a stated purpose only."""

_ENTITLED = frozenset({Role.ORGANIZER, Role.OFFICER, Role.CREDENTIALS})
_NEEDS_SENSITIVE = frozenset({Purpose.CREDENTIALS, Purpose.SUBMISSION})


def may_see_sensitive(role: Role, purpose: Purpose) -> bool:
    """Tell whether the list holds ethnic group and Party membership, person by person.

    Both are counted in the papers that need them; elsewhere they are left out.
    """
    return role in _ENTITLED and purpose in _NEEDS_SENSITIVE


def is_entitled(role: Role) -> bool:
    """Tell whether ethnic group and Party membership stand in the lists that a role reads.

    A unit's clerk types them into a profile, and reads them there alone.
    """
    return role in _ENTITLED
