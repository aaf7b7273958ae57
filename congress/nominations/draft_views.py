"""Keeping what is typed into a nominee's form, and giving it back."""

from flask import Blueprint, Response, jsonify, request
from sqlmodel import Session

from congress import web
from congress.congresses import queries as congresses
from congress.nominations import drafts, queries
from congress.nominations.pages import SENDERS

blueprint = Blueprint("drafts", __name__, url_prefix="/congresses/<code>/nominees/drafts")

_NOT_TYPED = frozenset({"csrf_token"})


@blueprint.get("/<int:form>")
@web.allow(SENDERS)
def kept(code: str, form: int) -> Response:
    """Give what the viewer typed and has not saved; nothing where there is none."""
    with web.reading() as session:
        congress_id = _known(session, code, form)
        found = drafts.kept(session, congress_id, form, web.viewer())
    if found is None:
        return Response(status=204)
    return jsonify(fields=found.fields, saved_at=web.local_time(found.saved_at, "%H:%M, %d/%m"))


@blueprint.post("/<int:form>")
@web.allow(SENDERS)
def keep(code: str, form: int) -> Response:
    """Keep what is typed so far."""
    typed = [
        (name, value) for name, value in request.form.items(multi=True) if name not in _NOT_TYPED
    ]
    with web.transaction() as session:
        congress_id = _known(session, code, form)
        drafts.keep(session, congress_id, form, typed, by=web.viewer(), at=web.now())
    return jsonify(saved_at=web.local_time(web.now()))


@blueprint.post("/<int:form>/drop")
@web.allow(SENDERS)
def drop(code: str, form: int) -> Response:
    """Drop what was typed."""
    with web.transaction() as session:
        congress_id = _known(session, code, form)
        drafts.forget(session, congress_id, form, by=web.viewer())
    return Response(status=204)


def _known(session: Session, code: str, form: int) -> int:
    """Give the congress; ``NotFound`` for the form of somebody the viewer may not know of."""
    congress = congresses.by_code(session, code)
    if form:
        queries.nominee(session, congress.id, form, web.viewer())
    return congress.id
