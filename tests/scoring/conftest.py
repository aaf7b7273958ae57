"""Two who compete and one who must be on the list, and a rubric of every kind."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest

from congress.database import Database
from congress.nominations.models import Nominee, Status
from congress.scoring import rubrics, service
from congress.scoring.models import Kind
from congress.scoring.rules import Criterion
from tests import factories
from tests.factories import AT, Small

TITLES = Criterion(
    1, "Danh hiệu", Kind.TITLES, Decimal(30),
    table=(("Chiến sĩ thi đua cơ sở", Decimal(18)), ("Lao động tiên tiến", Decimal(12))),
)  # fmt: skip
AWARDS = Criterion(2, "Khen thưởng", Kind.AWARDS, Decimal(10), each=Decimal("2.5"))
VOTES = Criterion(3, "Phiếu", Kind.VOTES, Decimal(20), floor=Fraction(1, 2))
JUDGED = Criterion(4, "Thành tích", Kind.APPRAISAL, Decimal(30))
FIELD = Criterion(
    5, "Lĩnh vực", Kind.ATTRIBUTE, Decimal(10), table=(("Nông nghiệp", Decimal(6)),), column="field"
)
ALL = (TITLES, AWARDS, VOTES, JUDGED, FIELD)
UNJUDGED = (TITLES, AWARDS, VOTES, FIELD)


@dataclass(frozen=True)
class Committee:
    """A congress whose committee scores: its people by name."""

    database: Database
    small: Small
    people: dict[str, int]

    def adopt(self, criteria=UNJUDGED, *, based_on: int = 0, reason: str = "họp 01/4") -> int:
        """Adopt a rubric; give its number."""
        with self.database.transaction() as session:
            return service.adopt(
                session, self.small.congress_id, criteria, reason=reason, based_on=based_on,
                by=self.small.viewers["organizer"], at=AT,
            ).number  # fmt: skip

    def assess(self, name: str, points: str, note: str = "nổi bật", key: int = 4) -> None:
        """Give somebody points."""
        with self.database.transaction() as session:
            service.assess(
                session, self.small.congress_id, self.people[name], key, Decimal(points),
                note=note, by=self.small.viewers["officer"], at=AT,
            )  # fmt: skip

    def refresh(self) -> int:
        """Score anew whoever changed."""
        with self.database.transaction() as session:
            return service.refresh(session, self.small.congress_id, by=None, at=AT)

    def change(self, name: str, /, **facts: object) -> None:
        """Change somebody's profile from elsewhere."""
        with self.database.transaction() as session:
            found = session.get_one(Nominee, self.people[name])
            for fact, value in facts.items():
                setattr(found, fact, value)

    def nominee(self, name: str) -> Nominee:
        """Give somebody as stored."""
        with self.database.reading() as session:
            return session.get_one(Nominee, self.people[name])

    def number(self) -> int:
        """Give the number of the rubric that holds, 0 for none."""
        with self.database.reading() as session:
            held = rubrics.current(session, self.small.congress_id)
        return held.number if held else 0


@pytest.fixture
def committee(database: Database, small: Small) -> Committee:
    """Én has a title, awards and votes; Hòa has nothing; the leader does not compete."""
    with database.transaction() as session:
        en = factories.nominee(
            session, small, "Lương Thị Én", small.nhan_ly,
            titles="Chiến sĩ thi đua cơ sở (2023); Bằng khen của tỉnh (2022, 2024); Giấy khen",
            votes_for=11, votes_present=13, field="Nông nghiệp",
        )  # fmt: skip
        hoa = factories.nominee(session, small, "Nông Văn Hòa", small.van_linh)
        leader = factories.nominee(
            session, small, "Lãnh Đạo", small.agency, status=Status.REQUIRED, reason="Chủ tịch"
        )
        people = {each.name: each.id or 0 for each in (en, hoa, leader)}
        return Committee(database, small, people)
