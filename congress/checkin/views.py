"""The gate's page, which answers scans, and the live page, which shows who has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask import Blueprint, request
from flask_babel import gettext

from congress import web
from congress.checkin import queries, service
from congress.checkin.recognition import DelegateCard
from congress.checkin.rules import DOORS_OPEN_BEFORE, Direction, Door, Event, Outcome
from congress.checkin.service import Answer, Source
from congress.congresses import queries as congresses
from congress.congresses.queries import Frame, SittingTime
from congress.core.errors import Fault, NotFound
from congress.core.roles import DOOR, READERS

blueprint = Blueprint("checkin", __name__, url_prefix="/congresses/<code>")

_NUMBER_DIGITS = 6
_LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True)
class Verdict:
    """An answer in words, as large as the screen."""

    outcome: str
    icon: str
    title: str
    advice: str
    card: DelegateCard | None


@blueprint.get("/check-in")
@web.allow(DOOR)
def page(code: str) -> str:
    """Show the gate's page of a sitting, ``?sitting=CODE``."""
    congress, sittings, sitting = _sitting(code)
    return _page(congress, sittings, sitting, None)


@blueprint.post("/check-in/scans")
@web.allow(DOOR)
def scan(code: str) -> str:
    """Answer one scan of the gate's page."""
    event = _event(web.now())
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        source = Source(viewer=web.viewer())
        [answer] = service.scan(session, congress.id, [event], source=source, at=web.now())
    verdict = _verdict(answer)
    if web.is_fragment():
        return web.render("checkin/_verdict.html", verdict=verdict)
    return _page(*_sitting(code), verdict)


@blueprint.get("/attendance")
@web.allow(DOOR | READERS)
def attendance(code: str) -> str:
    """Show who has come to a sitting, ``?sitting=CODE``; the page asks again for its figures."""
    congress, sittings, sitting = _sitting(code)
    with web.reading() as session:
        board = queries.board(queries.attendance(session, sitting.id))
        incidents = queries.incidents(session, sitting.id)
    template = "checkin/_attendance.html" if web.is_fragment() else "checkin/attendance.html"
    return web.render(
        template,
        congress=congress,
        tabs=_tabs(sittings, sitting),
        sitting=sitting,
        board=board,
        incidents=incidents,
        at=web.now(),
    )


def _page(
    congress: Frame, sittings: Sequence[SittingTime], sitting: SittingTime, verdict: Verdict | None
) -> str:
    return web.render(
        "checkin/page.html",
        congress=congress,
        tabs=_tabs(sittings, sitting),
        sitting=sitting,
        opens_at=sitting.starts_at - DOORS_OPEN_BEFORE,
        is_open=_door(sitting).is_open(web.now()),
        verdict=verdict,
    )


def _sitting(code: str) -> tuple[Frame, list[SittingTime], SittingTime]:
    """Give the sitting that is asked for, or the one of this hour."""
    wanted = request.values.get("sitting")
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        sittings = congresses.sittings(session, congress.id)
    for sitting in sittings:
        if sitting.code == wanted:
            return congress, sittings, sitting
    if wanted or not sittings:
        raise NotFound
    return congress, sittings, congresses.sitting_at(sittings, web.now())


def _door(sitting: SittingTime) -> Door:
    return Door(sitting.id, sitting.starts_at, sitting.ends_at, sitting.is_rehearsal)


@dataclass(frozen=True)
class Tab:
    """A sitting to choose."""

    code: str
    name: str
    is_chosen: bool


def _tabs(sittings: Sequence[SittingTime], chosen: SittingTime) -> list[Tab]:
    return [Tab(sitting.code, sitting.name, sitting.id == chosen.id) for sitting in sittings]


def _event(received_at: datetime) -> Event:
    """Read the form: a badge's code, or a number that somebody typed."""
    form = request.form
    text = form.get("token", "").strip()
    is_number = text.isascii() and text.isdecimal() and len(text) <= _NUMBER_DIGITS
    return Event(
        id=_event_id(form.get("id", "")),
        sitting=form.get("sitting", ""),
        at=received_at - _waited(form.get("at", ""), form.get("sent_at", "")),
        direction=Direction.OUT if form.get("direction") == Direction.OUT else Direction.IN,
        token=text,
        number=int(text) if is_number else None,
    )


def _event_id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())


def _waited(scanned_at: str, sent_at: str) -> timedelta:
    """Tell how long a scan waited for the network, by the page's own clock at both ends."""
    try:
        waited = datetime.fromisoformat(sent_at) - datetime.fromisoformat(scanned_at)
    except (ValueError, TypeError):
        return timedelta(0)
    return waited if timedelta(0) <= waited <= _LONGEST_WAIT else timedelta(0)


_ICONS = {
    Outcome.ADMITTED: "circle-check",
    Outcome.LEFT: "logout",
    Outcome.ALREADY: "clock",
    Outcome.REFUSED: "circle-x",
    Outcome.INCIDENT: "alert-triangle",
}


def _verdict(answer: Answer) -> Verdict:
    since = web.local_time(answer.first_at) if answer.first_at else ""
    titles = {
        Outcome.ADMITTED: gettext("Mời vào"),
        Outcome.LEFT: gettext("Đã ghi: ra ngoài"),
        Outcome.ALREADY: gettext("Đã vào lúc %(time)s", time=since),
        Outcome.REFUSED: gettext("Không mời vào"),
        Outcome.INCIDENT: gettext("Thẻ đã được dùng ở cửa khác lúc %(time)s", time=since),
    }
    return Verdict(
        outcome=answer.outcome,
        icon=_ICONS[answer.outcome],
        title=titles[answer.outcome],
        advice=_advice(answer),
        card=answer.delegate,
    )


def _advice(answer: Answer) -> str:
    if answer.reason:
        return web.said([Fault(f"badge_{answer.reason}")])[0].sentence
    if answer.outcome in {Outcome.ALREADY, Outcome.INCIDENT}:
        return str(gettext("Nếu người cầm thẻ chưa vào, hãy giữ thẻ và báo người phụ trách cửa."))
    return ""
