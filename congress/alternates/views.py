"""The page of the reserve: who stands by, whom they can replace, and who has nobody."""

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from congress import web
from congress.alternates import queries, service
from congress.congresses import queries as congresses
from congress.core.roles import READERS, Role
from congress.delegates import queries as delegates

blueprint = Blueprint("alternates", __name__, url_prefix="/congresses/<code>/alternates")

_SHARE = 10
"""One alternate for so many delegates, unless the office says otherwise."""
_DROPOUT_PERCENT = 5


@blueprint.get("/")
@web.allow(READERS)
def page(code: str) -> str:
    """Show the reserve, or how to ask for one."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        asked = queries.asked(session, congress.id)
        is_standing = asked is not None and asked.is_standing
        people = delegates.count(session, congress.id)
        return web.render(
            "alternates/page.html",
            congress=congress,
            asked=asked,
            reserve=queries.reserve_list(session, congress.id) if is_standing else None,
            delegates=people,
            proposed_size=max(1, people // _SHARE),
            dropout_percent=_DROPOUT_PERCENT,
            is_waiting=asked is not None and asked.is_waiting,
            may_ask=web.viewer().role is Role.ORGANIZER,
        )


@blueprint.post("/")
@web.allow(Role.ORGANIZER)
def ask(code: str) -> Redirect:
    """Ask for the reserve."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        reserve = service.ask(
            session,
            congress.id,
            size=request.form.get("size", 0, web.number),
            dropout_percent=request.form.get("dropout_percent", 0, web.number),
            by=web.viewer(),
            at=web.now(),
        )
    current_app.extensions["congress_queue"].send(reserve.job_id)
    return redirect(url_for("alternates.page", code=code))


@blueprint.get("/progress")
@web.allow(READERS)
def progress(code: str) -> Response | str:
    """Show how far the search is; once it has ended, htmx opens the page anew."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        asked = queries.asked(session, congress.id)
    if asked is not None and asked.is_waiting:
        return web.render("alternates/_progress.html", congress=congress, asked=asked)
    ended = Response(status=200)
    ended.headers["HX-Redirect"] = url_for("alternates.page", code=code)
    return ended
