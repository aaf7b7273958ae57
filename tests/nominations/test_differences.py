"""A workbook that comes again: what it changes, what it may not, and what the clerk decides."""

from datetime import timedelta

import pytest
from sqlmodel import select

from congress.audit import AuditEntry
from congress.core.errors import Rejected
from congress.nominations import citizen_numbers, preview as previews, sending, service
from congress.nominations.models import Nominee, Review, Status, Workbook
from congress.nominations.sending import Answer, Choices
from tests.factories import AT
from tests.nominations.books import HEADINGS, SOMEBODY, changed, table

MORE = (*HEADINGS, "Nghề nghiệp", "Điểm", "CCCD")
WHOLE = (*SOMEBODY, "Nông dân", "90", "020078001234")
OTHER = changed(name="Lý Thị Mai", gender="Nữ", birth="06/05/1990")


@pytest.fixture
def send(database, small):
    """Send a workbook of Nhân Lý's; with ``confirms`` take it as it is."""

    def sent(content, choices=None, *, confirms=True, by="commune"):
        viewer = small.viewers[by]
        upload = sending.opened("danh-sach.xlsx", content)
        with database.transaction() as session:
            workbook = sending.receive(
                session, small.congress_id, small.nhan_ly, upload, by=viewer, at=AT
            )
            number = workbook.id
        if not confirms:
            return number
        with database.transaction() as session:
            return sending.confirm(
                session, small.congress_id, number, choices, by=viewer, at=AT + timedelta(hours=1)
            )

    return sent


@pytest.fixture
def seen(database):
    """Give what a workbook would change."""

    def difference(number, *, is_office=False):
        with database.reading() as session:
            workbook = session.get_one(Workbook, number)
            return previews.preview(session, workbook, is_office=is_office).difference

    return difference


def stored(database, name="Nông Văn Hòa"):
    with database.reading() as session:
        return session.exec(select(Nominee).where(Nominee.name == name)).one()


def write(database, name="Nông Văn Hòa", **facts):
    with database.transaction() as session:
        nominee = session.exec(select(Nominee).where(Nominee.name == name)).one()
        for code, value in facts.items():
            setattr(nominee, code, value)
        return nominee.id


def test_a_second_workbook_shows_new_changed_same_and_gone(send, seen):
    send(table(SOMEBODY, OTHER, changed(name="Vi Văn Ba")))
    found = seen(
        send(
            table(changed(group="Đại biểu nữ"), OTHER, changed(name="Chu Văn An", birth=1980)),
            confirms=False,
        )
    )
    [pair] = found.changed
    assert [(each.field, each.old, each.new) for each in pair.changes] == [
        ("composition_group", "ethnic", "women")
    ]
    assert [row.nominee.name for row in found.new] == ["Chu Văn An"]
    assert [pair.stored.person.name for pair in found.same] == ["Lý Thị Mai"]
    assert [who.person.name for who in found.gone] == ["Vi Văn Ba"]


def test_changes_are_taken_and_the_gone_are_kept_unless_ticked(database, send, seen):
    send(table(SOMEBODY, OTHER, changed(name="Vi Văn Ba")))
    content = table(changed(group="Đại biểu nữ"), OTHER)
    done = send(content)
    assert (done.stored, done.changed, done.withdrawn, done.known) == (0, 1, 0, 1)
    kept = stored(database)
    assert (kept.composition_group, kept.version) == ("women", 2)
    gone = stored(database, "Vi Văn Ba").id
    done = send(table(changed(group="Đại biểu nữ")), Choices(withdrawn=frozenset({gone})))
    assert done.withdrawn == 1
    with database.reading() as session:
        assert session.get(Nominee, gone) is None
        assert session.exec(select(Nominee)).all() != []


def test_a_change_that_is_left_out_is_not_taken(database, send):
    send(table(SOMEBODY))
    left = frozenset({stored(database).id})
    done = send(table(changed(group="Đại biểu nữ")), Choices(left=left))
    assert (done.changed, done.known) == (0, 1)
    assert stored(database).composition_group == "ethnic"


def test_an_empty_cell_erases_nothing_unless_ticked(database, send):
    send(table(WHOLE, headings=MORE))
    emptied = (*SOMEBODY, "", "", "")
    assert send(table(emptied, headings=MORE)).changed == 0
    assert stored(database).post == "Nông dân"
    again = table(emptied, OTHER, headings=MORE)
    assert send(again, Choices(erases=True)).changed == 1
    kept = stored(database)
    assert (kept.post, kept.citizen_mark, kept.score) == ("", "", 90)
    assert kept.is_incomplete


def test_a_column_that_is_not_there_erases_nothing(database, send):
    send(table(WHOLE, headings=MORE))
    assert send(table(SOMEBODY), Choices(erases=True)).changed == 0
    assert stored(database).post == "Nông dân"


def test_what_the_office_set_is_never_overwritten(database, send):
    send(table(WHOLE, headings=MORE), by="organizer")
    write(database, score=77, status=Status.EXCLUDED, reason="Đã chuyển đi")
    send(table((*SOMEBODY, "Trưởng thôn", "12", "020078001234"), headings=MORE))
    kept = stored(database)
    assert (kept.post, kept.score, kept.status) == ("Trưởng thôn", 77, Status.EXCLUDED)


