"""The pages of minutes: by unit, the form, ties, and closing."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.congresses.queries import Frame
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import READERS, Role
from congress.minutes import forms, pages, queries, records, service
from congress.nominations.pages import SENDERS, sender_id
from congress.settings import ZONE

blueprint = Blueprint("minutes", __name__, url_prefix="/congresses/<code>/minutes")

SEEN_BY = READERS | {Role.COMMUNE, Role.COUNCIL}


@blueprint.get("/")
@web.allow(SEEN_BY)
def page(code: str) -> str:
    """Show the minutes of each unit; a commune sees its own, the Council those assigned."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        return web.render(
            "minutes/page.html",
            congress=congress,
            units=queries.by_unit(session, congress.id, web.viewer()),
            may_record=pages.may_record(congress, web.viewer()),
        )


@blueprint.get("/new")
@web.allow(SENDERS)
def new(code: str) -> str:
    """Show an empty form for a unit's meeting."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        unit_id = _sender(session, congress)
        seats = queries.seats(session, congress.id, unit_id)
        return _new(session, congress, unit_id, {**forms.DEFAULT, "seats": str(seats or "")})


@blueprint.post("/new")
@web.allow(SENDERS)
def record(code: str) -> Response | tuple[str, int]:
    """Begin minutes."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            unit_id = _sender(session, congress)
            candidates = queries.candidates(session, congress.id, unit_id)
            meeting, ballots = forms.read(request.form, candidates, _today())
            recorded = service.record(
                session, congress.id, unit_id, meeting, ballots, by=web.viewer(), at=web.now()
            )
    except Rejected as error:
        with web.reading() as session:
            congress = congresses.by_code(session, code)
            unit_id = _sender(session, congress)
            return _new(session, congress, unit_id, request.form, error.faults), 422
    flash(gettext("Đã ghi. Xem kết quả bên dưới rồi chốt biên bản."), "success")
    return redirect(url_for("minutes.minutes", code=code, minutes_id=recorded.id))


@blueprint.get("/<int:minutes_id>")
@web.allow(SEEN_BY)
def minutes(code: str, minutes_id: int) -> str:
    """Show one version: the form while it is open, the result, and its history."""
    with web.reading() as session:
        return _shown(session, congresses.by_code(session, code), minutes_id)


@blueprint.post("/<int:minutes_id>")
@web.allow(SENDERS)
def rewrite(code: str, minutes_id: int) -> Response | tuple[str, int]:
    """Change open minutes."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            found = queries.minutes(session, congress.id, minutes_id, web.viewer())
            candidates = queries.candidates(session, congress.id, found.unit_id, minutes_id)
            meeting, ballots = forms.read(request.form, candidates, _today())
            service.rewrite(
                session, congress.id, minutes_id, meeting, ballots, version=_version(), **_who()
            )
    except Rejected as error:
        return _again(code, minutes_id, error.faults, request.form)
    return _done(code, minutes_id, gettext("Đã ghi thay đổi."))


@blueprint.post("/<int:minutes_id>/tie")
@web.allow(SENDERS)
def decide_tie(code: str, minutes_id: int) -> Response | tuple[str, int]:
    """Say how the tie at the last seat was decided."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            found = records.record(session, congress.id, minutes_id, web.viewer())
            tied = sorted(found.tally.tie.nominees) if found.tally.tie else []
            decision = forms.tie(request.form, tied)
            service.decide_tie(
                session, congress.id, minutes_id, decision, version=_version(), **_who()
            )
    except Rejected as error:
        return _again(code, minutes_id, error.faults)
    return _done(code, minutes_id, gettext("Đã ghi quyết định về số phiếu bằng nhau."))


@blueprint.post("/<int:minutes_id>/close")
@web.allow(SENDERS)
def close(code: str, minutes_id: int) -> Response | tuple[str, int]:
    """Close minutes for good."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            service.close(session, congress.id, minutes_id, version=_version(), **_who())
    except Rejected as error:
        return _again(code, minutes_id, error.faults)
    return _done(code, minutes_id, gettext("Đã chốt biên bản; số phiếu đã ghi vào hồ sơ."))


@blueprint.post("/<int:minutes_id>/correct")
@web.allow(SENDERS)
def correct(code: str, minutes_id: int) -> Response | tuple[str, int]:
    """Begin a correction of closed minutes."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            begun = service.correct(
                session,
                congress.id,
                minutes_id,
                reason=request.form.get("correction", ""),
                **_who(),
            )
    except Rejected as error:
        return _again(code, minutes_id, error.faults)
    return _done(code, begun.id or 0, gettext("Đây là bản sửa; bản cũ giữ nguyên."))


@blueprint.post("/<int:minutes_id>/discard")
@web.allow(SENDERS)
def discard(code: str, minutes_id: int) -> Response | tuple[str, int]:
    """Drop open minutes."""
    try:
        with web.transaction() as session:
            congress = congresses.by_code(session, code)
            service.discard(session, congress.id, minutes_id, version=_version(), **_who())
    except Rejected as error:
        return _again(code, minutes_id, error.faults)
    flash(gettext("Đã bỏ biên bản chưa chốt."), "success")
    return redirect(url_for("minutes.page", code=code))


def _done(code: str, minutes_id: int, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("minutes.minutes", code=code, minutes_id=minutes_id))


def _again(
    code: str, minutes_id: int, faults: Sequence[Fault], typed: Mapping[str, str] | None = None
) -> tuple[str, int]:
    with web.reading() as session:
        return _shown(session, congresses.by_code(session, code), minutes_id, faults, typed), 422


def _shown(
    session: Session,
    congress: Frame,
    minutes_id: int,
    faults: Sequence[Fault] = (),
    typed: Mapping[str, str] | None = None,
) -> str:
    found = records.record(session, congress.id, minutes_id, web.viewer())
    return web.render(
        "minutes/minutes.html",
        congress=congress,
        page=pages.shown(found, congress, web.viewer()),
        values=pages.values(found.candidates, typed or forms.shown(found.minutes, found.votes)),
        candidates=found.candidates,
        typed=request.form,
        faults=web.said(faults),
        choices=pages.form_choices(),
    )


def _new(
    session: Session,
    congress: Frame,
    unit_id: int,
    typed: Mapping[str, str],
    faults: Sequence[Fault] = (),
) -> str:
    candidates = queries.candidates(session, congress.id, unit_id)
    return web.render(
        "minutes/new.html",
        congress=congress,
        unit=congresses.sender(session, congress.id, unit_id),
        candidates=candidates,
        values=pages.values(candidates, typed),
        may_record=pages.may_record(congress, web.viewer()),
        faults=web.said(faults),
        choices=pages.form_choices(),
    )


def _sender(session: Session, congress: Frame) -> int:
    unit_id = sender_id()
    if not web.viewer().sees_unit(unit_id):
        raise NotFound
    return congresses.sender(session, congress.id, unit_id).id


def _version() -> int:
    return request.form.get("version", type=web.number) or 0


def _who() -> dict[str, Any]:
    return {"by": web.viewer(), "at": web.now()}


def _today() -> Any:
    return web.now().astimezone(ZONE).date()
