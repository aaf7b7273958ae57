"""One person from the commune to the province: approved, opened, never typed again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import inspect
from sqlmodel import Session, select

from congress.appraisals import service as appraisals
from congress.appraisals.models import ReviewStep
from congress.congresses.models import Congress, Participation
from congress.congresses.queries import Frame
from congress.core.errors import Forbidden, NotFound, Rejected
from congress.core.roles import Role, Viewer
from congress.delegations import carrying, opening, queries, service
from congress.delegations.models import ListVote, Member
from congress.delegations.opening import Answer
from congress.delegations.rules import Vote
from congress.nominations import citizen_numbers, service as nominations
from congress.nominations.models import Nominee, NomineePhoto, Review, Status
from congress.nominations.values import NomineeRow
from tests.delegations.conftest import OFFICE, Levels, Opened
from tests.factories import AT

VOTE = Vote(summoned=14, present=13, votes_for=11, voted_on=date(2025, 2, 27))


def _approve(three: Levels, congress: Frame, *people: Nominee, by: Viewer = OFFICE) -> None:
    found = queries.delegation(three.session, congress.id)
    seen = found.version if found else 0
    ids = [person.id or 0 for person in people]
    service.compose(three.session, congress, ids, version=seen, by=by, at=AT)
    service.record_vote(three.session, congress, VOTE, version=seen + 1, by=by, at=AT)


def _open(
    three: Levels, congress: Frame, group: str = "", by: Viewer = OFFICE
) -> tuple[opening.Opened, list[Nominee]]:
    members = three.session.exec(select(Member).where(Member.congress_id == congress.id)).all()
    answers = {member.id or 0: Answer(group=group) for member in members}
    done = opening.open_above(three.session, congress, answers, by=by, at=AT)
    three.session.flush()
    return done, [three.session.get_one(Nominee, member.opened_id) for member in members]


def _codes(refused: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


def test_what_the_commune_approves_reaches_the_province_without_retyping(three: Levels):
    person = three.named(three.commune)
    photo = NomineePhoto(nominee_id=person.id or 0, content=b"jpeg", sharpness=90, stored_at=AT)
    three.session.add(photo)
    _approve(three, three.commune, person, by=three.clerk)
    done, [in_district] = _open(three, three.commune, "direct", by=three.clerk)
    assert (done.made, done.linked) == (1, 0)
    assert in_district.unit_id == three.commune.host_id
    assert in_district.review is Review.SUBMITTED

    _approve(three, three.district, in_district)
    # The groups of district and province mean the same, so that nothing is asked.
    done, [in_province] = _open(three, three.district)
    assert done.made == 1
    assert in_province.unit_id == three.district.host_id
    assert in_province.composition_group == "direct"

    for above in (in_district, in_province):
        assert carrying.facts(above) == carrying.facts(person)
        assert citizen_numbers.opened(three.session, above) == "020078001234"
        carried = three.session.get_one(NomineePhoto, above.id)
        assert carried.content == b"jpeg"
    found = queries.origin(three.session, three.province.id, in_province.id or 0, OFFICE)
    assert found is not None
    assert found.congress.id == three.district.id
    assert found.vote is not None
    assert str(found.vote.share).replace("\N{NO-BREAK SPACE}", " ") == "11/13 = 84,6 %"


def test_every_column_of_a_profile_travels_or_is_named_to_stay():
    everything = {column.key for column in inspect(Nominee).columns}
    assert everything >= carrying.STAYS
    assert set(carrying.columns()) == everything - carrying.STAYS
    assert {"citizen_sealed", "citizen_mark", "titles", "achievement"} <= set(carrying.columns())


def test_opening_twice_adds_nobody_twice(three: Levels):
    _approve(three, three.commune, three.named(three.commune))
    _open(three, three.commune, "direct")
    done, _ = _open(three, three.commune, "direct")
    assert (done.made, done.linked) == (0, 0)
    people = three.session.exec(select(Nominee).where(Nominee.congress_id == three.district.id))
    assert len(people.all()) == 1


def test_somebody_the_unit_named_above_before_is_found_and_not_added(three: Levels):
    person = three.named(three.commune)
    there = nominations.add(
        three.session,
        three.district.id,
        three.commune.host_id,
        NomineeRow(
            {
                "name": "Nông Văn Hòa",
                "gender": "Nam",
                "birth_date": "05/03/1978",
                "ethnic_group": "Tày",
                "composition_group": "direct",
                "post": "Trưởng thôn",
            }
        ),
        by=OFFICE,
        at=AT,
    )
    _approve(three, three.commune, person)
    done, [found] = _open(three, three.commune, "direct")
    assert (done.made, done.linked, found.id) == (0, 1, there.id)
    [row] = queries.members(three.session, three.commune.id)
    told = {each.heading: (each.below, each.above) for each in row.changed}
    assert told["post"] == ("Nông dân", "Trưởng thôn")
    assert told["citizen_id"] == ("", "")


def test_a_group_that_means_another_thing_above_is_asked_of_each(three: Levels):
    people = [
        three.named(three.commune),
        three.named(three.commune, "Vi Thị Thủy", composition_group="direct", citizen_id=""),
        three.named(three.commune, "Lý Văn Khách", composition_group="guest", citizen_id=""),
    ]
    _approve(three, three.commune, *people)
    asked = opening.questions(three.session, three.commune, three.district)
    assert [question.is_open for question in asked] == [True, True, False]
    with pytest.raises(Rejected) as refused:
        opening.open_above(three.session, three.commune, {}, by=OFFICE, at=AT)
    assert _codes(refused) == ["member_group_open"] * 2
    _, opened = _open(three, three.commune, "economic")
    assert [each.composition_group for each in opened] == ["economic", "economic", "guest"]


def test_an_answer_that_is_no_group_above_answers_nothing(three: Levels):
    _approve(three, three.commune, three.named(three.commune))
    with pytest.raises(Rejected) as refused:
        _open(three, three.commune, "farmer")
    assert _codes(refused) == ["member_group_open"]


def test_no_more_go_up_than_the_upper_level_apportioned(three: Levels):
    people = [
        three.named(three.commune, citizen_id=""),
        three.named(three.commune, "Vi Thị Thủy", citizen_id=""),
    ]
    ids = [person.id or 0 for person in people]
    three.apportion(three.district, three.commune.host_id, 1)
    with pytest.raises(Rejected) as refused:
        service.compose(three.session, three.commune, ids, version=0, by=OFFICE, at=AT)
    assert refused.value.faults[0].facts["seats"] == 1
    service.compose(three.session, three.commune, ids[:1], version=0, by=OFFICE, at=AT)


def test_seats_taken_away_after_the_vote_are_told_when_it_opens(three: Levels):
    people = [
        three.named(three.commune, citizen_id=""),
        three.named(three.commune, "Vi Thị Thủy", citizen_id=""),
    ]
    _approve(three, three.commune, *people)
    three.apportion(three.district, three.commune.host_id, 1)
    with pytest.raises(Rejected) as refused:
        _open(three, three.commune, "direct")
    assert _codes(refused) == ["unit_over_seats"]


def test_an_approved_list_is_closed_and_its_vote_stays(three: Levels):
    person = three.named(three.commune)
    _approve(three, three.commune, person)
    with pytest.raises(Rejected) as refused:
        service.compose(three.session, three.commune, [], version=2, by=OFFICE, at=AT)
    assert _codes(refused) == ["list_closed"]
    with pytest.raises(Rejected) as refused:
        service.record_vote(three.session, three.commune, VOTE, version=2, by=OFFICE, at=AT)
    assert _codes(refused) == ["list_closed"]
    assert len(three.session.exec(select(ListVote)).all()) == 1


def test_a_list_voted_down_may_change_and_be_voted_on_again(three: Levels):
    person = three.named(three.commune)
    service.compose(three.session, three.commune, [person.id or 0], version=0, by=OFFICE, at=AT)
    down = replace(VOTE, votes_for=6)
    assert not service.record_vote(three.session, three.commune, down, version=1, by=OFFICE, at=AT)
    with pytest.raises(Rejected) as refused:
        _open(three, three.commune, "direct")
    assert _codes(refused) == ["list_not_approved"]
    _approve(three, three.commune, person)
    votes = queries.votes(three.session, three.commune.id)
    assert [(vote.number, vote.is_approval) for vote in votes] == [(2, True), (1, False)]


def test_a_vote_on_a_list_seen_before_it_changed_is_refused(three: Levels):
    person = three.named(three.commune)
    service.compose(three.session, three.commune, [person.id or 0], version=0, by=OFFICE, at=AT)
    with pytest.raises(Rejected) as refused:
        service.record_vote(three.session, three.commune, VOTE, version=0, by=OFFICE, at=AT)
    assert _codes(refused) == ["list_changed_meanwhile"]


def test_only_people_of_the_congress_who_stand_are_listed(three: Levels):
    stranger = three.named(
        three.district, unit_id=three.commune.host_id, composition_group="direct"
    )
    excluded = three.named(three.commune, "Vi Văn Thôi", citizen_id="")
    excluded.status, excluded.reason = Status.EXCLUDED, "không nhận lời"
    three.session.flush()
    for person in (stranger, excluded):
        with pytest.raises(Rejected) as refused:
            service.compose(
                three.session, three.commune, [person.id or 0], version=0, by=OFFICE, at=AT
            )
        assert _codes(refused) == ["list_of_strangers"]


def test_nobody_votes_on_a_list_with_somebody_who_no_longer_stands(three: Levels):
    person = three.named(three.commune)
    service.compose(three.session, three.commune, [person.id or 0], version=0, by=OFFICE, at=AT)
    person.status, person.reason = Status.EXCLUDED, "không nhận lời"
    three.session.flush()
    with pytest.raises(Rejected) as refused:
        service.record_vote(three.session, three.commune, VOTE, version=1, by=OFFICE, at=AT)
    assert _codes(refused) == ["list_of_strangers"]


def test_somebody_merged_below_opens_with_the_profile_that_goes_on(three: Levels):
    twice = three.named(three.commune, "Nông Văn Hoá", birth_date="1978", citizen_id="")
    _approve(three, three.commune, twice)
    person = three.named(three.commune)
    twice.review, twice.merged_into_id = Review.MERGED, person.id
    three.session.flush()
    _, [above] = _open(three, three.commune, "direct")
    assert above.name == "Nông Văn Hòa"


def test_what_changes_below_is_shown_above_and_copied_by_nobody(three: Levels):
    person = three.named(three.commune)
    _approve(three, three.commune, person)
    _, [above] = _open(three, three.commune, "direct")
    above.post = "Sửa ở trên"
    three.session.flush()
    assert queries.members(three.session, three.commune.id)[0].changed == ()
    person.post, person.version = "Tổ trưởng", person.version + 1
    three.session.flush()
    [row] = queries.members(three.session, three.commune.id)
    assert [(each.below, each.above) for each in row.changed] == [("Tổ trưởng", "Sửa ở trên")]
    assert above.post == "Sửa ở trên"


def test_the_upper_level_returns_somebody_and_they_come_again_mended(three: Levels):
    person = three.named(three.commune)
    _approve(three, three.commune, person)
    _, [above] = _open(three, three.commune, "direct")
    member = queries.members(three.session, three.commune.id)[0]
    with pytest.raises(Rejected) as refused:
        opening.resend(three.session, three.commune, member.id, by=three.clerk, at=AT)
    assert _codes(refused) == ["member_not_returned"]

    said = {"": "Thiếu thành tích năm 2024"}
    appraisals.send_back(
        three.session,
        three.district.id,
        above.id or 0,
        said,
        version=above.version,
        by=OFFICE,
        at=AT,
    )
    three.session.expire_all()
    [row] = queries.members(three.session, three.commune.id)
    assert (row.is_returned, row.remarks) == (True, ("Thiếu thành tích năm 2024",))

    person.achievement, person.version = "Có thêm năm 2024", person.version + 1
    three.session.flush()
    opening.resend(three.session, three.commune, member.id, by=three.clerk, at=AT)
    three.session.flush()
    assert (above.achievement, above.review) == ("Có thêm năm 2024", Review.SUBMITTED)
    assert queries.members(three.session, three.commune.id)[0].changed == ()
    steps = three.session.exec(select(ReviewStep.went_to).order_by(ReviewStep.id)).all()
    assert steps == [Review.SUBMITTED, Review.RETURNED, Review.SUBMITTED]


def test_nothing_opens_once_the_upper_list_is_approved(three: Levels):
    _approve(three, three.commune, three.named(three.commune))
    three.session.get_one(Congress, three.district.id).locked_at = AT
    with pytest.raises(Rejected) as refused:
        _open(three, three.commune, "direct")
    assert _codes(refused) == ["nominations_closed"]


def test_after_the_deadline_the_office_may_and_the_clerk_may_not(three: Levels):
    _approve(three, three.commune, three.named(three.commune))
    upper = three.session.get_one(Congress, three.district.id)
    upper.nominations_close_at = AT - timedelta(days=1)
    with pytest.raises(Rejected) as refused:
        _open(three, three.commune, "direct", by=three.clerk)
    assert _codes(refused) == ["deadline_passed"]
    done, _ = _open(three, three.commune, "direct")
    assert done.made == 1


def test_others_neither_see_nor_run_a_list(three: Levels):
    neighbour = Viewer(3, "Xã khác", Role.COMMUNE, three.commune.host_id + 1)
    with pytest.raises(NotFound):
        queries.known_list(three.session, three.commune, neighbour)
    with pytest.raises(NotFound):
        service.compose(three.session, three.commune, [], version=0, by=neighbour, at=AT)
    with pytest.raises(NotFound):
        service.compose(three.session, three.district, [], version=0, by=three.clerk, at=AT)
    leader = Viewer(4, "Lãnh đạo", Role.LEADER)
    with pytest.raises(Forbidden):
        service.compose(three.session, three.commune, [], version=0, by=leader, at=AT)


def test_the_board_tells_how_far_each_congress_below_is(three: Levels):
    [line] = queries.board(three.session, three.district, OFFICE, date(2025, 2, 1))
    assert (line.is_over, line.nominees, line.members, line.vote) == (False, 0, 0, None)
    _approve(three, three.commune, three.named(three.commune))
    _open(three, three.commune, "direct")
    three.session.flush()
    [line] = queries.board(three.session, three.district, OFFICE, date(2025, 3, 1))
    assert (line.host, line.is_over, line.opened, line.opened_at) == ("Xã Nhân Lý", True, 1, AT)
    assert line.vote is not None
    neighbour = Viewer(3, "Xã khác", Role.COMMUNE, three.commune.host_id + 1)
    assert queries.board(three.session, three.district, neighbour, date(2025, 3, 1)) == []


def _later(three: Levels, opened: Opened, day: date, *codes: str) -> Frame:
    """Open a congress of the province in which today's communes take part."""
    senders = tuple(three.unit(code, 2025) for code in codes)
    return opened("province", three.unit("20"), day, senders)


