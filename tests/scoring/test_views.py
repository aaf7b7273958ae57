"""The pages of scores and of the rubric."""

from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import select

from congress.nominations.models import Nominee
from congress.scoring import forms
from congress.scoring.models import Assessment, Rubric
from congress.scoring.rules import Criterion
from tests.conftest import SignIn
from tests.scoring.conftest import ALL, FIELD, JUDGED, TITLES, Committee

EN, HOA = "Lương Thị Én", "Nông Văn Hòa"


@pytest.fixture
def home(committee: Committee) -> str:
    return f"/congresses/{committee.small.code}"


def typed(criteria: tuple[Criterion, ...], **more: str) -> dict[str, str]:
    fields = {
        f"criterion-{row}-{field}": value
        for row, shown in enumerate(forms.shown(criteria))
        for field, value in vars(shown).items()
    }
    return fields | {"based_on": "0", "reason": "họp 01/4"} | more


def stored(committee: Committee, table: type) -> list:
    with committee.database.reading() as session:
        return list(session.exec(select(table)))


def test_the_office_begins_with_figures_that_are_called_examples(sign_in: SignIn, home: str):
    page = sign_in("organizer").get(f"{home}/rubric/").text
    assert "Số liệu minh họa" in page
    assert "Chiến sĩ thi đua cơ sở: 18" in page
    assert "Chưa ban hành bộ tiêu chí nào" in sign_in("organizer").get(f"{home}/scoring/").text


def test_a_preview_says_what_would_change_and_stores_nothing(
    sign_in: SignIn, home: str, committee: Committee
):
    page = sign_in("organizer").post(f"{home}/rubric/", data=typed((TITLES, FIELD))).text
    assert "Nếu ban hành" in page
    assert "trong 2 người xét chọn" in page
    assert "80,50" in page
    assert "24,00" in page
    assert "-80,50" in page
    assert stored(committee, Rubric) == []
    assert committee.nominee(EN).score == Decimal("80.5")


def test_rows_are_edited_on_the_page_before_anything_is_stored(
    sign_in: SignIn, home: str, committee: Committee
):
    desk = sign_in("organizer")
    page = desk.post(f"{home}/rubric/", data=typed((TITLES, FIELD), do="add")).text
    assert 'name="criterion-2-name"' in page
    page = desk.post(f"{home}/rubric/", data=typed((TITLES, FIELD), do="remove-0")).text
    assert "Lĩnh vực" in page
    assert 'name="criterion-1-name"' not in page
    assert stored(committee, Rubric) == []


def test_another_kind_brings_its_own_fields_alone(sign_in: SignIn, home: str):
    filled = typed((TITLES, JUDGED), **{"criterion-1-kind": "titles", "do": "show"})
    part = (
        sign_in("organizer")
        .post(f"{home}/rubric/", data=filled, headers={"HX-Request": "true"})
        .text
    )
    assert "<!doctype" not in part
    assert 'name="criterion-1-table"' in part
    assert 'name="criterion-1-floor"' not in part


def test_the_organizer_adopts_and_everybody_reads_line_by_line(
    sign_in: SignIn, home: str, committee: Committee
):
    desk = sign_in("organizer")
    assert desk.post(f"{home}/rubric/adopt", data=typed(ALL)).status_code == 302
    page = desk.get(f"{home}/scoring/").text
    assert "chưa chấm" in page
    person = f"{home}/scoring/{committee.people[EN]}"
    given = {"points-4": "28,5", "note-4": "mô hình lan ra ba thôn"}
    assert sign_in("officer").post(f"{person}/criteria/4", data=given).status_code == 302
    for role in ("leader", "credentials", "officer"):
        page = sign_in(role).get(person).text
        assert "Chiến sĩ thi đua cơ sở (2023): 18,00" in page
        assert "11/13: 13,85" in page
        assert "mô hình lan ra ba thôn" in page
        assert "73,85" in page
        assert "Bản 1" in page
    assert "73,85" in desk.get(f"{home}/scoring/of/{committee.people[EN]}").text
    assert "Tiêu chí bản 1" in page
    assert desk.get(f"{home}/rubric/versions/1").status_code == 200
    assert desk.get(f"{home}/rubric/versions/2").status_code == 404


def test_a_correction_stands_in_a_line_of_its_own(sign_in: SignIn, home: str, committee: Committee):
    committee.adopt([TITLES])
    committee.change(EN, corrected_score=Decimal("91.5"), score=Decimal("91.5"))
    page = sign_in("leader").get(f"{home}/scoring/{committee.people[EN]}").text
    assert "Điều chỉnh theo kiến nghị" in page
    assert "+73,50" in page
    assert "91,50" in page


def test_nothing_happens_twice(sign_in: SignIn, home: str, committee: Committee):
    desk = sign_in("organizer")
    desk.post(f"{home}/rubric/adopt", data=typed((TITLES, JUDGED)))
    again = desk.post(f"{home}/rubric/adopt", data=typed((TITLES, JUDGED)))
    assert again.status_code == 422
    assert "vừa được ban hành bản khác" in again.text
    assert len(stored(committee, Rubric)) == 1
    given = {"points-4": "10", "note-4": "tốt"}
    for _ in range(2):
        desk.post(f"{home}/scoring/{committee.people[EN]}/criteria/4", data=given)
    assert len(stored(committee, Assessment)) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": " "}, "Chưa ghi lý do ban hành"),
        ({"criterion-0-maximum": "101"}, "Không đọc được điểm “101”"),
        ({"criterion-0-maximum": "99"}, "nhiều hơn 100"),
        ({"criterion-1-column": "ethnic_group"}, "dữ liệu nhạy cảm"),
        ({"criterion-1-table": "Kinh"}, "Không đọc được dòng “Kinh”"),
    ],
)
def test_faults_leave_no_trace_and_keep_what_was_typed(
    sign_in: SignIn, home: str, committee: Committee, changed: dict[str, str], sentence: str
):
    filled = typed((TITLES, FIELD)) | changed
    refused = sign_in("organizer").post(f"{home}/rubric/adopt", data=filled)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert "Nông nghiệp: 6" in refused.text or "Kinh" in refused.text
    assert stored(committee, Rubric) == []


