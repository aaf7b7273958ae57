"""Profiles go their way step by step; nobody skips one, and two officers do not collide."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import Session, select

from congress.appraisals import queries, service
from congress.appraisals.models import Receipt, ReviewStep
from congress.audit import first_broken
from congress.congresses import deadlines, service as congresses
from congress.core.errors import Forbidden, NotFound, Rejected
from congress.database import Database
from congress.nominations import service as nominations
from congress.nominations.models import Nominee, Review
from tests import factories
from tests.appraisals.conftest import WHOLE
from tests.factories import AT, Small


def versions(session: Session, *people: int) -> dict[int, int]:
    return {number: session.get_one(Nominee, number).version for number in people}


def submit(session: Session, small: Small, *people: int, by: str = "commune") -> Receipt:
    chosen = versions(session, *people)
    return service.submit(
        session, small.congress_id, small.nhan_ly, chosen, by=small.viewers[by], at=AT
    )


def appraise(session: Session, small: Small, *people: int, by: str = "officer") -> None:
    chosen = versions(session, *people)
    service.appraise(session, small.congress_id, chosen, by=small.viewers[by], at=AT)


def accept(session: Session, small: Small, *people: int, by: str = "organizer") -> None:
    chosen = versions(session, *people)
    service.accept(session, small.congress_id, chosen, by=small.viewers[by], at=AT)


def send_back(
    session: Session,
    small: Small,
    person: int,
    remarks: Mapping[str, str] | None = None,
    by: str = "officer",
) -> None:
    service.send_back(
        session,
        small.congress_id,
        person,
        {"achievement": "Ghi rõ diện tích đất"} if remarks is None else remarks,
        version=session.get_one(Nominee, person).version,
        by=small.viewers[by],
        at=AT,
    )


def codes(error: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [fault.code for fault in error.value.faults]


def review(database: Database, person: int) -> Review:
    with database.reading() as session:
        return session.get_one(Nominee, person).review


def test_a_profile_goes_from_draft_to_accepted_with_every_step_on_record(
    database: Database, small: Small, people: list[int]
):
    one = people[0]
    with database.transaction() as session:
        submit(session, small, one)
    with database.transaction() as session:
        send_back(session, small, one)
    with database.transaction() as session:
        submit(session, small, one)
    with database.transaction() as session:
        appraise(session, small, one)
    with database.transaction() as session:
        accept(session, small, one)
    with database.reading() as session:
        steps = queries.history(session, one)
        assert [(step.came_from.value, step.went_to.value) for step in steps] == [
            ("draft", "submitted"),
            ("submitted", "returned"),
            ("returned", "submitted"),
            ("submitted", "appraised"),
            ("appraised", "accepted"),
        ]
        assert steps[1].remark == "Thành tích: Ghi rõ diện tích đất"
        assert [step.who for step in steps][:2] == ["Tài khoản commune", "Tài khoản officer"]
        assert first_broken(session) is None


def test_every_obstacle_of_every_person_is_told_at_once(
    database: Database, small: Small, people: list[int]
):
    with database.transaction() as session:
        bare = factories.nominee(session, small, "Vi Thị Thiếu", small.nhan_ly, review=Review.DRAFT)
    with pytest.raises(Rejected) as error, database.transaction() as session:
        submit(session, small, *people, bare.id or 0)
    assert codes(error) == ["profile_lacks", "profile_without_vote"]
    assert error.value.faults[0].facts["headings"] == "Chức vụ, nghề nghiệp, Thành tích"
    assert {review(database, number) for number in people} == {Review.DRAFT}


def test_guests_and_people_of_agencies_need_no_minutes(database: Database, small: Small):
    with database.transaction() as session:
        facts = WHOLE | {"status": "required", "reason": "Lãnh đạo xã"}
        guest = factories.nominee(session, small, "Lành Thị Khách", small.nhan_ly, **facts)
        submit(session, small, guest.id or 0)
        theirs = factories.nominee(session, small, "Vi Văn Sở", small.agency, **WHOLE)
        receipt = service.submit(
            session,
            small.congress_id,
            small.agency,
            {theirs.id or 0: 1},
            by=small.viewers["agency"],
            at=AT,
        )
    assert receipt.number == 2


def test_a_receipt_says_who_was_handed_in_and_stays_as_it_was(
    database: Database, small: Small, people: list[int]
):
    with database.transaction() as session:
        receipt = submit(session, small, *people[:2])
    with database.transaction() as session:
        session.get_one(Nominee, people[0]).name = "Một tên khác"
    with database.reading() as session:
        kept = queries.receipt(
            session, small.congress_id, receipt.id or 0, small.viewers["commune"]
        )
        assert [each["name"] for each in kept.people] == ["Nông Văn An", "Nông Văn Bình"]
        assert [(each["name"], each["review"]) for each in kept.standing] == [
            ("Nông Văn Chi", "draft")
        ]
        assert kept.digest == service.digest_of(kept)
        with pytest.raises(NotFound):
            queries.receipt(session, small.congress_id, kept.id or 0, small.viewers["neighbour"])


def test_no_step_is_skipped(database: Database, small: Small, people: list[int]):
    for verb in (appraise, accept, send_back):
        with pytest.raises(Rejected) as error, database.transaction() as session:
            verb(session, small, people[0])
        assert codes(error) == ["profile_not_submitted"]
    with database.transaction() as session:
        submit(session, small, people[0])
    with pytest.raises(Rejected) as error, database.transaction() as session:
        accept(session, small, people[0])
    assert codes(error) == ["profile_moved_meanwhile"]
    with pytest.raises(Rejected), database.transaction() as session:
        submit(session, small, people[0])


def test_an_officer_appraises_and_the_organizer_accepts(
    database: Database, small: Small, people: list[int]
):
    with database.transaction() as session:
        submit(session, small, *people)
    for role in ("commune", "council", "leader", "administrator"):
        with pytest.raises((Forbidden, NotFound)), database.transaction() as session:
            appraise(session, small, people[0], by=role)
    with database.transaction() as session:
        appraise(session, small, *people)
    with pytest.raises(Forbidden), database.transaction() as session:
        accept(session, small, people[0], by="officer")
    with database.transaction() as session:
        done = service.accept_all(session, small.congress_id, by=small.viewers["organizer"], at=AT)
    assert done == 3


def test_the_organizer_takes_both_steps_at_once_and_both_are_on_record(
    database: Database, small: Small, people: list[int]
):
    with database.transaction() as session:
        submit(session, small, *people)
        chosen = versions(session, *people)
    with database.transaction() as session:
        service.appraise_and_accept(
            session, small.congress_id, chosen, by=small.viewers["organizer"], at=AT
        )
    with database.reading() as session:
        assert [step.went_to for step in queries.history(session, people[2])] == [
            Review.SUBMITTED,
            Review.APPRAISED,
            Review.ACCEPTED,
        ]


def test_what_is_returned_needs_a_reason(database: Database, small: Small, people: list[int]):
    with database.transaction() as session:
        submit(session, small, people[0])
    with pytest.raises(Rejected) as error, database.transaction() as session:
        send_back(session, small, people[0], {"achievement": "  ", "": ""})
    assert codes(error) == ["return_reason_missing"]
    assert review(database, people[0]) is Review.SUBMITTED


def test_remarks_are_answered_once_and_never_removed(
    database: Database, small: Small, people: list[int]
):
    said = {"": "Xem lại toàn bộ", "achievement": "Ghi rõ diện tích", "post": "Ghi đủ chức vụ"}
    with database.transaction() as session:
        submit(session, small, people[0])
    with database.transaction() as session:
        send_back(session, small, people[0], said)
        one, *_ = queries.remarks(session, people[0])
    clerk = small.viewers["commune"]
    with database.transaction() as session:
        service.answer(session, small.congress_id, one.id, "Đã ghi 200 m²", by=clerk, at=AT)
    with pytest.raises(Rejected) as error, database.transaction() as session:
        service.answer(session, small.congress_id, one.id, "Ghi lần nữa", by=clerk, at=AT)
    assert codes(error) == ["remark_answered_already"]
    stranger = small.viewers["neighbour"]
    with pytest.raises(NotFound), database.transaction() as session:
        service.answer(session, small.congress_id, one.id, "Của tôi", by=stranger, at=AT)
    with database.transaction() as session:
        submit(session, small, people[0])
    with database.reading() as session:
        kept = queries.remarks(session, people[0])
        assert {each.heading: each.words for each in kept} == said
        assert [each.is_open for each in kept] == [False] * 3


def test_a_unit_changes_what_came_back_and_the_office_what_is_with_it(
    database: Database, small: Small, people: list[int]
):
    with database.transaction() as session:
        submit(session, small, people[0])
    with pytest.raises(Rejected) as error, database.transaction() as session:
        nominations.withdraw(
            session, small.congress_id, people[0], by=small.viewers["commune"], at=AT
        )
    assert codes(error) == ["profile_locked"]


def test_the_office_hands_in_for_a_unit(database: Database, small: Small, people: list[int]):
    with database.transaction() as session:
        assert submit(session, small, *people, by="officer").sender == "Tài khoản officer"


def test_a_stranger_hands_in_nothing(database: Database, small: Small, people: list[int]):
    with pytest.raises(NotFound), database.transaction() as session:
        submit(session, small, people[0], by="neighbour")
    with database.transaction() as session:
        theirs = factories.nominee(session, small, "Vi Văn Khác", small.van_linh, **WHOLE)
    with pytest.raises(NotFound), database.transaction() as session:
        submit(session, small, theirs.id or 0)


def test_after_the_deadline_nothing_comes_in_unless_the_unit_was_let_in_with_a_reason(
    database: Database, small: Small, people: list[int]
):
    organizer = small.viewers["organizer"]
    with database.transaction() as session:
        closed = AT - timedelta(hours=1)
        deadlines.set_deadline(session, small.congress_id, closed, by=organizer, at=AT)
    for role in ("commune", "officer", "organizer"):
        with pytest.raises(Rejected) as error, database.transaction() as session:
            submit(session, small, people[0], by=role)
        assert codes(error) == ["deadline_passed"]
    with pytest.raises(Rejected) as error, database.transaction() as session:
        deadlines.let_in_late(
            session, small.congress_id, small.nhan_ly, until=AT, reason=" ", by=organizer, at=AT
        )
    assert codes(error) == ["late_reason_missing", "late_until_past"]
    with database.transaction() as session:
        deadlines.let_in_late(
            session,
            small.congress_id,
            small.nhan_ly,
            until=AT + timedelta(hours=2),
            reason="Mất điện hai ngày",
            by=organizer,
            at=AT,
        )
    with database.transaction() as session:
        submit(session, small, people[0])
        assert deadlines.window(session, small.congress_id, small.nhan_ly).is_late(AT)
        assert not deadlines.window(session, small.congress_id, small.van_linh).is_open(AT)


def test_once_the_list_is_approved_nothing_moves(
    database: Database, small: Small, people: list[int]
):
    with database.transaction() as session:
        submit(session, small, people[0])
        congresses.lock(session, small.congress_id, by=small.viewers["organizer"], at=AT)
    for verb in (appraise, send_back, submit):
        with pytest.raises(Rejected) as error, database.transaction() as session:
            verb(session, small, people[0])
        assert codes(error) == ["nominations_closed"]


def test_of_two_officers_at_once_the_second_is_told_who_was_first(
    database: Database, small: Small, people: list[int]
):
    with database.transaction() as session:
        submit(session, small, people[0])
        seen = session.get_one(Nominee, people[0]).version
    together = Barrier(2)

    def return_it(role: str) -> list[str]:
        together.wait()
        try:
            with database.transaction() as session:
                service.send_back(
                    session,
                    small.congress_id,
                    people[0],
                    {"": role},
                    version=seen,
                    by=small.viewers[role],
                    at=AT,
                )
        except Rejected as error:
            return [str(error.faults[0].facts["who"])]
        return []

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(return_it, ("officer", "organizer")))
    with database.reading() as session:
        (first,) = (each.remark for each in queries.history(session, people[0])[1:])
    assert [who for each in told for who in each] == [f"Tài khoản {first}"]


def test_a_refusal_names_who_and_when_or_says_neither(
    database: Database, small: Small, people: list[int]
):
    with database.transaction() as session:
        submit(session, small, people[0])
        seen = versions(session, people[0])
    with database.transaction() as session:
        appraise(session, small, people[0])
    organizer = small.viewers["organizer"]
    for verb, code in (("return", "profile_edited_meanwhile"), ("none", "profile_changed_since")):
        if verb == "none":
            with database.transaction() as session:
                for step in session.exec(select(ReviewStep)):
                    step.made_by = None
        with pytest.raises(Rejected) as error, database.transaction() as session:
            service.accept(session, small.congress_id, seen, by=organizer, at=AT)
        assert codes(error) == [code]
        assert all(error.value.faults[0].facts.values())


def test_a_profile_changed_since_it_was_seen_is_not_appraised(
    database: Database, small: Small, people: list[int]
):
    with database.transaction() as session:
        submit(session, small, people[0])
        seen = versions(session, people[0])
    with database.transaction() as session:
        session.get_one(Nominee, people[0]).version += 1
    with pytest.raises(Rejected) as error, database.transaction() as session:
        service.appraise(session, small.congress_id, seen, by=small.viewers["officer"], at=AT)
    assert codes(error) == ["profile_edited_meanwhile"]
    with database.reading() as session:
        assert len(session.exec(select(ReviewStep)).all()) == 1
