"""“Tài khoản của tôi”: the password, the second step, and the devices signed in."""

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import logout_user
from werkzeug.wrappers import Response

from congress import web
from congress.accounts import attempts, passwords, queries, second_step, service, sessions
from congress.accounts.models import Account
from congress.accounts.slips import qr_image
from congress.accounts.views import signed_in
from congress.accounts.words import ROLE_DUTIES, ROLE_LABELS
from congress.core.errors import Fault, Rejected
from congress.core.roles import Role

blueprint = Blueprint("own_account", __name__, url_prefix="/account")


@blueprint.get("/")
@web.allow(*Role)
def page() -> str:
    """Show the viewer's own account."""
    return _page()


@blueprint.post("/password")
@web.allow(*Role)
def change_password() -> Response | tuple[str, int]:
    """Change the password; every other session ends."""
    fresh, repeated = request.form.get("password", ""), request.form.get("repeated", "")
    try:
        account = _confirmed("present")
        passwords.ensure_good(fresh, repeated, account.username)
    except Rejected as error:
        return _page(web.said(error.faults)), 422
    with web.transaction() as session:
        service.renew_password(
            session,
            session.get_one(Account, account.id),
            fresh,
            by=web.viewer(),
            at=web.now(),
            keeps=signed_in().session_id,
        )
    flash(gettext("Đã đổi mật khẩu; các máy khác đã được đăng xuất."), "success")
    return redirect(url_for("own_account.page"))


@blueprint.post("/sessions/<int:session_id>/end")
@web.allow(*Role)
def end_session(session_id: int) -> Response:
    """End one of the viewer's sessions."""
    with web.transaction() as session:
        sessions.end(session, session_id, by=web.viewer(), at=web.now())
    flash(gettext("Đã đăng xuất máy đó."), "success")
    return redirect(url_for("own_account.page"))


@blueprint.post("/sessions/end")
@web.allow(*Role)
def end_sessions() -> Response:
    """Sign out everywhere, here too."""
    with web.transaction() as session:
        sessions.end_all(session, web.viewer().account_id, by=web.viewer(), at=web.now())
    logout_user()
    return redirect(url_for("accounts.sign_in_page"))


@blueprint.post("/second-step")
@web.allow(*Role)
def begin_second_step() -> Response | tuple[str, int]:
    """Begin to turn codes on, after the password."""
    try:
        _confirmed("proof")
        with web.transaction() as session:
            second_step.begin(session, by=web.viewer(), at=web.now())
    except Rejected as error:
        return _page(web.said(error.faults)), 422
    return redirect(url_for("own_account.second_step_page"))


@blueprint.get("/second-step")
@web.allow(*Role)
def second_step_page() -> str:
    """Show the QR for the authenticator until a code of it has been given."""
    return _enrolment([])


@blueprint.post("/second-step/confirm")
@web.allow(*Role)
def confirm_second_step() -> str | tuple[str, int]:
    """Turn codes on with the first of them; show the recovery codes, this once."""
    try:
        with web.transaction() as session:
            code = request.form.get("code", "")
            codes = second_step.confirm(session, code, by=web.viewer(), at=web.now())
    except Rejected as error:
        return _enrolment(web.said(error.faults)), 422
    return web.render("accounts/recovery_codes.html", codes=codes)


@blueprint.post("/second-step/off")
@web.allow(*Role)
def end_second_step() -> Response | tuple[str, int]:
    """Turn codes off, after the password."""
    try:
        _confirmed("proof")
    except Rejected as error:
        return _page(web.said(error.faults)), 422
    with web.transaction() as session:
        second_step.remove(session, web.viewer().account_id, by=web.viewer(), at=web.now())
    flash(gettext("Đã tắt mã đăng nhập."), "success")
    return redirect(url_for("own_account.page"))


def _confirmed(field: str) -> Account:
    """Give the viewer's account once a field gives its password; ``password_wrong`` else."""
    counters = attempts.confirming(web.viewer().account_id)
    with web.transaction() as session:
        attempts.begin(session, counters, at=web.now())
    with web.reading() as session:
        account = session.get_one(Account, web.viewer().account_id)
        session.expunge(account)
    if not passwords.is_right(account.password_hash, request.form.get(field, "")):
        raise Rejected.because([Fault("password_wrong", field=field)])
    with web.transaction() as session:
        attempts.take_back(session, counters, at=web.now())
    return account


def _page(faults: list[web.SaidFault] | None = None) -> str:
    with web.reading() as session:
        me = queries.own(session, web.viewer(), signed_in().session_id, at=web.now())
    return web.render(
        "accounts/own.html",
        account=me,
        role=ROLE_LABELS[web.viewer().role],
        duties=ROLE_DUTIES[web.viewer().role],
        lasts=current_app.permanent_session_lifetime.days,
        faults=faults or [],
    )


def _enrolment(faults: list[web.SaidFault]) -> str:
    with web.reading() as session:
        username = session.get_one(Account, web.viewer().account_id).username
        enrolment = second_step.enrolment(session, username, by=web.viewer())
    secret = enrolment.secret
    return web.render(
        "accounts/second_step.html",
        qr=qr_image(enrolment.uri),
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        faults=faults,
    )
