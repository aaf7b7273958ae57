"""Whom a quota counts, and what lists are taken for, in words that an officer reads."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale, gettext as _, lazy_gettext as _l

from congress.core.disclosure import SENSITIVE, Purpose

_COLUMNS = {
    "age": _l("tuổi"),
    "birth_year": _l("năm sinh"),
    "composition_group": _l("nhóm"),
    "ethnic_group": _l("dân tộc"),
    "field": _l("lĩnh vực"),
    "gender": _l("giới"),
    "household": _l("hộ"),
    "party": _l("đảng viên"),
    "post": _l("chức vụ"),
    "score": _l("điểm"),
    "titles": _l("danh hiệu"),
    "unit": _l("đơn vị"),
    "village": _l("thôn, bản"),
}
_OWN_NAMES = {
    ("gender", "female"): _l("nữ"),
    ("gender", "male"): _l("nam"),
    ("party", "yes"): _l("đảng viên"),
    ("party", "no"): _l("không phải đảng viên"),
}

PURPOSES: Mapping[Purpose, Any] = {
    Purpose.CREDENTIALS: _l("Thẩm tra tư cách đại biểu"),
    Purpose.SUBMISSION: _l("Báo cáo, trình cấp trên"),
    Purpose.ORGANIZING: _l("Tổ chức, đón tiếp đại biểu"),
}


def number(points: object) -> str:
    """Write points as the reader's language does; nothing where there are none.

    >>> number("85.5"), number(90), number("")
    ('85,5', '90', '')
    """
    if points is None or points == "":
        return ""
    return _written(str(points), str(get_locale() or "vi"))


@lru_cache(maxsize=10_000)
def _written(points: str, locale: str) -> str:
    """Remember the points of a large pool, which has the same ones again and again."""
    return str(format_decimal(Decimal(points), "#,##0.#########", locale=locale))


def is_sensitive(entry: Mapping[str, Any]) -> bool:
    """Tell whether a quota of the file counts people by sensitive personal data.

    >>> is_sensitive({"where": {"any": [{"gender": "female"}, {"not": {"party": True}}]}})
    True
    >>> is_sensitive({"each": "unit", "where": {"age": {"max": 30}}})
    False
    """
    named = {str(entry.get("each"))} | _keys(entry.get("where")) | _keys(entry.get("unless"))
    return bool(named & SENSITIVE)


def _keys(where: Any) -> set[str]:
    if isinstance(where, list):
        return {key for part in where for key in _keys(part)}
    if not isinstance(where, Mapping):
        return set()
    return {*where, *(key for part in where.values() for key in _keys(part))}


def whom(entry: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Say whom a quota of the file counts; ``labels`` are those of the composition groups."""
    said = _condition(entry.get("where", {}), labels)
    if "unless" in entry:
        said = _("%(whom)s · trừ %(others)s", whom=said, others=_condition(entry["unless"], labels))
    if "each" not in entry:
        return said
    column = _column(str(entry["each"]))
    if not entry.keys() & {"where", "unless"}:
        return str(_("từng %(column)s", column=column))
    return str(_("từng %(column)s, trong số: %(whom)s", column=column, whom=said))


def _condition(where: Any, labels: Mapping[str, str]) -> str:
    if not isinstance(where, Mapping) or not where:
        return str(_("mọi người được giới thiệu"))
    return " · ".join(_key(key, wanted, labels) for key, wanted in where.items())


def _key(key: str, wanted: Any, labels: Mapping[str, str]) -> str:
    if key == "not":
        return str(_("không phải (%(whom)s)", whom=_condition(wanted, labels)))
    if key in ("any", "all") and isinstance(wanted, list):
        between = _(" hoặc ") if key == "any" else " · "
        return f"({between.join(_condition(part, labels) for part in wanted)})"
    if isinstance(wanted, Mapping):
        return _range(key, wanted, labels)
    values = _values(key, wanted, labels)
    has_own_names = key in ("gender", "party", "composition_group")
    return values if has_own_names else f"{_column(key)} {values}"


def _range(column: str, wanted: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    values = {key: _values(column, value, labels) for key, value in wanted.items()}
    said = [_column(column)]
    if "not" in values:
        said.append(_("khác %(value)s", value=values["not"]))
    if "min" in values:
        said.append(_("từ %(value)s", value=values["min"]))
    if "max" in values:
        said.append(_("đến %(value)s", value=values["max"]))
    return " ".join(said)


def _values(column: str, wanted: Any, labels: Mapping[str, str]) -> str:
    values = wanted if isinstance(wanted, list) else [wanted]
    return "; ".join(_value(column, value, labels) for value in values)


def _value(column: str, value: Any, labels: Mapping[str, str]) -> str:
    text = ("no", "yes")[value] if isinstance(value, bool) else str(value)
    if column == "composition_group":
        return labels.get(text, text)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(_OWN_NAMES.get((column, text), text))


def _column(column: str) -> str:
    return str(_COLUMNS.get(column, column))
