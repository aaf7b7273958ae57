"""The pages of scores: everybody's, one person's line by line, and what officers give."""

from collections.abc import Sequence
from decimal import Decimal

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.congresses.queries import Frame
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import OFFICE, READERS
from congress.nominations import pages as nominee_pages, queries as nominations
from congress.nominations.listing import PAGE_SIZE, Page
from congress.scoring import pages, queries, rubrics, service, workbook
from congress.scoring.rules import read_points

blueprint = Blueprint("scoring", __name__, url_prefix="/congresses/<code>/scoring")


@blueprint.get("/")
@web.allow(READERS)
def page(code: str) -> str:
    """Show the scores of all who compete."""
    number = max(request.args.get("page", 1, type=web.number), 1)
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        held = rubrics.current(session, congress.id)
        criteria = rubrics.criteria(session, held.id) if held else ()
        people = queries.scored(session, congress.id, criteria) if held else []
        shown = people[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        lines = Page([pages.explained(each) for each in shown], len(people), number)
        return web.render(
            "scoring/page.html",
            congress=congress,
            rubric=held,
            criteria=criteria,
            shown=lines,
            pager=nominee_pages.pager(lines, request.path, request.args.to_dict()),
            stale=sum(each.is_stale for each in people),
            unscored=sum(each.score.total is None for each in people),
            may_refresh=pages.may_assess(congress, web.viewer()),
            may_adopt=pages.may_adopt(congress, web.viewer()),
        )


@blueprint.get("/scores.xlsx")
@web.allow(READERS)
def scores(code: str) -> Response:
    """Hand out the table of scores for Excel."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        held = rubrics.current(session, congress.id)
        if held is None:
            raise NotFound
        criteria = rubrics.criteria(session, held.id)
        people = queries.scored(session, congress.id, criteria)
    return web.download(
        workbook.scores(congress, held.number, criteria, people), f"bang-diem-{code}.xlsx"
    )


@blueprint.post("/refresh")
@web.allow(OFFICE)
def refresh(code: str) -> Response:
    """Write anew the scores of profiles that changed."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        changed = service.refresh(session, congress.id, by=web.viewer(), at=web.now())
    flash(gettext("Đã tính lại điểm của %(n)s người.", n=changed), "success")
    return redirect(url_for("scoring.page", code=code))


@blueprint.get("/<int:nominee_id>")
@web.allow(READERS)
def person(code: str, nominee_id: int) -> str:
    """Explain a nominee's score line by line; officers give their points here."""
    with web.reading() as session:
        return _person(session, congresses.by_code(session, code), nominee_id)


@blueprint.post("/<int:nominee_id>/criteria/<int:key>")
@web.allow(OFFICE)
def assess(code: str, nominee_id: int, key: int) -> Response | tuple[str, int]:
    """Give a nominee points for a criterion."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            service.assess(
                session,
                congress.id,
                nominee_id,
                key,
                _points(key),
                note=request.form.get(f"note-{key}", ""),
                by=web.viewer(),
                at=web.now(),
            )
    except Rejected as error:
        with web.reading() as session:
            congress = congresses.by_code(session, code)
            return _person(session, congress, nominee_id, error.faults), 422
    flash(gettext("Đã ghi điểm chấm."), "success")
    return redirect(url_for("scoring.person", code=code, nominee_id=nominee_id))


@blueprint.get("/of/<int:nominee_id>")
@web.allow(READERS)
def line(code: str, nominee_id: int) -> str:
    """Explain a nominee's score in short, for the nominee's own page."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        nominations.nominee(session, congress.id, nominee_id, web.viewer())
        found = _scored(session, congress, nominee_id)
        return web.render(
            "scoring/_line.html",
            congress=congress,
            person=pages.explained(found) if found else None,
        )


def _points(key: int) -> Decimal:
    try:
        return read_points(request.form.get(f"points-{key}", ""))
    except Rejected as refused:
        faults = [Fault(each.code, each.facts, field=f"points-{key}") for each in refused.faults]
        raise Rejected.because(faults) from None


def _scored(session: Session, congress: Frame, nominee_id: int) -> queries.Scored | None:
    held = rubrics.current(session, congress.id)
    if held is None:
        return None
    criteria = rubrics.criteria(session, held.id)
    return next(iter(queries.scored(session, congress.id, criteria, nominees=[nominee_id])), None)


def _person(
    session: Session, congress: Frame, nominee_id: int, faults: Sequence[Fault] = ()
) -> str:
    nominations.nominee(session, congress.id, nominee_id, web.viewer())
    found = _scored(session, congress, nominee_id)
    if found is None:
        raise NotFound
    held = rubrics.current(session, congress.id)
    given = queries.assessments(session, congress.id).get(nominee_id, {})
    return web.render(
        "scoring/person.html",
        congress=congress,
        rubric=held,
        person=pages.explained(found),
        judged=pages.judged(found, queries.past_assessments(session, nominee_id), given),
        history=pages.history(queries.history(session, nominee_id)),
        typed=request.form,
        faults=web.said(faults),
        may_assess=pages.may_assess(congress, web.viewer()),
    )
