"""What every page shares: the viewer, permissions, transactions, error pages, downloads."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, wraps
from pathlib import PurePath
from typing import Any, cast
from urllib.parse import quote, urlsplit, urlunsplit

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_babel import get_locale
from flask_login import current_user
from sqlmodel import Session
from werkzeug.routing import IntegerConverter, Map, RequestRedirect, UnicodeConverter

from congress import wording
from congress.core.errors import Fault, Forbidden, NotFound
from congress.core.names import fold
from congress.core.roles import Role, Viewer
from congress.database import Database
from congress.paths import STATIC
from congress.settings import ZONE

View = Callable[..., Any]

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'; "
    "style-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
# Python's own table has the Office types only where the system names them.
_MIMETYPES = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} | {f".{kind}": f"application/{kind}" for kind in ("pdf", "zip")}
_MIMETYPES |= {".jpg": "image/jpeg", ".png": "image/png"}
_LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class SaidFault:
    """A fault in the reader's language, with its place."""

    where: str
    sentence: str
    suggestion: str
    field: str


def now() -> datetime:
    """Tell the moment of this request; views hand it down as ``at``."""
    return datetime.now(UTC)


def database() -> Database:
    """Give the application's database."""
    return cast("Database", current_app.extensions["congress_database"])


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one transaction of this request."""
    with database().transaction() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session that only reads."""
    with database().reading() as session:
        yield session


def viewer() -> Viewer:
    """Give the signed-in person; views behind ``allow`` always have one."""
    return cast("Viewer", current_user.viewer)


def allow(*roles: Role | frozenset[Role]) -> Callable[[View], View]:
    """Let only these roles in; others get 403, and those not signed in the sign-in page."""
    allowed = frozenset(r for role in roles for r in ({role} if isinstance(role, Role) else role))

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if viewer().role not in allowed:
                raise Forbidden
            return view(*args, **kwargs)

        guarded.allowed_roles = allowed  # type: ignore[attr-defined]
        return guarded

    return declare


def public(view: View) -> View:
    """Declare a view open to people who are not signed in."""
    view.allowed_roles = frozenset(Role)  # type: ignore[attr-defined]
    view.is_public = True  # type: ignore[attr-defined]
    return view


def allowed_roles(endpoint: str) -> frozenset[Role]:
    """Give the roles that a view declares."""
    return cast("frozenset[Role]", vars(current_app.view_functions[endpoint])["allowed_roles"])


def may_open(endpoint: str) -> bool:
    """Tell whether the viewer's role may open a page."""
    return viewer().role in allowed_roles(endpoint)


def is_fragment() -> bool:
    """Tell whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def language() -> str:
    """Give the reader's language."""
    return str(get_locale() or "vi")


def render(template: str, **facts: Any) -> str:
    """Render a page or a fragment."""
    return render_template(template, **facts)


def download(content: bytes, filename: str) -> Response:
    """Hand a file to the browser's downloads; its suffix tells what it is."""
    response = make_response(content)
    response.mimetype = _MIMETYPES[PurePath(filename).suffix]
    plain = fold(filename).encode("ascii", "replace").decode()
    response.headers.set("Content-Disposition", "attachment", filename=plain)
    if plain != filename:
        # Headers are ASCII; browsers take the whole name from here (RFC 6266).
        response.headers["Content-Disposition"] += f"; filename*=UTF-8''{quote(filename, safe='')}"
    return response


def said(faults: Sequence[Fault]) -> list[SaidFault]:
    """Put faults into the reader's words."""
    return [
        SaidFault(
            where=" · ".join(part for part in (fault.sheet, fault.cell) if part),
            sentence=wording.sentence(fault, language()),
            suggestion=wording.suggestion(fault, language()),
            field=fault.field or "",
        )
        for fault in faults
    ]


@cache
def _fingerprint(filename: str, _modified_ns: int) -> str:
    return hashlib.sha256((STATIC / "dist" / filename).read_bytes()).hexdigest()[:12]


def asset(filename: str) -> str:
    """Give the address of a built file; it changes with its content, so that it may be kept."""
    modified_ns = (STATIC / "dist" / filename).stat().st_mtime_ns
    version = _fingerprint(filename, modified_ns)
    return url_for("static", filename=f"dist/{filename}", v=version)


def local_time(moment: datetime, pattern: str = "%H:%M") -> str:
    """Show a moment as the clock on the wall does: ``07:41``."""
    return moment.astimezone(ZONE).strftime(pattern)


class _RowNumber(IntegerConverter):
    """A row's number in an address: no larger than the databases count."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=_LARGEST_NUMBER)
        self.regex = "[0-9]+"


class _Word(UnicodeConverter):
    """A code in an address; PostgreSQL takes no NUL in a text."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map)
        self.regex = r"[^/\x00]+"


def read_addresses(app: Flask) -> None:
    """Answer 404 to addresses that no row could have; before any blueprint is registered."""
    app.url_map.converters.update(int=_RowNumber, string=_Word, default=_Word)


def number(text: str) -> int:
    """Read a number of a form or a query; ``ValueError`` beyond what the databases count."""
    read = int(text)
    if not text.isascii() or abs(read) > _LARGEST_NUMBER:
        raise ValueError
    return read


def install(app: Flask) -> None:
    """Give an application the headers and template words of every page."""
    app.before_request(_refuse_nul)
    app.after_request(_secure)
    app.after_request(_stay_here)
    app.jinja_env.globals.update(asset=asset, language=language, may_open=may_open)
    app.jinja_env.filters.update(
        local_time=local_time,
        local_date=lambda day: day.strftime("%d/%m/%Y"),
    )


def _refuse_nul() -> tuple[str, int] | None:
    # PostgreSQL takes no NUL in a text, and nobody types one.
    if any("\0" in text for text in request.args.values()):
        raise NotFound
    # Devices send no form, whatever type they say, and reading one would use their body up.
    if is_device() or not any("\0" in text for text in request.form.values()):
        return None
    return render("errors/rejected.html", faults=said([Fault("text_with_nul")])), 400


def is_device() -> bool:
    """Tell whether a device asks, which reads JSON."""
    return request.path.startswith("/api/")


def _stay_here(response: Response) -> Response:
    """Redirect to a missing slash within the site, whatever host the request claims to be at."""
    if isinstance(request.routing_exception, RequestRedirect):
        _, _, path, query, _ = urlsplit(response.location or "")
        response.location = urlunsplit(("", "", "/" + path.lstrip("/"), query, ""))
    return response


def _secure(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=()")
    if request.endpoint == "static":
        # Addresses of built files carry their fingerprint.
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
