"""The page of badges: who has one, the sheets to print, revoking and printing anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Redirect

from congress import web
from congress.badges import queries, service, sheet
from congress.badges.rules import BATCH, Order, PrintedBadge, batches, in_order
from congress.congresses import queries as congresses
from congress.congresses.queries import Frame
from congress.core.errors import NotFound, Rejected
from congress.core.roles import OFFICE, Role

blueprint = Blueprint("badges", __name__, url_prefix="/congresses/<code>")

DESK = frozenset({Role.ORGANIZER, Role.SUPERVISOR})
"""Those who replace a lost badge on the day."""


@blueprint.get("/badges")
@web.allow(OFFICE | DESK)
def page(code: str) -> str:
    """Show every delegate's badge."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        rows = queries.rows(session, congress.id)
    counts = queries.counts(rows)
    return web.render(
        "badges/page.html",
        congress=congress,
        rows=rows,
        counts=counts,
        batches=_batches(counts.in_force),
        may_issue=web.viewer().role is Role.ORGANIZER,
        may_change=web.viewer().role in DESK,
    )


@dataclass(frozen=True)
class Batch:
    """A file to print; the note tells which of several."""

    number: int
    note: str


def _batches(badges: int) -> list[Batch]:
    numbers = range(1, -(-badges // BATCH) + 1)
    return [
        Batch(number, f" ({number}/{len(numbers)})" if len(numbers) > 1 else "")
        for number in numbers
    ]


@blueprint.get("/badges.pdf")
@web.allow(OFFICE | DESK)
def print_sheet(code: str) -> Response:
    """Print the badges in force, ``?order=delegation|name``, at most ``BATCH`` in a file."""
    order = Order.NAME if request.args.get("order") == Order.NAME else Order.DELEGATION
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        badges = queries.printed(session, congress.id)
    _ensure_printable(congress, badges)
    files = batches(in_order(badges, order))
    number = request.args.get("batch", 1, type=web.number)
    if not 1 <= number <= len(files):
        raise NotFound
    return _pdf(files[number - 1], congress.name, f"the-dai-bieu-{number}.pdf")


@blueprint.get("/badges/<int:badge_id>.pdf")
@web.allow(OFFICE | DESK)
def print_one(code: str, badge_id: int) -> Response:
    """Print one badge."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        queries.ensure_in_force(session, congress.id, badge_id)
        badges = queries.printed(session, congress.id, badge_id=badge_id)
    return _pdf(badges, congress.name, f"the-{badges[0].number:03d}.pdf")


@blueprint.post("/badges/issue")
@web.allow(Role.ORGANIZER)
def issue(code: str) -> Redirect:
    """Issue a badge to every delegate who has none."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        service.issue_missing(session, congress.id, by=web.viewer(), at=web.now())
    return redirect(url_for("badges.page", code=code))


@blueprint.post("/badges/<int:badge_id>/revoke")
@web.allow(DESK)
def revoke(code: str, badge_id: int) -> Redirect:
    """Take a badge out of force."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        reason = request.form.get("reason", "")
        service.revoke(session, congress.id, badge_id, reason=reason, by=web.viewer(), at=web.now())
    return redirect(url_for("badges.page", code=code))


@blueprint.post("/badges/<int:delegate_id>/reissue")
@web.allow(DESK)
def reissue(code: str, delegate_id: int) -> Redirect:
    """Replace a delegate's badge; the page then offers the new one for printing."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        service.reissue(
            session,
            congress.id,
            delegate_id,
            after=request.form.get("after", -1, type=web.number),
            reason=request.form.get("reason", ""),
            by=web.viewer(),
            at=web.now(),
        )
    flash(
        gettext("Thẻ cũ đã bị thu hồi, thẻ mới đã cấp. Hãy bấm In ở dòng của đại biểu."), "success"
    )
    return redirect(url_for("badges.page", code=code, _anchor=f"delegate-{delegate_id}"))


def _ensure_printable(congress: Frame, badges: Sequence[PrintedBadge]) -> None:
    if not congress.is_locked:
        raise Rejected("badges_before_approval")
    if not badges:
        raise Rejected("badges_none_in_force")


def _pdf(badges: Sequence[PrintedBadge], congress: str, filename: str) -> Response:
    out = BytesIO()
    sheet.draw(badges, congress, out)
    return web.download(out.getvalue(), filename)