def _below(session: Session, congress: Frame, upper: Frame) -> Frame:
    session.get_one(Congress, congress.id).parent_id = upper.id
    session.flush()
    return replace(congress, parent_id=upper.id)


def test_where_the_unit_was_merged_its_successor_is_used(three: Levels, opened: Opened):
    upper = _later(three, opened, date(2025, 9, 1), "06496", "06463")
    commune = _below(three.session, three.commune, upper)
    _approve(three, commune, three.named(commune))
    _, [above] = _open(three, commune, "direct")
    assert above.unit_id == three.unit("06496", 2025)


def test_where_the_district_ended_each_persons_own_unit_is_followed(three: Levels, opened: Opened):
    upper = _later(three, opened, date(2025, 9, 1), "06496", "06505")
    district = _below(three.session, three.district, upper)
    person = three.named(three.commune)
    _approve(three, three.commune, person)
    _, [in_district] = _open(three, three.commune, "direct")
    _approve(three, district, in_district)
    _, [above] = _open(three, district)
    assert above.unit_id == three.unit("06496", 2025)


def test_where_the_unit_was_split_each_person_is_asked(three: Levels, opened: Opened):
    split = three.unit("06622")
    upper = _later(three, opened, date(2025, 9, 1), "06613", "06625")
    commune = opened("commune", split, date(2025, 3, 3), (split,), parent_id=upper.id)
    person = three.named(commune)
    _approve(three, commune, person)
    [question] = opening.questions(three.session, commune, upper)
    assert {name for _, name in question.units} == {"Xã Đình Lập", "Xã Kiên Mộc"}
    with pytest.raises(Rejected) as refused:
        _open(three, commune, "direct")
    assert _codes(refused) == ["member_unit_open"]
    chosen = three.unit("06625", 2025)
    answer = {question.member.id: Answer(chosen, "direct")}
    opening.open_above(three.session, commune, answer, by=OFFICE, at=AT)
    [row] = queries.members(three.session, commune.id)
    assert three.session.get_one(Nominee, row.opened_id).unit_id == chosen


