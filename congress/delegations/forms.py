"""The forms of a list going up, read with every fault at once."""

from collections.abc import Mapping
from datetime import date

from werkzeug.datastructures import MultiDict

from congress.core.errors import Fault, Rejected
from congress.delegations.opening import Answer
from congress.delegations.rules import Vote
from congress.units.forms import day as read_day, number, numbers

_COUNTS = {"summoned": "Triệu tập", "present": "Có mặt", "votes_for": "Tán thành"}


def version(form: Mapping[str, str]) -> int:
    """Read the version of the list that was seen; one that is none was never seen."""
    found = number(form.get("version", ""))
    return -1 if found is None else found


def members(form: MultiDict[str, str]) -> list[int]:
    """Read who is chosen, in the order of the page."""
    return numbers(form.getlist("members"))


def vote(form: Mapping[str, str]) -> Vote:
    """Read a vote; ``Rejected`` with everything that is missing or no number."""
    faults = [
        Fault("value_missing", {"heading": heading}, field=field)
        for field, heading in _COUNTS.items()
        if number(form.get(field, "").strip()) is None
    ]
    voted_on = read_day(form.get("voted_on", ""))
    if voted_on is None:
        faults.append(Fault("value_missing", {"heading": "Ngày biểu quyết"}, field="voted_on"))
    if faults or voted_on is None:
        raise Rejected.because(faults)
    summoned, present, votes_for = (number(form[field].strip()) or 0 for field in _COUNTS)
    return Vote(summoned, present, votes_for, voted_on)


def answers(form: Mapping[str, str]) -> dict[int, Answer]:
    """Read what was answered of each member: ``unit-12`` and ``group-12``."""
    found: dict[int, Answer] = {}
    for field in form:
        _, _, written = field.partition("-")
        member_id = number(written)
        if member_id is not None:
            unit = number(form.get(f"unit-{member_id}", ""))
            found[member_id] = Answer(unit, form.get(f"group-{member_id}", ""))
    return found


def day(args: Mapping[str, str]) -> date | None:
    """Read the day that is asked for."""
    return read_day(args.get("on", ""))
