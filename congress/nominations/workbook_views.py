"""The pages of workbooks that units send: what each holds, its faults, and the template."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import Fault, NotFound, Rejected
from congress.nominations import (
    annotation,
    preview as previews,
    preview_page,
    queries,
    readings,
    sending,
    template,
)
from congress.nominations.pages import SENDERS, is_office, sender_id
from congress.nominations.sending import Answer, Choices
from congress.units import queries as units

blueprint = Blueprint("workbooks", __name__, url_prefix="/congresses/<code>/nominees")

_SHOWN_AGAIN = frozenset({"workbook_preview_stale", "workbook_answer_missing"})


@blueprint.post("/workbooks")
@web.allow(SENDERS)
def receive(code: str) -> Response:
    """Take a workbook and show what it holds; nothing is stored as a nominee yet."""
    sent = request.files.get("workbook")
    if sent is None or not sent.filename:
        raise Rejected("workbook_file_missing")
    unit_id = sender_id()
    upload = sending.opened(sent.filename, sent.stream.read())
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        workbook = sending.receive(
            session, congress.id, unit_id, upload, by=web.viewer(), at=web.now()
        )
    return redirect(url_for("workbooks.preview", code=code, workbook_id=workbook.id))


@blueprint.get("/workbooks/<int:workbook_id>")
@web.allow(SENDERS)
def preview(code: str, workbook_id: int) -> str:
    """Show what a workbook would change, and all its faults."""
    return _preview(code, workbook_id)


@blueprint.post("/workbooks/<int:workbook_id>/text")
@web.allow(SENDERS)
def keep_text(code: str, workbook_id: int) -> Response:
    """Leave text of old fonts as it stands, or put it into Unicode again."""
    keeps = request.form.get("keeps", "")
    if keeps not in {"0", "1"}:
        raise NotFound
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        sending.keep_text(
            session, congress.id, workbook_id, keeps=keeps == "1", by=web.viewer(), at=web.now()
        )
    return redirect(url_for("workbooks.preview", code=code, workbook_id=workbook_id))


@blueprint.post("/workbooks/<int:workbook_id>/confirm")
@web.allow(SENDERS)
def confirm(code: str, workbook_id: int) -> Response | tuple[str, int]:
    """Store what a workbook says, as far as the clerk takes it."""
    with web.reading() as session:
        # Read while nobody waits: in the transaction the others do.
        congress = congresses.by_code(session, code)
        workbook = queries.workbook(session, congress.id, workbook_id, web.viewer())
        previews.read_before(session, workbook)
    try:
        with web.transaction() as session:
            done = sending.confirm(
                session, congress.id, workbook_id, _choices(), by=web.viewer(), at=web.now()
            )
    except Rejected as refused:
        if refused.faults[0].code not in _SHOWN_AGAIN:
            raise
        return _preview(code, workbook_id, refused.faults), 422
    for category, words in _told(done):
        flash(words, category)
    return redirect(url_for("nominations.nominees", code=code))


@blueprint.get("/workbooks/<int:workbook_id>/annotated.xlsx")
@web.allow(SENDERS)
def annotated(code: str, workbook_id: int) -> Response:
    """Give the clerk's own workbook back with its faults coloured and noted."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        workbook = queries.workbook(session, congress.id, workbook_id, web.viewer())
        seen = previews.preview(session, workbook, is_office=is_office())
        own = readings.content_of(session, workbook)
    content = annotation.annotated(own, seen.sheets, seen.faults, web.language())
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
        seats = queries.seats(session, congress.id, unit.id)
    content = template.template(congress.name, unit.name, terms, seats)
    return web.download(content, template.filename(unit.name, congress.held_on))


def _preview(code: str, workbook_id: int, refused: tuple[Fault, ...] = ()) -> str:
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        workbook = queries.workbook(session, congress.id, workbook_id, web.viewer())
        facts = {
            "congress": congress,
            "workbook": workbook,
            "unit": units.unit_name(session, workbook.unit_id),
            "refused": web.said(refused),
            "answers": {key: said for key, said in request.form.items() if "answer-" in key},
        }
        if workbook.content is None:
            return web.render("nominations/preview_gone.html", **facts)
        seen = previews.preview(session, workbook, is_office=is_office())
        page = preview_page.prepare(
            session, congress, workbook, seen, whole=request.args.get("whole", "")
        )
        conversions, skipped = seen.reading.conversions, seen.reading.skipped
        return web.render(
            "nominations/preview.html",
            **facts,
            page=page,
            conversions=conversions,
            skipped=skipped,
        )


def _choices() -> Choices:
    """Read what the clerk takes: what was shown and is not ticked is left."""
    form = request.form
    shown, taken = (_numbers(name) for name in ("shown", "take"))
    answers = {
        int(key.removeprefix("answer-")): Answer(said)
        for key, said in form.items()
        if key.startswith("answer-") and key[7:].isdecimal() and said in set(Answer)
    }
    return Choices(
        left=shown - taken,
        withdrawn=_numbers("withdraw"),
        answers=answers,
        erases=form.get("erases") == "1",
        digest=form.get("digest", ""),
    )


def _numbers(name: str) -> frozenset[int]:
    return frozenset(request.form.getlist(name, type=web.number))


def _told(done: sending.Confirmation) -> list[tuple[str, str]]:
    said = {
        gettext("Đã ghi nhận %(n)d người.", n=done.stored): done.stored,
        gettext("Đã sửa hồ sơ của %(n)d người theo tệp mới.", n=done.changed): done.changed,
        gettext("Đã rút %(n)d người không còn trong tệp.", n=done.withdrawn): done.withdrawn,
    }
    words = [sentence for sentence, count in said.items() if count]
    told = [("success", sentence) for sentence in words]
    if not told:
        told = [("success", gettext("Đã đóng tệp; mọi người trong tệp đã có từ trước."))]
    if done.left_out:
        left = gettext("Còn %(n)d dòng có lỗi chưa ghi nhận; hãy sửa rồi gửi lại.", n=done.left_out)
        told.append(("warning", left))
    return told
