"""The pages of nominees: the list, the form, and the workbooks that units send."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import OFFICE, READERS, Role
from congress.nominations import forms, pages, preview as previews, queries, service, template
from congress.nominations.annotation import annotate
from congress.nominations.models import Status
from congress.nominations.pages import SENDERS
from congress.units import queries as units

blueprint = Blueprint("nominations", __name__, url_prefix="/congresses/<code>/nominees")


@blueprint.get("/")
@web.allow(READERS, Role.COMMUNE)
def nominees(code: str) -> str:
    """Show the nominees; a commune sees its own."""
    filters = _filters()
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        shown = queries.nominees(session, congress.id, web.viewer(), filters)
        counts = queries.counts(session, congress.id, web.viewer())
        return web.render(
            "nominations/nominees.html",
            congress=congress,
            page=pages.listing(session, congress, web.viewer(), filters, counts),
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
            row = forms.row(request.form, may_score=_is_office())
            added = service.add(
                session, congress.id, _unit_id(), row, by=web.viewer(), at=web.now()
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
                forms.row(request.form, stored, may_score=_is_office()),
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


@blueprint.post("/workbooks")
@web.allow(SENDERS)
def receive(code: str) -> Response:
    """Take a workbook and show what it holds; nothing is stored as a nominee yet."""
    sent = request.files.get("workbook")
    if sent is None or not sent.filename:
        raise Rejected("workbook_file_missing")
    content = sent.stream.read()
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        workbook = service.receive(
            session,
            congress.id,
            _unit_id(),
            sent.filename,
            content,
            by=web.viewer(),
            at=web.now(),
        )
    return redirect(url_for("nominations.preview", code=code, workbook_id=workbook.id))


@blueprint.get("/workbooks/<int:workbook_id>")
@web.allow(SENDERS)
def preview(code: str, workbook_id: int) -> str:
    """Show the proven rows of a workbook and all its faults."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        workbook = queries.workbook(session, congress.id, workbook_id, web.viewer())
        seen = previews.preview(session, workbook, tells_unit=_is_office())
        labels = {group.code: group.label for group in congresses.groups(session, congress.id)}
        may_confirm = workbook.confirmed_at is None and not congress.is_locked
        return web.render(
            "nominations/preview.html",
            congress=congress,
            workbook=workbook,
            unit=units.unit_name(session, workbook.unit_id),
            rows=[pages.preview_line(row, labels) for row in seen.rows],
            known=seen.known,
            faults=web.said(seen.faults),
            warnings=web.said(seen.warnings),
            left_out=seen.left_out,
            question=_question(len(seen.rows), seen.left_out),
            may_confirm=may_confirm and bool(seen.rows or seen.known),
            is_confirmed=workbook.confirmed_at is not None,
        )


@blueprint.post("/workbooks/<int:workbook_id>/confirm")
@web.allow(SENDERS)
def confirm(code: str, workbook_id: int) -> Response:
    """Store the proven rows of a workbook."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        done = service.confirm(session, congress.id, workbook_id, by=web.viewer(), at=web.now())
    flash(_told(done), "success")
    if done.left_out:
        flash(
            gettext("Còn %(n)d dòng có lỗi chưa ghi nhận; hãy sửa rồi gửi lại.", n=done.left_out),
            "warning",
        )
    return redirect(url_for("nominations.nominees", code=code))


@blueprint.get("/workbooks/<int:workbook_id>/annotated.xlsx")
@web.allow(SENDERS)
def annotated(code: str, workbook_id: int) -> Response:
    """Give the clerk's own workbook back with its faults coloured and noted."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        workbook = queries.workbook(session, congress.id, workbook_id, web.viewer())
        seen = previews.preview(session, workbook)
    content = annotate(seen.sheets, seen.faults, web.language())
    stem = workbook.filename.rpartition(".")[0] or workbook.filename
    to_mend = gettext("cần sửa")
    return web.download(content, f"{stem} - {to_mend}.xlsx")


@blueprint.get("/template.xlsx")
@web.allow(SENDERS)
def template_file(code: str) -> Response:
    """Give the workbook that a unit fills in."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        unit = congresses.sender(session, congress.id, _unit_id())
        terms = previews.terms(session, congress.id, unit.id)
    content = template.template(congress.name, unit.name, terms)
    return web.download(content, template.filename(unit.name, congress.held_on))


def _is_office() -> bool:
    return web.viewer().role in OFFICE


def _unit_id() -> int:
    """Give the unit that is acted for: a clerk's own, or the one that the office names."""
    own = web.viewer().unit_id
    named = request.values.get("sender", type=web.number)
    if own is None and named is None:
        raise Rejected.because([Fault("unit_missing", field="sender")])
    return own if own is not None else named or 0


def _version() -> int:
    return request.form.get("version", type=web.number) or 0


def _question(count: int, left_out: int) -> str:
    if not left_out:
        return str(gettext("Ghi nhận %(n)d người?", n=count))
    words = gettext("Ghi nhận %(n)d người và để lại %(m)d dòng có lỗi?", n=count, m=left_out)
    return str(words)


def _told(done: service.Confirmation) -> str:
    if not done.stored:
        return str(gettext("Đã đóng tệp; mọi người trong tệp đã có từ trước."))
    return str(gettext("Đã ghi nhận %(n)d người.", n=done.stored))


def _filters() -> queries.Filters:
    return queries.Filters(
        unit_id=request.args.get("unit", type=web.number),
        group=request.args.get("group", ""),
        status=request.args.get("status", ""),
        is_unscored=request.args.get("unscored") == "1",
        page=request.args.get("page", 1, type=web.number),
    )


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
