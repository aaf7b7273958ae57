"""The congresses, and the page of each: its agenda, its groups, who does what until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, request
from flask_babel import gettext
from flask_login import current_user
from sqlmodel import Session

from congress import web
from congress.congresses import joining, levels, order, queries, scheduling
from congress.congresses.models import Congress
from congress.congresses.queries import Frame
from congress.congresses.rules import Stage, stage
from congress.core.errors import NotFound
from congress.core.roles import READERS, Role
from congress.settings import ZONE
from congress.units.queries import UnitName

blueprint = Blueprint("congresses", __name__, url_prefix="/congresses")


@dataclass(frozen=True)
class Entry:
    """A congress in the list of them."""

    congress: Frame
    upper: str
    stage: str
    tone: str


@blueprint.before_app_request
def hide_others() -> None:
    """Answer 404 on every page of a congress that the viewer's unit neither holds nor sends to."""
    code = (request.view_args or {}).get("code")
    if code is None or not current_user.is_authenticated:
        return
    me = web.viewer()
    # Who may not open the page at all is told so by the page itself.
    if me.sees_all or me.role not in web.allowed_roles(str(request.endpoint)):
        return
    with web.reading() as session:
        if not queries.is_seen(session, code, me):
            raise NotFound


@blueprint.get("/")
@web.allow(*Role)
def listing() -> str:
    """Show the viewer's congresses."""
    with web.reading() as session:
        found = queries.seen_by(session, web.viewer())
        names = {each.id: each.name for each in queries.by_ids(session, _uppers(found))}
    return web.render(
        "congresses/list.html",
        entries=[_entry(congress, names) for congress in found],
        may_open=web.viewer().role is Role.ORGANIZER,
    )


def _uppers(found: Sequence[Frame]) -> set[int]:
    return {congress.parent_id for congress in found if congress.parent_id is not None}


def _entry(congress: Frame, names: Mapping[int, str]) -> Entry:
    today = web.now().astimezone(ZONE).date()
    label, tone = {
        Stage.OPEN: (gettext("Đang chuẩn bị"), "accent"),
        Stage.APPROVED: (gettext("Đã phê duyệt danh sách"), "ok"),
        Stage.TODAY: (gettext("Diễn ra hôm nay"), "wait"),
        Stage.OVER: (gettext("Đã diễn ra"), "quiet"),
    }[stage(congress.held_on, today, is_locked=congress.is_locked)]
    if not congress.is_scheduled:
        label, tone = gettext("Chưa định ngày"), "wait"
    return Entry(congress, names.get(congress.parent_id or 0, ""), label, tone)


@blueprint.get("/<code>/")
@web.allow(*Role)
def overview(code: str) -> str:
    """Show the frame of a congress."""
    with web.reading() as session:
        congress = queries.by_code(session, code)
        is_organizer = web.viewer().role is Role.ORGANIZER
        return web.render(
            "congresses/overview.html",
            congress=congress,
            upper=queries.parent(session, congress),
            children=_known_children(session, congress),
            warning=order.warning(session, congress),
            may_schedule=scheduling.may_schedule(web.viewer(), congress),
            uppers=_named(joining.uppers(session, congress.id)) if is_organizer else [],
            addable=_options(joining.addable(session, congress.id)) if is_organizer else [],
            may_open_children=is_organizer and _has_below(congress),
            may_read=web.viewer().role in READERS,
            may_see_list=_may_see_list(congress),
            groups=queries.groups(session, congress.id),
            sittings=queries.sittings(session, congress.id),
            agenda=queries.agenda(session, congress.id),
            tasks=queries.tasks(session, congress.id),
            senders=queries.senders(session, congress.id),
        )


def _known_children(session: Session, congress: Frame) -> int:
    """Count the congresses below on whose board the viewer finds something."""
    me = web.viewer()
    if me.role not in READERS | {Role.COMMUNE}:
        return 0
    below = queries.children(session, congress.id)
    return sum(me.role in READERS or me.unit_id == child.host_id for child in below)


def _has_below(congress: Frame) -> bool:
    return congress.level != levels.levels()[-1].code


def _may_see_list(congress: Frame) -> bool:
    me = web.viewer()
    is_host = me.role is Role.COMMUNE and me.unit_id == congress.host_id
    return congress.parent_id is not None and (me.role in READERS or is_host)


def _named(found: Sequence[Congress]) -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in found]


def _options(found: Sequence[UnitName]) -> list[tuple[str, str]]:
    return [(str(unit.id), f"{unit.name} ({unit.code})") for unit in found]
