"""Approval freezes a list together with those who are on it."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from sqlmodel import select

from congress.core.errors import Rejected
from congress.database import Database
from congress.delegates.models import Delegate
from congress.nominations import service as nominations
from tests import factories
from tests.factories import AT, Small


def test_nobody_is_withdrawn_while_the_list_is_approved(database: Database, small: Small):
    with database.transaction() as session:
        chosen = factories.nominee(session, small, "Nông Văn Hòa", small.nhan_ly)

    def withdraw() -> None:
        with database.transaction() as session:
            nominations.withdraw(
                session, small.congress_id, chosen.id or 0, by=small.viewers["commune"], at=AT
            )

    with ThreadPoolExecutor(1) as threads:
        with database.transaction() as session:
            factories.approved(session, small, [chosen])
            withdrawing = threads.submit(withdraw)
            sleep(0.2)
        with pytest.raises(Rejected) as refused:
            withdrawing.result()
    assert refused.value.faults[0].code == "nominations_closed"
    with database.reading() as session:
        assert session.exec(select(Delegate.nominee_id)).all() == [chosen.id]
