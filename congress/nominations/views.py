"""The pages of nominees: the list and the form."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import NotFound, Rejected
from congress.core.roles import OFFICE, READERS, Role
from congress.nominations import citizen_numbers, forms, list_page, listing, pages, queries, service
from congress.nominations.filters import filters_of
from congress.nominations.models import Status
from congress.nominations.pages import SENDERS, is_office, sender_id

blueprint = Blueprint("nominations", __name__, url_prefix="/congresses/<code>/nominees")


@blueprint.get("/")
@web.allow(READERS, Role.COMMUNE, Role.COUNCIL)
def nominees(code: str) -> str:
    """Show the nominees; a commune sees its own."""
    filters = filters_of(request.args, web.viewer())
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        shown = listing.nominees(session, congress.id, web.viewer(), filters)
        counts = queries.counts(session, congress.id, web.viewer())
        return web.render(
            "nominations/nominees.html",
            congress=congress,
            page=list_page.prepare(session, congress, web.viewer(), filters, counts),
            pending=queries.pending(session, congress.id, web.viewer()),
            counts=counts,
            shown=shown,
            filters=filters,
            pager=pages.pager(shown, request.path, request.args.to_dict()),
        )


@blueprint.get("/new")
@web.allow(SENDERS)
def new(code: str) -> str:
    """Show an empty form."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        return _form(pages.form(session, congress, web.viewer()), forms.typed({}))


@blueprint.post("/new")
@web.allow(SENDERS)
def add(code: str) -> Response | tuple[str, int]:
    """Add one nominee."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            row = forms.row(request.form, may_score=is_office())
            added = service.add(
                session, congress.id, sender_id(), row, by=web.viewer(), at=web.now()
            )
    except Rejected as error:
        return _form_again(code, error)
    flash(gettext("Đã thêm %(name)s.", name=added.name), "success")
    return redirect(url_for("nominations.nominees", code=code))


@blueprint.get("/<int:nominee_id>")
@web.allow(SENDERS)
def nominee(code: str, nominee_id: int) -> str:
    """Show one nominee in the form."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = queries.nominee(session, congress.id, nominee_id, web.viewer())
        return _form(pages.form(session, congress, web.viewer(), found), forms.shown(found))


@blueprint.post("/<int:nominee_id>")
@web.allow(SENDERS)
def edit(code: str, nominee_id: int) -> Response | tuple[str, int]:
    """Change one nominee."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            stored = queries.nominee(session, congress.id, nominee_id, web.viewer())
            service.edit(
                session,
                congress.id,
                nominee_id,
                forms.row(
                    request.form,
                    stored,
                    citizen_id=citizen_numbers.opened(session, stored),
                    may_score=is_office(),
                ),
                version=_version(),
                by=web.viewer(),
                at=web.now(),
            )
    except Rejected as error:
        return _form_again(code, error, nominee_id)
    flash(gettext("Đã ghi thay đổi."), "success")
    return redirect(url_for("nominations.nominees", code=code))


@blueprint.post("/<int:nominee_id>/status")
@web.allow(OFFICE)
def settle_status(code: str, nominee_id: int) -> Response:
    """Say whether a nominee competes, must be on the list, or is excluded."""
    wanted = request.form.get("status", "")
    if wanted not in set(Status):
        raise NotFound
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        service.settle_status(
            session,
            congress.id,
            nominee_id,
            status=Status(wanted),
            reason=request.form.get("reason", ""),
            version=_version(),
            by=web.viewer(),
            at=web.now(),
        )
    flash(gettext("Đã ghi thay đổi."), "success")
    return redirect(url_for("nominations.nominee", code=code, nominee_id=nominee_id))


@blueprint.post("/<int:nominee_id>/withdraw")
@web.allow(SENDERS)
def withdraw(code: str, nominee_id: int) -> Response:
    """Remove one nominee."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        service.withdraw(session, congress.id, nominee_id, by=web.viewer(), at=web.now())
    flash(gettext("Đã rút người này khỏi danh sách giới thiệu."), "success")
    return redirect(url_for("nominations.nominees", code=code))


def _version() -> int:
    return request.form.get("version", type=web.number) or 0


def _form_again(code: str, error: Rejected, nominee_id: int | None = None) -> tuple[str, int]:
    """Show the form with what was typed and every fault."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = None
        if nominee_id is not None:
            found = queries.nominee(session, congress.id, nominee_id, web.viewer())
        page = pages.form(session, congress, web.viewer(), found)
        typed, faults = forms.typed(request.form), web.said(error.faults)
        return _form(page, typed, faults), 422


def _form(
    page: pages.FormPage, values: dict[str, str], faults: list[web.SaidFault] | None = None
) -> str:
    version = page.found.version if page.found else 0
    return web.render(
        "nominations/nominee.html",
        page=page,
        congress=page.congress,
        values=values,
        faults=faults or [],
        chosen_unit=request.values.get("sender", ""),
        version=_version() or version,
    )
