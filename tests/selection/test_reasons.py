"""Why each person is on the list or not, in words."""

from typing import Any

import pytest
from flask import Flask

from congress.selection import course, reasons
from congress.selection.reasons import Certainty, Person, Teller

PERSON = Person("7", "Vi Thị Thủy", "Xã Nhân Lý", "Người trực tiếp", "85.5", "")
NAMES = {"8": "Nông Văn Hòa", "9": "Lương Văn Tơ"}
BOUNDS = {"least": 80.0, "most": 90.0, "exact": None}


def _entry(**facts: Any) -> dict[str, Any]:
    return {
        "id": "7",
        "chosen": False,
        "reason": "left_out",
        "because": [],
        "score_to_enter": None,
        **facts,
    }


def _line(entry: dict[str, Any], person: Person = PERSON, **told: Any) -> reasons.Line:
    chosen = _entry(id="1", chosen=True, score_to_enter=BOUNDS)
    answer = {"status": "optimal", "seats": 300, "people": [chosen, entry], **told}
    teller = Teller(answer, lambda number: NAMES[number], reasons.quoted)
    return reasons.line(teller, entry, person)


@pytest.fixture(autouse=True)
def _in_vietnamese(app: Flask):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("entry", "sentence", "certainty"),
    [
        (
            {"score_to_enter": {"least": 87.25, "most": 87.25, "exact": 87.25}},
            ("Chưa được chọn: với đúng các tiêu chí này cần ít nhất 87,25 điểm (đang có 85,5)."),
            Certainty.EXACT,
        ),
        (
            {"score_to_enter": {"least": 86, "most": 90, "exact": None}, "because": ["Xã A"]},
            (
                "Chưa được chọn: với đúng các tiêu chí này dưới 86 điểm chưa đủ, từ 90 điểm "
                "chắc chắn đủ (đang có 85,5). Đã đủ người: tiêu chí “Xã A”."
            ),
            Certainty.BOUND,
        ),
        (
            {"score_to_enter": {"least": 86, "most": None, "exact": None}},
            ("Chưa được chọn: với đúng các tiêu chí này cần 86 điểm hoặc hơn nữa (đang có 85,5)."),
            Certainty.BOUND,
        ),
        (
            {"because": ["Xã A"]},
            "Chưa được chọn: không mức điểm nào đủ, vì đã đủ người: tiêu chí “Xã A”.",
            Certainty.EXACT,
        ),
        (
            {},
            (
                "Chưa được chọn: không mức điểm nào đủ, "
                "vì các chỗ còn lại phải dành cho tiêu chí khác."
            ),
            Certainty.EXACT,
        ),
    ],
)
def test_somebody_left_out_reads_what_was_missing(
    entry: dict[str, Any], sentence: str, certainty: Certainty
):
    line = _line(_entry(**entry))
    assert (line.why.sentence, line.why.certainty) == (sentence, certainty)
    assert len(line.reasons) == 1


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (
            {"reason": "merit"},
            "Được chọn nhờ điểm: 85,5 điểm, không kém người xếp thứ 300 về điểm.",
        ),
        (
            {"reason": "quota", "because": ["Nữ", "Xã A"]},
            ("Được chọn vì tiêu chí “Nữ”, tiêu chí “Xã A”: danh sách chỉ vừa đủ số người cần có."),
        ),
        ({"reason": "quota"}, "Được chọn để danh sách giữ đủ các tiêu chí."),
    ],
)
def test_somebody_chosen_reads_why(entry: dict[str, Any], sentence: str):
    assert _line(_entry(chosen=True, **entry)).why.sentence == sentence


def test_who_is_required_or_excluded_reads_the_reason_given():
    person = Person("7", "A", "B", "C", "", "Bí thư huyện ủy")
    required = _line(_entry(chosen=True, reason="required", score_to_enter=BOUNDS), person)
    assert [each.sentence for each in required.reasons] == [
        "Được chỉ định có trong danh sách. Lý do: Bí thư huyện ủy"
    ]
    excluded = _line(_entry(reason="excluded"), person)
    assert excluded.why.sentence == "Không xét chọn. Lý do: Bí thư huyện ủy"


