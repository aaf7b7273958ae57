"""The page of a congress: what it is, its agenda, its groups, who does what until when."""

from flask import Blueprint

from congress import web
from congress.congresses import queries
from congress.core.roles import Role

blueprint = Blueprint("congresses", __name__, url_prefix="/congresses/<code>")


@blueprint.get("/")
@web.allow(*Role)
def overview(code: str) -> str:
    """Show the frame of a congress."""
    with web.reading() as session:
        congress = queries.by_code(session, code)
        return web.render(
            "congresses/overview.html",
            congress=congress,
            groups=queries.groups(session, congress.id),
            sittings=queries.sittings(session, congress.id),
            agenda=queries.agenda(session, congress.id),
            tasks=queries.tasks(session, congress.id),
            senders=queries.senders(session, congress.id),
        )
