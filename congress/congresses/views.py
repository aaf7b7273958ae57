"""The congresses, and the page of each: its agenda, its groups, who does what until when."""

from dataclasses import dataclass

from flask import Blueprint
from flask_babel import gettext

from congress import web
from congress.congresses import queries
from congress.congresses.queries import Frame
from congress.congresses.rules import Stage, stage
from congress.core.roles import Role
from congress.settings import ZONE

blueprint = Blueprint("congresses", __name__, url_prefix="/congresses")


@dataclass(frozen=True)
class Entry:
    """A congress in the list of them."""

    congress: Frame
    stage: str
    tone: str


@blueprint.get("/")
@web.allow(*Role)
def listing() -> str:
    """Show the viewer's congresses."""
    with web.reading() as session:
        found = queries.seen_by(session, web.viewer())
    return web.render("congresses/list.html", entries=[_entry(congress) for congress in found])


def _entry(congress: Frame) -> Entry:
    today = web.now().astimezone(ZONE).date()
    label, tone = {
        Stage.OPEN: (gettext("Đang chuẩn bị"), "accent"),
        Stage.APPROVED: (gettext("Đã phê duyệt danh sách"), "ok"),
        Stage.TODAY: (gettext("Diễn ra hôm nay"), "wait"),
        Stage.OVER: (gettext("Đã diễn ra"), "quiet"),
    }[stage(congress.held_on, today, is_locked=congress.is_locked)]
    return Entry(congress, label, tone)


@blueprint.get("/<code>/")
@web.allow(*Role)
def overview(code: str) -> str:
    """Show the frame of a congress."""
    with web.reading() as session:
        congress = queries.by_code(session, code)
        return web.render(
            "congresses/overview.html",
            congress=congress,
            groups=queries.groups(session, congress.id),
            sittings=queries.sittings(session, congress.id),
            agenda=queries.agenda(session, congress.id),
            tasks=queries.tasks(session, congress.id),
            senders=queries.senders(session, congress.id),
        )
