"""Why rules contradict one another, in words: from the sums that an answer shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l

from congress.selection.words import whom

Clash = Mapping[str, Any]
"""One of ``clashes`` of result.json."""
Entries = Mapping[str, Mapping[str, Any]]
"""The quotas of a rules file, by name."""
_NAMED = 4
"""No more quotas or groups are named in one sentence."""
_SEATED_ONE = _l(
    "“%(first)s” cần ít nhất %(need)s người, nhưng người được chỉ định không thuộc tiêu chí này "
    "đã giữ chỗ, chỉ còn lại %(have)s chỗ."
)
_SUMS = {
    "least": _l("Các mức ít nhất của %(all)s cộng lại là %(need)s người, nhiều hơn %(have)s chỗ."),
    "most": _l(
        "Với các mức nhiều nhất của %(all)s chỉ chọn được %(have)s người, "
        "ít hơn %(need)s chỗ cần có."
    ),
    "crowded": _l(
        "“%(first)s” cần ít nhất %(need)s người, nhưng với mức nhiều nhất của %(others)s "
        "chỉ chọn được %(have)s người như thế."
    ),
    "forced": _l(
        "Mức ít nhất của %(others)s buộc phải có %(need)s người thuộc “%(first)s”, "
        "mà tiêu chí này chỉ cho nhiều nhất %(have)s người."
    ),
    "seated": _l(
        "Các mức ít nhất của %(all)s cộng lại là %(need)s người, nhưng người được chỉ định "
        "không thuộc các tiêu chí này đã giữ chỗ, chỉ còn lại %(have)s chỗ."
    ),
}


def reasons(told: Mapping[str, Any], quotas: Entries, labels: Mapping[str, str]) -> list[str]:
    """Say why the rules contradict one another; nothing where no sum shows it.

    ``labels`` are those of the composition groups.
    """
    short = [_too_few(found, quotas.get(name, {}), labels) for name, found in _short(told).items()]
    sums = [_sum(clash) for clash in told.get("clashes") or [] if clash["kind"] in _SUMS]
    return [*short, *sums]


def missing(told: Mapping[str, Any], quotas: Entries, labels: Mapping[str, str]) -> dict[str, str]:
    """Say whom the pool lacks, by the quota that needs them."""
    return {
        name: _people(found, quotas[name], labels)
        for name, found in _short(told).items()
        if name in quotas
    }


def _short(told: Mapping[str, Any]) -> dict[str, list[Clash]]:
    """Give the quotas for which there are too few people, by rule."""
    found: dict[str, list[Clash]] = {}
    for clash in told.get("clashes") or []:
        if clash["kind"] == "short":
            found.setdefault(clash["rules"][0], []).append(clash)
    return found


def _too_few(found: Sequence[Clash], entry: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    clash = found[0]
    if "each" in entry:
        said = _("“%(quota)s” thiếu người được giới thiệu: %(groups)s.")
        return str(said) % {"quota": clash["rules"][0], "groups": _groups(found)}
    said = _(
        "“%(quota)s” cần ít nhất %(need)s người (%(whom)s), "
        "mới có %(have)s người được giới thiệu: còn thiếu %(lack)s."
    )
    facts = {"quota": clash["rules"][0], "whom": whom(entry, labels), "lack": _lack(clash)}
    return str(said) % {**facts, "need": clash["need"], "have": clash["have"]}


def _people(found: Sequence[Clash], entry: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    if "each" in entry:
        return _groups(found)
    return str(_("%(n)s người (%(whom)s)", n=_lack(found[0]), whom=whom(entry, labels)))


def _groups(found: Sequence[Clash]) -> str:
    """Say how many each group lacks, those that lack most first."""
    ordered = sorted(found, key=_lack, reverse=True)
    said = ", ".join(
        str(_("%(group)s %(n)s người", group=_value(clash), n=_lack(clash)))
        for clash in ordered[:_NAMED]
    )
    if len(found) <= _NAMED:
        return said
    return str(_("%(named)s và %(n)s nhóm khác", named=said, n=len(found) - _NAMED))


def _lack(clash: Clash) -> int:
    return int(clash["need"] - clash["have"])


def _value(clash: Clash) -> str:
    return str(clash["quotas"][0].removeprefix(f"{clash['rules'][0]}: "))


def _sum(clash: Clash) -> str:
    names = clash["quotas"] if len(clash["quotas"]) <= _NAMED else clash["rules"]
    first = clash["quotas"][0]
    is_seated_one = clash["kind"] == "seated" and len(names) == 1
    said = _SEATED_ONE if is_seated_one else _SUMS[clash["kind"]]
    return str(said) % {
        "first": first,
        "all": _quoted(names),
        "others": _quoted([name for name in names if name != first]),
        "need": clash["need"],
        "have": clash["have"],
    }


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
