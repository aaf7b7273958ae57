"""How the front page and the papers' page word what the rules give."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from congress.reports.steps import Progress, Task

_DO = _l("Làm bước này")


@dataclass(frozen=True)
class TaskWords:
    """A step in words; ``fact`` and ``advice`` may hold ``count``, ``whole`` and ``left``.

    The advice is for the step that comes next. ``pages`` are the endpoints where the step is
    done; a role is led to the first that it may open, by a button that says ``action``.
    """

    title: Any
    fact: Any
    advice: Any
    pages: tuple[str, ...]
    action: Any = _DO


TASKS: Mapping[Task, TaskWords] = {
    Task.READ_FRAME: TaskWords(
        _l("Xem khung đại hội"),
        "",
        _l("Chương trình, thành phần, phân công và thời hạn của các bộ phận."),
        ("congresses.overview",),
        action=_l("Mở để xem"),
    ),
    Task.SEND: TaskWords(
        _l("Gửi danh sách của đơn vị"),
        _l("Đã ghi nhận %(count)s người."),
        _l("Gửi tệp Excel, hoặc nhập từng người."),
        ("nominations.nominees",),
    ),
    Task.CONFIRM: TaskWords(
        _l("Xác nhận tệp đã gửi"),
        _l("%(whole)s tệp chờ xác nhận."),
        _l("Xem các dòng đã đọc và các chỗ cần sửa, rồi xác nhận."),
        ("nominations.nominees",),
    ),
    Task.RECEIVE: TaskWords(
        _l("Nhận danh sách của các đơn vị"),
        _l("%(count)s trên %(whole)s đơn vị đã gửi."),
        _l("Hãy nhắc %(left)s đơn vị còn lại."),
        ("appraisals.board",),
    ),
    Task.COMPLETE: TaskWords(
        _l("Bổ sung hồ sơ còn thiếu"),
        _l("%(count)s trên %(whole)s hồ sơ đã đủ."),
        _l("Ghi chức vụ, nghề nghiệp và thành tích cho %(left)s người."),
        ("appraisals.board", "nominations.nominees"),
    ),
    Task.SUBMIT: TaskWords(
        _l("Nộp hồ sơ"),
        _l("Đã nộp %(count)s trên %(whole)s hồ sơ."),
        _l("Nộp %(left)s hồ sơ còn lại khi đã đủ mục và có biên bản bình xét."),
        ("submissions.page",),
    ),
    Task.APPRAISE: TaskWords(
        _l("Thẩm định hồ sơ"),
        _l("Đã thẩm định %(count)s trên %(whole)s hồ sơ."),
        _l("Xem từng hồ sơ đã nộp; trả lại kèm lý do nếu cần sửa."),
        ("profiles.queue",),
    ),
    Task.ACCEPT: TaskWords(
        _l("Chấp nhận hồ sơ"),
        _l("Đã chấp nhận %(count)s trên %(whole)s hồ sơ."),
        _l("Chỉ hồ sơ đã chấp nhận được đưa vào lựa chọn."),
        ("appraisals.board",),
    ),
    Task.SCORE: TaskWords(
        _l("Chấm điểm"),
        _l("%(count)s trên %(whole)s người đã có điểm."),
        _l("Máy chỉ chọn theo thành tích khi có điểm."),
        ("nominations.nominees",),
    ),
    Task.SELECT: TaskWords(
        _l("Chọn đại biểu"),
        _l("Đã có %(count)s danh sách."),
        _l("Máy tìm danh sách có tổng điểm cao nhất mà giữ đủ các tiêu chí cơ cấu."),
        ("selection.page",),
    ),
    Task.APPROVE: TaskWords(
        _l("Phê duyệt danh sách"),
        _l("%(count)s đại biểu trong danh sách."),
        _l("Phê duyệt sẽ khóa danh sách và đánh số đại biểu."),
        ("selection.page",),
    ),
    Task.AWAIT: TaskWords(
        _l("Danh sách đại biểu được phê duyệt"),
        _l("%(count)s đại biểu trong danh sách."),
        _l("Ban Tổ chức phê duyệt sau khi lựa chọn."),
        ("delegates.page",),
        action=_l("Mở để xem"),
    ),
    Task.SEAT: TaskWords(
        _l("Xếp chỗ ngồi"),
        _l("%(count)s trên %(whole)s đại biểu đã có ghế."),
        _l("Các đoàn ngồi liền nhau, khách mời và lãnh đạo ngồi trước."),
        ("seating.page",),
    ),
    Task.BADGE: TaskWords(
        _l("Cấp và in thẻ"),
        _l("%(count)s trên %(whole)s đại biểu đã có thẻ."),
        _l("In trên giấy A4 rồi cắt theo dấu."),
        ("badges.page",),
    ),
    Task.REHEARSE: TaskWords(
        _l("Tổng duyệt điểm danh"),
        _l("Đã thử %(count)s thẻ."),
        _l("Quét thử vài thẻ ở phiên tổng duyệt, bằng đúng máy sẽ dùng ở cửa."),
        ("checkin.page",),
    ),
    Task.ADMIT: TaskWords(
        _l("Đón đại biểu"),
        _l("%(count)s trên %(whole)s đại biểu đã vào."),
        "",
        ("checkin.page", "checkin.attendance"),
    ),
    Task.EXCUSE: TaskWords(
        _l("Ghi lý do vắng mặt"),
        _l("%(count)s trên %(whole)s người vắng đã có lý do."),
        "",
        ("reports.page",),
    ),
    Task.REPORT: TaskWords(
        _l("In báo cáo"),
        "",
        _l("Báo cáo thẩm tra tư cách, danh sách trích ngang, danh sách có mặt."),
        ("reports.page",),
    ),
}


@dataclass(frozen=True)
class ProgressWords:
    """How a step's state is shown."""

    label: Any
    tone: str
    icon: str


PROGRESS: Mapping[Progress, ProgressWords] = {
    Progress.DONE: ProgressWords(_l("Xong"), "ok", "circle-check"),
    Progress.SKIPPED: ProgressWords(_l("Bỏ qua"), "quiet", "x"),
    Progress.NOW: ProgressWords(_l("Tiếp theo"), "accent", "arrow-right"),
    Progress.LATER: ProgressWords(_l("Sau đó"), "quiet", "clock"),
}
STUCK = ProgressWords(_l("Cần xử lý"), "bad", "alert-triangle")
