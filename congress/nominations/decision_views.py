"""Writing down that a nominee declines."""

from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.core.roles import OFFICE
from congress.nominations import decisions

blueprint = Blueprint("decisions", __name__, url_prefix="/congresses/<code>/nominees")


@blueprint.post("/<int:nominee_id>/decline")
@web.allow(OFFICE)
def decline(code: str, nominee_id: int) -> Response:
    """Write down that a nominee declines: who said so, when, and why."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        decisions.decline(
            session,
            congress.id,
            nominee_id,
            reason=request.form.get("reason", ""),
            said_by=request.form.get("said_by", ""),
            said_on=request.form.get("said_on", None, date.fromisoformat),
            by=web.viewer(),
            at=web.now(),
        )
    flash(
        gettext(
            "Đã ghi người này không nhận lời. Bản thảo đã có không còn dùng được; hãy chọn lại."
        ),
        "success",
    )
    return redirect(url_for("nominations.nominee", code=code, nominee_id=nominee_id))
