"""The order of levels in words: who would be held after the congress above."""

from flask_babel import gettext
from sqlmodel import Session

from congress.congresses import queries, rules
from congress.congresses.queries import Frame
from congress.congresses.rules import Dated


def warning(session: Session, congress: Frame) -> str:
    """Say which congresses would be held after the one above them; nothing where none would."""
    below = [_dated(child) for child in queries.children(session, congress.id)]
    late = "; ".join(rules.out_of_order(congress.held_on, below))
    upper = queries.parent(session, congress)
    if late:
        said = gettext("Họp sau đại hội này, dù ở cấp dưới: %(names)s.", names=late)
    elif upper and rules.out_of_order(upper.held_on, [_dated(congress)]):
        said = gettext("Đại hội này họp sau đại hội cấp trên: %(name)s.", name=upper.name)
    else:
        said = ""
    return str(said)


def _dated(congress: Frame) -> Dated:
    return Dated(congress.name, congress.held_on, congress.seats, congress.is_scheduled)
