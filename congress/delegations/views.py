"""The pages of lists going up: the list itself, and the congresses below."""

from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from congress import web
from congress.appraisals.words import STATES
from congress.congresses import levels, opening as congress_opening, queries as congresses
from congress.congresses.models import Congress
from congress.congresses.opening_views import side_labels
from congress.core.errors import Rejected
from congress.core.roles import OFFICE, READERS, Role
from congress.delegations import forms, opening, paper, places, queries, service
from congress.delegations.successors import by_successor
from congress.nominations.headings import label
from congress.settings import ZONE

blueprint = Blueprint("delegations", __name__, url_prefix="/congresses/<code>")

RUNNERS = OFFICE | {Role.COMMUNE}
"""Those who compose lists; a clerk that of the own congress."""


@blueprint.get("/delegation/")
@web.allow(READERS, Role.COMMUNE)
def page(code: str) -> str:
    """Show the list going up, and what is to be done with it next."""
    return _page(code)


def _page(code: str, faults: list[web.SaidFault] | None = None) -> str:
    me = web.viewer()
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        upper = queries.known_list(session, congress, me)
        found = queries.delegation(session, congress.id)
        members = queries.members(session, congress.id)
        candidates = queries.candidates(session, congress.id)
        above = places.above(session, upper)
        senders = places.senders_of(session, congress.id)
        where = places.places(session, congress.host_id, senders, above)
        is_closed = found is not None and found.closed_at is not None
        return web.render(
            "delegations/page.html",
            congress=congress,
            upper=upper,
            version=found.version if found else 0,
            members=members,
            candidates=candidates,
            votes=queries.votes(session, congress.id),
            seats=places.room(above, where.values()),
            asked=opening.questions(session, congress, upper) if is_closed else [],
            is_closed=is_closed,
            is_opened=bool(members) and all(row.is_opened for row in members),
            may_run=queries.may_run(me, congress),
            may_open_profile=me.role in RUNNERS,
            item=levels.list_item(),
            needed=f"{float(levels.approved_over() * 100):g}",
            today=_today(),
            typed=request.form,
            states=STATES,
            headings=label,
            faults=faults or [],
        )


@blueprint.post("/delegation/compose")
@web.allow(RUNNERS)
def compose(code: str) -> Response | tuple[str, int]:
    """Set who is on the list."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            service.compose(
                session,
                congress,
                forms.members(request.form),
                version=forms.version(request.form),
                by=web.viewer(),
                at=web.now(),
            )
    except Rejected as error:
        return _page(code, web.said(error.faults)), 422
    flash(gettext("Đã ghi danh sách."), "success")
    return redirect(url_for("delegations.page", code=code))


@blueprint.post("/delegation/vote")
@web.allow(RUNNERS)
def record_vote(code: str) -> Response | tuple[str, int]:
    """Record the vote of the congress in session."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            is_approval = service.record_vote(
                session,
                congress,
                forms.vote(request.form),
                version=forms.version(request.form),
                by=web.viewer(),
                at=web.now(),
            )
    except Rejected as error:
        return _page(code, web.said(error.faults)), 422
    if is_approval:
        flash(gettext("Đại hội đã thông qua danh sách. Hãy mở danh sách ở cấp trên."), "success")
    else:
        flash(gettext("Đã ghi kết quả: danh sách chưa được thông qua, vẫn sửa được."), "warning")
    return redirect(url_for("delegations.page", code=code))


@blueprint.post("/delegation/open")
@web.allow(RUNNERS)
def open_above(code: str) -> Response | tuple[str, int]:
    """Open the approved list at the level above."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            opened = opening.open_above(
                session, congress, forms.answers(request.form), by=web.viewer(), at=web.now()
            )
    except Rejected as error:
        return _page(code, web.said(error.faults)), 422
    flash(
        ngettext("Đã mở %(num)d hồ sơ ở cấp trên.", "Đã mở %(num)d hồ sơ ở cấp trên.", opened.made),
        "success",
    )
    if opened.linked:
        flash(
            ngettext(
                "%(num)d người đã có hồ sơ ở cấp trên từ trước; chỗ khác nhau hiện bên dưới.",
                "%(num)d người đã có hồ sơ ở cấp trên từ trước; chỗ khác nhau hiện bên dưới.",
                opened.linked,
            ),
            "warning",
        )
    return redirect(url_for("delegations.page", code=code))


@blueprint.post("/delegation/members/<int:member_id>/resend")
@web.allow(RUNNERS)
def resend(code: str, member_id: int) -> Response | tuple[str, int]:
    """Carry a returned profile up again."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            opening.resend(session, congress, member_id, by=web.viewer(), at=web.now())
    except Rejected as error:
        return _page(code, web.said(error.faults)), 422
    flash(gettext("Đã gửi lại hồ sơ lên cấp trên."), "success")
    return redirect(url_for("delegations.page", code=code))


@blueprint.post("/delegation/list.docx")
@web.allow(RUNNERS)
def list_paper(code: str) -> Response:
    """Hand the list out on paper, and log who took it."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        content = paper.hand_out(session, congress, by=web.viewer(), at=web.now())
    return web.download(content, f"danh-sach-{code}.docx")


@blueprint.get("/nominees/<int:nominee_id>/origin")
@web.allow(RUNNERS)
def origin(code: str, nominee_id: int) -> str:
    """Tell from which list a profile came, and what has changed there since."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = queries.origin(session, congress.id, nominee_id, web.viewer())
    may_open = found is not None and queries.may_read(web.viewer(), found.congress)
    return web.render("delegations/_origin.html", origin=found, may_open=may_open, headings=label)


@blueprint.get("/children/")
@web.allow(READERS, Role.COMMUNE)
def board(code: str) -> str:
    """Show how far the congresses of the level below are."""
    me = web.viewer()
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        lines = queries.board(session, congress, me, _today())
        stored = session.get_one(Congress, congress.id)
        ready = congress_opening.lacking(session, stored) if me.role is Role.ORGANIZER else []
    return web.render(
        "delegations/board.html",
        congress=congress,
        lines=lines,
        ready=ready,
        asks_side=any(level.asks_side for _, level in ready),
        sides=side_labels(),
        counts={
            "over": sum(line.is_over for line in lines),
            "voted": sum(line.vote is not None for line in lines),
            "opened": sum(line.opened_at is not None for line in lines),
        },
    )


@blueprint.get("/successors/")
@web.allow(READERS)
def successors(code: str) -> str:
    """Show the congress's figures under the units that stand in place of its own on a day."""
    on = forms.day(request.args) or _today()
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = by_successor(session, congress.id, on)
    return web.render("delegations/successors.html", congress=congress, found=found, on=on)


def _today() -> date:
    return web.now().astimezone(ZONE).date()
