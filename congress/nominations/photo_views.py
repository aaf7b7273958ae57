"""The photo of a nominee: shown, sent, removed."""

from flask import Blueprint, flash, make_response, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import Fault, Rejected
from congress.core.roles import READERS, Role
from congress.nominations import photos, pictures, queries
from congress.nominations.pages import SENDERS

blueprint = Blueprint("photos", __name__, url_prefix="/congresses/<code>/nominees")


@blueprint.get("/<int:nominee_id>/photo")
@web.allow(READERS, Role.COMMUNE, Role.COUNCIL)
def photo(code: str, nominee_id: int) -> Response:
    """Give the photo to those who may see the person; no browser keeps it."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        content = photos.content(session, congress.id, nominee_id, web.viewer())
    response = make_response(content)
    response.mimetype = "image/jpeg"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/<int:nominee_id>/photo")
@web.allow(SENDERS)
def keep(code: str, nominee_id: int) -> Response:
    """Keep the photo that was sent, in place of the one before."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        queries.nominee(session, congress.id, nominee_id, web.viewer())
    # Nothing is decoded for who may not know the person.
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        raise Rejected.because([Fault("photo_missing", field="photo")])
    picture = pictures.photo(sent.read())
    with web.transaction() as session:
        is_sharp = photos.keep(
            session, congress.id, nominee_id, picture, by=web.viewer(), at=web.now()
        )
    if is_sharp:
        flash(gettext("Đã lưu ảnh."), "success")
    else:
        flash(gettext("Đã lưu ảnh, nhưng ảnh hơi mờ. Nếu có ảnh khác rõ hơn, hãy thay."), "warning")
    return _back(code, nominee_id)


@blueprint.post("/<int:nominee_id>/photo/remove")
@web.allow(SENDERS)
def remove(code: str, nominee_id: int) -> Response:
    """Remove the photo."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        photos.remove(session, congress.id, nominee_id, by=web.viewer(), at=web.now())
    flash(gettext("Đã xóa ảnh."), "success")
    return _back(code, nominee_id)


def _back(code: str, nominee_id: int) -> Response:
    return redirect(
        url_for("nominations.nominee", code=code, nominee_id=nominee_id, _anchor="photo")
    )
