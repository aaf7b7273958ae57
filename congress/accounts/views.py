"""Signing in and out, and the language of the pages."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Blueprint, redirect, request, session as cookie, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from congress import web
from congress.accounts import attempts, devices, second_step, service, sessions
from congress.accounts.models import Account
from congress.core.errors import NotFound, Rejected
from congress.core.roles import Role, Viewer
from congress.wording import LANGUAGES

blueprint = Blueprint("accounts", __name__)

_PATH_OF_OURS = re.compile(r"/(?![/\\])")
_HALF = "half"
_HALF_LASTS_S = 5 * 60


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """What Flask-Login keeps of a signed-in person."""

    viewer: Viewer
    token: str
    session_id: int
    seen_at: datetime

    def get_id(self) -> str:
        """Give the random token of the session, all that the cookie holds."""
        return self.token


def load(token: str) -> SignedIn | None:
    """Find the signed-in person again; none if the account or the session ended meanwhile."""
    with web.reading() as session:
        found = sessions.find(session, token, at=web.now())
        if found is None:
            return None
        kept, account = found
        return SignedIn(service.viewer_of(session, account), token, kept.id or 0, kept.seen_at)


def signed_in() -> SignedIn:
    """Give the session of this request, behind ``allow``."""
    return cast("SignedIn", current_user)


def login_manager() -> LoginManager:
    """Make the manager that sends strangers to the sign-in page."""
    manager = LoginManager()
    manager.login_view = "accounts.sign_in_page"
    manager.login_message = None
    manager.user_loader(load)
    return manager


@blueprint.before_app_request
def note() -> None:
    """Note, once a minute at most, that the person is at work; a page that polls is not work."""
    polls = web.is_fragment() and request.method == "GET"
    if polls or request.endpoint == "static" or "_user_id" not in cookie:
        return
    if current_user.is_authenticated and sessions.is_due(signed_in().seen_at, web.now()):
        with web.transaction() as session:
            sessions.note(session, signed_in().session_id, at=web.now())


@blueprint.get("/sign-in")
@web.public
def sign_in_page() -> str:
    """Show the sign-in form."""
    return _sign_in_form(is_shared=True)


@blueprint.post("/sign-in")
@web.public
def sign_in() -> Response | tuple[str, int]:
    """Sign in, or go on to the second step."""
    username, is_shared = request.form.get("username", ""), "shared" in request.form
    known = devices.this_device().known_to(username)
    counters = attempts.signing_in(username, request.remote_addr or "", known)
    try:
        with web.transaction() as session:
            attempts.begin(session, counters, at=web.now())
        # The hash takes its time; nobody else's writing waits for it.
        with web.reading() as session:
            account = service.prove(session, username, request.form.get("password", ""))
            asks_code = second_step.is_on(session, account.id or 0)
    except Rejected as error:
        return _sign_in_form(username, web.said(error.faults), is_shared=is_shared), 422
    with web.transaction() as session:
        attempts.take_back(session, counters, at=web.now())
    if asks_code:
        _cleared()
        cookie[_HALF] = [account.id, int(web.now().timestamp()), is_shared, _trace(account)]
        return redirect(url_for("accounts.code_page", next=_next_page()))
    return _signed_in(account.id or 0, account.username, is_shared=is_shared)


@blueprint.get("/sign-in/code")
@web.public
def code_page() -> str | Response:
    """Ask for the code of the second step."""
    if _half() is None:
        return redirect(url_for("accounts.sign_in_page", next=_next_page()))
    return web.render("accounts/code.html", faults=[], next=_next_page())


@blueprint.post("/sign-in/code")
@web.public
def check_code() -> Response | tuple[str, int]:
    """Sign in who gave the password before and gives a code now."""
    half = _half()
    if half is None:
        return redirect(url_for("accounts.sign_in_page", next=_next_page()))
    known = devices.this_device().known_to(half.username)
    counters = attempts.second_step(half.account_id, known)
    try:
        with web.transaction() as session:
            attempts.begin(session, counters, at=web.now())
        with web.transaction() as session:
            code = request.form.get("code", "")
            second_step.check(session, half.account_id, code, at=web.now())
            attempts.take_back(session, counters, at=web.now())
    except Rejected as error:
        faults = web.said(error.faults)
        return web.render("accounts/code.html", faults=faults, next=_next_page()), 422
    return _signed_in(half.account_id, half.username, is_shared=half.is_shared)


@blueprint.post("/sign-out")
@web.allow(*Role)
def sign_out() -> Response:
    """End this session; those on other devices go on."""
    with web.transaction() as session:
        sessions.end(session, signed_in().session_id, by=web.viewer(), at=web.now())
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


@dataclass(frozen=True)
class _Half:
    """Who gave the right password and owes a code."""

    account_id: int
    username: str
    is_shared: bool


def _half() -> _Half | None:
    """Read who owes a code; none after five minutes, or once the password is another."""
    account_id, begun_s, is_shared, password = cookie.get(_HALF) or (0, 0, True, "")
    if int(web.now().timestamp()) - begun_s > _HALF_LASTS_S:
        return None
    with web.reading() as session:
        account = session.get(Account, account_id)
    if account is None or not account.is_active or _trace(account) != password:
        return None
    return _Half(account_id, account.username, is_shared)


def _trace(account: Account) -> str:
    """Give what changes with the password and tells nothing of it."""
    return sessions.hashed(account.password_hash)[:16]


def _signed_in(account_id: int, username: str, *, is_shared: bool) -> Response:
    """Begin a session under a new number, and go where the person wanted to go."""
    device = devices.described(is_shared=is_shared)
    with web.transaction() as session:
        token = service.sign_in(session, account_id, device, at=web.now())
    _cleared()
    cookie.permanent = not is_shared
    login_user(load(token))
    response = redirect(_next_page())
    devices.remember(response, username)
    return response


def _cleared() -> None:
    """Empty the cookie of whoever was here before, but for the language."""
    language = cookie.get("language")
    cookie.clear()
    if language:
        cookie["language"] = language


def _sign_in_form(
    username: str = "", faults: list[web.SaidFault] | None = None, *, is_shared: bool
) -> str:
    return web.render(
        "accounts/sign_in.html",
        faults=faults or [],
        username=username,
        is_shared=is_shared,
        next=_next_page(),
    )


def _next_page() -> str:
    """Give the page to go on with: only a path of ours, never another site."""
    wanted = request.values.get("next", "")
    # Browsers read a backslash as a slash, and leave out tabs and line breaks.
    is_ours = wanted.isprintable() and _PATH_OF_OURS.match(wanted)
    return wanted if is_ours else url_for("reports.home")
