"""Opening congresses, those of the level below, and setting the day."""

from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import (
    forms,
    joining,
    levels,
    opening,
    opening_page,
    order,
    queries,
    scheduling,
)
from congress.congresses.queries import Frame
from congress.congresses.rules import Attendance, Side
from congress.core.errors import Forbidden, NotFound, Rejected
from congress.core.roles import Role
from congress.settings import ZONE
from congress.units import forms as units

blueprint = Blueprint("openings", __name__, url_prefix="/congresses")


@blueprint.get("/new")
@web.allow(Role.ORGANIZER)
def new() -> str:
    """Show the form of a new congress, as far as its level, day and host are chosen."""
    return _new(forms.typed({}))


@blueprint.post("/new")
@web.allow(Role.ORGANIZER)
def open_congress() -> Response | tuple[str, int]:
    """Open a congress."""
    try:
        forms.ensure_chosen(request.form)
        with web.transaction() as session:
            host_id = units.number(request.form.get("host", "")) or 0
            known = levels.level(request.form.get("level", ""))
            page = opening_page.prepare(session, _day(), known.code, host_id, None)
            if page.host is None:
                raise NotFound
            wanted = forms.opening(
                request.form, request.form.getlist("senders"), known, host_id, _day()
            )
            opened = opening.open_congress(session, wanted, by=web.viewer(), at=web.now())
    except Rejected as error:
        return _new(forms.typed(request.form), web.said(error.faults)), 422
    flash(gettext("Đã mở %(name)s.", name=opened.name), "success")
    return redirect(url_for("congresses.overview", code=opened.code))


def _new(values: dict[str, str], faults: list[web.SaidFault] | None = None) -> str:
    host_id = units.number(request.values.get("host", ""))
    area_id = units.number(request.values.get("area", ""))
    level = request.values.get("level", "")
    with web.reading() as session:
        page = opening_page.prepare(session, _day(), level, host_id, area_id)
    ticked = set(units.numbers(request.form.getlist("senders")))
    return web.render(
        "congresses/new.html",
        page=page,
        values=values,
        is_chosen={
            each.unit.id: each.unit.id in ticked if faults else each.is_chosen
            for each in page.candidates
        },
        sides=side_labels(),
        attendances=attendance_labels(),
        faults=faults or [],
    )


@blueprint.post("/<code>/children/open")
@web.allow(Role.ORGANIZER)
def open_children(code: str) -> Response:
    """Open a congress for every unit of the level below."""
    forms.ensure_readable(request.form)
    with web.transaction() as session:
        congress = queries.by_code(session, code)
        opened = opening.open_children(
            session,
            congress.id,
            seats=forms.count(request.form, "seats") or 0,
            own_side=forms.side(request.form),
            by=web.viewer(),
            at=web.now(),
        )
    flash(
        ngettext("Đã mở %(num)d đại hội cấp dưới.", "Đã mở %(num)d đại hội cấp dưới.", opened),
        "success",
    )
    return redirect(url_for("delegations.board", code=code))


@blueprint.post("/<code>/join")
@web.allow(Role.ORGANIZER)
def join(code: str) -> Response:
    """Let a congress send its list to one of a level above."""
    with web.transaction() as session:
        congress = queries.by_code(session, code)
        upper_id = units.number(request.form.get("parent", "")) or 0
        joining.join(session, congress.id, upper_id, by=web.viewer(), at=web.now())
    flash(gettext("Đã nối với đại hội cấp trên."), "success")
    return redirect(url_for("congresses.overview", code=code))


@blueprint.post("/<code>/senders")
@web.allow(Role.ORGANIZER)
def add_sender(code: str) -> Response:
    """Let a further unit send people."""
    with web.transaction() as session:
        congress = queries.by_code(session, code)
        unit_id = units.number(request.form.get("unit", "")) or 0
        name = joining.add_sender(session, congress.id, unit_id, by=web.viewer(), at=web.now())
    flash(gettext("Đã thêm %(name)s vào các đơn vị gửi người.", name=name), "success")
    return redirect(url_for("congresses.overview", code=code))


@blueprint.get("/<code>/schedule")
@web.allow(Role.ORGANIZER, Role.COMMUNE)
def schedule(code: str) -> str:
    """Show the form of the day, the place, the form and the size."""
    with web.reading() as session:
        congress = _own(queries.by_code(session, code))
    values = {
        "form": congress.form,
        "held_on": congress.held_on.isoformat() if congress.is_scheduled else "",
        "place": congress.place,
        "seats": str(congress.seats),
        "staff": "" if congress.staff is None else str(congress.staff),
        "attendance": congress.attendance or "",
        "attendance_reason": congress.attendance_reason,
    }
    return _schedule(code, values)


@blueprint.post("/<code>/schedule")
@web.allow(Role.ORGANIZER, Role.COMMUNE)
def set_schedule(code: str) -> Response | tuple[str, int]:
    """Set the day, the place, the form and the size."""
    try:
        with web.transaction() as session:
            congress = _own(queries.by_code(session, code))
            wanted = forms.schedule(request.form)
            scheduling.schedule(session, congress, wanted, by=web.viewer(), at=web.now())
            warned = order.warning(session, queries.by_code(session, code))
    except Rejected as error:
        return _schedule(code, forms.typed(request.form), web.said(error.faults)), 422
    flash(gettext("Đã ghi ngày và số đại biểu."), "success")
    if warned:
        flash(warned, "warning")
    return redirect(url_for("congresses.overview", code=code))


def _own(congress: Frame) -> Frame:
    if not scheduling.may_schedule(web.viewer(), congress):
        raise Forbidden
    return congress


def _schedule(code: str, values: dict[str, str], faults: list[web.SaidFault] | None = None) -> str:
    with web.reading() as session:
        congress = _own(queries.by_code(session, code))
        upper = queries.parent(session, congress)
    known = scheduling.forms(congress.level)
    border = levels.level(congress.level).whole_below if known else None
    return web.render(
        "congresses/schedule.html",
        congress=congress,
        upper=upper,
        values=values,
        forms=[(form, form) for form in known or (congress.form,)],
        border=border,
        attendances=attendance_labels(),
        faults=faults or [],
    )


def side_labels() -> list[tuple[str, str]]:
    """Name the parts of the 70/30 as pages show them."""
    return [
        (Side.DIRECT.value, gettext("Phần %(n)s %%", n=70)),
        (Side.INVITED.value, gettext("Phần %(n)s %%", n=30)),
    ]


def attendance_labels() -> list[tuple[str, str]]:
    """Name who takes part, as pages show it."""
    return [
        (Attendance.WHOLE.value, gettext("Toàn thể")),
        (Attendance.DELEGATES.value, gettext("Đại biểu")),
    ]


def _day() -> date:
    today = web.now().astimezone(ZONE).date()
    return units.day(request.values.get("held_on", "")) or today
