"""The office's pages of accounts: who has one, inviting, new slips, closing, assigning."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.accounts import invitations, queries, service, slips
from congress.accounts.rules import MAY_HANDLE
from congress.accounts.words import ROLE_DUTIES, ROLE_LABELS
from congress.core.errors import Forbidden, Rejected
from congress.core.roles import Role

blueprint = Blueprint("account_list", __name__, url_prefix="/accounts")

KEEPERS = frozenset(MAY_HANDLE)
"""Those who look after accounts."""


@blueprint.get("/")
@web.allow(KEEPERS)
def page() -> str:
    """Show the accounts that the viewer looks after."""
    with web.reading() as session:
        accounts = queries.handled_by(session, web.viewer(), at=web.now())
    return web.render("accounts/list.html", accounts=accounts, roles=ROLE_LABELS)


@blueprint.get("/new")
@web.allow(KEEPERS)
def new() -> str:
    """Ask whom to invite."""
    return _form([])


@blueprint.post("/new")
@web.allow(KEEPERS)
def invite() -> str | tuple[str, int]:
    """Invite one person and show the slip, this once."""
    try:
        with web.transaction() as session:
            slip = invitations.invite(
                session,
                username=request.form.get("username", ""),
                name=request.form.get("name", ""),
                role=_role(),
                unit_id=request.form.get("unit", type=web.number),
                by=web.viewer(),
                at=web.now(),
            )
    except Rejected as error:
        return _form(web.said(error.faults)), 422
    return _slip_page(slip)


@blueprint.get("/<int:account_id>")
@web.allow(KEEPERS)
def account(account_id: int) -> str:
    """Show one account and what can be done with it."""
    with web.reading() as session:
        found = queries.account(session, account_id, viewer=web.viewer(), at=web.now())
        units = queries.unit_groups(session, web.now().date())
    return web.render(
        "accounts/account.html",
        account=found,
        units=units,
        role=ROLE_LABELS[found.line.role],
        duties=ROLE_DUTIES[found.line.role],
    )


@blueprint.post("/<int:account_id>/slip")
@web.allow(KEEPERS)
def renew(account_id: int) -> str:
    """Show a slip for a new password, this once; slips of before no longer work."""
    with web.transaction() as session:
        slip = invitations.renew(session, account_id, by=web.viewer(), at=web.now())
    return _slip_page(slip)


@blueprint.post("/<int:account_id>/close")
@web.allow(KEEPERS)
def close(account_id: int) -> Response:
    """Close an account; its sessions end."""
    return _done(service.close, account_id, gettext("Đã đóng tài khoản."))


@blueprint.post("/<int:account_id>/reopen")
@web.allow(KEEPERS)
def reopen(account_id: int) -> Response:
    """Open a closed account again."""
    return _done(service.reopen, account_id, gettext("Đã mở lại tài khoản."))


@blueprint.post("/<int:account_id>/sessions/end")
@web.allow(KEEPERS)
def end_sessions(account_id: int) -> Response:
    """Sign an account out everywhere."""
    return _done(
        service.sign_out_everywhere, account_id, gettext("Đã đăng xuất tài khoản này ở mọi nơi.")
    )


@blueprint.post("/<int:account_id>/second-step/remove")
@web.allow(Role.ADMINISTRATOR)
def remove_second_step(account_id: int) -> Response:
    """Ask an account for no code any more, for who lost phone and recovery codes."""
    return _done(
        service.remove_second_step, account_id, gettext("Đã tắt mã đăng nhập của tài khoản.")
    )


@blueprint.post("/<int:account_id>/units")
@web.allow(Role.ADMINISTRATOR)
def assign(account_id: int) -> Response:
    """Assign units to a member of the Council."""
    chosen = frozenset(request.form.getlist("unit", type=web.number))
    with web.transaction() as session:
        service.assign(session, account_id, chosen, by=web.viewer(), at=web.now())
    flash(gettext("Đã ghi các đơn vị được phân công."), "success")
    return redirect(url_for("account_list.account", account_id=account_id))


def _done(verb: Callable[..., None], account_id: int, told: str) -> Response:
    with web.transaction() as session:
        verb(session, account_id, by=web.viewer(), at=web.now())
    flash(told, "success")
    return redirect(url_for("account_list.account", account_id=account_id))


def _role() -> Role:
    wanted = request.form.get("role", "")
    if wanted not in set(Role):
        raise Forbidden
    return Role(wanted)


def _slip_page(slip: invitations.Slip) -> str:
    with web.reading() as session:
        return slips.page(session, [slip], back=url_for("account_list.page"))


def _form(faults: list[web.SaidFault]) -> str:
    with web.reading() as session:
        units = queries.unit_groups(session, web.now().date())
    mine = MAY_HANDLE[web.viewer().role]
    return web.render(
        "accounts/new.html",
        roles=[(role.value, ROLE_LABELS[role]) for role in Role if role in mine],
        units=units,
        values=request.form,
        faults=faults,
    )
