"""The pages of the selection: its rules, its runs, and each run's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext, lazy_gettext as _l
from sqlmodel import Session
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import presets, queries as congresses
from congress.core.errors import Fault, Rejected
from congress.core.roles import READERS, Role
from congress.nominations import pool
from congress.selection import contradictions, forms, queries, reselecting, service, ways
from congress.selection.gathering import gather
from congress.selection.models import State


@dataclass(frozen=True)
class StateWords:
    """How a state of a run is shown."""

    label: Any
    tone: str
    meaning: Any


STATES = {
    State.WAITING: StateWords(_l("Đang chọn"), "wait", _l("Kết quả sẽ hiện ngay khi có.")),
    State.DRAFT: StateWords(_l("Tối ưu, đã chứng minh"), "ok", _l("Bản thảo, chờ phê duyệt.")),
    State.APPROVED: StateWords(_l("Đã phê duyệt"), "ok", _l("Danh sách này đã được khóa.")),
    State.INFEASIBLE: StateWords(
        _l("Không thể giữ mọi tiêu chí"), "bad", _l("Xem các tiêu chí mâu thuẫn bên dưới.")
    ),
    State.TIME_LIMIT: StateWords(
        _l("Hết giờ, chưa chứng minh"),
        "wait",
        _l("Danh sách giữ đủ tiêu chí nhưng có thể còn tốt hơn."),
    ),
    State.STALE: StateWords(
        _l("Hồ sơ đã đổi"), "bad", _l("Hồ sơ thay đổi trong lúc chọn. Hãy chạy lại.")
    ),
    State.FAILED: StateWords(
        _l("Chương trình gặp lỗi"),
        "bad",
        _l("Không có gì bị thay đổi. Hãy chạy lại, hoặc báo người quản trị."),
    ),
}

OUT_OF_TIME_WITHOUT_LIST = _l(
    "Chưa tìm được danh sách nào, cũng chưa chứng minh được là không có. Hãy chạy lại."
)

REASONS = {
    "required": _l("Được chỉ định"),
    "excluded": _l("Được rút khỏi danh sách"),
    "merit": _l("Điểm và tiêu chí"),
    "quota": _l("Giữ tiêu chí"),
    "left_out": _l("Không đủ điểm theo tiêu chí"),
}

BOUNDS = {
    "min": _l("số người ít nhất"),
    "max": _l("số người nhiều nhất"),
    "min_share": _l("tỷ lệ ít nhất"),
    "max_share": _l("tỷ lệ nhiều nhất"),
    "seats": _l("tổng số người"),
}

blueprint = Blueprint("selection", __name__, url_prefix="/congresses/<code>/selection")


@blueprint.get("/")
@web.allow(READERS)
def page(code: str) -> str:
    """Show the rules and the runs so far; ``run`` or ``preset`` offers those rules, unsaved."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        run_number = request.args.get("run", 0, web.number)
        if "preset" in request.args and congress.preset in presets.names():
            text, offer = presets.load(congress.preset).rules, gettext("mẫu của đại hội")
        elif run_number:
            text = queries.run(session, congress.id, run_number)[2]
            offer = gettext("lần chọn %(n)d", n=run_number)
        else:
            text, offer = congress.rules, ""
        return _page(session, congress, text, offer=offer)


@blueprint.post("/")
@web.allow(Role.ORGANIZER)
def ask(code: str) -> Response | tuple[str, int]:
    """Ask for a list under the rules of the form; the congress keeps its own."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            text = _typed_rules(session, congress.id)
            selection = service.ask(session, congress.id, text, by=web.viewer(), at=web.now())
    except Rejected as error:
        return _refused(code, error.faults), 422
    current_app.extensions["congress_queue"].send(selection.job_id)
    return redirect(url_for("selection.run", code=code, selection_id=selection.id))


@blueprint.post("/rules")
@web.allow(Role.ORGANIZER)
def save_rules(code: str) -> Response | tuple[str, int]:
    """Keep the rules of the form as the congress's own."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            text = _typed_rules(session, congress.id)
            service.save_rules(session, congress.id, text, by=web.viewer(), at=web.now())
    except Rejected as error:
        return _refused(code, error.faults), 422
    flash(gettext("Đã lưu tiêu chí."), "success")
    return redirect(url_for("selection.page", code=code))


