"""How the front page and the papers' page word what the rules give."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from congress.reports.disclosure import Purpose
from congress.reports.steps import Progress, Task


@dataclass(frozen=True)
class TaskWords:
    """A step in words; ``hint`` may hold the counts ``count``, ``whole`` and ``left``.

    ``pages`` are the endpoints where it is done; a role is led to the first it may open.
    """

    title: Any
    hint: Any
    pages: tuple[str, ...]


TASKS: Mapping[Task, TaskWords] = {
    Task.READ_FRAME: TaskWords(
        _l("Xem khung đại hội"),
        _l("Chương trình, thành phần, phân công và thời hạn của các bộ phận."),
        ("congresses.overview",),
    ),
    Task.SEND: TaskWords(
        _l("Gửi danh sách của đơn vị"),
        _l("Gửi tệp Excel hoặc nhập từng người; đã ghi nhận %(count)s người."),
        ("nominations.nominees",),
    ),
    Task.CONFIRM: TaskWords(
        _l("Xác nhận tệp đã gửi"),
        _l("Xem các dòng đã đọc và các chỗ cần sửa, rồi xác nhận; còn %(whole)s tệp chờ."),
        ("nominations.nominees",),
    ),
    Task.RECEIVE: TaskWords(
        _l("Nhận danh sách của các đơn vị"),
        _l("%(count)s trên %(whole)s đơn vị đã gửi, còn %(left)s đơn vị cần nhắc."),
        ("nominations.nominees",),
    ),
    Task.COMPLETE: TaskWords(
        _l("Bổ sung hồ sơ còn thiếu"),
        _l("%(left)s trên %(whole)s người còn thiếu chức vụ, nghề nghiệp hoặc thành tích."),
        ("nominations.nominees",),
    ),
    Task.SCORE: TaskWords(
        _l("Chấm điểm"),
        _l("%(left)s trên %(whole)s người chưa có điểm."),
        ("nominations.nominees",),
    ),
    Task.SELECT: TaskWords(
        _l("Chọn đại biểu"),
        _l("Máy chọn danh sách tốt nhất giữ đủ các tiêu chí cơ cấu; đã có %(count)s bản thảo."),
        ("selection.page",),
    ),
    Task.APPROVE: TaskWords(
        _l("Phê duyệt danh sách"),
        _l("Phê duyệt khóa danh sách và đánh số; hiện có %(count)s đại biểu."),
        ("selection.page", "delegates.page"),
    ),
    Task.SEAT: TaskWords(
        _l("Xếp chỗ ngồi"),
        _l("%(count)s trên %(whole)s đại biểu đã có ghế."),
        ("seating.page",),
    ),
    Task.BADGE: TaskWords(
        _l("Cấp và in thẻ"),
        _l("%(count)s trên %(whole)s đại biểu đã có thẻ."),
        ("badges.page",),
    ),
    Task.REHEARSE: TaskWords(
        _l("Tổng duyệt điểm danh"),
        _l("Quét thử vài thẻ ở phiên tổng duyệt; đã thử %(count)s thẻ."),
        ("checkin.page",),
    ),
    Task.ADMIT: TaskWords(
        _l("Đón đại biểu"),
        _l("%(count)s trên %(whole)s đại biểu đã vào."),
        ("checkin.page", "checkin.attendance"),
    ),
    Task.EXCUSE: TaskWords(
        _l("Ghi lý do vắng mặt"),
        _l("%(count)s trên %(whole)s người vắng đã có lý do."),
        ("reports.page",),
    ),
    Task.REPORT: TaskWords(
        _l("In báo cáo"),
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
    Progress.NOW: ProgressWords(_l("Làm ngay"), "accent", "arrow-right"),
    Progress.LATER: ProgressWords(_l("Sau đó"), "quiet", "clock"),
}
STUCK = ProgressWords(_l("Cần xử lý"), "bad", "alert-triangle")

PURPOSES: Mapping[Purpose, Any] = {
    Purpose.CREDENTIALS: _l("Thẩm tra tư cách đại biểu"),
    Purpose.SUBMISSION: _l("Báo cáo, trình cấp trên"),
    Purpose.ORGANIZING: _l("Tổ chức, đón tiếp đại biểu"),
}
