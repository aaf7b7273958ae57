"""Why each person is on the list of a run or not: the page, one person's sheet, the workbook."""

from flask import Blueprint, Response, request
from flask_babel import gettext

from congress import web
from congress.congresses import queries as congresses
from congress.core.roles import OFFICE, READERS, Role
from congress.nominations import pages
from congress.selection import course, exactly, reason_queries, service
from congress.selection.reason_queries import Explained, Filters
from congress.selection.reasons import Certainty, Line
from congress.selection.words import PURPOSES

blueprint = Blueprint(
    "reasons", __name__, url_prefix="/congresses/<code>/selection/<int:selection_id>/reasons"
)

_SIDES = {"chosen": True, "left_out": False}


@blueprint.get("/")
@web.allow(READERS, Role.COMMUNE)
def page(code: str, selection_id: int) -> str:
    """Show how the list came and why each person is in or out; a commune sees its own people."""
    filters = Filters(
        unit_id=request.args.get("unit", type=web.number),
        is_chosen=_SIDES.get(request.args.get("side", "")),
        page=request.args.get("page", 1, type=web.number),
    )
    return _page(code, selection_id, filters)


@blueprint.post("/search")
@web.allow(READERS, Role.COMMUNE)
def search(code: str, selection_id: int) -> str:
    """Find people by name; by POST, for addresses hold no names."""
    return _page(code, selection_id, Filters(sought=request.form.get("q", "").strip()))


@blueprint.get("/<int:nominee_id>")
@web.allow(READERS, Role.COMMUNE)
def sheet(code: str, selection_id: int, nominee_id: int) -> str:
    """Show one person's own reasons on a sheet to print and hand over; nobody else is named."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = reason_queries.explained(session, congress.id, selection_id, web.viewer())
        line = reason_queries.line(session, congress.id, found, nominee_id, web.viewer())
    return _sheet(congress, found, line)


@blueprint.post("/<int:nominee_id>")
@web.allow(OFFICE)
def solve(code: str, selection_id: int, nominee_id: int) -> str:
    """Show the sheet with the score solved to its end; nothing is stored."""
    viewer = web.viewer()
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = reason_queries.explained(session, congress.id, selection_id, viewer)
        entry = found.entry(nominee_id)
        asked = exactly.question(session, congress.id, selection_id)
    solved = exactly.solved(asked, entry)
    with web.reading() as session:
        line = reason_queries.line(session, congress.id, found, nominee_id, viewer, solved=solved)
    return _sheet(congress, found, line)


@blueprint.post("/reasons.xlsx")
@web.allow(READERS)
def workbook(code: str, selection_id: int) -> Response:
    """Give the reasons as a workbook and log who took it and what for."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        content = service.hand_out_reasons(
            session,
            congress.id,
            selection_id,
            request.form.get("purpose", ""),
            by=web.viewer(),
            at=web.now(),
        )
    return web.download(content, "reasons.xlsx")


def _sheet(congress: congresses.Frame, found: Explained, line: Line) -> str:
    return web.render(
        "selection/reason_sheet.html",
        congress=congress,
        run=found.run,
        line=line,
        steps=found.steps,
        today=web.now(),
        may_solve=web.viewer().role in OFFICE and line.why.certainty is Certainty.BOUND,
    )


def _page(code: str, selection_id: int, filters: Filters) -> str:
    viewer = web.viewer()
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = reason_queries.explained(session, congress.id, selection_id, viewer)
        sees_all = viewer.sees_all
        shown = reason_queries.lines(session, congress.id, found, viewer, filters)
        quotas = course.quota_lines(found.told) if found.has_reasons and sees_all else []
        senders = congresses.senders(session, congress.id) if sees_all else []
    return web.render(
        "selection/reasons.html",
        congress=congress,
        run=found.run,
        has_reasons=found.has_reasons,
        steps=found.steps if found.has_reasons else [],
        quotas=[quota for quota in quotas if quota.is_binding],
        shown=shown,
        filters=filters,
        is_filtered=filters != Filters(),
        may_solve=viewer.role in OFFICE,
        side=next((side for side, held in _SIDES.items() if held is filters.is_chosen), ""),
        sides=[("chosen", gettext("Được chọn")), ("left_out", gettext("Chưa được chọn"))],
        units=[(str(sender.id), sender.name) for sender in senders],
        purposes=[(purpose.value, label) for purpose, label in PURPOSES.items()],
        sees_all=sees_all,
        pager=pages.pager(shown, request.path, request.args.to_dict()),
    )
