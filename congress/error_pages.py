"""What is shown where a request cannot be answered: in words, never a stack trace."""

from functools import partial
from http import HTTPStatus

from flask import Flask, Response, current_app, g, jsonify
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from congress.core.errors import Forbidden, NotFound, Rejected
from congress.web import is_device, is_fragment, render, said

_BUG = 500


def install(app: Flask) -> None:
    """Give an application its error pages."""
    app.register_error_handler(Rejected, _rejected)
    for kind, status in _STATUSES.items():
        app.register_error_handler(kind, partial(_page, status))
    app.register_error_handler(HTTPException, lambda error: _page(error.code or _BUG))


def _rejected(error: Rejected) -> tuple[str, int]:
    template = "errors/_rejected.html" if is_fragment() else "errors/rejected.html"
    return render(template, faults=said(error.faults)), 422


_STATUSES: dict[type[Exception] | int, int] = {
    NotFound: 404,
    Forbidden: 403,
    CSRFError: 400,
    RequestEntityTooLarge: 413,
    _BUG: 500,
}


def _page(status: int, _error: Exception | None = None) -> tuple[str | Response, int]:
    g.error_status = status
    advices = _advice()
    title, advice = advices.get(status) or advices[_BUG if status >= _BUG else 400]
    if is_device():
        return jsonify(error={"code": HTTPStatus(status).name.lower(), "message": title}), status
    template = "errors/_error.html" if is_fragment() else "errors/error.html"
    return render(template, status=status, title=title, advice=advice), status


def _advice() -> dict[int, tuple[str, str]]:
    return {
        400: (
            gettext("Yêu cầu không còn hiệu lực"),
            gettext("Hãy mở lại trang và làm lại; nếu đã đăng xuất, hãy đăng nhập trước."),
        ),
        403: (
            gettext("Tài khoản này không có quyền làm việc đó"),
            gettext("Nếu việc này thuộc nhiệm vụ của bạn, hãy báo Ban Tổ chức cấp quyền."),
        ),
        404: (
            gettext("Không có trang hoặc hồ sơ này"),
            gettext("Hãy kiểm tra lại địa chỉ, hoặc trở về trang đầu."),
        ),
        405: (
            gettext("Trang này không nhận cách gửi đó"),
            gettext("Hãy trở về trang đầu và dùng nút trên trang."),
        ),
        413: (
            gettext("Tệp quá lớn"),
            gettext("Hãy gửi tệp không quá %(n)s MB.", n=current_app.config["UPLOAD_LIMIT_MB"]),
        ),
        500: (
            gettext("Chương trình gặp lỗi, dữ liệu không thay đổi"),
            gettext("Hãy thử lại; nếu lỗi lặp lại, ghi giờ xảy ra và báo người quản trị."),
        ),
    }
