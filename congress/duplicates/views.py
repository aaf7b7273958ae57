"""The pages of duplicates: pairs that may be one person, for the office to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.congresses.queries import Frame
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import OFFICE, Role
from congress.duplicates import fields, pages, queries, service
from congress.duplicates.memory import Memory
from congress.nominations import queries as nominations

blueprint = Blueprint("duplicates", __name__, url_prefix="/congresses/<code>/duplicates")


@dataclass(frozen=True)
class Pager:
    """Where a page stands in the list of pairs."""

    first: int
    last: int
    total: int
    previous_url: str
    next_url: str


@blueprint.get("/")
@web.allow(OFFICE)
def page(code: str) -> str:
    """Show the pairs on which nobody decided yet, and what was decided."""
    with web.reading() as session:
        return _page(session, congresses.by_code(session, code))


@blueprint.get("/count")
@web.allow(OFFICE)
def count(code: str) -> str:
    """Tell how many pairs wait, for the pages that lead here."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = len(_memory().open_candidates(session, congress.id))
    return web.render("duplicates/_count.html", congress=congress, count=found)


@blueprint.get("/<int:former>/<int:other>")
@web.allow(OFFICE)
def pair(code: str, former: int, other: int) -> str:
    """Show two profiles side by side."""
    with web.reading() as session:
        return _pair(session, congresses.by_code(session, code), former, other)


@blueprint.post("/<int:former>/<int:other>/merge")
@web.allow(OFFICE)
def merge(code: str, former: int, other: int) -> Response | tuple[str, int]:
    """Merge two profiles: one stays, with the values that were chosen."""
    kept = request.form.get("kept", 0, web.number)
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            if kept not in {former, other}:
                queries.pair(session, congress.id, former, other, web.viewer())
                raise Rejected.because([Fault("merge_side_missing", field="kept")])
            service.merge(
                session,
                congress.id,
                kept,
                other if kept == former else former,
                _taken("second" if kept == former else "first"),
                versions={number: _version(number) for number in (former, other)},
                by=web.viewer(),
                at=web.now(),
            )
    except Rejected as error:
        return _pair_again(code, former, other, error.faults)
    flash(gettext("Đã gộp hai hồ sơ; lịch sử của cả hai được giữ."), "success")
    return redirect(url_for("duplicates.page", code=code))


@blueprint.post("/<int:former>/<int:other>/tell-apart")
@web.allow(OFFICE)
def tell_apart(code: str, former: int, other: int) -> Response | tuple[str, int]:
    """Remember that two profiles are two people."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            service.tell_apart(session, congress.id, former, other, by=web.viewer(), at=web.now())
    except Rejected as error:
        return _pair_again(code, former, other, error.faults)
    flash(gettext("Đã ghi là hai người khác nhau; cặp này không hỏi lại nữa."), "success")
    return redirect(url_for("duplicates.page", code=code))


@blueprint.post("/merges/<int:merge_id>/undo")
@web.allow(OFFICE)
def undo(code: str, merge_id: int) -> Response | tuple[str, int]:
    """Take a merge back."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            service.undo(session, congress.id, merge_id, by=web.viewer(), at=web.now())
    except Rejected as error:
        with web.reading() as session:
            return _page(session, congresses.by_code(session, code), error.faults), 422
    flash(gettext("Đã bỏ gộp; hai hồ sơ đứng riêng như trước."), "success")
    return redirect(url_for("duplicates.page", code=code))


@blueprint.get("/history/<int:nominee_id>")
@web.allow(OFFICE, Role.COMMUNE, Role.COUNCIL, Role.LEADER)
def history(code: str, nominee_id: int) -> str:
    """Tell what was done with a profile; a clerk learns nothing of another unit's."""
    viewer = web.viewer()
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        nominee = nominations.nominee(session, congress.id, nominee_id, viewer)
        found = pages.history(session, nominee, viewer)
    return web.render("duplicates/_history.html", congress=congress, history=found)


def _memory() -> Memory:
    return cast("Memory", current_app.extensions["congress_duplicates"])


def _taken(side: str) -> list[str]:
    """Give the fields whose values come from the side that does not stay."""
    return [code for code in fields.COLUMNS if request.form.get(f"take-{code}") == side]


def _version(number: int) -> int:
    return request.form.get(f"version-{number}", 0, web.number)


def _page(session: Session, congress: Frame, faults: Sequence[Fault] = ()) -> str:
    found = _memory().open_candidates(session, congress.id)
    at = max(1, request.args.get("page", 1, web.number))
    return web.render(
        "duplicates/page.html",
        congress=congress,
        pairs=pages.shown(session, found, at),
        pager=_pager(congress, len(found), at),
        merges=queries.merges(session, congress.id),
        apart=queries.told_apart(session, congress.id),
        faults=web.said(faults),
        may_undo=not congress.is_locked,
    )


def _pager(congress: Frame, total: int, at: int) -> Pager:
    def url(page: int) -> str:
        return url_for("duplicates.page", code=congress.code, page=page)

    last = min(at * pages.PER_PAGE, total)
    return Pager(
        first=min((at - 1) * pages.PER_PAGE + 1, total),
        last=last,
        total=total,
        previous_url=url(at - 1) if at > 1 else "",
        next_url=url(at + 1) if last < total else "",
    )


def _pair(
    session: Session, congress: Frame, former: int, other: int, faults: Sequence[Fault] = ()
) -> str:
    first, second = queries.pair(session, congress.id, former, other, web.viewer())
    return web.render(
        "duplicates/pair.html",
        congress=congress,
        pair=pages.compared(session, first, second),
        faults=web.said(faults),
        may_decide=not congress.is_locked,
    )


def _pair_again(
    code: str, former: int, other: int, faults: Sequence[Fault]
) -> Response | tuple[str, int]:
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        try:
            return _pair(session, congress, former, other, faults), 422
        except NotFound:
            # One of the two was withdrawn meanwhile.
            return _page(session, congress, faults), 422
