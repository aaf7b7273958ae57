"""The list going up on paper (danh sách trích ngang), for Word."""

from datetime import datetime

from sqlmodel import Session, col

from congress import audit
from congress.congresses import queries as congresses
from congress.congresses.models import CompositionGroup
from congress.congresses.queries import Frame
from congress.congresses.rules import place_of
from congress.core.disclosure import Purpose
from congress.core.roles import Viewer
from congress.delegations import queries
from congress.delegations.models import Member
from congress.nominations.models import Gender, Nominee
from congress.nominations.portraits import described
from congress.papers import render_docx
from congress.units.models import Unit

_DAY = "%d/%m/%Y"


def hand_out(session: Session, congress: Frame, *, by: Viewer, at: datetime) -> bytes:
    """Give the list for Word and log who took it; its number, day and signer are left to fill in.

    It is taken to be handed in above, the purpose for which it holds ethnic group and Party.
    """
    upper = queries.known_list(session, congress, by)
    vote = queries.approval(session, congress.id)
    people = _people(session, congress.id)
    audit.record(
        session,
        "list.taken",
        f"congress:{congress.id}",
        by=by,
        at=at,
        paper="delegation.docx",
        purpose=Purpose.SUBMISSION,
        with_sensitive=True,
    )
    return render_docx(
        "delegation.docx",
        {
            "congress": congress,
            "upper": upper,
            "held_on": congress.held_on,
            "place": place_of(congresses.host(session, congress.id)),
            "vote": vote,
            "voted_on": vote.voted_on.strftime(_DAY) if vote else "",
            "people": people,
            "signer": "",
        },
    )


def _people(session: Session, congress_id: int) -> list[dict[str, object]]:
    query = (
        described(Nominee, Unit.name, CompositionGroup.label)
        .join(Member, col(Member.nominee_id) == col(Nominee.id))
        .where(col(Member.congress_id) == congress_id)
        .order_by(col(Member.position))
    )
    return [
        {"number": number, **_line(who, unit, group)}
        for number, (who, unit, group) in enumerate(session.execute(query), 1)
    ]


def _line(who: Nominee, unit: str, group: str) -> dict[str, str]:
    born = str(who.birth_year)
    return {
        "name": who.name,
        "male": born if who.gender is Gender.MALE else "",
        "female": born if who.gender is Gender.FEMALE else "",
        "ethnic_group": who.ethnic_group,
        "post": _listed(who.post, who.workplace),
        "home": _listed(who.village, unit),
        "party": "x" if who.is_party_member else "",
        "levels": _listed(who.professional_level, who.political_level),
        "achievement": _listed(who.titles, who.achievement),
        "group": group,
        "note": who.roles,
    }


def _listed(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