def test_points_that_cannot_be_are_told_and_kept(sign_in: SignIn, home: str, committee: Committee):
    committee.adopt(ALL)
    address = f"{home}/scoring/{committee.people[EN]}/criteria/4"
    refused = sign_in("officer").post(address, data={"points-4": "31", "note-4": "rất tốt"})
    assert refused.status_code == 422
    assert "nhiều nhất 30 điểm" in refused.text
    assert "rất tốt" in refused.text
    refused = sign_in("officer").post(address, data={"points-4": "mười", "note-4": "x"})
    assert "Không đọc được điểm “mười”" in refused.text
    assert stored(committee, Assessment) == []


def test_the_table_of_scores_is_a_workbook(sign_in: SignIn, home: str, committee: Committee):
    assert sign_in("leader").get(f"{home}/scoring/scores.xlsx").status_code == 404
    committee.adopt(ALL)
    committee.assess(EN, "28.5")
    got = sign_in("leader").get(f"{home}/scoring/scores.xlsx").data
    heading, en, hoa = (
        CalamineWorkbook.from_filelike(BytesIO(got)).get_sheet_by_index(0).to_python()
    )
    assert heading[:4] == ["TT", "Họ và tên", "Đơn vị", "Danh hiệu (tối đa 30)"]
    assert en[1:] == [EN, "Xã Nhân Lý", 18, 7.5, 13.85, 28.5, 6, 73.85, "", 73.85]
    assert hoa[-1] == ""


def test_scores_of_changed_profiles_are_written_anew(
    sign_in: SignIn, home: str, committee: Committee
):
    committee.adopt([FIELD])
    committee.change(HOA, field="Nông nghiệp")
    officer = sign_in("officer")
    assert "chưa tính lại" in officer.get(f"{home}/scoring/").text
    assert officer.post(f"{home}/scoring/refresh").status_code == 302
    assert committee.nominee(HOA).score == 6
    assert "chưa tính lại" not in officer.get(f"{home}/scoring/").text


def test_whoever_does_not_compete_has_no_lines(sign_in: SignIn, home: str, committee: Committee):
    committee.adopt()
    leader = committee.people["Lãnh Đạo"]
    assert sign_in("officer").get(f"{home}/scoring/{leader}").status_code == 404
    assert "không xét chọn theo điểm" in sign_in("officer").get(f"{home}/scoring/of/{leader}").text


def test_names_and_notes_are_text(sign_in: SignIn, home: str, committee: Committee):
    committee.adopt((JUDGED,), reason="<b>họp")
    committee.change(EN, name="<b>Én</b>")
    committee.assess(EN, "10", "<script>x")
    desk = sign_in("organizer")
    for path in ("scoring/", f"scoring/{committee.people[EN]}", "rubric/", "rubric/versions/1"):
        page = desk.get(f"{home}/{path}").text
        assert "<b>Én" not in page
        assert "<script>x" not in page
        assert "<b>họp" not in page


@pytest.mark.parametrize("role", ["officer", "leader", "credentials", "commune", "council", "gate"])
def test_only_the_organizer_adopts(sign_in: SignIn, home: str, committee: Committee, role: str):
    assert sign_in(role).post(f"{home}/rubric/", data=typed(ALL)).status_code == 403
    assert sign_in(role).post(f"{home}/rubric/adopt", data=typed(ALL)).status_code == 403
    assert sign_in(role).delete(f"{home}/rubric/adopt").status_code == 405
    assert stored(committee, Rubric) == []


@pytest.mark.parametrize("role", ["leader", "credentials", "commune", "council", "gate"])
def test_only_the_office_gives_points(sign_in: SignIn, home: str, committee: Committee, role: str):
    committee.adopt(ALL)
    address = f"{home}/scoring/{committee.people[EN]}/criteria/4"
    given = {"points-4": "10", "note-4": "x"}
    assert sign_in(role).post(address, data=given).status_code == 403
    assert sign_in(role).post(f"{home}/scoring/refresh").status_code == 403
    assert stored(committee, Assessment) == []


@pytest.mark.parametrize("role", ["commune", "neighbour", "council", "gate"])
def test_units_do_not_read_scores(sign_in: SignIn, home: str, committee: Committee, role: str):
    committee.adopt()
    for path in ("", "scores.xlsx", f"{committee.people[EN]}", f"of/{committee.people[EN]}"):
        assert sign_in(role).get(f"{home}/scoring/{path}").status_code == 403


def test_where_a_rubric_holds_nobody_types_scores(sign_in: SignIn, home: str, committee: Committee):
    address = f"{home}/nominees/{committee.people[HOA]}"
    officer = sign_in("officer")
    assert 'name="score"' in officer.get(address).text
    committee.adopt()
    assert 'name="score"' not in officer.get(address).text
    assert f"/scoring/of/{committee.people[HOA]}" in officer.get(address).text
    assert (
        "/scoring/of/" not in sign_in("commune").get(f"{home}/nominees/{committee.people[EN]}").text
    )
    with committee.database.reading() as session:
        assert session.get_one(Nominee, committee.people[HOA]).score == 0
