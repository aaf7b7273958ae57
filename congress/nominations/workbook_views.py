"""The pages of workbooks that units send: what each holds, its faults, and the template."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import Rejected
from congress.nominations import pages, preview as previews, queries, sending, template
from congress.nominations.annotation import annotate
from congress.nominations.pages import SENDERS, is_office, sender_id
from congress.units import queries as units

blueprint = Blueprint("workbooks", __name__, url_prefix="/congresses/<code>/nominees")


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
        workbook = sending.receive(
            session,
            congress.id,
            sender_id(),
            sent.filename,
            content,
            by=web.viewer(),
            at=web.now(),
        )
    return redirect(url_for("workbooks.preview", code=code, workbook_id=workbook.id))


@blueprint.get("/workbooks/<int:workbook_id>")
@web.allow(SENDERS)
def preview(code: str, workbook_id: int) -> str:
    """Show the proven rows of a workbook and all its faults."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        workbook = queries.workbook(session, congress.id, workbook_id, web.viewer())
        seen = previews.preview(session, workbook, tells_unit=is_office())
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
        done = sending.confirm(session, congress.id, workbook_id, by=web.viewer(), at=web.now())
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
        unit = congresses.sender(session, congress.id, sender_id())
        terms = previews.terms(session, congress.id, unit.id)
    content = template.template(congress.name, unit.name, terms)
    return web.download(content, template.filename(unit.name, congress.held_on))


def _question(count: int, left_out: int) -> str:
    if not left_out:
        return str(gettext("Ghi nhận %(n)d người?", n=count))
    words = gettext("Ghi nhận %(n)d người và để lại %(m)d dòng có lỗi?", n=count, m=left_out)
    return str(words)


def _told(done: sending.Confirmation) -> str:
    if not done.stored:
        return str(gettext("Đã đóng tệp; mọi người trong tệp đã có từ trước."))
    return str(gettext("Đã ghi nhận %(n)d người.", n=done.stored))
