"""Two people who changed one profile: what the second decides, field by field."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select
from werkzeug.datastructures import MultiDict

from congress.accounts.models import Account
from congress.audit import AuditEntry
from congress.core.identity import citizen_id, masked
from congress.core.names import tidy
from congress.nominations import citizen_numbers, forms
from congress.nominations.forms import CLEARS_NUMBER
from congress.nominations.headings import label
from congress.nominations.models import Nominee
from congress.nominations.vocabulary import (
    political_levels,
    professional_levels,
    roles,
    titles,
)

THEIRS = "theirs"
_CHOICE = "take-"
_READ: Mapping[str, Callable[[str], str]] = {
    "titles": titles().several,
    "roles": roles().several,
    "professional_level": professional_levels().one,
    "political_level": political_levels().one,
}


@dataclass(frozen=True)
class Clash:
    """A field that the other changed; ``is_open`` where both did, so that nobody's is taken."""

    code: str
    label: str
    mine: str
    theirs: str
    is_open: bool

    @property
    def choice(self) -> str:
        """Name the field of the form that holds the choice."""
        return _CHOICE + self.code


@dataclass(frozen=True)
class Change:
    """The last change of a profile: whose, and when."""

    who: str
    at: datetime


def clashes(
    session: Session, form: MultiDict[str, str], stored: Nominee, *, may_score: bool
) -> list[Clash]:
    """Compare what was typed with what is stored now; what nobody else changed is as typed."""
    now = forms.shown(stored) | {"citizen_id": citizen_numbers.masked(session, stored)}
    before = forms.seen(form)
    mine = forms.typed(form) | {"citizen_id": _number_typed(form, before.get("citizen_id", ""))}
    asked = [code for code in forms.FIELDS if code in form and (may_score or code != "score")]
    return list(_clashes({code: mine[code] for code in asked}, before, now))


def _clashes(
    mine: Mapping[str, str], before: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[Clash]:
    for code, text in mine.items():
        is_told = code in before
        was_changed_by_other = not is_told or not _alike(code, before[code], now[code])
        if not was_changed_by_other or _alike(code, text, now[code]):
            continue
        is_open = not is_told or not _alike(code, text, before[code])
        yield Clash(code, label(code), text, now[code], is_open)


def _alike(code: str, one: str, other: str) -> bool:
    read = _READ.get(code, tidy)
    return read(one) == read(other)


def _number_typed(form: Mapping[str, str], before: str) -> str:
    """Give the mask of the number that was typed; the one of before where none was."""
    if form.get(CLEARS_NUMBER):
        return ""
    written = form.get("citizen_id", "")
    return masked(citizen_id(written) or written) if written else before


def settled(form: MultiDict[str, str]) -> MultiDict[str, str]:
    """Give the form with what the page showed as the other's wherever that was chosen."""
    chosen, theirs = MultiDict(form), forms.seen(form)
    for code in forms.FIELDS:
        if form.get(_CHOICE + code) == THEIRS:
            chosen[code] = theirs.get(code, "") if code != "citizen_id" else ""
    if form.get(f"{_CHOICE}citizen_id") == THEIRS:
        chosen.poplist(CLEARS_NUMBER)
    return chosen


def typed_again(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Give what was typed by field, for a page that asks about some of it."""
    kept = {*forms.FIELDS, CLEARS_NUMBER}
    return [(name, text) for name, text in form.items(multi=True) if name in kept]


def last_change(session: Session, nominee: Nominee) -> Change:
    """Tell who changed a profile last; nobody is named where the program did."""
    query = (
        select(Account.name)
        .join(AuditEntry, col(AuditEntry.actor_id) == col(Account.id))
        .where(AuditEntry.subject == f"nominee:{nominee.id}")
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    )
    return Change(session.exec(query).first() or "", nominee.changed_at)
