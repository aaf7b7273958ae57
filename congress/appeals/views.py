"""The page of appeals: what is objected, and what was decided."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext, lazy_gettext as _l
from sqlmodel import Session
from werkzeug.wrappers import Response

from congress import web
from congress.appeals import queries, service
from congress.appeals.models import Outcome, Remedy
from congress.appeals.service import Decision
from congress.congresses import queries as congresses
from congress.congresses.queries import Frame
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import READERS, Role
from congress.nominations import queries as nominations
from congress.nominations.portraits import Portrait, portraits
from congress.nominations.values import score
from congress.selection import queries as selections

blueprint = Blueprint("appeals", __name__, url_prefix="/congresses/<code>/appeals")

OUTCOMES: dict[Outcome, Any] = {
    Outcome.UPHELD: _l("Chấp nhận"),
    Outcome.REJECTED: _l("Không chấp nhận"),
}
REMEDIES: dict[Remedy, Any] = {
    Remedy.SCORE: _l("Sửa điểm"),
    Remedy.REQUIRED: _l("Bắt buộc có trong danh sách"),
    Remedy.NOTHING: _l("Ghi nhận, danh sách không đổi"),
}


@blueprint.get("/")
@web.allow(READERS, Role.COMMUNE)
def page(code: str) -> str:
    """Show the appeals; ``?nominee=ID`` offers the form for that person."""
    with web.reading() as session:
        return _page(session, congresses.by_code(session, code))


@blueprint.post("/")
@web.allow(Role.ORGANIZER)
def lodge(code: str) -> Response | tuple[str, int]:
    """Write an appeal down."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            service.lodge(
                session,
                congress.id,
                request.form.get("run", 0, web.number),
                request.form.get("nominee", 0, web.number),
                said_by=request.form.get("said_by", ""),
                said_on=request.form.get("said_on", None, date.fromisoformat),
                claim=request.form.get("claim", ""),
                by=web.viewer(),
                at=web.now(),
            )
    except Rejected as error:
        return _page_again(code, error.faults)
    flash(gettext("Đã ghi kiến nghị."), "success")
    return redirect(url_for("appeals.page", code=code))


@blueprint.post("/<int:appeal_id>/decide")
@web.allow(Role.ORGANIZER)
def decide(code: str, appeal_id: int) -> Response | tuple[str, int]:
    """Decide an appeal."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            service.decide(
                session, congress.id, appeal_id, _decision(), by=web.viewer(), at=web.now()
            )
    except Rejected as error:
        return _page_again(code, error.faults)
    flash(gettext("Đã ghi quyết định. Nếu hồ sơ thay đổi, hãy chọn lại."), "success")
    return redirect(url_for("appeals.page", code=code))


def _decision() -> Decision:
    """Read the form: its one choice is the outcome, or upheld with what follows."""
    choice = request.form.get("choice", "")
    reason = request.form.get("reason", "")
    if choice == Outcome.REJECTED:
        return Decision(Outcome.REJECTED, reason)
    remedy = Remedy(choice) if choice in set(Remedy) else None
    typed = score(request.form.get("score", "")) if remedy is Remedy.SCORE else None
    return Decision(Outcome.UPHELD, reason, remedy, typed)


def _page_again(code: str, faults: Sequence[Fault]) -> tuple[str, int]:
    with web.reading() as session:
        return _page(session, congresses.by_code(session, code), faults), 422


def _page(session: Session, congress: Frame, faults: Sequence[Fault] = ()) -> str:
    runs = [run for run in selections.runs(session, congress.id) if run.has_list]
    is_organizer = web.viewer().role is Role.ORGANIZER
    choices = [(remedy.value, label) for remedy, label in REMEDIES.items()]
    return web.render(
        "appeals/page.html",
        congress=congress,
        appeals=queries.appeals(session, congress.id, web.viewer()),
        person=_person(session, congress) if is_organizer else None,
        runs=[(str(run.id), gettext("Lần %(n)d", n=run.id)) for run in runs],
        outcomes=OUTCOMES,
        remedies=REMEDIES,
        choices=[*choices, (Outcome.REJECTED.value, OUTCOMES[Outcome.REJECTED])],
        typed=request.form,
        faults=web.said(faults),
        may_decide=is_organizer,
    )


def _person(session: Session, congress: Frame) -> Portrait | None:
    wanted = request.values.get("nominee", type=web.number)
    if wanted is None:
        return None
    nominations.nominee(session, congress.id, wanted, web.viewer())
    found = portraits(session, [wanted])
    if wanted not in found:
        raise NotFound
    return found[wanted]
