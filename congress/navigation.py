"""The frame around every page: who looks, at which congress, and where they may go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from sqlmodel import Session

from congress import web
from congress.accounts.words import ROLE_LABELS
from congress.congresses import deadlines, queries as congresses
from congress.congresses.queries import Frame
from congress.core.errors import NotFound
from congress.core.roles import Role, Viewer
from congress.wording import LANGUAGES


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation; only pages that the viewer may open are shown."""

    label: str
    url: str
    is_active: bool


@dataclass(frozen=True)
class LanguageChoice:
    """A language that the pages can be read in, in its own words."""

    code: str
    label: str
    is_current: bool


LANGUAGE_LABELS = {"vi": "Tiếng Việt", "en": "English"}

_PAGES = (
    ("congresses.overview", lazy_gettext("Đại hội")),
    ("apportionment.page", lazy_gettext("Phân bổ")),
    ("nominations.nominees", lazy_gettext("Người được giới thiệu")),
    ("submissions.page", lazy_gettext("Nộp hồ sơ")),
    ("appraisals.board", lazy_gettext("Theo dõi đơn vị")),
    ("selection.page", lazy_gettext("Lựa chọn")),
    ("delegates.page", lazy_gettext("Đại biểu")),
    ("seating.page", lazy_gettext("Chỗ ngồi")),
    ("badges.page", lazy_gettext("Thẻ")),
    ("checkin.page", lazy_gettext("Điểm danh")),
    ("checkin.attendance", lazy_gettext("Có mặt")),
    ("reports.page", lazy_gettext("Báo cáo")),
    ("clerks.page", lazy_gettext("Tài khoản")),
)

_WITHIN = {
    "openings": "congresses",
    "delegations": "congresses",
    "scenarios": "selection",
    "reasons": "selection",
    "appeals": "nominations",
    "decisions": "nominations",
    "duplicates": "nominations",
    "drafts": "nominations",
    "profiles": "appraisals",
    "minutes": "nominations",
    "minutes_papers": "nominations",
    "scoring": "nominations",
    "rubrics": "nominations",
    "workbooks": "nominations",
    "outcomes": "delegates",
    "alternates": "delegates",
    "substitutions": "delegates",
    "account_list": "clerks",
}
"""Pages of their own that belong to an entry of the navigation."""

_OF_CLERKS = frozenset({"submissions.page"})
"""Pages that the office reaches from the board, one unit at a time."""


def chrome() -> dict[str, Any]:
    """Prepare what ``base.html`` shows on every page."""
    frame = {"here": _here(), "languages": _languages()}
    if not current_user.is_authenticated:
        home = url_for("reports.home")
        return frame | {
            "nav": [],
            "home_url": home,
            "congress_name": "",
            "has_others": False,
            "me": None,
            "role_label": "",
            "reminder": None,
        }
    me = web.viewer()
    with web.reading() as session:
        seen = congresses.seen_by(session, me)
        congress = _congress(session, seen)
        reminder = _reminder(session, congress, me) if congress else None
    has_others = len(seen) > 1
    home = url_for("reports.home", congress=congress.code if congress and has_others else None)
    return frame | {
        "nav": _items(congress.code if congress else None, me.role, home),
        "home_url": home,
        "congress_name": congress.name if congress else "",
        "has_others": has_others,
        "me": me,
        "role_label": ROLE_LABELS[me.role],
        "reminder": reminder,
    }


@dataclass(frozen=True)
class Reminder:
    """How long a unit may still name people."""

    words: str
    is_over: bool


def _reminder(session: Session, congress: Frame, me: Viewer) -> Reminder | None:
    """Remind a unit's clerk of the deadline on every page, until the list is approved."""
    if me.role is not Role.COMMUNE or me.unit_id is None or congress.is_locked:
        return None
    window = deadlines.window(session, congress.id, me.unit_id)
    left = window.left(web.now())
    if left is None or window.ends_at is None:
        return None
    at = web.local_time(window.ends_at, "%H:%M, %d/%m/%Y")
    if not left:
        return Reminder(gettext("Đã hết hạn giới thiệu lúc %(at)s.", at=at), is_over=True)
    days, hours = left.days, left.seconds // 3600
    words = gettext(
        "Hạn giới thiệu và nộp hồ sơ: %(at)s, còn %(d)d ngày %(h)d giờ.", at=at, d=days, h=hours
    )
    return Reminder(words, is_over=False)


def _congress(session: Session, seen: Sequence[Frame]) -> Frame | None:
    """Give the congress that the address names, else the newest."""
    code = (request.view_args or {}).get("code") or request.args.get("congress")
    try:
        return congresses.by_code(session, code) if code else next(iter(seen), None)
    except NotFound:
        return next(iter(seen), None)


def _here() -> str:
    """Give the page to come back to; what was sent by POST cannot be opened again."""
    return request.full_path if request.method == "GET" else url_for("reports.home")


def _languages() -> list[LanguageChoice]:
    current = web.language()
    return [LanguageChoice(code, LANGUAGE_LABELS[code], code == current) for code in LANGUAGES]


def _items(code: str | None, role: Role, home_url: str) -> list[NavItem]:
    is_home = request.endpoint == "reports.home"
    home = NavItem(gettext("Trang đầu"), home_url, is_home)
    blueprint, is_clerk = request.blueprint, role is Role.COMMUNE
    if code is None:
        accounts = "account_list.page"
        is_keeper = role in web.allowed_roles(accounts)
        label = gettext("Tài khoản")
        keeping = NavItem(label, url_for(accounts), blueprint == "account_list")
        return [home, keeping] if is_keeper else [home]
    pages = [
        NavItem(str(label), url_for(endpoint, code=code), _is_active(endpoint, blueprint))
        for endpoint, label in _PAGES
        if role in web.allowed_roles(endpoint) and (endpoint not in _OF_CLERKS or is_clerk)
    ]
    return [home, *pages]


def _is_active(endpoint: str, blueprint: str | None) -> bool:
    if endpoint.startswith("checkin."):
        return request.endpoint == endpoint
    if endpoint.startswith("reports."):
        return blueprint == "reports" and request.endpoint != "reports.home"
    return endpoint.partition(".")[0] == _WITHIN.get(blueprint or "", blueprint)
