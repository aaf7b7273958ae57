"""Several runs side by side: rules that differ, totals, counts, and the people who differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from congress.congresses import queries as congresses
from congress.core.errors import Rejected
from congress.scenarios.queries import Person, people
from congress.selection import queries
from congress.selection.bounds import COUNTS, SHARES, percent
from congress.selection.models import Selection
from congress.selection.queries import Run
from congress.selection.words import whom
from optimizer import rules_file
from optimizer.problem import Faulty

FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Column:
    """A run beside the first: what its list costs, and how many of its people are others."""

    run: Run
    score: Decimal
    cost: Decimal
    others: int


@dataclass(frozen=True)
class Line:
    """What each run has of a rule, in the order of the columns; an empty cell where it has none."""

    name: str
    cells: tuple[str, ...]
    differs: bool


@dataclass(frozen=True)
class Differing:
    """A person on some lists and not on others, in the order of the columns."""

    person: Person
    is_on: tuple[bool, ...]


@dataclass(frozen=True)
class Comparison:
    """Runs side by side; of rules only those that differ, of people too."""

    columns: list[Column]
    rules: list[Line]
    counts: list[Line]
    people: list[Differing]
    has_other_nominees: bool


def compare(session: Session, congress_id: int, ids: Sequence[int]) -> Comparison:
    """Lay two to four runs of a congress side by side, the first as the base.

    Raises ``comparison_size``, ``comparison_without_list``; ``NotFound`` for a run that is none
    of the congress.
    """
    if not FEWEST <= len(ids) <= MOST:
        raise Rejected("comparison_size", fewest=FEWEST, most=MOST)
    found = [queries.run(session, congress_id, number) for number in ids]
    listless = [str(run.id) for run, _, _ in found if not run.has_list]
    if listless:
        raise Rejected("comparison_without_list", runs=", ".join(listless))
    labels = {group.code: group.label for group in congresses.groups(session, congress_id)}
    told = [answer for _, answer, _ in found]
    digests = {session.get_one(Selection, number).input_digest for number in ids}
    return Comparison(
        columns=_columns([run for run, _, _ in found], told),
        rules=[line for line in _rules([text for _, _, text in found], labels) if line.differs],
        counts=_counts(told),
        people=_differing(session, told),
        has_other_nominees=len(digests) > 1,
    )


def _columns(runs: Sequence[Run], told: Sequence[Mapping[str, Any]]) -> list[Column]:
    scores = [Decimal(str(answer["score"])) for answer in told]
    lists = [set(answer["selected"]) for answer in told]
    return [
        Column(run, score, cost=score - scores[0], others=len(chosen - lists[0]))
        for run, score, chosen in zip(runs, scores, lists, strict=True)
    ]


def _rules(texts: Sequence[str], labels: Mapping[str, str]) -> list[Line]:
    parsed = [_parsed(text) for text in texts]
    panels = [each.get("panel", {}) for each in parsed]
    sizes = tuple(_size(panel) for panel in panels)
    days = tuple(_day(panel.get("day")) for panel in panels)
    quotas = [{entry.get("name", ""): entry for entry in each.get("quota", [])} for each in parsed]
    lines = [
        Line(_("Cả danh sách"), sizes, differs=len(set(sizes)) > 1),
        Line(_("Ngày tính tuổi"), days, differs=len(set(days)) > 1),
    ]
    return [*lines, *(_rule(name, quotas, labels) for name in _all_of(quotas))]


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        return rules_file.parse(text)[1]
    except Faulty:
        return {}


def _size(panel: Mapping[str, Any]) -> str:
    seats = panel.get("seats")
    return _bounds({"min": seats, "max": seats} if seats is not None else panel)


def _day(day: Any) -> str:
    return day.strftime("%d/%m/%Y") if isinstance(day, date) else ""


def _rule(name: str, quotas: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> Line:
    entries = [each.get(name) for each in quotas]
    counted = [whom(entry, labels) if entry else "" for entry in entries]
    cells = tuple(_cell(entry) if entry else "" for entry in entries)
    if len({said for said in counted if said}) > 1:
        cells = tuple(
            f"{cell} · {said}" if said else "" for cell, said in zip(cells, counted, strict=True)
        )
    return Line(name, cells, differs=len(set(cells)) > 1)


def _cell(entry: Mapping[str, Any]) -> str:
    said = _bounds(entry)
    if not entry.get("soft"):
        return said
    return str(_("%(bounds)s (mong muốn, ưu tiên %(n)s)", bounds=said, n=entry.get("priority", 1)))


def _bounds(entry: Mapping[str, Any]) -> str:
    """Say the bounds of a quota: counts, shares, or both."""
    counts = _range(*(_people(entry.get(key)) for key in COUNTS))
    shares = _range(*(_percent(entry.get(key)) for key in SHARES))
    return "; ".join(said for said in (counts, shares) if said) or str(_("không đặt mức"))


def _people(count: Any) -> str:
    return "" if count is None else str(_("%(n)s người", n=count))


def _percent(share: Any) -> str:
    return "" if share is None else f"{percent(Decimal(share))} %"


def _range(least: str, most: str) -> str:
    if least and least == most:
        return str(_("đúng %(n)s", n=least))
    if least and most:
        return str(_("từ %(least)s đến %(most)s", least=least, most=most))
    if least:
        return str(_("ít nhất %(n)s", n=least))
    return str(_("nhiều nhất %(n)s", n=most)) if most else ""


def _counts(told: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Lay the counts side by side; of the values of a rule with ``each`` those that differ."""
    quotas = [{each["name"]: each for each in answer.get("quotas", ())} for answer in told]
    lines = []
    for name in _all_of(quotas):
        entries = [each.get(name) for each in quotas]
        cells = tuple(str(entry["count"]) if entry else "" for entry in entries)
        differs = len({cell for cell in cells if cell}) > 1
        if differs or not any(entry and entry.get("value") for entry in entries):
            lines.append(Line(name, cells, differs))
    return lines


def _all_of(named: Iterable[Mapping[str, Any]]) -> list[str]:
    """Give every name once, in the order of its first run."""
    return list(dict.fromkeys(name for each in named for name in each))


def _differing(session: Session, told: Sequence[Mapping[str, Any]]) -> list[Differing]:
    lists = [set(answer["selected"]) for answer in told]
    some = set.union(*lists) - set.intersection(*lists)
    return [
        Differing(person, tuple(str(person.id) in chosen for chosen in lists))
        for person in people(session, some)
    ]
