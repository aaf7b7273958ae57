"""Why each person is on the list or not, in one sentence that the person can read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l

from congress.selection.words import is_sensitive, number

Told = Mapping[str, Any]
"""The keys of result.json, or of one of its entries."""


class Certainty(StrEnum):
    """How sure a sentence is: its numbers are exact, bounds that hold, or it has none."""

    EXACT = "exact"
    BOUND = "bound"
    PLAIN = "plain"


CERTAINTIES = {
    Certainty.EXACT: _l("chính xác"),
    Certainty.BOUND: _l("khoảng chắc chắn"),
    Certainty.PLAIN: "",
}


@dataclass(frozen=True)
class Reason:
    """A sentence, and how sure it is."""

    sentence: str
    certainty: Certainty = Certainty.PLAIN

    @property
    def label(self) -> str:
        """Give how sure it is in words; nothing where the sentence claims no number."""
        return str(CERTAINTIES[self.certainty])


@dataclass(frozen=True)
class Person:
    """A nominee as the reasons name them; ``note`` says why they are required or excluded."""

    id: str
    name: str
    unit: str
    group: str
    score: str
    note: str


@dataclass(frozen=True)
class Line:
    """A person and the reasons: why in or out, how far the points may fall, who would stand in."""

    person: Person
    is_chosen: bool
    why: Reason
    stays: Reason | None = None
    replacement: Reason | None = None

    @property
    def reasons(self) -> list[Reason]:
        """Give the reasons that there are."""
        return [each for each in (self.why, self.stays, self.replacement) if each is not None]


@dataclass(frozen=True)
class Teller:
    """Tells the reasons of one answer: whom may be named, and which quotas."""

    told: Told
    name_of: Callable[[str], str]
    quota_of: Callable[[str], str]

    @property
    def is_proven(self) -> bool:
        """Tell whether the list is proven to be the best."""
        return bool(self.told["status"] == "optimal")

    @cached_property
    def is_explained(self) -> bool:
        """Tell whether scores to enter were sought at all."""
        return any(entry["chosen"] and entry["score_to_enter"] for entry in self.told["people"])


def line(teller: Teller, entry: Told, person: Person) -> Line:
    """Tell the reasons of one person; ``entry`` is theirs in ``people`` of the answer."""
    if not entry["chosen"]:
        return Line(person, is_chosen=False, why=_why_out(teller, entry, person))
    return Line(
        person,
        is_chosen=True,
        why=_why_in(teller, entry, person),
        stays=_stays(entry, person),
        replacement=_replacement(teller, entry),
    )


def _why_in(teller: Teller, entry: Told, person: Person) -> Reason:
    if entry["reason"] == "required":
        return Reason(_noted(_("Được chỉ định có trong danh sách."), person))
    if entry["reason"] == "merit":
        said = _(
            "Được chọn nhờ điểm: %(score)s điểm, không kém người xếp thứ %(seats)s về điểm.",
            score=number(person.score),
            seats=teller.told["seats"],
        )
        return Reason(str(said))
    named = _named(teller, entry)
    if not named:
        return Reason(str(_("Được chọn để danh sách giữ đủ các tiêu chí.")))
    said = _("Được chọn vì %(quotas)s: danh sách chỉ vừa đủ số người cần có.", quotas=named)
    return Reason(str(said))


def _stays(entry: Told, person: Person) -> Reason | None:
    """Say how far the points of somebody chosen may fall."""
    told = entry["score_to_enter"]
    if entry["reason"] == "required" or not told or not person.score:
        return None
    exact, enough = told["exact"], told["most"]
    if exact is not None:
        said = _("Còn được chọn chừng nào điểm không dưới %(score)s.", score=number(exact))
        return Reason(str(said), Certainty.EXACT)
    if enough is None or Decimal(str(enough)) >= Decimal(person.score):
        return None
    said = _("Điểm từ %(score)s trở lên chắc chắn vẫn được chọn.", score=number(enough))
    return Reason(str(said), Certainty.BOUND)


def _replacement(teller: Teller, entry: Told) -> Reason | None:
    """Say who would come in somebody's place, and what the total would lose."""
    found = entry.get("replacement")
    if not found:
        is_sought = entry["reason"] != "required" and bool(teller.told.get("explained"))
        return Reason(str(_("Nếu vắng: chưa tìm được ai vào thay."))) if is_sought else None
    others = [one for one in found["leaves"] if one != entry["id"]]
    facts = {
        "joins": ", ".join(map(teller.name_of, found["joins"])),
        "leaves": ", ".join(map(teller.name_of, others)),
        "loss": _loss(found),
    }
    certainty = Certainty.EXACT if found["exact"] else Certainty.BOUND
    if not found["joins"]:
        return Reason(str(_("Nếu vắng: không cần ai vào thay; %(loss)s.", **facts)), certainty)
    if not others:
        return Reason(str(_("Nếu vắng: %(joins)s vào thay; %(loss)s.", **facts)), certainty)
    said = _("Nếu vắng: %(joins)s vào, %(leaves)s nhường chỗ; %(loss)s.", **facts)
    return Reason(str(said), certainty)


