"""The road of a profile: which moves there are, and who makes them."""

from collections.abc import Mapping

from congress.core.roles import OFFICE, Role
from congress.nominations.models import Review

_UNIT = OFFICE | {Role.COMMUNE}
_ORGANIZER = frozenset({Role.ORGANIZER})

MOVES: Mapping[tuple[Review, Review], frozenset[Role]] = {
    (Review.DRAFT, Review.SUBMITTED): _UNIT,
    (Review.RETURNED, Review.SUBMITTED): _UNIT,
    (Review.SUBMITTED, Review.RETURNED): OFFICE,
    (Review.SUBMITTED, Review.APPRAISED): OFFICE,
    (Review.APPRAISED, Review.RETURNED): OFFICE,
    (Review.APPRAISED, Review.ACCEPTED): _ORGANIZER,
    (Review.ACCEPTED, Review.RETURNED): _ORGANIZER,
}
"""Every move with those who may make it; there is no other."""


def origins(went_to: Review, role: Role) -> frozenset[Review]:
    """Give the states from which a role may move a profile to this one.

    >>> sorted(origins(Review.RETURNED, Role.OFFICER))
    [<Review.APPRAISED: 'appraised'>, <Review.SUBMITTED: 'submitted'>]
    >>> origins(Review.ACCEPTED, Role.OFFICER)
    frozenset()
    """
    return frozenset(
        came_from for (came_from, to), roles in MOVES.items() if to is went_to and role in roles
    )


def may_move(came_from: Review, went_to: Review, role: Role) -> bool:
    """Tell whether a role may make a move."""
    return role in MOVES.get((came_from, went_to), frozenset())
