"""The page on which a unit reads what became of its people."""

from flask import Blueprint, request

from congress import web
from congress.congresses import queries as congresses
from congress.core.roles import READERS, Role
from congress.delegates import outcome as outcomes, queries
from congress.nominations import pages

blueprint = Blueprint("outcomes", __name__, url_prefix="/congresses/<code>/outcome")


@blueprint.get("/")
@web.allow(READERS, Role.COMMUNE)
def page(code: str) -> str:
    """Show who is a delegate, with the number, and who is not, with the reason."""
    unit_id = request.args.get("unit", type=web.number)
    number = request.args.get("page", 1, type=web.number)
    me = web.viewer()
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        approval = queries.approval(session, congress.id)
        if approval is None:
            return web.render("delegates/no_outcome.html", congress=congress)
        shown = outcomes.outcomes(session, congress.id, me, unit_id=unit_id, page=number)
        senders = congresses.senders(session, congress.id)
        delegates = len(queries.delegates(session, congress.id, me))
    return web.render(
        "delegates/outcome.html",
        congress=congress,
        approval=approval,
        shown=shown,
        pager=pages.pager(shown, request.path, request.args.to_dict()),
        units=[(str(unit.id), unit.name) for unit in senders],
        unit=str(unit_id or ""),
        delegates=delegates,
        sees_all=me.sees_all,
    )
