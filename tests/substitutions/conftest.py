"""An approved list with seats and badges, and people who stand by."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from congress.badges import queries as badges, service as issuing
from congress.congresses.models import Congress
from congress.database import Database
from congress.delegates.models import Delegate
from congress.nominations.models import Gender
from congress.seating.models import Placement
from congress.substitutions import service
from congress.substitutions.service import Proposal
from tests import factories
from tests.factories import AT, Small

MORNING = datetime(2025, 4, 15, 0, 30, tzinfo=UTC)
LEAVER, COLLEAGUE, NEIGHBOUR = "Hoàng Thị Thuỷ", "Lương Thị Én", "Nông Văn Hòa"
NEWCOMER, RIVAL = "Đinh Thị Mơ", "Chu Thị Lan"

RULES = """
[panel]
seats = 4
day = 2025-04-15

[[quota]]
name = "Nữ"
where = { gender = "female" }
min = 3
"""

TIGHT = """
[panel]
seats = 4
day = 2025-04-15

[[quota]]
name = "Nữ"
where = { gender = "female" }
min = 4

[[quota]]
name = "Người Dao"
where = { ethnic_group = "Dao" }
min = 1
"""


@dataclass(frozen=True)
class Locked:
    """An approved list: its delegates and the nominees by name."""

    database: Database
    small: Small
    delegates: list[Delegate]
    nominees: dict[str, int]

    def number(self, name: str) -> int:
        """Give the number that somebody was approved with."""
        wanted = self.nominees[name]
        return next(each.number for each in self.delegates if each.nominee_id == wanted)

    def propose(self, *names: str, preferred: str = "") -> Proposal:
        """Ask who would replace these people."""
        with self.database.reading() as session:
            return service.propose(
                session,
                self.small.congress_id,
                [self.number(name) for name in names],
                preferred=self.nominees.get(preferred),
            )

    def carry_out(self, proposal: Proposal, *, reason: str = "ốm", accepts: bool = False) -> None:
        """Carry a proposal out."""
        with self.database.transaction() as session:
            service.carry_out(
                session,
                self.small.congress_id,
                proposal,
                shown=proposal.fingerprint,
                reason=reason,
                accepts_release=accepts,
                by=self.small.viewers["organizer"],
                at=MORNING,
            )

    def substitute(self, *names: str, reason: str = "ốm") -> None:
        """Replace these people as proposed."""
        self.carry_out(self.propose(*names), reason=reason)

    def tokens(self) -> dict[int, str]:
        """Give the text of each badge in force, by number."""
        with self.database.reading() as session:
            printed = badges.printed(session, self.small.congress_id)
            return {badge.number: badge.token for badge in printed}

    def set_rules(self, rules: str) -> None:
        """Let other rules hold."""
        with self.database.transaction() as session:
            session.get_one(Congress, self.small.congress_id).rules = rules


@pytest.fixture
def locked(database: Database, small: Small) -> Locked:
    """Four delegates with seats and badges; two women of the neighbour commune were left out."""
    with database.transaction() as session:
        return _locked(session, database, small)


def _locked(session: Session, database: Database, small: Small) -> Locked:
    def person(name: str, unit: int, score: str, **facts: object) -> object:
        return factories.nominee(session, small, name, unit, score=score, **facts)

    chosen = [
        person(LEAVER, small.nhan_ly, "90"),
        person(COLLEAGUE, small.nhan_ly, "85", ethnic_group="Dao"),
        person(NEIGHBOUR, small.van_linh, "80", gender=Gender.MALE),
        person("Vi Ỷ", small.agency, "75"),
    ]
    others = [person(NEWCOMER, small.van_linh, "70"), person(RIVAL, small.van_linh, "60")]
    person("Lộc Văn Tơ", small.van_linh, "99", gender=Gender.MALE)
    delegates = factories.approved(session, small, chosen)
    for delegate in delegates:
        label = f"A-{delegate.number}"
        session.add(
            Placement(
                congress_id=small.congress_id,
                delegate_id=delegate.id or 0,
                seat_guid=label,
                seat_label=label,
                placed_at=AT,
            )
        )
    issuing.issue_missing(session, small.congress_id, by=None, at=AT)
    session.get_one(Congress, small.congress_id).rules = RULES
    return Locked(
        database, small, delegates, {each.name: each.id or 0 for each in [*chosen, *others]}
    )
