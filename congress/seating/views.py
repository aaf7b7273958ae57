"""The page of the hall: who sits where, placing everyone, moving one."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Redirect

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import NotFound, Rejected
from congress.core.roles import DOOR, READERS, Role
from congress.delegates import queries as delegates
from congress.seating import pdf, queries, service

blueprint = Blueprint("seating", __name__, url_prefix="/congresses/<code>/seating")


@blueprint.get("/")
@web.allow(READERS | DOOR)
def page(code: str) -> str:
    """Show the hall."""
    return _page(code, "")


@blueprint.post("/search")
@web.allow(READERS | DOOR)
def search(code: str) -> str:
    """Find delegates by number, name or unit; by POST, for addresses hold no names."""
    return _page(code, request.form.get("q", "").strip())


def _page(code: str, sought: str) -> str:
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        plan = queries.plan(session, congress.id)
        found = queries.search(queries.occupants(session, congress.id), sought)
        return web.render(
            "seating/page.html",
            congress=congress,
            plan=plan,
            delegates=delegates.count(session, congress.id),
            sought=sought,
            found=found,
            found_guids={each.guid for each in found if each.is_seated},
            may_place=web.viewer().role is Role.ORGANIZER,
        )


@blueprint.post("/place")
@web.allow(Role.ORGANIZER)
def place(code: str) -> Redirect:
    """Seat every delegate; ``anew`` forgets the seats of before."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        proposal = service.propose(session, congress.id, is_anew="anew" in request.form)
    with web.transaction() as session:
        service.place(session, congress.id, proposal, by=web.viewer(), at=web.now())
    plan = proposal.plan
    flash(
        gettext(
            "Đã xếp chỗ cho %(n)d đại biểu, %(moved)d người đổi chỗ.",
            n=len(plan.seats),
            moved=len(plan.moved),
        ),
        "success",
    )
    return redirect(url_for("seating.page", code=code))


@blueprint.post("/move")
@web.allow(Role.ORGANIZER)
def move(code: str) -> Redirect:
    """Give one delegate another seat."""
    delegate_id = request.form.get("delegate_id", type=web.number)
    if delegate_id is None:
        raise NotFound
    guid = request.form.get("seat_guid", "")
    if not guid:
        raise Rejected("seat_unknown")
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        service.move(session, congress.id, delegate_id, guid, by=web.viewer(), at=web.now())
        label = queries.seat_labels(session, congress.id)[delegate_id]
    flash(gettext("Đã chuyển sang ghế %(seat)s.", seat=label), "success")
    return redirect(url_for("seating.page", code=code))


@blueprint.get("/plan.pdf")
@web.allow(READERS | DOOR)
def print_plan(code: str) -> Response:
    """Print the plan and the list of seats."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        plan = queries.plan(session, congress.id)
    if plan is None:
        raise NotFound
    out = BytesIO()
    note = " · ".join(part for part in (plan.hall_name, plan.note) if part)
    pdf.draw_plan(plan.drawing, congress.name, note, out)
    return web.download(out.getvalue(), "so-do-cho-ngoi.pdf")
