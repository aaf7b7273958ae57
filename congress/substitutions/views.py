"""The page of substitutions: what was changed, who would replace whom, and the papers."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as Redirect

from congress import web
from congress.congresses import queries as congresses
from congress.congresses.queries import Frame
from congress.congresses.rules import place_of
from congress.core.errors import Fault, Rejected
from congress.core.roles import READERS, Role
from congress.delegates import queries as delegates
from congress.nominations.portraits import Portrait, portraits
from congress.substitutions import papers, queries, rules, service
from congress.substitutions.service import Passing, Proposal

blueprint = Blueprint("substitutions", __name__, url_prefix="/congresses/<code>/substitutions")


@dataclass(frozen=True)
class Pair:
    """A number, who would leave it and who would take it over."""

    number: int
    left: Portrait
    joined: Portrait
    is_from_reserve: bool
    is_released: bool


@blueprint.get("/")
@web.allow(READERS, Role.COMMUNE)
def page(code: str) -> str:
    """Show the changes so far; a commune sees those of its own people."""
    with web.reading() as session:
        return _page(session, congresses.by_code(session, code))


@blueprint.post("/propose")
@web.allow(Role.ORGANIZER)
def propose(code: str) -> str | tuple[str, int]:
    """Show who would replace whom; nothing is written."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        try:
            proposal = _proposal(session, congress)
        except Rejected as error:
            return _page(session, congress, faults=error.faults), 422
        return _page(session, congress, proposal)


@blueprint.post("/")
@web.allow(Role.ORGANIZER)
def carry_out(code: str) -> Redirect | tuple[str, int]:
    """Carry out the proposal that was shown; a list that changed meanwhile is proposed anew."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        proposal = _proposal(session, congress)
    try:
        with web.transaction() as session:
            service.carry_out(
                session,
                congress.id,
                proposal,
                shown=request.form.get("fingerprint", ""),
                reason=request.form.get("reason", ""),
                accepts_release=request.form.get("accepts_release") == "1",
                by=web.viewer(),
                at=web.now(),
            )
    except Rejected as error:
        with web.reading() as session:
            return _page(session, congress, proposal, faults=error.faults), 422
    flash(
        gettext(
            "Đã thay %(n)d đại biểu; số và chỗ ngồi giữ nguyên, thẻ cũ hết hiệu lực.",
            n=len(proposal.passings),
        ),
        "success",
    )
    return redirect(url_for("substitutions.page", code=code))


@blueprint.get("/changes.docx")
@web.allow(READERS)
def changes_docx(code: str) -> Response:
    """Give the list of changes for Word."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        changes = queries.changes(session, congress.id, web.viewer())
        approval = delegates.approval(session, congress.id)
        if approval is None:
            raise Rejected("no_approved_list")
        host = place_of(congresses.host(session, congress.id))
    content = papers.docx(congress, host, changes, approved_at=approval.approved_at, at=web.now())
    return web.download(content, f"dai-bieu-thay-doi-{code}.docx")


@blueprint.get("/changes.xlsx")
@web.allow(READERS)
def changes_xlsx(code: str) -> Response:
    """Give the list of changes for Excel."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        changes = queries.changes(session, congress.id, web.viewer())
    return web.download(papers.workbook(congress, changes), f"dai-bieu-thay-doi-{code}.xlsx")


def _proposal(session: Session, congress: Frame) -> Proposal:
    numbers = rules.numbers(request.form.get("numbers", ""))
    return service.propose(session, congress.id, numbers, preferred=_preferred())


def _preferred() -> int | None:
    return request.form.get("preferred", None, web.number)


def _page(
    session: Session,
    congress: Frame,
    proposal: Proposal | None = None,
    faults: Sequence[Fault] = (),
) -> str:
    is_organizer = web.viewer().role is Role.ORGANIZER
    changes = queries.changes(session, congress.id, web.viewer())
    return web.render(
        "substitutions/page.html",
        congress=congress,
        changes=changes,
        proposal=proposal,
        pairs=_pairs(session, proposal.passings) if proposal else [],
        others=_others(session, proposal.others) if proposal else [],
        preferred=_preferred() or "",
        numbers=request.form.get("numbers", ""),
        reason=request.form.get("reason", ""),
        faults=web.said(faults),
        may_substitute=is_organizer and congress.is_locked,
        may_print=web.viewer().role in READERS,
        may_print_badges=is_organizer,
    )


def _others(session: Session, nominees: Sequence[int]) -> list[tuple[str, str]]:
    known = portraits(session, nominees)
    people = [known[each] for each in nominees]
    return [(str(each.id), f"{each.name} · {each.unit} · {each.group}") for each in people]


def _pairs(session: Session, passings: Sequence[Passing]) -> list[Pair]:
    known = portraits(session, {n for each in passings for n in (each.leaves_id, each.joins_id)})
    return [
        Pair(
            number=each.number,
            left=known[each.leaves_id],
            joined=known[each.joins_id],
            is_from_reserve=each.is_from_reserve,
            is_released=each.is_released,
        )
        for each in passings
    ]
