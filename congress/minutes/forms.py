"""The form of minutes: what was typed, as a meeting and its ballots, and back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from congress.core.errors import Fault, Rejected
from congress.core.texts import plain
from congress.minutes import rules
from congress.minutes.models import Minutes, Vote, VoteForm
from congress.minutes.queries import Candidate
from congress.minutes.rules import Ballot, Meeting, Threshold, TieDecision
from congress.nominations import values

_COUNTS = ("for", "against", "blank")
DEFAULT = {"form": VoteForm.SECRET.value, "threshold": "1/2", "over": "1"}

Read = TypeVar("Read")


@dataclass
class _Reader:
    """Reads fields, and gathers the faults of those that cannot be read."""

    form: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def read(self, name: str, reader: Callable[[str], Read], nothing: Read) -> Read:
        try:
            return reader(self.form.get(name, ""))
        except Rejected as refused:
            self.faults += [Fault(each.code, each.facts, field=name) for each in refused.faults]
        except ValueError:
            # The rules tell a day that is none.
            pass
        return nothing

    def count(self, name: str) -> int | None:
        return self.read(name, values.votes, None)


def read(
    form: Mapping[str, str], candidates: Sequence[Candidate], today: date
) -> tuple[Meeting, list[Ballot]]:
    """Read a meeting and its ballots; where a field cannot be read every fault is told at once."""
    reader = _Reader(form)
    meeting = _meeting(reader)
    ballots = [
        ballot for each in candidates if (ballot := _ballot(reader, each.nominee_id)) is not None
    ]
    if reader.faults:
        told = {fault.field for fault in reader.faults}
        others = [each for each in rules.faults(meeting, ballots, today) if each.field not in told]
        raise Rejected.because([*reader.faults, *others])
    return meeting, ballots


def _meeting(reader: _Reader) -> Meeting:
    share = reader.read("threshold", rules.read_share, None)
    return Meeting(
        held_on=reader.read("held_on", date.fromisoformat, None),
        place=reader.read("place", plain, ""),
        chair=reader.read("chair", plain, ""),
        secretary=reader.read("secretary", plain, ""),
        summoned=reader.count("summoned"),
        present=reader.count("present"),
        form=_form(reader.form.get("form", "")),
        seats=reader.count("seats"),
        threshold=None if share is None else Threshold(share, reader.form.get("over") == "1"),
        remarks=reader.read("remarks", plain, ""),
    )


def _form(wanted: str) -> VoteForm:
    return VoteForm(wanted) if wanted in set(VoteForm) else VoteForm.SECRET


def _ballot(reader: _Reader, nominee_id: int) -> Ballot | None:
    """Read a row; one without votes for was not voted on in this meeting."""
    counts = [reader.count(f"{name}-{nominee_id}") for name in _COUNTS]
    return None if counts[0] is None else Ballot(nominee_id, counts[0], counts[1], counts[2])


def tie(form: Mapping[str, str], tied: Sequence[int]) -> TieDecision:
    """Read how a tie between these was decided."""
    reader = _Reader(form)
    second = {number: reader.count(f"second-{number}") for number in tied}
    present = reader.count("second_present")
    if any(votes is not None for votes in second.values()):
        reader.faults += [
            Fault("minutes_count_missing", field=f"second-{number}")
            for number, votes in second.items()
            if votes is None and not any(f.field == f"second-{number}" for f in reader.faults)
        ]
    if reader.faults:
        raise Rejected.because(reader.faults)
    return TieDecision(
        present,
        tuple((number, votes) for number, votes in second.items() if votes is not None),
        frozenset(number for number in tied if form.get(f"prefer-{number}")),
        form.get("tie_reason", ""),
    )


def shown(minutes: Minutes, votes: Sequence[Vote]) -> dict[str, str]:
    """Fill the form with open minutes."""
    facts: dict[str, Any] = minutes.model_dump()
    names = ("place", "chair", "secretary", "summoned", "present", "seats", "remarks")
    filled = {name: str(facts[name]) for name in names}
    filled |= {
        "held_on": minutes.held_on.isoformat(),
        "form": minutes.form.value,
        "threshold": f"{minutes.threshold_numerator}/{minutes.threshold_denominator}",
        "over": "1" if minutes.is_threshold_over else "0",
    }
    for vote in votes:
        counts = (vote.votes_for, vote.votes_against, vote.votes_blank)
        filled |= {
            f"{name}-{vote.nominee_id}": "" if count is None else str(count)
            for name, count in zip(_COUNTS, counts, strict=True)
        }
    return filled