def test_a_profile_that_is_on_its_way_is_not_changed(database, send, seen):
    send(table(SOMEBODY))
    write(database, review=Review.SUBMITTED)
    number = send(table(changed(group="Đại biểu nữ")), confirms=False)
    found = seen(number)
    assert (len(found.locked), found.changed, found.gone) == (1, (), ())
    assert len(seen(number, is_office=True).changed) == 1
    assert send(table(changed(group="Đại biểu nữ"))).changed == 0
    assert stored(database).composition_group == "ethnic"


@pytest.mark.parametrize(
    ("first", "corrected"),
    [
        (SOMEBODY, changed(birth="05/03/1987")),
        (SOMEBODY, changed(name="Nông Văn Hoàn")),
        ((*WHOLE[:5], "", "", WHOLE[7]), (*changed(name="Bế Thị Lan"), "", "", WHOLE[7])),
    ],
    ids=["birth", "name", "number"],
)
def test_a_corrected_person_is_asked_about(database, send, seen, first, corrected):
    headings = MORE if len(first) > len(HEADINGS) else HEADINGS
    send(table(first, headings=headings))
    content = table(corrected, headings=headings)
    found = seen(send(content, confirms=False))
    assert (len(found.alike), found.new, found.gone) == (1, (), ())
    with pytest.raises(Rejected) as error:
        send(content, Choices())
    assert error.value.faults[0].code == "workbook_answer_missing"
    done = send(content, Choices(answers={0: Answer.SAME}))
    assert (done.stored, done.changed) == (0, 1)
    kept = stored(database, corrected[0])
    assert (kept.version, kept.birth_year) == (2, int(corrected[2][-4:]))
    with database.reading() as session:
        assert len(session.exec(select(Nominee)).all()) == 1


def test_another_person_is_added_beside_and_the_unclear_left(database, send):
    send(table(SOMEBODY))
    namesake = table(changed(birth="05/03/1987"))
    done = send(namesake, Choices(answers={0: Answer.OTHER}))
    assert (done.stored, done.changed) == (1, 0)
    unclear = table(changed(name="Nông Văn Hoàn"), OTHER)
    done = send(unclear, Choices(answers={0: Answer.LEAVE}))
    assert (done.stored, done.left_out) == (1, 1)


def test_a_year_alone_does_not_replace_a_known_day(database, send):
    send(table(SOMEBODY))
    assert send(table(changed(birth=1978, group="Đại biểu nữ"))).changed == 1
    assert stored(database).birth_date.year == 1978
    assert send(table(changed(birth="05/03/1978", group="Đại biểu nữ"))).changed == 0


def test_nobody_is_gone_while_a_line_has_a_fault(send, seen):
    send(table(SOMEBODY, OTHER))
    found = seen(send(table(SOMEBODY, changed(name="Lý Thị Mai", birth="?")), confirms=False))
    assert found.gone == ()


def test_a_difference_that_is_no_longer_the_one_shown_stores_nothing(database, small, send, seen):
    send(table(SOMEBODY))
    content = table(changed(group="Đại biểu nữ"), OTHER)
    shown = Choices(digest=seen(send(content, confirms=False)).digest())
    with database.transaction() as session:
        service.settle_status(
            session,
            small.congress_id,
            stored(database).id,
            status=Status.REQUIRED,
            reason="Diễn giả",
            version=1,
            by=small.viewers["organizer"],
            at=AT,
        )
    with pytest.raises(Rejected) as error:
        send(content, shown)
    assert error.value.faults[0].code == "workbook_preview_stale"
    with database.reading() as session:
        assert [each.name for each in session.exec(select(Nominee))] == ["Nông Văn Hòa"]
        assert session.exec(select(Workbook).order_by(Workbook.id)).all()[-1].confirmed_at is None
    assert send(content, Choices(digest=seen(2).digest())).stored == 1


def test_the_audit_names_the_fields_and_no_value(database, send):
    send(table(WHOLE, headings=MORE))
    send(table((*changed(group="Đại biểu nữ"), "Trưởng thôn", "", "020078009999"), headings=MORE))
    with database.reading() as session:
        [edited] = session.exec(select(AuditEntry).where(AuditEntry.action == "nominee.edited"))
        told = str([entry.facts for entry in session.exec(select(AuditEntry))])
        assert citizen_numbers.opened(session, stored(database)) == "020078009999"
    assert edited.facts == {"fields": ["citizen_id", "composition_group", "post"]}
    assert not any(value in told for value in ("Trưởng thôn", "020078", "women"))


def test_a_stored_file_is_sealed_and_forgotten_in_time(database, small, send):
    first = send(table(SOMEBODY), confirms=False)
    with database.reading() as session:
        assert session.get_one(Workbook, first).content[:2] != b"PK"
    second = send(table(SOMEBODY, OTHER), confirms=False)
    viewer = small.viewers["commune"]
    with database.transaction() as session:
        sending.confirm(session, small.congress_id, second, by=viewer, at=AT)
        sending.forget_old(session, at=AT)
    with database.reading() as session:
        assert session.get_one(Workbook, first).content is None
        assert session.get_one(Workbook, second).content is not None
    with database.transaction() as session:
        sending.forget_old(session, at=AT + sending.KEPT_FOR + timedelta(days=1))
    with database.reading() as session:
        assert session.get_one(Workbook, second).content is None
