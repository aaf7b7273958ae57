"""The page of the units' clerks: one button invites all that are missing."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.accounts import slips
from congress.accounts.invitations import Slip
from congress.accounts.office_views import KEEPERS
from congress.congresses import clerks, queries

blueprint = Blueprint("clerks", __name__, url_prefix="/congresses/<code>/clerks")

_Verb = Callable[..., list[Slip]]


@blueprint.get("/")
@web.allow(KEEPERS)
def page(code: str) -> str:
    """Show every unit with the accounts of its clerks."""
    with web.reading() as session:
        congress = queries.by_code(session, code)
        found = clerks.clerks(session, congress.id, at=web.now())
    return web.render("congresses/clerks.html", congress=congress, clerks=found)


@blueprint.post("/invite")
@web.allow(KEEPERS)
def invite(code: str) -> str | Response:
    """Invite a clerk for every unit that has none, and show the slips, this once."""
    return _slips(code, clerks.invite_missing)


@blueprint.post("/slips")
@web.allow(KEEPERS)
def renew(code: str) -> str | Response:
    """Show new slips for those who have not chosen a password yet."""
    return _slips(code, clerks.renew_unseen)


def _slips(code: str, verb: _Verb) -> str | Response:
    back = url_for("clerks.page", code=code)
    with web.transaction() as session:
        congress = queries.by_code(session, code)
        made = verb(session, congress.id, by=web.viewer(), at=web.now())
    if not made:
        flash(gettext("Không còn đơn vị nào cần phiếu."), "success")
        return redirect(back)
    with web.reading() as session:
        return slips.page(session, made, back)
