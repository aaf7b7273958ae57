"""Three people of Nhân Lý who compete, and a guest of the agency who does not."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pytest

from congress.database import Database
from congress.minutes import queries, service
from congress.minutes.models import Minutes
from congress.minutes.rules import Ballot, Meeting, Threshold, TieDecision
from congress.nominations.models import Nominee, Review, Status
from tests import factories
from tests.factories import AT, Small

MEETING = Meeting(
    held_on=date(2025, 3, 12),
    place="Nhà văn hóa xã",
    chair="Nông Văn Chủ",
    secretary="Vi Thị Thư",
    summoned=15,
    present=13,
    form="secret",
    seats=2,
    threshold=Threshold(Fraction(1, 2)),
)


@dataclass(frozen=True)
class Collective:
    """A unit's people by name, and what its clerk does with minutes."""

    database: Database
    small: Small
    people: dict[str, int]

    def ballots(self, **votes: int) -> list[Ballot]:
        """Give ballots by the last word of each name."""
        last = {name.split()[-1]: number for name, number in self.people.items()}
        return [Ballot(last[name], count) for name, count in votes.items()]

    def record(self, who: str = "commune", **votes: int) -> int:
        """Begin minutes with these votes."""
        return self.recorded(MEETING, self.ballots(**votes), who)

    def recorded(self, meeting: Meeting, ballots: list[Ballot], who: str = "commune") -> int:
        """Begin minutes of this meeting."""
        with self.database.transaction() as session:
            begun = service.record(
                session, self.small.congress_id, self.small.nhan_ly, meeting, ballots,
                by=self.small.viewers[who], at=AT,
            )  # fmt: skip
            return begun.id or 0

    def decide(self, minutes_id: int, decision: TieDecision) -> None:
        """Decide the tie at the last seat."""
        with self.database.transaction() as session:
            service.decide_tie(
                session, self.small.congress_id, minutes_id, decision,
                version=self.minutes(minutes_id).version, by=self.small.viewers["commune"], at=AT,
            )  # fmt: skip

    def close(self, minutes_id: int, who: str = "commune") -> None:
        """Close minutes."""
        with self.database.transaction() as session:
            service.close(
                session, self.small.congress_id, minutes_id,
                version=self.minutes(minutes_id).version, by=self.small.viewers[who], at=AT,
            )  # fmt: skip

    def closed(self, who: str = "commune", *, on: date | None = None, **votes: int) -> int:
        """Record a meeting and close its minutes."""
        meeting = replace(MEETING, held_on=on or MEETING.held_on)
        minutes_id = self.recorded(meeting, self.ballots(**votes), who)
        self.close(minutes_id, who)
        return minutes_id

    def correct(self, minutes_id: int, reason: str = "ghi nhầm số phiếu") -> int:
        """Begin a correction."""
        with self.database.transaction() as session:
            begun = service.correct(
                session, self.small.congress_id, minutes_id,
                reason=reason, by=self.small.viewers["commune"], at=AT,
            )  # fmt: skip
            return begun.id or 0

    def minutes(self, minutes_id: int) -> Minutes:
        """Give minutes as stored."""
        with self.database.reading() as session:
            return session.get_one(Minutes, minutes_id)

    def nominee(self, name: str) -> Nominee:
        """Give somebody as stored, by the last word of the name."""
        number = next(n for full, n in self.people.items() if full.split()[-1] == name)
        with self.database.reading() as session:
            return session.get_one(Nominee, number)

    def votes(self, name: str) -> tuple[int | None, int | None]:
        """Give the votes in somebody's profile."""
        found = self.nominee(name)
        return found.votes_for, found.votes_present

    def named(self) -> set[str]:
        """Give the last words of the names of whom closed minutes name."""
        with self.database.reading() as session:
            found = queries.named_in(session, self.small.congress_id, self.small.nhan_ly)
        return {full.split()[-1] for full, number in self.people.items() if number in found}


@pytest.fixture
def collective(database: Database, small: Small) -> Collective:
    """Three who compete for Nhân Lý, one who must be on the list."""
    with database.transaction() as session:
        people = [
            factories.nominee(session, small, name, small.nhan_ly, review=Review.DRAFT)
            for name in ("Lương Thị Én", "Nông Văn Hòa", "Vi Ỷ")
        ]
        factories.nominee(
            session, small, "Lãnh Đạo Xã", small.nhan_ly, status=Status.REQUIRED, reason="Chủ tịch"
        )
        return Collective(database, small, {each.name: each.id or 0 for each in people})
