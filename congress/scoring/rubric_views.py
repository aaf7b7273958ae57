"""The pages of the rubric: its versions, the form, what it would change, and adopting it."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.congresses.queries import Frame
from congress.core.errors import Fault, Rejected
from congress.core.roles import READERS, Role
from congress.scoring import forms, pages, queries, rubrics, rules, service

blueprint = Blueprint("rubrics", __name__, url_prefix="/congresses/<code>/rubric")


@blueprint.get("/")
@web.allow(READERS)
def page(code: str) -> str:
    """Show the rubric that holds, or one to begin with, in the form."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        held = rubrics.current(session, congress.id)
        criteria = rubrics.criteria(session, held.id) if held else rubrics.default()
        return _page(session, congress, forms.shown(criteria))


@blueprint.get("/versions/<int:number>")
@web.allow(READERS)
def version(code: str, number: int) -> str:
    """Show one version of the rubric."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = rubrics.version(session, congress.id, number)
        return web.render(
            "scoring/version.html",
            congress=congress,
            version=found,
            rows=forms.shown(rubrics.criteria(session, found.id)),
            kinds=pages.KINDS,
            columns=dict(pages.COLUMNS),
        )


@blueprint.post("/")
@web.allow(Role.ORGANIZER)
def edit(code: str) -> str | tuple[str, int]:
    """Add, remove or move a row, or show what the typed rubric would change; nothing is stored."""
    rows, wanted = forms.typed(request.form), request.form.get("do", "")
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        if wanted:
            return _page(session, congress, forms.arranged(rows, wanted))
        try:
            criteria = forms.criteria(rows, rubrics.next_key(session, congress.id))
            faults = list(rules.faults(criteria))
            if faults:
                raise Rejected.because(faults)
        except Rejected as error:
            return _page(session, congress, rows, error.faults), 422
        preview = pages.preview(queries.scored(session, congress.id, criteria))
        return _page(session, congress, rows, preview=preview)


@blueprint.post("/adopt")
@web.allow(Role.ORGANIZER)
def adopt(code: str) -> Response | tuple[str, int]:
    """Adopt the typed rubric as the next version."""
    rows = forms.typed(request.form)
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            service.adopt(
                session,
                congress.id,
                forms.criteria(rows, rubrics.next_key(session, congress.id)),
                reason=request.form.get("reason", ""),
                based_on=request.form.get("based_on", -1, type=web.number),
                by=web.viewer(),
                at=web.now(),
            )
    except Rejected as error:
        with web.reading() as session:
            congress = congresses.by_code(session, code)
            return _page(session, congress, rows, error.faults), 422
    flash(gettext("Đã ban hành bộ tiêu chí; điểm của mọi người đã tính lại."), "success")
    return redirect(url_for("scoring.page", code=code))


def _page(
    session: Session,
    congress: Frame,
    rows: Sequence[forms.Row],
    faults: Sequence[Fault] = (),
    preview: pages.Preview | None = None,
) -> str:
    versions = rubrics.versions(session, congress.id)
    return web.render(
        "scoring/_rubric_form.html" if web.is_fragment() else "scoring/rubric.html",
        congress=congress,
        rows=rows,
        versions=versions,
        based_on=request.form.get("based_on", versions[0].number if versions else 0),
        is_default=not versions and not request.form,
        kinds=[(kind.value, label) for kind, label in pages.KINDS.items()],
        columns=pages.COLUMNS,
        preview=preview,
        reason=request.form.get("reason", ""),
        faults=web.said(faults),
        may_adopt=pages.may_adopt(congress, web.viewer()),
    )
