"""A run with a list, and somebody who was left out."""

from dataclasses import dataclass
from datetime import date

import pytest

from congress import jobs
from congress.app import TASKS
from congress.appeals import service
from congress.appeals.service import Decision
from congress.database import Database
from congress.selection import service as selections
from tests import factories
from tests.factories import AT, RULES, Small

CLAIM = "Điểm ghi nhầm, biên bản họp là 91"


@dataclass(frozen=True)
class Contested:
    """A run, and the nominee who was left out of it."""

    database: Database
    small: Small
    run: int
    nominee: int

    def lodge(self, claim: str = CLAIM, **facts: object) -> int:
        """Write an appeal down."""
        told = {"said_by": "gia đình", "said_on": date(2025, 3, 31)} | facts
        with self.database.transaction() as session:
            appeal = service.lodge(
                session,
                self.small.congress_id,
                self.run,
                self.nominee,
                claim=claim,
                **told,
                by=self.small.viewers["organizer"],
                at=AT,
            )
            return appeal.id or 0

    def decide(self, appeal: int, decision: Decision) -> None:
        """Decide an appeal."""
        with self.database.transaction() as session:
            service.decide(
                session,
                self.small.congress_id,
                appeal,
                decision,
                by=self.small.viewers["organizer"],
                at=AT,
            )


@pytest.fixture
def contested(database: Database, small: Small) -> Contested:
    """Six people of Nhân Lý; four are chosen, the last is left out."""
    with database.transaction() as session:
        for n in range(5):
            factories.nominee(session, small, f"Lành Thị {n}", small.nhan_ly, score=80 + n)
        out = factories.nominee(session, small, "Nông Văn Hòa", small.nhan_ly, score=60)
        asked = selections.ask(
            session, small.congress_id, RULES, by=small.viewers["organizer"], at=AT
        )
    jobs.run(database, asked.job_id or "", TASKS)
    return Contested(database, small, asked.id or 0, out.id or 0)
