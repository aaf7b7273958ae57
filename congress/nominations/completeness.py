"""What the papers print of a person, and which of it a profile lacks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from congress.nominations.models import Nominee, Status


@dataclass(frozen=True)
class Need:
    """A heading of the papers; without a required one a profile is not submitted.

    ``lacks`` answers of a nominee, and of the table's columns alike.
    """

    code: str
    lacks: Callable[[Any], Any]
    is_required: bool = False


NEEDS = (
    Need("birth_date", lambda who: who.birth_date == None),  # noqa: E711 - columns are asked too
    Need("post", lambda who: who.post == "", is_required=True),
    Need("village", lambda who: who.village == ""),
    Need("field", lambda who: who.field == ""),
    Need(
        "achievement",
        lambda who: (who.achievement == "") & (who.status == Status.PROPOSED),
        is_required=True,
    ),
)
"""In the order of the papers. Guests and leaders do not compete, so that nobody weighs theirs."""


def missing(nominee: Nominee) -> tuple[str, ...]:
    """Give the codes of the headings that the papers print and this profile lacks."""
    return tuple(need.code for need in NEEDS if need.lacks(nominee))


def missing_required(nominee: Nominee) -> tuple[str, ...]:
    """Give the codes of the headings without which this profile is not submitted."""
    return tuple(need.code for need in NEEDS if need.is_required and need.lacks(nominee))