def _loss(found: Told) -> str:
    if not Decimal(str(found["loss"])):
        return str(_("tổng điểm không đổi"))
    if found["exact"]:
        return str(_("tổng điểm giảm %(n)s", n=number(found["loss"])))
    return str(_("tổng điểm giảm nhiều nhất %(n)s", n=number(found["loss"])))


def _why_out(teller: Teller, entry: Told, person: Person) -> Reason:
    if entry["reason"] == "excluded":
        return Reason(_noted(_("Không xét chọn."), person))
    told, named = entry["score_to_enter"], _named(teller, entry)
    if told:
        full = _(" Đã đủ người: %(quotas)s.", quotas=named) if named else ""
        reason = _score_needed(told, person)
        return Reason(f"{reason.sentence}{full}", reason.certainty)
    if teller.is_explained:
        return Reason(_no_score_would_do(named), Certainty.EXACT)
    if teller.is_proven:
        return Reason(
            str(_("Chưa được chọn: danh sách tốt nhất theo các tiêu chí không có người này."))
        )
    return Reason(
        str(_("Chưa có trong danh sách tìm được; danh sách chưa được chứng minh là tốt nhất."))
    )


def _score_needed(told: Told, person: Person) -> Reason:
    facts = {"have": number(person.score)}
    exact, least, most = told["exact"], told["least"], told["most"]
    if exact is not None:
        said = _(
            "Chưa được chọn: với đúng các tiêu chí này "
            "cần ít nhất %(need)s điểm (đang có %(have)s).",
            need=number(exact),
            **facts,
        )
        return Reason(str(said), Certainty.EXACT)
    if most is None:
        said = _(
            "Chưa được chọn: với đúng các tiêu chí này "
            "cần %(least)s điểm hoặc hơn nữa (đang có %(have)s).",
            least=number(least),
            **facts,
        )
        return Reason(str(said), Certainty.BOUND)
    said = _(
        "Chưa được chọn: với đúng các tiêu chí này dưới %(least)s điểm chưa đủ, "
        "từ %(most)s điểm chắc chắn đủ (đang có %(have)s).",
        least=number(least),
        most=number(most),
        **facts,
    )
    return Reason(str(said), Certainty.BOUND)


def _no_score_would_do(named: str) -> str:
    if named:
        return str(
            _("Chưa được chọn: không mức điểm nào đủ, vì đã đủ người: %(quotas)s.", quotas=named)
        )
    return str(
        _("Chưa được chọn: không mức điểm nào đủ, vì các chỗ còn lại phải dành cho tiêu chí khác.")
    )


def _noted(said: object, person: Person) -> str:
    if not person.note:
        return str(said)
    reason = _("Lý do: %(note)s", note=person.note)
    return f"{said} {reason}"


def _named(teller: Teller, entry: Told) -> str:
    return ", ".join(dict.fromkeys(map(teller.quota_of, entry.get("because") or [])))


def quoted(label: str) -> str:
    """Name a quota."""
    return str(_("tiêu chí “%(quota)s”", quota=label))


def discreetly(quotas: Mapping[str, Mapping[str, Any]]) -> Callable[[str], str]:
    """Name quotas but those that count by sensitive data; ``quotas`` are the file's by name."""
    hidden = [name for name, entry in quotas.items() if is_sensitive(entry)]

    def named(label: str) -> str:
        if any(label == name or label.startswith(f"{name}: ") for name in hidden):
            return str(_("một tiêu chí cơ cấu"))
        return quoted(label)

    return named
