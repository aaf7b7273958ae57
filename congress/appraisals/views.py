"""The board of units: how far each is, what it lacks, until when, and texts that remind it."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from congress import web
from congress.appraisals import board as boards, forms, queries, words
from congress.appraisals.board import UnitLine
from congress.appraisals.words import STATES
from congress.congresses import deadlines, queries as congresses
from congress.congresses.queries import Frame
from congress.core.errors import NotFound
from congress.core.roles import OFFICE, READERS, Role
from congress.nominations.models import Review
from congress.settings import ZONE

blueprint = Blueprint("appraisals", __name__, url_prefix="/congresses/<code>/board")


@dataclass(frozen=True)
class Column:
    """A column of the board, and the address that sorts by it."""

    code: str
    label: str
    url: str
    is_sorted: bool
    is_number: bool = True


@blueprint.get("/")
@web.allow(READERS, Role.COUNCIL)
def board(code: str) -> str:
    """Show how far every unit is; a member of the Council sees the units assigned."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        lines = boards.board(session, congress.id, web.viewer())
        window = deadlines.window(session, congress.id, 0)
    role = web.viewer().role
    return web.render(
        "appraisals/board.html",
        congress=congress,
        columns=_columns(code),
        lines=boards.in_order(lines, request.args.get("order", "")),
        total=boards.total(lines),
        states=STATES,
        shown_states=boards.STATES,
        linked=_linked(),
        window=window,
        is_closed=not window.is_open(web.now()),
        written=_written(window.closes_at),
        told=words.lacks,
        late=[line.unit_id for line in lines if line.late and line.late.until >= web.now()],
        may_remind=role in OFFICE,
        may_accept=role is Role.ORGANIZER and not congress.is_locked,
        may_set=role is Role.ORGANIZER and not congress.is_locked,
        appraised=sum(line.states[Review.APPRAISED] for line in lines),
    )


def _linked() -> list[Review]:
    """Give the steps whose profiles the viewer may go through one by one."""
    may_queue = web.may_open("profiles.queue")
    return [state for state in boards.STATES if may_queue and state is not Review.DRAFT]


def _columns(code: str) -> list[Column]:
    order = request.args.get("order", "unit")
    labels = {
        "unit": gettext("Đơn vị"),
        "seats": gettext("Phân bổ"),
        "nominees": gettext("Giới thiệu"),
        **{state.value: str(STATES[state].label) for state in boards.STATES},
        "missing": gettext("Còn thiếu"),
        "minutes": gettext("Biên bản"),
        "last": gettext("Cập nhật"),
    }
    in_words = {"unit", "missing", "minutes", "last"}
    return [
        Column(
            key,
            label,
            url_for("appraisals.board", code=code, order=key),
            key == order,
            key not in in_words,
        )
        for key, label in labels.items()
    ]


def _written(moment: datetime | None) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%dT%H:%M}" if moment else ""


@blueprint.post("/deadline")
@web.allow(Role.ORGANIZER)
def set_deadline(code: str) -> Response:
    """Set until when units name people; an empty moment lifts the deadline."""
    closes_at = forms.moment(request.form.get("closes_at", ""))
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        deadlines.set_deadline(session, congress.id, closes_at, by=web.viewer(), at=web.now())
    if closes_at:
        flash(gettext("Đã đặt hạn giới thiệu: %(at)s.", at=words.clock(closes_at)), "success")
    else:
        flash(gettext("Đã bỏ hạn giới thiệu."), "success")
    return redirect(url_for("appraisals.board", code=code))


@blueprint.get("/reminders")
@web.allow(OFFICE)
def reminders(code: str) -> str:
    """Give one text for all units that have something to do, and a list of them to print."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        lines = boards.board(session, congress.id, web.viewer())
        closes_at = deadlines.window(session, congress.id, 0).closes_at
    waiting = [line for line in lines if line.needs_a_hand]
    return web.render(
        "appraisals/reminders.html",
        congress=congress,
        lines=waiting,
        told=words.lacks,
        returned=Review.RETURNED,
        draft=Review.DRAFT,
        text=words.reminder_of_all(waiting, congress.name, closes_at) if waiting else "",
    )


@blueprint.get("/<int:unit_id>")
@web.allow(OFFICE)
def unit(code: str, unit_id: int) -> str:
    """Show one unit: a text that reminds it, its receipts, and the time it was granted."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        line = _line(session, congress, unit_id)
        window = deadlines.window(session, congress.id, unit_id)
        names = _names(session, congress.id, unit_id) if "names" in request.args else []
        receipts = queries.receipts(session, congress.id, unit_id)
    return web.render(
        "appraisals/unit.html",
        congress=congress,
        line=line,
        states=STATES,
        shown_states=boards.STATES,
        window=window,
        is_late=window.is_late(web.now()),
        is_open=window.is_open(web.now()),
        receipts=receipts,
        has_names="names" in request.args,
        text=words.reminder(line, congress.name, window.closes_at, names),
        may_open=web.viewer().role is Role.ORGANIZER and not congress.is_locked,
    )


def _line(session: Session, congress: Frame, unit_id: int) -> UnitLine:
    found = boards.board(session, congress.id, web.viewer(), unit_id)
    if not found:
        raise NotFound
    return found[0]


def _names(session: Session, congress_id: int, unit_id: int) -> list[str]:
    with_unit = {Review.DRAFT, Review.RETURNED}
    people = queries.standing(session, congress_id, unit_id)
    return [each.name for each in people if each.review in with_unit]


@blueprint.post("/<int:unit_id>/late")
@web.allow(Role.ORGANIZER)
def let_in_late(code: str, unit_id: int) -> Response:
    """Give a unit more time, with the reason."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        deadlines.let_in_late(
            session,
            congress.id,
            unit_id,
            until=forms.moment(request.form.get("until", "")),
            reason=request.form.get("reason", ""),
            by=web.viewer(),
            at=web.now(),
        )
    flash(gettext("Đã cho đơn vị thêm thời gian."), "success")
    return redirect(url_for("appraisals.unit", code=code, unit_id=unit_id))