@blueprint.get("/<int:selection_id>")
@web.allow(READERS)
def run(code: str, selection_id: int) -> str:
    """Show a run: its progress, or its answer."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        run, answer, rules = queries.run(session, congress.id, selection_id)
        labels = {group.code: group.label for group in congresses.groups(session, congress.id)}
        return web.render(
            "selection/run.html",
            congress=congress,
            run=run,
            shown=queries.answer(session, congress.id, answer) if answer else None,
            rules=rules,
            easing=queries.easing(session, run, rules),
            changes=reselecting.changes(session, run.id, answer),
            contradictions=contradictions.reasons(answer, ways.quotas(rules), labels),
            ways=ways.ways(answer, rules, labels),
            states=STATES,
            meaning=meaning(run),
            reasons=REASONS,
            leads_on=run.is_approved and web.viewer().role is Role.ORGANIZER,
            may_publish=web.viewer().role is Role.ORGANIZER,
            may_reuse=web.viewer().role is Role.ORGANIZER and not congress.is_locked,
            may_approve=run.has_list
            and web.viewer().role is Role.ORGANIZER
            and not congress.is_locked,
        )


def meaning(run: queries.Run) -> Any:
    """Say what the state of a run means; one out of time may have no list."""
    if run.state is State.TIME_LIMIT and not run.has_list:
        return OUT_OF_TIME_WITHOUT_LIST
    return STATES[run.state].meaning


@blueprint.post("/<int:selection_id>/ways/<int:number>")
@web.allow(Role.ORGANIZER)
def apply_way(code: str, selection_id: int, number: int) -> Response:
    """Ask again under the rules of a run, eased by one of its ways out."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        selection = service.apply_way(
            session, congress.id, selection_id, number, by=web.viewer(), at=web.now()
        )
    current_app.extensions["congress_queue"].send(selection.job_id)
    return redirect(url_for("selection.run", code=code, selection_id=selection.id))


@blueprint.post("/<int:selection_id>/again")
@web.allow(Role.ORGANIZER)
def ask_again(code: str, selection_id: int) -> Response:
    """Ask for the list that changes least from that of a run."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        selection = reselecting.ask_again(
            session, congress.id, selection_id, by=web.viewer(), at=web.now()
        )
    current_app.extensions["congress_queue"].send(selection.job_id)
    return redirect(url_for("selection.run", code=code, selection_id=selection.id))


@blueprint.get("/<int:selection_id>/progress")
@web.allow(READERS)
def progress(code: str, selection_id: int) -> Response | str:
    """Show how far a run is; once it has ended, htmx opens its page anew."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        run, _, _ = queries.run(session, congress.id, selection_id)
    if run.is_running:
        return web.render("selection/_progress.html", congress=congress, run=run)
    ended = Response(status=200)
    ended.headers["HX-Redirect"] = url_for("selection.run", code=code, selection_id=selection_id)
    return ended


def _typed_rules(session: Session, congress_id: int) -> str:
    """Read the rules of either form; ``Rejected`` with every fault where a number is none."""
    text, unread = _typed()
    if unread:
        raise Rejected.because([*unread, *service.rules_faults(session, congress_id, text)])
    return text


def _typed() -> tuple[str, list[Fault]]:
    return forms.edited(request.form.get("rules", "").replace("\r\n", "\n"), request.form)


def _refused(code: str, faults: Sequence[Fault]) -> str:
    """Show what was typed again, its faults at their rows, or by line where it was a text."""
    text, _ = _typed()
    is_form = "panel-day" in request.form
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        told = forms.placed(faults, text) if is_form else faults
        typed = request.form if is_form else {}
        return _page(session, congress, text, faults=told, typed=typed, is_text_open=not is_form)


def _page(
    session: Session,
    congress: congresses.Frame,
    text: str,
    *,
    offer: str = "",
    faults: Sequence[Fault] = (),
    typed: Mapping[str, str] | None = None,
    is_text_open: bool = False,
) -> str:
    labels = {group.code: group.label for group in congresses.groups(session, congress.id)}
    form = forms.shown(text, typed or {}, gather(session, congress.id).pool, labels)
    return web.render(
        "selection/page.html",
        congress=congress,
        runs=queries.runs(session, congress.id),
        rules=text,
        form=form,
        offer=offer,
        faults=web.said(faults),
        is_text_open=is_text_open or form is None,
        has_preset=congress.preset in presets.names(),
        unaccepted=pool.unaccepted(session, congress.id),
        states=STATES,
        may_ask=web.viewer().role is Role.ORGANIZER and not congress.is_locked,
    )
