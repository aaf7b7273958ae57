"""The pages of the selection: its rules, its runs, and each run's answer."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import Rejected
from congress.core.roles import READERS, Role
from congress.selection import queries, service
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
    """Show the rules and the runs so far."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        return _page(congress, queries.runs(session, congress.id), congress.rules, [])


@blueprint.post("/")
@web.allow(Role.ORGANIZER)
def ask(code: str) -> Response | tuple[str, int]:
    """Ask for a list under the rules of the form."""
    text = request.form.get("rules", "").replace("\r\n", "\n")
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            selection = service.ask(session, congress.id, text, by=web.viewer(), at=web.now())
    except Rejected as error:
        with web.reading() as session:
            congress = congresses.by_code(session, code)
            runs = queries.runs(session, congress.id)
        return _page(congress, runs, text, web.said(error.faults)), 422
    current_app.extensions["congress_queue"].send(selection.job_id)
    return redirect(url_for("selection.run", code=code, selection_id=selection.id))


@blueprint.get("/<int:selection_id>")
@web.allow(READERS)
def run(code: str, selection_id: int) -> str:
    """Show a run: its progress, or its answer."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        run, answer, rules = queries.run(session, congress.id, selection_id)
        return web.render(
            "selection/run.html",
            congress=congress,
            run=run,
            shown=queries.answer(session, congress.id, answer) if answer else None,
            rules=rules,
            states=STATES,
            reasons=REASONS,
            bounds=BOUNDS,
            may_approve=run.has_list
            and web.viewer().role is Role.ORGANIZER
            and not congress.is_locked,
        )


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


def _page(
    congress: congresses.Frame,
    runs: list[queries.Run],
    rules: str,
    faults: list[web.SaidFault],
) -> str:
    return web.render(
        "selection/page.html",
        congress=congress,
        runs=runs,
        rules=rules,
        faults=faults,
        states=STATES,
        may_ask=web.viewer().role is Role.ORGANIZER and not congress.is_locked,
    )
