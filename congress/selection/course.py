"""How a list came about, aim after aim, and what each quota costs it, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from congress.selection.words import number

Told = Mapping[str, Any]
"""The keys of result.json, or of one of its entries."""


def steps(told: Told, quotas: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say how the list came, aim after aim; ``quotas`` are those of the file."""
    hard = sum(1 for entry in quotas if not entry.get("soft"))
    said = [str(_("Giữ đủ %(n)s tiêu chí bắt buộc, không nới tiêu chí nào.", n=hard))]
    said += _changed(told)
    said += [
        _missed(miss) for miss in sorted(told.get("misses") or [], key=lambda m: m["priority"])
    ]
    said.append(_merit(told))
    if told.get("spread") is not None:
        said.append(str(_("Giữa các danh sách bằng điểm, lấy danh sách trải đều các đơn vị nhất.")))
    said.append(
        str(
            _(
                "Nếu vẫn còn nhiều danh sách ngang nhau, bốc thăm theo số %(seed)s: "
                "ai chạy lại với số này cũng ra đúng danh sách này.",
                seed=told["seed"],
            )
        )
    )
    return said


def _changed(told: Told) -> list[str]:
    changes = told.get("changes")
    if not changes:
        return []
    return [
        str(
            _(
                "Đổi ít người nhất so với danh sách trước: "
                "%(left)s người ra, %(joined)s người vào.",
                left=len(changes["left"]),
                joined=len(changes["joined"]),
            )
        )
    ]


def _missed(miss: Told) -> str:
    if not miss["people"]:
        return str(_("Tiêu chí mong muốn, ưu tiên %(p)s: giữ đủ.", p=miss["priority"]))
    return str(
        _(
            "Tiêu chí mong muốn, ưu tiên %(p)s: còn thiếu %(n)s người, ít nhất có thể.",
            p=miss["priority"],
            n=miss["people"],
        )
    )


def _merit(told: Told) -> str:
    facts = {"score": number(told["score"]), "bound": number(told["bound"])}
    if told["status"] == "optimal":
        return str(
            _(
                "Trong những danh sách ấy, lấy danh sách có tổng điểm cao nhất: %(score)s điểm. "
                "Đã chứng minh không danh sách nào cao hơn.",
                **facts,
            )
        )
    return str(
        _(
            "Trong những danh sách ấy, tìm danh sách có tổng điểm cao: %(score)s điểm. "
            "Hết giờ trước khi chứng minh xong, nên có thể còn danh sách cao hơn.",
            **facts,
        )
    )


@dataclass(frozen=True)
class QuotaLine:
    """A quota's count beside its bounds, and what one seat more or less of room would do."""

    name: str
    count: int
    low: int | None
    high: int | None
    is_met: bool
    is_binding: bool
    is_soft: bool
    looser: str
    tighter: str


def quota_lines(told: Told) -> list[QuotaLine]:
    """Give the quotas of an answer, those at a bound first."""
    lines = [_quota_line(entry) for entry in told["quotas"]]
    return sorted(lines, key=lambda line: not line.is_binding)


def _quota_line(entry: Told) -> QuotaLine:
    price = entry.get("price") or {}
    return QuotaLine(
        name=entry["name"],
        count=entry["count"],
        low=entry["min"],
        high=entry["max"],
        is_met=entry["satisfied"],
        is_binding=entry["binding"],
        is_soft=entry.get("soft", False),
        looser=_change(price.get("looser")),
        tighter=_change(price.get("tighter")),
    )


def _change(points: object) -> str:
    """Say by how much the total would change; nothing where that is not known."""
    if points is None:
        return ""
    exact = Decimal(str(points))
    if not exact:
        return str(_("không đổi"))
    if exact > 0:
        return str(_("tăng %(n)s", n=number(exact)))
    return str(_("giảm %(n)s", n=number(-exact)))
