"""Nominees come in, change and leave; faults leave no trace; nothing happens twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import func, select

from congress.audit import AuditEntry, first_broken
from congress.congresses import service as congresses
from congress.core.errors import NotFound, Rejected
from congress.nominations import listing, pool, preview as previews, queries, sending, service
from congress.nominations.models import Nominee, Review, Status, Workbook
from congress.nominations.values import NomineeRow
from tests.factories import AT
from tests.nominations.books import HEADINGS, SOMEBODY, changed, table

OTHER = changed(name="Lý Thị Mai", gender="Nữ", birth=date(1990, 5, 6))
FAULTY = changed(name="Vi Văn Ba", ethnic_group="Mán")
FORM = {
    "name": "Nông Văn Hòa",
    "gender": "Nam",
    "birth_date": "05/03/1978",
    "ethnic_group": "Tày",
    "composition_group": "ethnic",
}


def receive(session, small, content, unit=None, by="commune"):
    return sending.receive(
        session,
        small.congress_id,
        unit or small.nhan_ly,
        sending.opened("danh-sach.xlsx", content),
        by=small.viewers[by],
        at=AT,
    )


def confirm(session, small, workbook, by="commune"):
    return sending.confirm(
        session, small.congress_id, workbook.id, by=small.viewers[by], at=AT + timedelta(hours=1)
    )


def add(session, small, unit=None, by="commune", **values):
    return service.add(
        session,
        small.congress_id,
        unit or small.nhan_ly,
        NomineeRow(FORM | values),
        by=small.viewers[by],
        at=AT,
    )


def edit(session, small, nominee, version, by="commune", **values):
    service.edit(
        session,
        small.congress_id,
        nominee.id,
        NomineeRow(FORM | values),
        version=version,
        by=small.viewers[by],
        at=AT,
    )


def codes(error):
    return [fault.code for fault in error.value.faults]


def count(session, table):
    return session.exec(select(func.count()).select_from(table)).one()


def test_proven_rows_are_stored_once_confirmed(database, small):
    with database.transaction() as session:
        workbook = receive(session, small, table(SOMEBODY, OTHER))
        assert count(session, Nominee) == 0
        done = confirm(session, small, workbook)
    assert (done.stored, done.known, done.left_out) == (2, 0, 0)
    with database.reading() as session:
        stored = session.exec(select(Nominee).order_by(Nominee.name_key)).all()
        assert [person.name for person in stored] == ["Nông Văn Hòa", "Lý Thị Mai"]
        assert {person.workbook_id for person in stored} == {workbook.id}
        assert first_broken(session) is None
        actions = session.exec(select(AuditEntry.action)).all()
        assert {"workbook.received", "workbook.confirmed"} <= set(actions)


def test_no_personal_data_stands_in_the_audit(database, small):
    with database.transaction() as session:
        confirm(session, small, receive(session, small, table(SOMEBODY)))
        nominee = add(session, small, name="Hoàng Văn Nam")
        edit(session, small, nominee, 1, name="Hoàng Văn Năm", citizen_id="020078001234")
    with database.reading() as session:
        facts = str([entry.facts for entry in session.exec(select(AuditEntry))])
    assert not any(told in facts for told in ("Hòa", "Nam", "Năm", "020078001234"))


def test_faulty_rows_stay_out_and_the_others_are_stored(database, small):
    with database.transaction() as session:
        done = confirm(session, small, receive(session, small, table(SOMEBODY, FAULTY, OTHER)))
        assert (done.stored, done.left_out, count(session, Nominee)) == (2, 1, 2)


def test_a_workbook_without_a_proven_row_is_not_confirmed(database, small):
    content = table(SOMEBODY[:3], headings=HEADINGS[:3])
    with database.transaction() as session:
        workbook = receive(session, small, content)
    with pytest.raises(Rejected) as error, database.transaction() as session:
        confirm(session, small, workbook)
    assert codes(error) == ["workbook_without_rows"]
    with database.reading() as session:
        assert session.get(Workbook, workbook.id).confirmed_at is None


def test_a_file_that_cannot_be_opened_leaves_no_trace(database, small):
    with pytest.raises(Rejected) as error, database.transaction() as session:
        receive(session, small, b"%PDF-1.7")
    assert codes(error) == ["workbook_type"]
    with database.reading() as session:
        assert count(session, Workbook) == 0


def test_the_name_of_a_file_keeps_no_number_of_a_person():
    kept = sending.opened("Nông Văn Hòa 020078001234 - 2025.xlsx", table(SOMEBODY)).filename
    assert kept == "Nông Văn Hòa xxxxxxxxxxxx - 2025.xlsx"


def test_the_same_file_twice_opens_the_same_preview(database, small):
    content = table(SOMEBODY)
    with database.transaction() as session:
        assert receive(session, small, content).id == receive(session, small, content).id
        assert count(session, Workbook) == 1


def test_a_faulty_workbook_waits_until_its_unit_confirms_a_mended_one(database, small):
    viewer = small.viewers["organizer"]
    with database.transaction() as session:
        faulty = receive(session, small, table(SOMEBODY, FAULTY))
        assert [sent.id for sent in queries.pending(session, small.congress_id, viewer)] == [
            faulty.id
        ]
        confirm(session, small, receive(session, small, table(SOMEBODY, OTHER)))
        assert queries.pending(session, small.congress_id, viewer) == []


def test_a_confirmed_file_is_answered_not_repeated(database, small):
    content = table(SOMEBODY)
    with database.transaction() as session:
        workbook = receive(session, small, content)
        confirm(session, small, workbook)
    for again in (lambda s: receive(s, small, content), lambda s: confirm(s, small, workbook)):
        with pytest.raises(Rejected) as error, database.transaction() as session:
            again(session)
        assert codes(error) == ["workbook_repeated"]
        assert error.value.faults[0].facts == {"at": "10:00, 01/04/2025"}
    with database.reading() as session:
        assert count(session, Nominee) == 1


def test_two_clicks_on_confirm_store_once(database, small):
    with database.transaction() as session:
        workbook = receive(session, small, table(SOMEBODY, OTHER))

    def click(_):
        try:
            with database.transaction() as session:
                return confirm(session, small, workbook).stored
        except Rejected as error:
            return error.faults[0].code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))
    assert sorted(map(str, answers)) == ["2", *["workbook_repeated"] * 3]


def test_a_corrected_workbook_adds_only_who_is_new(database, small):
    with database.transaction() as session:
        confirm(session, small, receive(session, small, table(SOMEBODY, FAULTY)))
        mended = table(SOMEBODY, changed(name="Vi Văn Ba"), OTHER)
        done = confirm(session, small, receive(session, small, mended))
        assert (done.stored, done.known, count(session, Nominee)) == (2, 1, 3)


def test_whom_another_unit_named_is_stored_and_told_to_the_office_alone(database, small):
    with database.transaction() as session:
        confirm(session, small, receive(session, small, table(SOMEBODY)))
        twice = table(OTHER, changed(name="NÔNG VĂN HOÀ"))
        workbook = receive(session, small, twice, small.van_linh, "neighbour")
        seen = previews.preview(session, workbook)
        assert (len(seen.rows), seen.faults, seen.warnings) == (2, [], [])
        office = previews.preview(session, workbook, is_office=True)
        assert (len(office.rows), office.faults) == (2, [])
        told = [(warning.code, warning.cell, warning.facts) for warning in office.warnings]
        assert told == [("nominee_named_by", "A3", {"unit": "Xã Nhân Lý"})]
        assert confirm(session, small, workbook, "neighbour").stored == 2


def test_a_year_alone_does_not_prove_that_two_units_named_one_person(database, small):
    with database.transaction() as session:
        confirm(session, small, receive(session, small, table(SOMEBODY)))
        namesake = table(changed(birth=1978))
        workbook = receive(session, small, namesake, small.van_linh, "neighbour")
        assert previews.preview(session, workbook).warnings == []
        office = previews.preview(session, workbook, is_office=True)
        assert (len(office.rows), office.faults) == (1, [])
        assert [warning.code for warning in office.warnings] == ["nominee_maybe_elsewhere"]


def test_one_citizen_number_is_one_person_whatever_the_name(database, small):
    headings = (*HEADINGS, "CCCD")
    first = table((*SOMEBODY, "020078001234"), headings=headings)
    renamed = table((*changed(name="Nông Văn Hóa"), "020078001234"), headings=headings)
    with database.transaction() as session:
        confirm(session, small, receive(session, small, first))
        own = previews.preview(session, receive(session, small, renamed))
        assert [pair.shares_number for pair in own.difference.alike] == [True]
        elsewhere = receive(session, small, renamed, small.van_linh, "neighbour")
        assert previews.preview(session, elsewhere).warnings == []
        told = previews.preview(session, elsewhere, is_office=True).warnings
        assert [(fault.code, fault.cell) for fault in told] == [("nominee_named_by", "A2")]


def test_two_units_that_name_one_person_at_once_both_store_them(database, small):
    def name(unit_and_viewer):
        with database.transaction() as session:
            add(session, small, *unit_and_viewer)

    units = [(small.nhan_ly, "commune"), (small.van_linh, "neighbour")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(name, units))
    with database.reading() as session:
        assert count(session, Nominee) == 2


def test_the_form_tells_every_fault_by_field(database, small):
    with pytest.raises(Rejected) as error, database.transaction() as session:
        add(session, small, name="", gender="?", ethnic_group="Mán", score="101")
    told = [(fault.code, fault.field) for fault in error.value.faults]
    assert told == [
        ("value_missing", "name"),
        ("gender_unknown", "gender"),
        ("ethnic_group_unknown", "ethnic_group"),
        ("score_out_of_range", "score"),
    ]


def test_excels_count_of_days_is_no_birth_in_the_form(database, small):
    with pytest.raises(Rejected) as error, database.transaction() as session:
        add(session, small, birth_date="29275")
    assert codes(error) == ["birth_unreadable"]


def test_letters_of_mathematics_are_no_name(database, small):
    with pytest.raises(Rejected) as error, database.transaction() as session:
        add(session, small, name="𝕍𝕚 Văn Ba")
    assert codes(error) == ["name_malformed"]


@pytest.mark.parametrize("written", ["2147483648", "1000000"])
def test_too_large_a_count_is_said_to_be_too_large(database, small, written):
    with pytest.raises(Rejected) as error, database.transaction() as session:
        add(session, small, votes_for=written)
    assert codes(error) == ["number_too_large"]


def test_a_unit_names_a_person_once(database, small):
    with database.transaction() as session:
        add(session, small)
    with pytest.raises(Rejected) as error, database.transaction() as session:
        add(session, small, name="Nông Văn Hoà", birth_date="1978")
    assert codes(error) == ["nominee_named_already"]


def test_of_two_edits_the_second_hears_of_the_first(database, small):
    with database.transaction() as session:
        nominee = add(session, small)
    with database.transaction() as session:
        edit(session, small, nominee, 1, post="Trưởng thôn")
    with pytest.raises(Rejected) as error, database.transaction() as session:
        edit(session, small, nominee, 1, post="Nông dân")
    assert codes(error) == ["nominee_changed_meanwhile"]
    with database.reading() as session:
        kept = session.get(Nominee, nominee.id)
        assert (kept.post, kept.version) == ("Trưởng thôn", 2)


def test_an_edit_may_not_make_two_of_one_person(database, small):
    with database.transaction() as session:
        add(session, small)
        other = add(session, small, name="Lý Văn Tý")
    with pytest.raises(Rejected) as error, database.transaction() as session:
        edit(session, small, other, 1)
    assert codes(error) == ["nominee_named_already"]


def test_a_withdrawn_nominee_may_be_named_again(database, small):
    with database.transaction() as session:
        nominee = add(session, small)
        service.withdraw(session, small.congress_id, nominee.id, by=small.viewers["commune"], at=AT)
        add(session, small, small.van_linh, "neighbour")


def test_an_agency_names_guests_who_must_be_on_the_list(database, small):
    with database.transaction() as session:
        guest = add(
            session, small, small.agency, "agency", composition_group="guest", reason="Diễn giả"
        )
        assert (guest.status, guest.reason) == (Status.REQUIRED, "Diễn giả")
        proposed = add(session, small, name="Lý A Sử", composition_group="Khách mời")
        assert proposed.status is Status.PROPOSED
    with pytest.raises(Rejected) as error, database.transaction() as session:
        add(session, small, small.agency, "agency", name="Vi A", composition_group="guest")
    assert [(f.code, f.field) for f in error.value.faults] == [("value_missing", "reason")]


def settle(session, small, nominee, *said, version=1, by="organizer"):
    status, reason = said
    service.settle_status(
        session,
        small.congress_id,
        nominee.id,
        status=status,
        reason=reason,
        version=version,
        by=small.viewers[by],
        at=AT,
    )


def test_what_the_office_settled_outlasts_an_edit_by_the_unit(database, small):
    with database.transaction() as session:
        nominee = add(session, small)
        settle(session, small, nominee, Status.EXCLUDED, "Đã chuyển đi")
    with database.transaction() as session:
        edit(session, small, nominee, 2, post="Nông dân")
    with database.reading() as session:
        kept = session.get(Nominee, nominee.id)
        assert (kept.status, kept.reason, kept.post) == (
            Status.EXCLUDED,
            "Đã chuyển đi",
            "Nông dân",
        )


def test_a_settled_status_needs_its_reason(database, small):
    with database.transaction() as session:
        nominee = add(session, small)
    with pytest.raises(Rejected) as error, database.transaction() as session:
        settle(session, small, nominee, Status.REQUIRED, "")
    assert codes(error) == ["status_reason_missing"]


def test_after_approval_nobody_is_added_changed_or_withdrawn(database, small):
    with database.transaction() as session:
        nominee = add(session, small)
        workbook = receive(session, small, table(OTHER))
        congresses.lock(session, small.congress_id, by=small.viewers["organizer"], at=AT)
    by = small.viewers["commune"]
    for late in (
        lambda s: add(s, small, name="Lý A Sử"),
        lambda s: edit(s, small, nominee, 1),
        lambda s: service.withdraw(s, small.congress_id, nominee.id, by=by, at=AT),
        lambda s: receive(s, small, table(SOMEBODY)),
        lambda s: confirm(s, small, workbook),
        lambda s: settle(s, small, nominee, Status.REQUIRED, "x"),
    ):
        with pytest.raises(Rejected) as error, database.transaction() as session:
            late(session)
        assert codes(error) == ["nominations_closed"]


def test_a_neighbour_knows_of_nothing(database, small):
    with database.transaction() as session:
        nominee = add(session, small)
        workbook = receive(session, small, table(OTHER))
    by = small.viewers["neighbour"]
    for curious in (
        lambda s: edit(s, small, nominee, 1, by="neighbour"),
        lambda s: service.withdraw(s, small.congress_id, nominee.id, by=by, at=AT),
        lambda s: confirm(s, small, workbook, "neighbour"),
        lambda s: add(s, small, small.nhan_ly, "neighbour", name="Lý A Sử"),
        lambda s: receive(s, small, table(SOMEBODY), small.nhan_ly, "neighbour"),
        lambda s: add(s, small, 10_000, "organizer"),
    ):
        with pytest.raises(NotFound), database.transaction() as session:
            curious(session)
    with database.reading() as session:
        seen = listing.nominees(session, small.congress_id, by, listing.Filters())
        assert (seen.total, seen.lines) == (0, [])
        assert queries.pending(session, small.congress_id, by) == []


def test_the_pool_is_given_in_columns(database, small, monkeypatch):
    monkeypatch.setattr(pool, "_PIECE", 1)
    with database.transaction() as session:
        add(session, small, party="x", score="85,5")
        add(session, small, name="Lý Thị Mai", gender="Nữ")
        for nominee in session.exec(select(Nominee)):
            nominee.review = Review.ACCEPTED
    with database.reading() as session:
        columns = pool.columns(session, small.congress_id)
    texts = {code: column.texts().tolist() for code, column in columns.items()}
    assert texts["name"] == ["Nông Văn Hòa", "Lý Thị Mai"]
    assert texts["unit"] == ["Xã Nhân Lý"] * 2
    assert (texts["party"], texts["score"]) == (["yes", ""], ["85.5", ""])


def test_the_list_counts_by_unit_and_finds_who_has_no_score(database, small):
    with database.transaction() as session:
        add(session, small, score="80")
        add(session, small, name="Lý Thị Mai")
        add(
            session,
            small,
            small.agency,
            "agency",
            name="Vi A",
            composition_group="guest",
            reason="x",
        )
    by = small.viewers["officer"]
    with database.reading() as session:
        counts = queries.counts(session, small.congress_id, by)
        unscored = listing.nominees(
            session, small.congress_id, by, listing.Filters(is_unscored=True)
        )
    told = [(each.unit, each.nominees, each.required, each.unscored) for each in counts]
    assert told == [("Xã Nhân Lý", 2, 0, 1), ("Xã Vạn Linh", 0, 0, 0), ("Phòng Nội vụ", 1, 1, 0)]
    assert [line.name for line in unscored.lines] == ["Lý Thị Mai"]
