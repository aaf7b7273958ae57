"""The version of a run for strangers, as a download."""

from flask import Blueprint, Response

from congress import web
from congress.congresses import queries as congresses
from congress.core.roles import Role
from congress.selection import publishing

blueprint = Blueprint(
    "publishing", __name__, url_prefix="/congresses/<code>/selection/<int:selection_id>/published"
)


@blueprint.post("/published.zip")
@web.allow(Role.ORGANIZER)
def publish(code: str, selection_id: int) -> Response:
    """Give the version that strangers can check, and record who took it."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        content = publishing.publish(
            session, congress.id, selection_id, by=web.viewer(), at=web.now()
        )
    return web.download(content, "published.zip")
