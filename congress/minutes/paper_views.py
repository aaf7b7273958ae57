"""Minutes as files, their signed papers, and the vote on a nominee's own page."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import NotFound
from congress.minutes import paper, queries, records, results, signed_papers, words
from congress.minutes.views import SEEN_BY
from congress.nominations.pages import SENDERS

blueprint = Blueprint("minutes_papers", __name__, url_prefix="/congresses/<code>/minutes")


@blueprint.get("/<int:minutes_id>/minutes.docx")
@web.allow(SEEN_BY)
def docx(code: str, minutes_id: int) -> Response:
    """Hand out a version for Word, to be printed and signed."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        found = records.record(session, congress.id, minutes_id, web.viewer())
        host = congresses.host(session, congress.id)
        content = paper.docx(congress, host, found)
    return web.download(content, f"bien-ban-{minutes_id}.docx")


@blueprint.get("/<int:minutes_id>/scan")
@web.allow(SEEN_BY)
def scan(code: str, minutes_id: int) -> Response:
    """Hand out the signed paper of a version, never to be shown in the page."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        queries.minutes(session, congress.id, minutes_id, web.viewer())
        kept = queries.scan(session, minutes_id)
        if kept is None:
            raise NotFound
        return web.download(kept.content, f"bien-ban-{minutes_id}{kept.suffix}")


@blueprint.post("/<int:minutes_id>/scan")
@web.allow(SENDERS)
def attach(code: str, minutes_id: int) -> Response:
    """Keep the signed paper of a version."""
    sent = request.files.get("scan")
    content = sent.stream.read(signed_papers.LARGEST_MB * 2**20 + 1) if sent else b""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        signed_papers.attach(
            session, congress.id, minutes_id, content, by=web.viewer(), at=web.now()
        )
    flash(gettext("Đã lưu bản chụp biên bản có chữ ký."), "success")
    return redirect(url_for("minutes.minutes", code=code, minutes_id=minutes_id))


@blueprint.get("/of/<int:nominee_id>")
@web.allow(SEEN_BY)
def line(code: str, nominee_id: int) -> str:
    """Show the vote that counts for a nominee, for the nominee's own page."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        vote = queries.counting_vote(session, congress.id, nominee_id, web.viewer())
        result = results.results(session, [nominee_id]).get(nominee_id)
        return web.render(
            "minutes/_line.html",
            congress=congress,
            vote=vote,
            result=result,
            in_words=words.result_in_words(result) if result else "",
        )
