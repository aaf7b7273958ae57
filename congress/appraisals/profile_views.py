"""Appraising: the profiles that wait, each one whole, and what is said of it."""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from congress import web
from congress.appraisals import facts, forms, obstacles, queries, rules, service, words
from congress.appraisals.words import STATES
from congress.congresses import queries as congresses
from congress.core.errors import NotFound
from congress.core.roles import OFFICE, Role
from congress.minutes.words import result_in_words
from congress.nominations import pages as nominations_pages, photos, queries as nominations
from congress.nominations.models import Nominee, Review
from congress.nominations.pages import SENDERS

blueprint = Blueprint("profiles", __name__, url_prefix="/congresses/<code>")

APPRAISERS = OFFICE | {Role.COUNCIL, Role.LEADER}
"""Those who read profiles whole; a member of the Council those of the units assigned."""
_TABS = (Review.SUBMITTED, Review.APPRAISED, Review.RETURNED, Review.ACCEPTED)


@blueprint.get("/appraisals/")
@web.allow(APPRAISERS)
def queue(code: str) -> str:
    """Show the profiles in one state, by unit."""
    wanted = request.args.get("state", Review.SUBMITTED)
    if wanted not in {state.value for state in _TABS}:
        raise NotFound
    state, me = Review(wanted), web.viewer()
    unit_id = request.args.get("unit", type=web.number)
    number = request.args.get("page", 1, type=web.number)
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        shown = queries.waiting(session, congress.id, me, state, unit_id=unit_id, page=number)
        senders = congresses.senders(session, congress.id)
    may = _may(state, me.role) if not congress.is_locked else {}
    return web.render(
        "appraisals/queue.html",
        congress=congress,
        tabs=[
            (url_for("profiles.queue", code=code, state=tab.value), STATES[tab].label, tab is state)
            for tab in _TABS
        ],
        state=state.value,
        shown=shown,
        pager=nominations_pages.pager(shown, request.path, request.args.to_dict()),
        units=[(str(unit.id), unit.name) for unit in senders if me.sees_unit(unit.id)],
        unit=str(unit_id or ""),
        words=STATES[state],
        may=may,
        may_choose=any(may.values()),
    )


def _may(state: Review, role: Role) -> dict[str, bool]:
    """Tell which buttons a role finds on the profiles of a state."""
    may_appraise = rules.may_move(state, Review.APPRAISED, role)
    return {
        "appraise": may_appraise,
        "settle": may_appraise and rules.may_move(Review.APPRAISED, Review.ACCEPTED, role),
        "accept": rules.may_move(state, Review.ACCEPTED, role),
        "return": rules.may_move(state, Review.RETURNED, role),
    }


def _move(code: str, verb: Callable[..., None]) -> int:
    """Do something with the ticked profiles and tell how many they were."""
    chosen = forms.chosen(request.form)
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        verb(session, congress.id, chosen, by=web.viewer(), at=web.now())
    return len(chosen)


def _back(code: str) -> str:
    unit, state = request.form.get("unit") or None, request.form.get("state") or None
    return url_for("profiles.queue", code=code, unit=unit, state=state)


@blueprint.post("/appraisals/appraise")
@web.allow(OFFICE)
def appraise(code: str) -> Response:
    """Say that the ticked profiles are as they should be."""
    done = _move(code, service.appraise)
    flash(gettext("Đã thẩm định %(n)d hồ sơ.", n=done), "success")
    return redirect(_back(code))


@blueprint.post("/appraisals/accept")
@web.allow(Role.ORGANIZER)
def accept(code: str) -> Response:
    """Let the ticked profiles compete."""
    done = _move(code, service.accept)
    flash(gettext("Đã chấp nhận %(n)d hồ sơ.", n=done), "success")
    return redirect(_back(code))


@blueprint.post("/appraisals/settle")
@web.allow(Role.ORGANIZER)
def appraise_and_accept(code: str) -> Response:
    """Take the ticked profiles through both steps; each is on record."""
    done = _move(code, service.appraise_and_accept)
    flash(gettext("Đã thẩm định và chấp nhận %(n)d hồ sơ.", n=done), "success")
    return redirect(_back(code))


