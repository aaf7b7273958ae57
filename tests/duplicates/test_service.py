"""Two profiles are told apart, merged, and parted again."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from congress.audit import AuditEntry
from congress.congresses.models import Congress
from congress.core.errors import NotFound, Rejected
from congress.core.names import sort_key
from congress.core.period import Birth
from congress.database import Database
from congress.duplicates import service
from congress.duplicates.memory import Memory
from congress.duplicates.models import DistinctPair, NomineeMerge
from congress.nominations import citizen_numbers
from congress.nominations.models import Nominee, Review, Status
from congress.nominations.people import born_sound
from congress.nominations.pool import columns
from tests.duplicates.conftest import Stored
from tests.factories import AT, Small

NUMBER = "020078001234"
Pair = tuple[int, int]


@pytest.fixture
def twins(stored: Stored, small: Small) -> Pair:
    """One woman, as two units name her."""
    return (
        stored("Vi Thị Quý", small.nhan_ly, phone="0912345678", post="Nông dân"),
        stored("Vi Thị Quí", small.van_linh, post="Chủ tịch Hội Phụ nữ", village="Lạng Nắc"),
    )


def row(database: Database, number: int) -> Nominee:
    with database.reading() as session:
        return session.get_one(Nominee, number)


def waiting(database: Database, small: Small) -> list[Pair]:
    with database.reading() as session:
        found = Memory().open_candidates(session, small.congress_id)
    return [(each.first, each.second) for each in found]


def merge(database: Database, small: Small, kept: int, merged: int, *taken: str) -> int:
    versions = {number: row(database, number).version for number in (kept, merged)}
    with database.transaction() as session:
        done = service.merge(
            session,
            small.congress_id,
            kept,
            merged,
            taken,
            versions=versions,
            by=small.viewers["officer"],
            at=AT,
        )
        session.flush()
        return done.id or 0


def undo(database: Database, small: Small, merge_id: int) -> None:
    with database.transaction() as session:
        by = small.viewers["officer"]
        service.undo(session, small.congress_id, merge_id, by=by, at=AT)


def tell_apart(database: Database, small: Small, one: int, other: int) -> None:
    with database.transaction() as session:
        by = small.viewers["officer"]
        service.tell_apart(session, small.congress_id, one, other, by=by, at=AT)


def code(act: Callable[[], object]) -> str:
    with pytest.raises(Rejected) as refused:
        act()
    return refused.value.faults[0].code


def test_profiles_of_two_units_are_found(database: Database, small: Small, twins: Pair):
    assert waiting(database, small) == [twins]


def test_two_people_are_never_asked_about_again(database: Database, small: Small, twins: Pair):
    first, second = twins
    tell_apart(database, small, second, first)
    tell_apart(database, small, first, second)
    assert waiting(database, small) == []
    with database.reading() as session:
        assert len(session.exec(select(DistinctPair)).all()) == 1
        noted = session.exec(
            select(AuditEntry.subject).where(AuditEntry.action == "nominee.told_apart")
        ).all()
    assert noted == [f"nominee:{first}", f"nominee:{second}"]


def test_one_person_stays_with_the_values_that_were_chosen(
    database: Database, small: Small, twins: Pair
):
    kept, merged = twins
    merge(database, small, kept, merged, "name", "village", "phone")
    stays, goes = row(database, kept), row(database, merged)
    assert (stays.name, stays.village, stays.phone) == ("Vi Thị Quí", "Lạng Nắc", "")
    assert (stays.post, stays.review, stays.version) == ("Nông dân", Review.ACCEPTED, 2)
    assert stays.name_key == sort_key("Vi Thị Quí")
    assert stays.born_sound == born_sound("Vi Thị Quí", Birth(1980))
    assert (goes.review, goes.merged_into_id) == (Review.MERGED, kept)
    assert goes.post == "Chủ tịch Hội Phụ nữ"
    assert waiting(database, small) == []


def competing(database: Database, small: Small) -> list[str]:
    with database.reading() as session:
        ids = columns(session, small.congress_id)["id"]
    return [str(ids.values[code]) for code in ids.codes]


def test_the_pool_has_one_person(database: Database, small: Small, twins: Pair):
    assert competing(database, small) == [str(number) for number in twins]
    merge(database, small, *twins)
    assert competing(database, small) == [str(twins[0])]


def test_a_merge_is_taken_back(database: Database, small: Small, twins: Pair):
    kept, merged = twins
    before = [row(database, number).model_dump(exclude={"version"}) for number in twins]
    done = merge(database, small, kept, merged, "name", "village", "phone", "post")
    undo(database, small, done)
    after = [row(database, number).model_dump(exclude={"version"}) for number in twins]
    assert after == before
    assert waiting(database, small) == [twins]
    assert code(lambda: undo(database, small, done)) == "merge_undone_already"


def test_what_was_changed_since_a_merge_outlasts_its_undoing(
    database: Database, small: Small, twins: Pair
):
    kept, merged = twins
    done = merge(database, small, kept, merged, "village", "post")
    with database.transaction() as session:
        session.get_one(Nominee, kept).post = "Bí thư chi bộ"
    undo(database, small, done)
    assert (row(database, kept).post, row(database, kept).village) == ("Bí thư chi bộ", "")


def test_a_number_goes_over_and_back_sealed(database: Database, small: Small, twins: Pair):
    kept, merged = twins
    with database.transaction() as session:
        person = session.get_one(Nominee, merged)
        for column, value in citizen_numbers.sealed(session, NUMBER).items():
            setattr(person, column, value)
    done = merge(database, small, kept, merged, "citizen_id")
    with database.reading() as session:
        assert citizen_numbers.opened(session, session.get_one(Nominee, kept)) == NUMBER
        stored = session.get_one(NomineeMerge, done)
        assert stored.taken == ["citizen_id"]
        assert b"citizen" not in (stored.before or b"")
    undo(database, small, done)
    with database.reading() as session:
        assert citizen_numbers.opened(session, session.get_one(Nominee, kept)) == ""


def test_a_status_goes_over_with_its_reason(database: Database, small: Small, stored: Stored):
    kept = stored("Vi Thị Quý", small.nhan_ly)
    merged = stored(
        "Vi Thị Quý", small.agency, status=Status.REQUIRED, reason="Khách mời", birth_date=None
    )
    done = merge(database, small, kept, merged, "status")
    assert (row(database, kept).status, row(database, kept).reason) == (
        Status.REQUIRED,
        "Khách mời",
    )
    undo(database, small, done)
    assert row(database, kept).status is Status.PROPOSED


def test_of_two_crosswise_merges_one_is_refused(database: Database, small: Small, twins: Pair):
    first, second = twins
    start, refused = Barrier(2), []

    def one(kept: int, merged: int) -> None:
        start.wait()
        try:
            with database.transaction() as session:
                service.merge(
                    session,
                    small.congress_id,
                    kept,
                    merged,
                    (),
                    versions={first: 1, second: 1},
                    by=small.viewers["officer"],
                    at=AT,
                )
        except Rejected as error:
            refused.append(error.faults[0].code)

    threads = [Thread(target=one, args=pair) for pair in (twins, twins[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["profile_merged_already"]
    reviews = sorted(row(database, number).review for number in twins)
    assert reviews == [Review.ACCEPTED, Review.MERGED]


def test_chains_are_refused(database: Database, small: Small, twins: Pair, stored: Stored):
    first, second = twins
    third = stored("Vi Thị Qúy", small.agency)
    done = merge(database, small, first, second)
    assert code(lambda: merge(database, small, third, second)) == "profile_merged_already"
    assert code(lambda: merge(database, small, second, third)) == "profile_merged_already"
    assert code(lambda: merge(database, small, third, first)) == "merge_keeps_others"
    assert code(lambda: tell_apart(database, small, first, second)) == "profile_merged_already"
    merge(database, small, first, third)
    undo(database, small, done)
    assert [row(database, number).review for number in (first, second, third)] == [
        Review.ACCEPTED,
        Review.ACCEPTED,
        Review.MERGED,
    ]


def test_a_profile_changed_meanwhile_is_not_merged(database: Database, small: Small, twins: Pair):
    kept, merged = twins
    with database.transaction() as session, pytest.raises(Rejected) as refused:
        service.merge(
            session,
            small.congress_id,
            kept,
            merged,
            (),
            versions={kept: 1, merged: 2},
            by=small.viewers["officer"],
            at=AT,
        )
    assert refused.value.faults[0].code == "nominee_changed_meanwhile"


def test_a_name_that_the_unit_has_already_is_not_taken(
    database: Database, small: Small, stored: Stored
):
    first = stored("Vi Thị Quý", small.nhan_ly)
    second = stored("Vi Thị Quí", small.nhan_ly)
    assert code(lambda: merge(database, small, first, second, "name")) == "merge_name_taken"
    assert row(database, first).name == "Vi Thị Quý"
    assert row(database, second).review is Review.ACCEPTED


def test_after_the_list_is_approved_nothing_is_merged_or_parted(
    database: Database, small: Small, twins: Pair
):
    done = merge(database, small, *twins)
    with database.transaction() as session:
        session.get_one(Congress, small.congress_id).locked_at = AT
    assert code(lambda: undo(database, small, done)) == "nominations_closed"


def test_whoever_was_told_apart_may_still_be_withdrawn(
    database: Database, small: Small, twins: Pair
):
    tell_apart(database, small, *twins)
    with database.transaction() as session:
        session.delete(session.get_one(Nominee, twins[1]))
    with database.reading() as session:
        assert session.exec(select(DistinctPair)).all() == []


def test_the_kept_profile_stays_while_another_goes_on_in_it(
    database: Database, small: Small, twins: Pair
):
    done = merge(database, small, *twins)
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.delete(session.get_one(Nominee, twins[0]))
    undo(database, small, done)
    with database.transaction() as session:
        session.delete(session.get_one(Nominee, twins[0]))


def test_who_is_gone_cannot_be_merged(database: Database, small: Small, twins: Pair):
    kept, _ = twins
    with pytest.raises(NotFound), database.transaction() as session:
        service.merge(
            session,
            small.congress_id,
            kept,
            999,
            (),
            versions={},
            by=small.viewers["officer"],
            at=AT,
        )
    with pytest.raises(NotFound):
        tell_apart(database, small, kept, kept)
    with pytest.raises(NotFound):
        undo(database, small, 999)


def test_merging_after_all_forgets_that_two_were_told_apart(
    database: Database, small: Small, twins: Pair
):
    tell_apart(database, small, *twins)
    done = merge(database, small, *twins)
    undo(database, small, done)
    assert waiting(database, small) == [twins]


def test_the_log_names_nobody(database: Database, small: Small, twins: Pair):
    merge(database, small, *twins, "name", "phone")
    with database.reading() as session:
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.action, entry.subject) for entry in entries] == [
        ("nominee.absorbed", f"nominee:{twins[0]}"),
        ("nominee.merged", f"nominee:{twins[1]}"),
    ]
    assert entries[0].facts == {"other": twins[1], "fields": ["name", "phone"]}
    assert entries[1].facts == {"other": twins[0]}


def test_a_birth_goes_over_whole(database: Database, small: Small, stored: Stored):
    kept = stored("Vi Thị Quý", small.nhan_ly, birth_date=None, birth_year=1980)
    merged = stored("Vi Thị Quý", small.van_linh)
    done = merge(database, small, kept, merged, "birth")
    assert row(database, kept).birth_date == date(1980, 5, 1)
    assert row(database, kept).person_key == row(database, merged).person_key
    undo(database, small, done)
    assert row(database, kept).birth_date is None


def test_what_was_found_is_looked_for_again_once_a_profile_changed(
    database: Database, small: Small, stored: Stored
):
    memory = Memory()

    def found() -> list[Pair]:
        with database.reading() as session:
            pairs = memory.open_candidates(session, small.congress_id)
        return [(each.first, each.second) for each in pairs]

    first = stored("Vi Thị Quý", small.nhan_ly)
    assert found() == []
    second, third = stored("Vi Thị Quí", small.van_linh), stored("Vi Thị Qúy", small.agency)
    assert found() == [(first, third), (first, second), (second, third)]
    assert found() == found()
    done = merge(database, small, first, third)
    assert found() == [(first, second)]
    undo(database, small, done)
    tell_apart(database, small, second, third)
    assert found() == [(first, third), (first, second)]
    with database.transaction() as session:
        session.delete(session.get_one(Nominee, first))
    assert found() == []
