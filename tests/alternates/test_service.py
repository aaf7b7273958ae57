"""The reserve is chosen once for an approved list, and says who can replace whom."""

import pytest
from sqlmodel import select

from congress import jobs
from congress.alternates import queries, service
from congress.alternates.jobs import choose
from congress.alternates.models import Alternate, Reserve, State
from congress.congresses.models import Congress
from congress.core.errors import Rejected
from congress.database import Database
from congress.jobs import Job
from congress.nominations.models import Gender, Nominee
from tests import factories
from tests.factories import AT, Small

TASKS = {"reserve": choose}


@pytest.fixture
def people(database: Database, small: Small) -> dict[str, int]:
    """Four delegates (one leader, whom only another invited person may replace), three others."""
    with database.transaction() as session:
        chosen = [
            factories.nominee(session, small, name, small.nhan_ly) for name in ("An", "Bình", "Chi")
        ]
        leader = factories.nominee(
            session,
            small,
            "Dũng",
            small.agency,
            composition_group="leader",
            status="required",
            reason="Lãnh đạo",
        )
        others = [
            factories.nominee(session, small, name, small.van_linh, score=score)
            for name, score in (("Én", "70"), ("Giang", "60"))
        ]
        guest = factories.nominee(
            session, small, "Hà", small.agency, composition_group="guest", gender=Gender.MALE
        )
        factories.approved(session, small, [*chosen, leader])
        everyone = [*chosen, leader, *others, guest]
        return {person.name: person.id or 0 for person in everyone}


def asked(database: Database, small: Small, size: int = 2, dropout_percent: int = 10) -> Reserve:
    with database.transaction() as session:
        return service.ask(
            session,
            small.congress_id,
            size=size,
            dropout_percent=dropout_percent,
            by=small.viewers["organizer"],
            at=AT,
        )


def chosen(database: Database, small: Small, size: int = 2) -> queries.ReserveList:
    reserve = asked(database, small, size)
    jobs.run(database, reserve.job_id or "", TASKS)
    with database.reading() as session:
        return queries.reserve_list(session, small.congress_id)


def test_the_reserve_is_ordered_and_tells_whom_each_can_replace(
    database: Database, small: Small, people: dict[str, int]
):
    found = chosen(database, small)
    assert [line.place for line in found.lines] == [1, 2]
    assert found.lines[0].person.name == "Én"
    assert found.lines[0].covers == (1, 2, 3, 4)
    assert found.covered == 4
    assert found.is_proven
    assert found.impossible == found.uncovered == []
    assert found.damage <= found.damage_without


def test_who_cannot_be_replaced_is_named(database: Database, small: Small, people: dict[str, int]):
    with database.transaction() as session:
        for person in session.exec(select(Nominee)):
            person.field = "y tế" if person.name == "An" else ""
        congress = session.get_one(Congress, small.congress_id)
        congress.rules = factories.RULES + (
            '[[quota]]\nname = "Y tế"\nwhere = { field = "y tế" }\nmin = 1\n'
        )
    found = chosen(database, small)
    assert [(each.number, each.person.name) for each in found.impossible] == [(1, "An")]
    assert all(1 not in line.covers for line in found.lines)


def test_the_reserve_is_stored_once_and_never_changed(
    database: Database, small: Small, people: dict[str, int]
):
    chosen(database, small)
    with database.reading() as session:
        before = queries.order(session, small.congress_id)
        job = session.exec(select(Job.id)).one()
        reserve = session.exec(select(Reserve.id)).one()
    with pytest.raises(Rejected) as refused:
        asked(database, small)
    assert refused.value.faults[0].code == "reserve_asked_already"
    jobs.run(database, job, TASKS)
    with database.transaction() as session:
        service.keep(session, reserve or 0, [people["Hà"]], {}, at=AT)
    with database.reading() as session:
        assert queries.order(session, small.congress_id) == before
        assert len(session.exec(select(Alternate)).all()) == 2


def test_a_reserve_that_a_bug_ended_may_be_asked_for_again(
    database: Database, small: Small, people: dict[str, int]
):
    reserve = asked(database, small)
    with database.transaction() as session:
        service.fail(session, reserve.id or 0, at=AT)
    again = asked(database, small, size=1)
    assert (again.id, again.state, again.size) == (reserve.id, State.WAITING, 1)


def test_there_is_no_reserve_before_the_list_is_approved(database: Database, small: Small):
    with pytest.raises(Rejected) as refused:
        asked(database, small)
    assert refused.value.faults[0].code == "no_approved_list"


@pytest.mark.parametrize(("size", "percent"), [(0, 5), (4, 5), (1, 0), (1, 51)])
def test_sizes_that_cannot_be_are_refused(
    database: Database, small: Small, people: dict[str, int], size: int, percent: int
):
    with pytest.raises(Rejected) as refused:
        asked(database, small, size, percent)
    assert [fault.field for fault in refused.value.faults] == [
        "size" if percent == 5 else "dropout_percent"
    ]
    with database.reading() as session:
        assert session.exec(select(Reserve)).all() == []
