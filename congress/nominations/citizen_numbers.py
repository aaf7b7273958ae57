"""Citizen numbers (CCCD) of nominees: sealed where they are stored, compared by their marks."""

from sqlmodel import Session

from congress.core import identity
from congress.nominations.models import Nominee
from congress.sealing import seal_of

PURPOSE = "citizen_id"


def sealed(session: Session, number: str) -> dict[str, bytes | str | None]:
    """Give the columns that hold a number, or none; nobody reads it off them without the key."""
    if not number:
        return {"citizen_sealed": None, "citizen_mark": ""}
    return {
        "citizen_sealed": seal_of(session).close(number, PURPOSE),
        "citizen_mark": mark(session, number),
    }


def mark(session: Session, number: str) -> str:
    """Give what the rows of one number share; nothing for no number."""
    return seal_of(session).mark(number, PURPOSE) if number else ""


def opened(session: Session, nominee: Nominee) -> str:
    """Give a nominee's number whole; nothing where there is none."""
    stored = nominee.citizen_sealed
    return seal_of(session).open(stored, PURPOSE) if stored else ""


def masked(session: Session, nominee: Nominee) -> str:
    """Give a nominee's number as pages show it.

    It is opened for that: with the birth known, a mask that is kept leaves a hundred numbers.
    """
    return identity.masked(opened(session, nominee))
