"""Signing in and out, and the language of the pages."""

import re
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, current_app, redirect, request, session as cookie, url_for
from flask_login import LoginManager, UserMixin, login_user, logout_user
from sqlmodel import Session
from werkzeug.wrappers import Response

from congress import web
from congress.accounts import service
from congress.accounts.attempts import Attempts
from congress.accounts.models import Account
from congress.core.errors import NotFound, Rejected
from congress.core.roles import Role, Viewer
from congress.wording import LANGUAGES

blueprint = Blueprint("accounts", __name__)

_PATH_OF_OURS = re.compile(r"/(?![/\\])")


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """What Flask-Login keeps of a signed-in person."""

    viewer: Viewer
    session_number: int

    @classmethod
    def to(cls, session: Session, account: Account) -> "SignedIn":
        """Sign in to an account."""
        return cls(service.viewer_of(session, account), account.session_number)

    def get_id(self) -> str:
        """Give the numbers of the account and of its session, all that the cookie holds."""
        return f"{self.viewer.account_id}.{self.session_number}"


def load(kept: str) -> SignedIn | None:
    """Find the signed-in person again; none if the account or the session ended meanwhile."""
    with web.reading() as session:
        account = session.get(Account, int(kept.partition(".")[0]))
        if account is None or not account.is_active:
            return None
        found = SignedIn.to(session, account)
    return found if found.get_id() == kept else None


def login_manager() -> LoginManager:
    """Make the manager that sends strangers to the sign-in page."""
    manager = LoginManager()
    manager.login_view = "accounts.sign_in_page"
    manager.login_message = None
    manager.user_loader(load)
    return manager


@blueprint.get("/sign-in")
@web.public
def sign_in_page() -> str:
    """Show the sign-in form."""
    return web.render("accounts/sign_in.html", faults=[], username="", next=_next_page())


@blueprint.post("/sign-in")
@web.public
def sign_in() -> Response | tuple[str, int]:
    """Sign in and go where the person wanted to go."""
    username = request.form.get("username", "")
    attempts = cast("Attempts", current_app.extensions["congress_attempts"])
    who = (username, request.remote_addr or "")
    try:
        attempts.begin(who, at=web.now())
        with web.transaction() as session:
            password = request.form.get("password", "")
            account = service.sign_in(session, username, password, at=web.now())
            signed_in = SignedIn.to(session, account)
    except Rejected as error:
        faults = web.said(error.faults)
        page = web.render(
            "accounts/sign_in.html", faults=faults, username=username, next=_next_page()
        )
        return page, 422
    attempts.forget(who)
    language = cookie.get("language")
    cookie.clear()
    if language:
        cookie["language"] = language
    login_user(signed_in)
    return redirect(_next_page())


@blueprint.post("/sign-out")
@web.allow(*Role)
def sign_out() -> Response:
    """Sign out, wherever a cookie of the session is kept."""
    with web.transaction() as session:
        service.sign_out(session, by=web.viewer(), at=web.now())
    logout_user()
    return redirect(url_for("accounts.sign_in_page"))


@blueprint.post("/language/<code>")
@web.public
def choose_language(code: str) -> Response:
    """Show the pages in another language from now on."""
    if code not in LANGUAGES:
        raise NotFound
    cookie["language"] = code
    return redirect(_next_page())


def _next_page() -> str:
    """Give the page to go on with: only a path of ours, never another site."""
    wanted = request.values.get("next", "")
    # Browsers read a backslash as a slash, and leave out tabs and line breaks.
    is_ours = wanted.isprintable() and _PATH_OF_OURS.match(wanted)
    return wanted if is_ours else url_for("reports.home")