@blueprint.post("/appraisals/accept-all")
@web.allow(Role.ORGANIZER)
def accept_all(code: str) -> Response:
    """Accept every appraised profile, or those of one unit."""
    unit_id = request.form.get("unit", type=web.number)
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        done = service.accept_all(session, congress.id, unit_id, by=web.viewer(), at=web.now())
    flash(gettext("Đã chấp nhận %(n)d hồ sơ.", n=done), "success")
    return redirect(_back(code))


@blueprint.get("/nominees/<int:nominee_id>/appraisal")
@web.allow(APPRAISERS)
def appraisal(code: str, nominee_id: int) -> str:
    """Show one profile whole, with what was done and said of it."""
    me = web.viewer()
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = nominations.nominee(session, congress.id, nominee_id, me)
        return web.render(
            "appraisals/profile.html",
            congress=congress,
            found=found,
            photo=photos.shown(session, nominee_id),
            lines=facts.lines(session, congress, found, me),
            lacking=facts.lacking(found),
            lost=_lost(session, found),
            may=_may(found.review, me.role) if not congress.is_locked else _may_nothing(),
            may_remark=me.role in service.REMARKERS,
            may_edit=me.role in OFFICE,
            remarkable=words.HEADINGS,
            headings=[(each, words.heading(each)) for each in ("", *words.HEADINGS)],
            **_said(session, nominee_id),
        )


def _lost(session: Session, found: Nominee) -> str:
    """Say how the vote went that did not take the person; nothing where it did."""
    losers = obstacles.lost(session, [found])
    return "".join(result_in_words(each) for each in losers.values())


def _may_nothing() -> dict[str, bool]:
    return _may(Review.MERGED, Role.LEADER)


def _said(session: Session, nominee_id: int) -> Mapping[str, object]:
    return {
        "history": queries.history(session, nominee_id),
        "remarks": queries.remarks(session, nominee_id),
        "states": STATES,
        "heading": words.heading,
    }


@blueprint.get("/nominees/<int:nominee_id>/remarks")
@web.allow(SENDERS, APPRAISERS)
def remarks(code: str, nominee_id: int) -> str:
    """Give the part of a profile's page that tells how far it is, and what was said of it."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = nominations.nominee(session, congress.id, nominee_id, web.viewer())
        return web.render(
            "appraisals/_remarks.html",
            congress=congress,
            found=found,
            may_answer=web.viewer().role in SENDERS,
            may_appraise=web.viewer().role in OFFICE,
            **_said(session, nominee_id),
        )


@blueprint.post("/nominees/<int:nominee_id>/return")
@web.allow(OFFICE)
def send_back(code: str, nominee_id: int) -> Response:
    """Return a profile to its unit, with a reason for each heading to mend."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        service.send_back(
            session,
            congress.id,
            nominee_id,
            forms.remarks(request.form),
            version=request.form.get("version", type=web.number) or 0,
            by=web.viewer(),
            at=web.now(),
        )
    flash(gettext("Đã trả lại hồ sơ kèm lý do."), "success")
    return redirect(url_for("profiles.appraisal", code=code, nominee_id=nominee_id))


@blueprint.post("/nominees/<int:nominee_id>/remarks")
@web.allow(service.REMARKERS)
def remark(code: str, nominee_id: int) -> Response:
    """Say something of a profile and leave it where it is."""
    heading = request.form.get("heading", words.GENERAL)
    if heading not in (words.GENERAL, *words.HEADINGS):
        raise NotFound
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        said = request.form.get("words", "")
        service.remark(
            session, congress.id, nominee_id, heading, said, by=web.viewer(), at=web.now()
        )
    flash(gettext("Đã ghi ý kiến."), "success")
    return redirect(url_for("profiles.appraisal", code=code, nominee_id=nominee_id))


@blueprint.post("/remarks/<int:remark_id>/answer")
@web.allow(SENDERS)
def answer(code: str, remark_id: int) -> Response:
    """Answer a remark, once."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        said = request.form.get("words", "")
        found = service.answer(session, congress.id, remark_id, said, by=web.viewer(), at=web.now())
    flash(gettext("Đã ghi trả lời."), "success")
    return redirect(url_for("nominations.nominee", code=code, nominee_id=found.nominee_id))
