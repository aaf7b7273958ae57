"""What pages call the roles, and what they say an account may do."""

from flask_babel import lazy_gettext

from congress.core.roles import Role

ROLE_LABELS = {
    Role.ADMINISTRATOR: lazy_gettext("Quản trị"),
    Role.ORGANIZER: lazy_gettext("Ban Tổ chức"),
    Role.OFFICER: lazy_gettext("Cán bộ thẩm định"),
    Role.COUNCIL: lazy_gettext("Thành viên Hội đồng"),
    Role.COMMUNE: lazy_gettext("Đơn vị cơ sở"),
    Role.SUBCOMMITTEE: lazy_gettext("Tiểu ban"),
    Role.GATE: lazy_gettext("Cửa đón"),
    Role.SUPERVISOR: lazy_gettext("Phụ trách cửa"),
    Role.CREDENTIALS: lazy_gettext("Ban Thẩm tra tư cách"),
    Role.LEADER: lazy_gettext("Lãnh đạo"),
}

ROLE_DUTIES = {
    Role.ADMINISTRATOR: lazy_gettext(
        "Mời người dùng, đóng và mở tài khoản, cấp phiếu mật khẩu, phân công đơn vị cho "
        "thành viên Hội đồng."
    ),
    Role.ORGANIZER: lazy_gettext(
        "Lập kế hoạch, phân bổ, lựa chọn và phê duyệt; xem hồ sơ của mọi đơn vị; mời đơn vị cơ "
        "sở, tiểu ban và người đón đại biểu."
    ),
    Role.OFFICER: lazy_gettext("Thẩm định hồ sơ của mọi đơn vị, trả lại kèm lý do hoặc chấp nhận."),
    Role.COUNCIL: lazy_gettext("Xem hồ sơ của những đơn vị được phân công, không xem đơn vị khác."),
    Role.COMMUNE: lazy_gettext(
        "Gửi, sửa và nộp hồ sơ của đơn vị mình; chỉ xem được người của đơn vị mình."
    ),
    Role.SUBCOMMITTEE: lazy_gettext("Xem việc được giao và giấy tờ của tiểu ban."),
    Role.GATE: lazy_gettext("Quét thẻ và đón đại biểu ở cửa."),
    Role.SUPERVISOR: lazy_gettext("Phụ trách cửa: đón đại biểu, xử lý trường hợp vướng."),
    Role.CREDENTIALS: lazy_gettext("Xem hồ sơ của mọi đơn vị, lập báo cáo thẩm tra tư cách."),
    Role.LEADER: lazy_gettext("Xem tất cả, không thay đổi gì."),
}
