"""Minutes on paper: for Word, from a template, to be signed."""

from collections.abc import Mapping
from typing import Any

from congress.congresses.queries import Frame
from congress.minutes import queries
from congress.minutes.models import VoteForm
from congress.minutes.queries import Candidate
from congress.minutes.records import Record
from congress.minutes.rules import Line, Place, Share, Tally
from congress.minutes.words import threshold_on_paper
from congress.papers import render_docx
from congress.settings import ZONE

_FORMS = {VoteForm.SECRET: "bỏ phiếu kín", VoteForm.HANDS: "giơ tay biểu quyết"}
_PLACES = {
    Place.WITHIN: "Được giới thiệu",
    Place.BEYOND: "Ngoài số suất",
    Place.BELOW: "Không đạt ngưỡng",
    Place.TIED: "Bằng phiếu",
}


def docx(congress: Frame, host: str, record: Record) -> bytes:
    """Give a version of minutes for Word; the number is left to fill in, a draft says so."""
    minutes, tally = record.minutes, record.tally
    day = minutes.held_on
    return render_docx(
        "minutes.docx",
        {
            "congress": congress,
            "host": host,
            "unit": record.unit,
            "minutes": minutes,
            "day_in_words": f"ngày {day.day} tháng {day.month} năm {day.year}",
            "correction": _correction(record),
            "is_draft": record.is_open,
            "attendance": str(Share(minutes.present, minutes.summoned)),
            "absent": minutes.summoned - minutes.present,
            "form": _FORMS[minutes.form],
            "threshold": threshold_on_paper(queries.threshold(minutes)),
            "needed": tally.needed,
            "rows": [_row(line, record.people) for line in tally.lines],
            "tie": _tie(record),
            "taken": _names(tally, record.people),
        },
    )


def _row(line: Line, people: Mapping[int, Candidate]) -> dict[str, Any]:
    person = people[line.ballot.nominee_id]
    return {
        "rank": line.rank,
        "name": person.name,
        "post": person.post,
        "votes": line.ballot.votes_for,
        "against": _count(line.ballot.votes_against),
        "blank": _count(line.ballot.votes_blank),
        "share": str(line.share),
        "place": _PLACES[line.place],
    }


def _count(votes: int | None) -> str:
    return "" if votes is None else str(votes)


def _names(tally: Tally, people: Mapping[int, Candidate]) -> list[str]:
    taken = (line for line in tally.lines if line.place is Place.WITHIN)
    return [people[line.ballot.nominee_id].name for line in taken]


def _correction(record: Record) -> str:
    """Say which version this one takes the place of, and why; nothing where it is the first."""
    if record.number == 1:
        return ""
    closed_at = record.history[record.number - 2].closed_at
    assert closed_at is not None
    day = closed_at.astimezone(ZONE).strftime("%d/%m/%Y")
    times, why = record.number - 1, record.minutes.correction
    return f"Bản sửa lần {times}, thay biên bản lập ngày {day}. Lý do sửa: {why}."


def _tie(record: Record) -> str:
    """Say who was tied at the last seat and how that was decided; nothing without a tie."""
    tie = record.tally.tie
    if tie is None:
        return ""
    tied = [each for each in record.votes if each.nominee_id in tie.nominees]
    names = {each.nominee_id: record.people[each.nominee_id].name for each in tied}
    told = [f"{', '.join(names.values())} có số phiếu bằng nhau, trong khi còn {tie.seats} suất."]
    present = record.minutes.second_present
    if present is not None:
        again = (f"{names[each.nominee_id]} {each.second_for}/{present} phiếu" for each in tied)
        told.append(f"Biểu quyết lần hai: {', '.join(again)}.")
    chosen = [names[each.nominee_id] for each in tied if each.is_preferred]
    if chosen:
        why = record.minutes.tie_reason
        told.append(f"Người chủ trì quyết định chọn {', '.join(chosen)}: {why}.")
    if record.tally.open_tie:
        told.append("Chưa quyết định.")
    return " ".join(told)