def test_a_unit_that_sends_nobody_above_is_told(three: Levels, opened: Opened):
    upper = _later(three, opened, date(2025, 9, 1), "06463")
    commune = _below(three.session, three.commune, upper)
    _approve(three, commune, three.named(commune))
    with pytest.raises(Rejected) as refused:
        _open(three, commune, "direct")
    assert _codes(refused) == ["member_unit_missing"]


def test_seats_of_a_merged_unit_are_shared_by_the_lists_that_fill_it(three: Levels, opened: Opened):
    upper = _later(three, opened, date(2025, 9, 1), "06496")
    three.apportion(upper, three.unit("06496", 2025), 1)
    first = _below(three.session, three.commune, upper)
    other = three.unit("06478")
    second = opened("commune", other, date(2025, 3, 3), (other,), parent_id=upper.id)
    _approve(three, first, three.named(first))
    _open(three, first, "direct")
    _approve(three, second, three.named(second, "Vi Thị Thủy", citizen_id=""))
    with pytest.raises(Rejected) as refused:
        _open(three, second, "direct")
    assert _codes(refused) == ["unit_over_seats"]
    three.session.get_one(Participation, (upper.id, three.unit("06496", 2025))).seats = 2
    three.session.flush()
    assert _open(three, second, "direct")[0].made == 1
