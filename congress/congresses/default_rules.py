"""The rules file with which a congress of a level begins."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import tomlkit

from congress.congresses.levels import Level
from congress.congresses.presets import PresetGroup
from congress.congresses.rules import Side


def default_rules(level: Level, groups: Sequence[PresetGroup], seats: int, day: date) -> str:
    """Write the rules file of a level: the direct side at least, the invited at most."""
    file = tomlkit.document()
    file.add(tomlkit.comment("Mức tối thiểu theo kế hoạch; Ban Tổ chức thêm tiêu chí khác."))
    file["panel"] = {"seats": seats, "day": day}
    direct = [group.code for group in groups if group.side is Side.DIRECT]
    invited = [group.code for group in groups if group.side is Side.INVITED]
    least = tomlkit.value(level.direct_least)
    most = tomlkit.value(str(1 - Decimal(level.direct_least)))
    quotas: Any = tomlkit.aot()
    quotas.append(_quota("Nhóm trực tiếp", direct, min_share=least))
    quotas.append(_quota("Khách mời và lãnh đạo", invited, max_share=most))
    file["quota"] = quotas
    return tomlkit.dumps(file)


def _quota(name: str, groups: list[str], **share: Any) -> Any:
    quota = tomlkit.table()
    where = tomlkit.inline_table()
    where["composition_group"] = groups
    quota.add("name", name)
    quota.add("where", where)
    for key, value in share.items():
        quota.add(key, value)
    return quota
