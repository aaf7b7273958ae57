"""How pages word what two profiles share, their fields, and what was done with them."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext as _l

from congress.duplicates.rules import Evidence
from congress.nominations.models import Status

EVIDENCE: Mapping[Evidence, tuple[Any, str]] = {
    Evidence.NUMBER: (_l("Cùng số CCCD"), "bad"),
    Evidence.NAME_AND_DAY: (_l("Cùng họ tên, cùng ngày sinh"), "bad"),
    Evidence.NAME_AND_YEAR: (_l("Cùng họ tên, cùng năm sinh"), "wait"),
    Evidence.LIKE_NAME_AND_DAY: (_l("Họ tên gần giống, cùng ngày sinh"), "wait"),
    Evidence.LIKE_NAME_AND_YEAR: (_l("Họ tên gần giống, cùng năm sinh"), "quiet"),
}

LABELS: Mapping[str, Any] = {
    "name": _l("Họ và tên"),
    "gender": _l("Giới tính"),
    "birth": _l("Ngày sinh"),
    "ethnic_group": _l("Dân tộc"),
    "composition_group": _l("Nhóm cơ cấu"),
    "post": _l("Chức vụ, nghề nghiệp"),
    "workplace": _l("Nơi công tác"),
    "village": _l("Thôn"),
    "field": _l("Lĩnh vực"),
    "party": _l("Đảng viên"),
    "professional_level": _l("Trình độ chuyên môn"),
    "political_level": _l("Lý luận chính trị"),
    "titles": _l("Danh hiệu"),
    "roles": _l("Vai trò"),
    "achievement": _l("Thành tích"),
    "source": _l("Nguồn giới thiệu"),
    "citizen_id": _l("CCCD"),
    "phone": _l("Số điện thoại"),
    "household": _l("Hộ"),
    "status": _l("Tình trạng"),
}

STATUSES: Mapping[Status, Any] = {
    Status.PROPOSED: _l("Xét theo điểm"),
    Status.REQUIRED: _l("Bắt buộc có mặt"),
    Status.EXCLUDED: _l("Không xét"),
}

_ACTIONS: Mapping[str, Any] = {
    "nominee.added": _l("Thêm hồ sơ bằng biểu mẫu"),
    "nominee.edited": _l("Sửa hồ sơ"),
    "nominee.status_settled": _l("Quyết định tình trạng"),
    "nominee.declined": _l("Ghi người này không nhận lời"),
    "nominee.score_corrected": _l("Sửa điểm theo kiến nghị"),
    "nominee.assessed": _l("Chấm điểm thẩm định"),
    "nominee.opened": _l("Mở hồ sơ từ danh sách cấp dưới"),
    "nominee.told_apart": _l("Xác định là khác với một hồ sơ khác"),
    "nominee.merged": _l("Gộp vào hồ sơ khác của cùng người"),
    "nominee.absorbed": _l("Nhận một hồ sơ khác của cùng người"),
    "nominee.parted": _l("Bỏ gộp"),
    "photo.kept": _l("Thêm ảnh"),
    "photo.removed": _l("Bỏ ảnh"),
    "profile.returned": _l("Trả lại đơn vị"),
    "profile.remarked": _l("Ghi ý kiến thẩm định"),
    "remark.answered": _l("Trả lời ý kiến"),
}


def action(code: str) -> str:
    """Word what was done; what this table does not know is a change all the same."""
    return str(_ACTIONS.get(code) or gettext("Thay đổi khác"))


def field(code: str) -> str:
    """Name a field by the code under which a change was noted."""
    known = {"birth_date": "birth", "birth_year": "birth", "is_party_member": "party"} | {
        "citizen_mark": "citizen_id",
        "citizen_sealed": "citizen_id",
        "reason": "status",
    }
    return str(LABELS.get(known.get(code, code), ""))
