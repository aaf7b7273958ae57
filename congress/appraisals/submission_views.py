"""Handing in a unit's profiles, and the receipts of it."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.appraisals import board as boards, forms, obstacles, queries, service
from congress.appraisals.words import STATES, clock
from congress.congresses import deadlines, queries as congresses
from congress.core.errors import Rejected
from congress.core.roles import OFFICE, Role
from congress.minutes.words import result_in_words
from congress.nominations.headings import label
from congress.nominations.pages import SENDERS, sender_id
from congress.units import queries as units

blueprint = Blueprint("submissions", __name__, url_prefix="/congresses/<code>/submission")


@blueprint.get("/")
@web.allow(SENDERS)
def page(code: str) -> str:
    """Show which profiles are ready to be handed in, and what the others lack."""
    return _page(code)


@blueprint.post("/")
@web.allow(SENDERS)
def submit(code: str) -> Response | tuple[str, int]:
    """Hand in the ticked profiles."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            receipt = service.submit(
                session,
                congress.id,
                sender_id(),
                forms.chosen(request.form),
                by=web.viewer(),
                at=web.now(),
            )
    except Rejected as error:
        return _page(code, web.said(error.faults)), 422
    flash(gettext("Đã nộp %(n)d hồ sơ.", n=len(receipt.people)), "success")
    return redirect(url_for("submissions.receipt", code=code, receipt_id=receipt.id))


def _page(code: str, faults: list[web.SaidFault] | None = None) -> str:
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        if web.viewer().unit_id is None and not request.values.get("sender"):
            senders = congresses.senders(session, congress.id)
            return web.render("appraisals/senders.html", congress=congress, senders=senders)
        unit = congresses.sender(session, congress.id, sender_id())
        found = obstacles.candidates(session, congress.id, unit.id)
        window = deadlines.window(session, congress.id, unit.id)
        (line,) = boards.board(session, congress.id, web.viewer(), unit.id)
        return web.render(
            "appraisals/submission.html",
            congress=congress,
            unit=unit,
            line=line,
            ready=[each for each in found if each.is_ready],
            unready=[each for each in found if not each.is_ready and not each.lost],
            lost=[(each, result_in_words(each.lost)) for each in found if each.lost],
            receipts=queries.receipts(session, congress.id, unit.id),
            states=STATES,
            shown_states=boards.STATES,
            window=window,
            is_open=window.is_open(web.now()) and not congress.is_locked,
            is_late=window.is_late(web.now()),
            label=label,
            faults=faults or [],
        )


@blueprint.get("/receipts/<int:receipt_id>")
@web.allow(SENDERS, Role.COUNCIL, Role.LEADER)
def receipt(code: str, receipt_id: int) -> str:
    """Show a receipt as it was written, to print as often as it is wanted."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = queries.receipt(session, congress.id, receipt_id, web.viewer())
        return web.render(
            "appraisals/receipt.html",
            congress=congress,
            host=congresses.host(session, congress.id),
            receipt=found,
            unit=units.unit_name(session, found.unit_id),
            is_whole=service.digest_of(found) == found.digest,
            sent_at=clock(found.sent_at),
            states={state.value: state_words for state, state_words in STATES.items()},
            is_office=web.viewer().role in OFFICE,
        )