def test_how_far_points_may_fall_is_exact_or_a_bound():
    exact = {"least": 80, "most": 80, "exact": 80}
    line = _line(_entry(chosen=True, reason="merit", score_to_enter=exact))
    assert line.stays == reasons.Reason(
        "Còn được chọn chừng nào điểm không dưới 80.", Certainty.EXACT
    )
    bounds = {"least": 70, "most": 82.5, "exact": None}
    line = _line(_entry(chosen=True, reason="merit", score_to_enter=bounds))
    assert line.stays == reasons.Reason(
        "Điểm từ 82,5 trở lên chắc chắn vẫn được chọn.", Certainty.BOUND
    )


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            {"leaves": ["7"], "joins": ["8"], "loss": 0.5, "exact": True},
            "Nếu vắng: Nông Văn Hòa vào thay; tổng điểm giảm 0,5.",
        ),
        (
            {"leaves": ["7"], "joins": ["8"], "loss": 0.5, "exact": False},
            "Nếu vắng: Nông Văn Hòa vào thay; tổng điểm giảm nhiều nhất 0,5.",
        ),
        (
            {"leaves": ["7"], "joins": ["8"], "loss": 0, "exact": True},
            "Nếu vắng: Nông Văn Hòa vào thay; tổng điểm không đổi.",
        ),
        (
            {"leaves": ["7"], "joins": [], "loss": 85.5, "exact": True},
            "Nếu vắng: không cần ai vào thay; tổng điểm giảm 85,5.",
        ),
        (
            {"leaves": ["7", "9"], "joins": ["8"], "loss": "1.25", "exact": True},
            ("Nếu vắng: Nông Văn Hòa vào, Lương Văn Tơ nhường chỗ; tổng điểm giảm 1,25."),
        ),
    ],
)
def test_who_would_stand_in_is_said_with_what_it_costs(found: dict[str, Any], sentence: str):
    line = _line(_entry(chosen=True, reason="merit", replacement=found))
    assert line.replacement is not None
    assert line.replacement.sentence == sentence


def test_where_nobody_was_found_to_stand_in_that_is_said():
    entry = _entry(chosen=True, reason="merit", replacement=None)
    sought = _line(entry, explained={"replacements": 0})
    assert sought.replacement == reasons.Reason("Nếu vắng: chưa tìm được ai vào thay.")
    assert _line(entry).replacement is None


def test_an_answer_of_an_earlier_version_or_out_of_time_claims_no_score():
    entry = _entry()
    del entry["because"]
    old = _line(entry, people=[entry])
    assert old.why == reasons.Reason(
        "Chưa được chọn: danh sách tốt nhất theo các tiêu chí không có người này."
    )
    late = _line(entry, people=[entry], status="time_limit")
    assert "chưa được chứng minh" in late.why.sentence


def test_quotas_of_sensitive_data_are_not_named_discreetly():
    named = reasons.discreetly(
        {
            "Dân tộc": {"each": "ethnic_group"},
            "Nữ": {"where": {"gender": "female"}},
            "Đảng viên": {"where": {"any": [{"party": True}, {"age": {"max": 30}}]}},
        }
    )
    assert named("Dân tộc: Dao") == named("Đảng viên") == "một tiêu chí cơ cấu"
    assert named("Nữ") == "tiêu chí “Nữ”"


def test_how_the_list_came_is_told_aim_after_aim():
    told = {
        "status": "optimal",
        "score": 27512.5,
        "bound": 27512.5,
        "seed": 7,
        "misses": [{"priority": 2, "people": 3}, {"priority": 1, "people": 0}],
        "changes": {"left": ["1"], "joined": ["2"], "from": 300},
        "spread": {"pairs": 4},
    }
    assert course.steps(told, [{"name": "a"}, {"name": "b", "soft": True}]) == [
        "Giữ đủ 1 tiêu chí bắt buộc, không nới tiêu chí nào.",
        "Đổi ít người nhất so với danh sách trước: 1 người ra, 1 người vào.",
        "Tiêu chí mong muốn, ưu tiên 1: giữ đủ.",
        "Tiêu chí mong muốn, ưu tiên 2: còn thiếu 3 người, ít nhất có thể.",
        (
            "Trong những danh sách ấy, lấy danh sách có tổng điểm cao nhất: 27.512,5 điểm. "
            "Đã chứng minh không danh sách nào cao hơn."
        ),
        "Giữa các danh sách bằng điểm, lấy danh sách trải đều các đơn vị nhất.",
        (
            "Nếu vẫn còn nhiều danh sách ngang nhau, bốc thăm theo số 7: "
            "ai chạy lại với số này cũng ra đúng danh sách này."
        ),
    ]


def test_a_list_that_is_not_proven_says_so():
    told = {"status": "time_limit", "score": 10, "bound": None, "seed": 1}
    assert "có thể còn danh sách cao hơn" in course.steps(told, [])[1]


def test_what_a_seat_would_do_is_said_in_points():
    quota = {"count": 5, "min": 5, "max": None, "satisfied": True, "binding": True, "soft": False}
    easy = {**quota, "name": "Dễ", "binding": False, "price": None}
    tight = {**quota, "name": "Chặt", "price": {"looser": 1.25, "tighter": -0.5}}
    stuck = {**quota, "name": "Kẹt", "price": {"looser": 0, "tighter": None}}
    lines = course.quota_lines({"quotas": [easy, tight, stuck]})
    assert [(line.name, line.looser, line.tighter) for line in lines] == [
        ("Chặt", "tăng 1,25", "giảm 0,5"),
        ("Kẹt", "không đổi", ""),
        ("Dễ", "", ""),
    ]
