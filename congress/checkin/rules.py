"""What a scan is answered, and what a set of scans tells about a delegate.

A scan is an immutable event. It is *refused* when it shows no badge of this congress in force or
when its sitting is not open; then it belongs to nobody's story. The valid events of one delegate
at one sitting, sorted by ``at`` and then by id, are that delegate's *story*. It is told the same
whatever the order in which its events arrived:

- An *entry* is a run of events into the hall; it ends with the next event out of it. Entries are
  numbered from 1. Several scans in one entry are one person shown several times.
- *Present* is who has an event into the hall; *inside*, whose story ends with one. ``first_at`` is
  the least ``at`` of the events into the hall.
- An entry for which two devices showed ``admitted`` is an *incident*.

An answer, in contrast, is given once, from the story known at that moment, and never changes:

- An event out of the hall: ``left``.
- An event into it: ``admitted`` if no event of its entry was answered so before; ``incident`` if
  one was, and both this device and another showed ``admitted``; else ``already``.

An event that arrives late can only part an entry in two, never join two into one. So no entry,
however the story is told in the end, holds two events that were answered ``admitted``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

DOORS_OPEN_BEFORE = timedelta(hours=3)
"""How long before its start a sitting takes delegates."""


class Direction(StrEnum):
    """Into the hall or out of it."""

    IN = "in"
    OUT = "out"


class Outcome(StrEnum):
    """What a scan is answered; fixed when first given."""

    ADMITTED = "admitted"
    ALREADY = "already"
    LEFT = "left"
    REFUSED = "refused"
    INCIDENT = "incident"


class Refusal(StrEnum):
    """Why a scan is refused: the code that an answer carries as its ``reason``.

    ``bad_clock`` is told to a device whose moment cannot be, ``malformed`` for any text that is no
    badge's, half characters too; the other events of their batch are answered as usual.
    """

    MALFORMED = "malformed"
    OTHER_CONGRESS = "other_congress"
    WRONG_SIGNATURE = "wrong_signature"
    UNKNOWN_BADGE = "unknown_badge"
    UNKNOWN_NUMBER = "unknown_number"
    REVOKED = "revoked"
    SUBSTITUTED = "substituted"
    UNKNOWN_SITTING = "unknown_sitting"
    CLOSED_SITTING = "closed_sitting"
    BAD_CLOCK = "bad_clock"


@dataclass(frozen=True)
class Event:
    """A scan as a device sends it: the text of a QR, or the number that somebody typed.

    ``at`` is empty where the device's clock told a moment that cannot be; ``shown`` is what a
    device without a network answered by itself.
    """

    id: str
    sitting: str
    at: datetime | None
    direction: Direction = Direction.IN
    shown: Outcome | None = None
    token: str = ""
    number: int | None = None


@dataclass(frozen=True)
class Door:
    """A sitting's opening; a rehearsal is open at any time."""

    sitting_id: int
    starts_at: datetime
    ends_at: datetime
    is_rehearsal: bool

    def is_open(self, at: datetime) -> bool:
        """Tell whether the sitting takes delegates at a moment."""
        return self.is_rehearsal or self.starts_at - DOORS_OPEN_BEFORE <= at <= self.ends_at


@dataclass(frozen=True)
class Pass:
    """What a badge or a typed number opens: a delegate, until the badge is revoked.

    ``is_former`` tells that the badge bears the name of somebody who has been replaced.
    """

    delegate_id: int
    revoked_at: datetime | None = None
    is_former: bool = False


def barred_since(revocations: Collection[datetime | None]) -> datetime | None:
    """Tell since when none of a delegate's badges is in force.

    A typed number opens the door as long as one is, or before the first is issued: a number read
    from a revoked badge must not do what its code cannot.
    """
    if None in revocations:
        return None
    return max((revoked_at for revoked_at in revocations if revoked_at), default=None)


def refusal(
    event: Event, shown_pass: Pass | Refusal, door: Door | None, *, received_at: datetime
) -> Refusal | None:
    """Tell why an event is refused, or none.

    A device that answered by itself is believed about when it saw a badge that was revoked since;
    any other event is judged as of its receipt, for clocks may be wrong.
    """
    if isinstance(shown_pass, Refusal):
        return shown_pass
    if event.at is None:
        return Refusal.BAD_CLOCK
    judged_at = event.at if event.shown else received_at
    if shown_pass.revoked_at is not None and judged_at >= shown_pass.revoked_at:
        return Refusal.SUBSTITUTED if shown_pass.is_former else Refusal.REVOKED
    if door is None:
        return Refusal.UNKNOWN_SITTING
    if not door.is_open(event.at):
        return Refusal.CLOSED_SITTING
    return None


