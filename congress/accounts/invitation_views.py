"""The pages of who was invited: by the link of a slip, or by its code."""

from flask import Blueprint, flash, make_response, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.accounts import attempts, invitations
from congress.accounts.invitations import Invited
from congress.accounts.words import ROLE_DUTIES, ROLE_LABELS
from congress.core.errors import Rejected
from congress.core.roles import Role
from congress.units import queries as units

blueprint = Blueprint("invitations", __name__, url_prefix="/invitations")


@blueprint.get("/")
@web.public
def code_page() -> str:
    """Ask for the user name and the code of a slip."""
    return web.render("accounts/invited_by_code.html", faults=[], username="", code="")


@blueprint.post("/")
@web.public
def accept_code() -> Response | tuple[str, int]:
    """Let who has a slip choose a password; codes are not to be guessed either."""
    username, code = request.form.get("username", ""), request.form.get("code", "")
    counters = attempts.signing_in(username, request.remote_addr or "", "")
    try:
        with web.transaction() as session:
            attempts.begin(session, counters, at=web.now())
        with web.reading() as session:
            invited = invitations.opened_with(session, username, code, at=web.now())
        with web.transaction() as session:
            attempts.take_back(session, counters, at=web.now())
        return _accepted(invited)
    except Rejected as error:
        faults = web.said(error.faults)
        template = "accounts/invited_by_code.html"
        return web.render(template, faults=faults, username=username, code=code), 422


@blueprint.get("/<token>")
@web.public
def page(token: str) -> Response:
    """Show whom a link invites and what the account may do, and ask for a password."""
    with web.reading() as session:
        invited = invitations.opened_by(session, token, at=web.now())
    return _page(token, invited)


@blueprint.post("/<token>")
@web.public
def accept(token: str) -> Response:
    """Let who has the link choose a password."""
    with web.reading() as session:
        invited = invitations.opened_by(session, token, at=web.now())
    try:
        return _accepted(invited)
    except Rejected as error:
        return _page(token, invited, web.said(error.faults))


def _accepted(invited: Invited) -> Response:
    password, repeated = request.form.get("password", ""), request.form.get("repeated", "")
    with web.transaction() as session:
        invitations.accept(session, invited, password, repeated, at=web.now())
    flash(gettext("Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu vừa đặt."), "success")
    return redirect(url_for("accounts.sign_in_page"))


def _page(token: str, invited: Invited, faults: list[web.SaidFault] | None = None) -> Response:
    with web.reading() as session:
        unit = units.unit_name(session, invited.unit_id).name if invited.unit_id else ""
    page = web.render(
        "accounts/invited.html",
        token=token,
        invited=invited,
        unit=unit,
        role=ROLE_LABELS[invited.role],
        duties=ROLE_DUTIES[invited.role],
        is_clerk=invited.role is Role.COMMUNE,
        faults=faults or [],
    )
    response = make_response(page, 422 if faults else 200)
    # The whole address never leaves with a link or a form; our own forms need to tell the site.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
