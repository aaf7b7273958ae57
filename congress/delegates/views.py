"""The approved list, and its approval."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.core.roles import DOOR, READERS, Role
from congress.delegates import queries, service

blueprint = Blueprint("delegates", __name__, url_prefix="/congresses/<code>/delegates")


@blueprint.get("/")
@web.allow(READERS, DOOR, Role.COMMUNE)
def page(code: str) -> str:
    """Show the approved list; a commune sees its own people."""
    return _page(code, "")


@blueprint.post("/search")
@web.allow(READERS, DOOR, Role.COMMUNE)
def search(code: str) -> str:
    """Find delegates by number, name or unit; by POST, for addresses hold no names."""
    return _page(code, request.form.get("q", "").strip())


def _page(code: str, sought: str) -> str:
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        everyone = queries.delegates(session, congress.id, web.viewer())
        return web.render(
            "delegates/page.html",
            congress=congress,
            approval=queries.approval(session, congress.id),
            delegates=everyone,
            found=queries.search(everyone, sought),
            sought=sought,
            may_select=web.viewer().role is Role.ORGANIZER,
            may_substitute=congress.is_locked and web.viewer().role in READERS,
            may_see_reasons=congress.is_locked and web.viewer().role in READERS | {Role.COMMUNE},
            may_see_changes=congress.is_locked and web.viewer().role in READERS | {Role.COMMUNE},
        )


@blueprint.post("/approve/<int:selection_id>")
@web.allow(Role.ORGANIZER)
def approve(code: str, selection_id: int) -> Response:
    """Approve a draft."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        count = service.approve(session, congress.id, selection_id, by=web.viewer(), at=web.now())
    flash(gettext("Đã phê duyệt và khóa danh sách %(n)d đại biểu.", n=count), "success")
    return redirect(url_for("delegates.page", code=code))