@dataclass(frozen=True)
class Sighting:
    """A valid event: a delegate seen by a device at a sitting; ``outcome`` once it is answered.

    ``is_former`` tells that it was somebody who has left the number to another since.
    """

    id: str
    delegate_id: int
    sitting_id: int
    device: str
    at: datetime
    direction: Direction
    shown: Outcome | None = None
    outcome: Outcome | None = None
    is_former: bool = False

    @property
    def has_shown_admitted(self) -> bool:
        """Tell whether the device told the delegate to come in; online it shows our answer."""
        return (self.shown or self.outcome) is Outcome.ADMITTED


Story = tuple[int, int]
"""Whose story it is, and of which sitting."""


@dataclass(frozen=True)
class Decision:
    """What a valid event is answered; ``grant`` counts the admissions of its story from 1."""

    outcome: Outcome
    first_at: datetime | None
    grant: int | None = None


def decide(past: Iterable[Sighting], new: Iterable[Sighting]) -> dict[str, Decision]:
    """Answer new sightings, given all past ones of the same delegates and sittings."""
    stories: Mapping[Story, list[Sighting]] = defaultdict(list)
    for sighting in (*past, *new):
        stories[sighting.delegate_id, sighting.sitting_id].append(sighting)
    answers: dict[str, Decision] = {}
    for sightings in stories.values():
        for is_former in (True, False):
            of_one = [each for each in sightings if each.is_former is is_former]
            answers |= _answer(of_one, granted=_granted(sightings, answers))
    return answers


def _granted(sightings: Iterable[Sighting], answers: Mapping[str, Decision]) -> int:
    """Count a number's admissions, whoever held it: they are counted on, never anew."""
    return sum(
        (answers[each.id].outcome if each.id in answers else each.outcome) is Outcome.ADMITTED
        for each in sightings
    )


def _answer(sightings: Sequence[Sighting], *, granted: int) -> dict[str, Decision]:
    first_at = told(sightings).first_at
    answers: dict[str, Decision] = {}
    for sighting in sightings:
        if sighting.outcome is None and sighting.direction is Direction.OUT:
            answers[sighting.id] = Decision(Outcome.LEFT, first_at)
    for entry in entries(sightings):
        for place, sighting in enumerate(entry):
            if sighting.outcome is not None:
                continue
            outcome = _outcome(sighting, [*entry[:place], *entry[place + 1 :]])
            granted += outcome is Outcome.ADMITTED
            grant = granted if outcome is Outcome.ADMITTED else None
            answers[sighting.id] = Decision(outcome, first_at, grant)
            entry[place] = replace(sighting, outcome=outcome)
    return answers


def _outcome(sighting: Sighting, others: Sequence[Sighting]) -> Outcome:
    if not any(other.outcome is Outcome.ADMITTED for other in others):
        return Outcome.ADMITTED
    if sighting.shown is Outcome.ADMITTED and _is_incident([*others, sighting]):
        return Outcome.INCIDENT
    return Outcome.ALREADY


def _is_incident(entry: Iterable[Sighting]) -> bool:
    return len({sighting.device for sighting in entry if sighting.has_shown_admitted}) > 1


def entries(sightings: Iterable[Sighting]) -> list[list[Sighting]]:
    """Part one story into its entries: runs of events into the hall, in order."""
    runs: list[list[Sighting]] = [[]]
    for sighting in sorted(sightings, key=_moment):
        if sighting.direction is Direction.IN:
            runs[-1].append(sighting)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _moment(sighting: Sighting) -> tuple[datetime, str]:
    return sighting.at, sighting.id


@dataclass(frozen=True)
class Told:
    """What a story tells: ``first_at`` is empty for who was never seen coming in."""

    first_at: datetime | None
    is_inside: bool


def told(sightings: Sequence[Sighting]) -> Told:
    """Tell one delegate's story at one sitting: the same for every order of arrival.

    ``queries.attendance`` tells it of a whole sitting in one statement.
    """
    came = [sighting.at for sighting in sightings if sighting.direction is Direction.IN]
    last = max(sightings, key=_moment, default=None)
    return Told(
        first_at=min(came, default=None),
        is_inside=last is not None and last.direction is Direction.IN,
    )
