from threading import Barrier, Thread

import pytest
from sqlmodel import select

from congress.audit import AuditEntry
from congress.badges import queries, service
from congress.badges.models import Badge, SigningKey
from congress.badges.tokens import BadgeClaim, verify
from congress.core.errors import NotFound, Rejected
from congress.database import Database
from tests.factories import AT, Small


def issue(database: Database, small: Small) -> int:
    with database.transaction() as session:
        return service.issue_missing(
            session, small.congress_id, by=small.viewers["organizer"], at=AT
        )


def revoke(database: Database, small: Small, badge_id: int, reason: str = "mất thẻ") -> None:
    with database.transaction() as session:
        viewer = small.viewers["organizer"]
        service.revoke(session, small.congress_id, badge_id, reason=reason, by=viewer, at=AT)


def reissue(
    database: Database, small: Small, delegate_id: int, after: int, reason: str = "mất thẻ"
) -> int:
    with database.transaction() as session:
        viewer = small.viewers["supervisor"]
        return service.reissue(
            session, small.congress_id, delegate_id, after=after, reason=reason, by=viewer, at=AT
        )


def in_force(database: Database) -> dict[int, list[int]]:
    with database.reading() as session:
        found: dict[int, list[int]] = {}
        for badge in session.exec(select(Badge).where(Badge.revoked_at == None)):  # noqa: E711
            found.setdefault(badge.delegate_id, []).append(badge.serial)
        return found


def test_every_delegate_gets_a_badge_once(database, small, delegates):
    assert issue(database, small) == 3
    assert issue(database, small) == 0
    assert in_force(database) == {delegate: [1] for delegate in delegates}


def test_the_key_is_made_once_and_badges_stay_readable(database, small, delegates):
    issue(database, small)
    with database.reading() as session:
        before = session.exec(select(SigningKey.private_key)).all()
        tokens = [badge.token for badge in queries.printed(session, small.congress_id)]
    issue(database, small)
    with database.reading() as session:
        assert session.exec(select(SigningKey.private_key)).all() == before
        claims = [verify(token, queries.public_keys(session)) for token in tokens]
    assert claims == [BadgeClaim(small.congress_id, delegate, 1) for delegate in delegates]


def test_what_stands_on_a_badge_comes_from_the_list(database, small, delegates):
    issue(database, small)
    with database.reading() as session:
        first, _, leader = queries.printed(session, small.congress_id)
    assert (first.number, first.name, first.post) == (1, "Hoàng Thị Thuỷ", "Trưởng thôn")
    assert (first.unit, first.band, first.seat) == ("Xã Nhân Lý", "ĐẠI BIỂU", "")
    assert (leader.unit, leader.band) == ("Phòng Nội vụ", "LÃNH ĐẠO")


def test_a_revoked_badge_is_not_printed_and_not_issued_again(database, small, delegates):
    issue(database, small)
    revoke(database, small, badge_id=1)
    assert issue(database, small) == 0
    with database.reading() as session:
        assert [b.number for b in queries.printed(session, small.congress_id)] == [2, 3]
        row = queries.rows(session, small.congress_id)[0]
        holder = queries.holder(session, BadgeClaim(small.congress_id, delegates[0], 1))
    assert row.is_revoked
    assert row.revoked_reason == "mất thẻ"
    assert holder.is_revoked


def test_revoking_twice_keeps_the_first_reason(database, small, delegates):
    issue(database, small)
    revoke(database, small, badge_id=1)
    revoke(database, small, badge_id=1, reason="hỏng")
    with database.reading() as session:
        assert session.get(Badge, 1).revoked_reason == "mất thẻ"


def test_a_reprint_has_the_next_serial_and_revokes_the_former(database, small, delegates):
    issue(database, small)
    badge_id = reissue(database, small, delegates[0], after=1)
    assert in_force(database)[delegates[0]] == [2]
    with database.reading() as session:
        [printed] = queries.printed(session, small.congress_id, badge_id=badge_id)
        claim = verify(printed.token, queries.public_keys(session))
    assert claim == BadgeClaim(small.congress_id, delegates[0], 2)


def test_a_delegate_without_a_badge_can_get_one_alone(database, small, delegates):
    reissue(database, small, delegates[1], after=0, reason="đến trước khi cấp thẻ")
    assert in_force(database) == {delegates[1]: [1]}
    assert issue(database, small) == 2


@pytest.mark.parametrize("after", [-1, 0, 2, 7, 2**16, 10**30])
def test_a_reprint_after_a_badge_that_is_not_the_newest_is_refused(
    database, small, delegates, after
):
    issue(database, small)
    with pytest.raises(Rejected):
        reissue(database, small, delegates[0], after=after)
    assert in_force(database)[delegates[0]] == [1]


def test_a_reason_is_asked_for(database, small, delegates):
    issue(database, small)
    with pytest.raises(Rejected):
        revoke(database, small, badge_id=1, reason="  ")
    with pytest.raises(Rejected):
        reissue(database, small, delegates[0], after=1, reason="")
    assert in_force(database)[delegates[0]] == [1]


def test_a_reason_is_kept_as_one_line_and_never_cut(database, small, issued):
    with pytest.raises(Rejected):
        revoke(database, small, badge_id=1, reason="x" * 501)
    revoke(database, small, badge_id=1, reason="  mất\x00 \n thẻ ")
    with database.reading() as session:
        words = session.get(Badge, 1).revoked_reason
    assert words == "mất thẻ"


def test_nothing_of_another_congress_is_touched(database, small, delegates):
    issue(database, small)
    with database.transaction() as session, pytest.raises(NotFound):
        service.revoke(session, 99, 1, reason="x", by=small.viewers["organizer"], at=AT)
    with database.transaction() as session, pytest.raises(NotFound):
        service.reissue(
            session, 99, delegates[0], after=1, reason="x", by=small.viewers["organizer"], at=AT
        )


def test_every_write_leaves_a_trace_without_names(database, small, delegates):
    issue(database, small)
    revoke(database, small, badge_id=2, reason="Nông Văn Hòa làm mất")
    reissue(database, small, delegates[1], after=1)
    with database.reading() as session:
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries][-3:] == [
        "badges.issued",
        "badge.revoked",
        "badge.reissued",
    ]
    assert "Hòa" not in str([entry.facts for entry in entries])


def test_pressed_at_two_desks_at_once_one_badge_is_printed(database, small, delegates):
    issue(database, small)
    printed, refused, start = [], [], Barrier(4)

    def press() -> None:
        start.wait()
        try:
            printed.append(reissue(database, small, delegates[0], after=1))
        except Rejected as error:
            refused.append(error.faults[0].code)

    desks = [Thread(target=press) for _ in range(4)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert len(printed) == 1
    assert refused == ["badge_reissued_already"] * 3
    assert in_force(database)[delegates[0]] == [2]
