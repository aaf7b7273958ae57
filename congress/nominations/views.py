"""The pages of nominees: the list and the form."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import OFFICE, READERS, Role
from congress.nominations import (
    citizen_numbers,
    conflicts,
    drafts,
    forms,
    list_page,
    listing,
    pages,
    queries,
    service,
)
from congress.nominations.filters import filters_of
from congress.nominations.models import Status
from congress.nominations.pages import SENDERS, sender_id

blueprint = Blueprint("nominations", __name__, url_prefix="/congresses/<code>/nominees")

_NEW = 0
"""The draft of somebody who has no number yet."""


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
        return _form(pages.form(session, congress, web.viewer()), forms.typed(MultiDict()))


@blueprint.post("/new")
@web.allow(SENDERS)
def add(code: str) -> Response | tuple[str, int]:
    """Add one nominee, and go on to the page where a photo is attached."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            unit_id = sender_id()
            row = forms.row(request.form, may_score=pages.may_score(congress))
            added = service.add(session, congress.id, unit_id, row, by=web.viewer(), at=web.now())
            doubts = service.doubts(session, congress.id, unit_id, row)
            drafts.forget(session, congress.id, _NEW, by=web.viewer())
    except Rejected as error:
        return _form_again(code, error, request.form)
    flash(gettext("Đã thêm %(name)s.", name=added.name), "success")
    _tell(doubts)
    return redirect(url_for("nominations.nominee", code=code, nominee_id=added.id))


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
    """Change one nominee; who comes second is asked about what the first changed."""
    form = conflicts.settled(request.form)
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            stored = queries.nominee(session, congress.id, nominee_id, web.viewer())
            number = citizen_numbers.opened(session, stored)
            row = forms.row(form, stored, citizen_id=number, may_score=pages.may_score(congress))
            service.edit(
                session,
                congress.id,
                nominee_id,
                row,
                version=_version(),
                by=web.viewer(),
                at=web.now(),
            )
            doubts = service.doubts(session, congress.id, stored.unit_id, row)
            drafts.forget(session, congress.id, nominee_id, by=web.viewer())
    except Rejected as error:
        if error.faults[0].code == "nominee_changed_meanwhile":
            return _ask_between(code, nominee_id, form)
        return _form_again(code, error, form, nominee_id)
    flash(gettext("Đã ghi thay đổi."), "success")
    _tell(doubts)
    return redirect(url_for("nominations.nominee", code=code, nominee_id=nominee_id))


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


def _tell(doubts: Sequence[Fault]) -> None:
    """Say what to look at again; it is stored all the same."""
    for each in web.said(doubts):
        flash(f"{each.sentence} {each.suggestion}".strip(), "warning")


def _ask_between(code: str, nominee_id: int, form: MultiDict[str, str]) -> tuple[str, int]:
    """Show what another person wrote meanwhile beside what was typed."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = queries.nominee(session, congress.id, nominee_id, web.viewer())
        masked = citizen_numbers.masked(session, found)
        page = web.render(
            "nominations/conflict.html",
            congress=congress,
            found=found,
            change=conflicts.last_change(session, found),
            clashes=conflicts.clashes(session, form, found, may_score=pages.may_score(congress)),
            kept=conflicts.typed_again(form),
            seen=forms.as_seen(found, masked, may_score=pages.may_score(congress)),
        )
    return page, 409


def _form_again(
    code: str, error: Rejected, form: MultiDict[str, str], nominee_id: int | None = None
) -> tuple[str, int]:
    """Show the form with what was typed and every fault."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = None
        if nominee_id is not None:
            found = queries.nominee(session, congress.id, nominee_id, web.viewer())
        page = pages.form(session, congress, web.viewer(), found)
        values = {**(forms.shown(found) if found else {}), **_written(form)}
        return _form(page, values, web.said(error.faults), _named_already(error)), 422


def _written(form: MultiDict[str, str]) -> dict[str, str]:
    return {
        code: text for code, text in forms.typed(form).items() if code in form or not _version()
    }


def _named_already(error: Rejected) -> object:
    """Give the number of the unit's own nominee who was sent once more."""
    return next((each.facts["nominee"] for each in error.faults if "nominee" in each.facts), None)


def _form(
    page: pages.FormPage,
    values: dict[str, str],
    faults: Sequence[web.SaidFault] = (),
    named_already: object = None,
) -> str:
    seen = ""
    if page.found:
        masked = page.masked_citizen_id
        seen = forms.as_seen(page.found, masked, may_score=page.may_score)
    version = page.found.version if page.found else 0
    return web.render(
        "nominations/nominee.html",
        page=page,
        congress=page.congress,
        values=values,
        faults=list(faults),
        named_already=named_already,
        chosen_unit=request.values.get("sender", ""),
        version=_version() or version,
        seen=request.form.get("seen") or seen,
    )
