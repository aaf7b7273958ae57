"""A rubric's points, line by line: exact arithmetic, rounded once per line, never by hand.

Each line is rounded to two decimals, half upwards; the total is the sum of the lines as shown, so
that anybody with a pencil arrives at it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from congress.core.errors import Fault, Rejected
from congress.core.names import fold
from congress.scoring.models import Kind

FULL = Decimal(100)
COLUMNS = ("composition_group", "field")
"""What a criterion may give fixed points for; ethnic group and Party membership are not among."""

_POINTS = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TELLS_ETHNIC_GROUP = ("dan toc",)
_TELLS_PARTY = ("dang vien", "tuoi dang")


@dataclass(frozen=True)
class Criterion:
    """A line of a rubric. What its kind does not use is empty.

    ``table`` gives points by title or by value, ``each`` points for one award, ``floor`` the share
    of the votes that gives none, ``column`` what fixed points go by.
    """

    key: int
    name: str
    kind: Kind
    maximum: Decimal
    table: tuple[tuple[str, Decimal], ...] = ()
    is_summed: bool = False
    each: Decimal = Decimal(0)
    floor: Fraction = Fraction(1, 2)
    column: str = "field"


@dataclass(frozen=True)
class Mention:
    """A title or an award that a profile names; ``code`` is that of a listed title."""

    text: str
    code: str = ""

    @property
    def times(self) -> int:
        """Count how often it was given: once a year that is named, once where none is.

        >>> Mention("Bằng khen của tỉnh (2023, 2024)").times, Mention("Giấy khen").times
        (2, 1)
        """
        return max(1, len(set(_YEAR.findall(self.text))))


@dataclass(frozen=True)
class Facts:
    """What a profile says, as far as points hang on it; the group by its label."""

    mentions: tuple[Mention, ...] = ()
    votes_for: int | None = None
    votes_present: int | None = None
    field: str = ""
    composition_group: str = ""


@dataclass(frozen=True)
class Given:
    """What an officer gave for a criterion."""

    points: Decimal
    note: str = ""


@dataclass(frozen=True)
class Used:
    """A fact that points come from."""

    text: str
    points: Decimal


@dataclass(frozen=True)
class Line:
    """A criterion's points and the facts behind them; none while an officer has not judged."""

    criterion: Criterion
    points: Decimal | None
    used: tuple[Used, ...] = ()
    is_capped: bool = False


@dataclass(frozen=True)
class Score:
    """A nominee's lines; ``corrected`` is what a decision on an appeal put in their place."""

    lines: tuple[Line, ...]
    corrected: Decimal | None = None

    @property
    def sum(self) -> Decimal:
        """Add up the lines as shown, those that are missing as nothing."""
        return sum((line.points or Decimal(0) for line in self.lines), Decimal("0.00"))

    @property
    def is_complete(self) -> bool:
        """Tell whether every line has its points."""
        return all(line.points is not None for line in self.lines)

    @property
    def total(self) -> Decimal | None:
        """Give the score, 0 to 100 to two decimals; none while a line is missing."""
        if self.corrected is not None:
            return self.corrected
        return self.sum if self.is_complete else None

    @property
    def correction(self) -> Decimal | None:
        """Give the points by which the correction differs from the sum."""
        return None if self.corrected is None else self.corrected - self.sum


def rounded(exact: Fraction) -> Decimal:
    """Round to two decimals, half upwards.

    >>> rounded(Fraction(1, 8)), rounded(Fraction(2, 3))
    (Decimal('0.13'), Decimal('0.67'))
    """
    hundredths = exact * 100 + Fraction(1, 2)
    return Decimal(hundredths.numerator // hundredths.denominator).scaleb(-2)


def read_points(text: str) -> Decimal:
    """Read points of 0 to 100 to two decimals; raises ``points_unreadable`` rather than round.

    >>> read_points("12,5")
    Decimal('12.5')
    """
    if not _POINTS.fullmatch(text.strip()):
        raise Rejected("points_unreadable", value=text.strip()[:40])
    points = Decimal(text.strip().replace(",", "."))
    if points > FULL:
        raise Rejected("points_unreadable", value=text.strip())
    return points


def score(
    criteria: Sequence[Criterion],
    facts: Facts,
    given: Mapping[int, Given],
    corrected: Decimal | None = None,
) -> Score:
    """Score a profile; ``given`` holds what officers judged, by the criterion's key."""
    lines = tuple(_line(each, facts, given.get(each.key)) for each in criteria)
    return Score(lines, corrected)


def _line(criterion: Criterion, facts: Facts, given: Given | None) -> Line:
    if criterion.kind is Kind.APPRAISAL:
        if given is None:
            return Line(criterion, None)
        return _capped(criterion, [Used(given.note, given.points)])
    return _capped(criterion, _USED[criterion.kind](criterion, facts))


def _capped(criterion: Criterion, used: Sequence[Used]) -> Line:
    points = sum((each.points for each in used), Decimal(0))
    kept = min(points, criterion.maximum)
    exact = rounded(Fraction(kept))
    return Line(criterion, exact, tuple(used), is_capped=points > criterion.maximum)


def _of_titles(criterion: Criterion, facts: Facts) -> list[Used]:
    """Give each title its points; unless they are summed the best one alone counts."""
    found = [
        Used(mention.text, points)
        for mention in facts.mentions
        if (points := _points_of(mention, criterion.table)) is not None
    ]
    if criterion.is_summed or not found:
        return found
    return [max(found, key=lambda used: used.points)]


def _points_of(mention: Mention, table: Sequence[tuple[str, Decimal]]) -> Decimal | None:
    """Give the points of the longest row that a title begins with."""
    written = f"{_words(mention.text)} "
    rows = [(label, points) for label, points in table if written.startswith(f"{_words(label)} ")]
    return max(rows, key=lambda row: len(row[0]))[1] if rows else None


@lru_cache(maxsize=4_096)
def _words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def _of_awards(criterion: Criterion, facts: Facts) -> list[Used]:
    """Give points for whatever was awarded besides the listed titles."""
    awards = (mention for mention in facts.mentions if not mention.code)
    return [Used(each.text, criterion.each * each.times) for each in awards]


def _of_votes(criterion: Criterion, facts: Facts) -> list[Used]:
    """Give points in proportion, from none at the floor to all where everybody voted for."""
    if facts.votes_for is None or not facts.votes_present:
        return []
    share = Fraction(facts.votes_for, facts.votes_present)
    over = max(share - criterion.floor, Fraction(0)) / (1 - criterion.floor)
    points = rounded(Fraction(criterion.maximum) * over)
    return [Used(f"{facts.votes_for}/{facts.votes_present}", points)]


def _of_attribute(criterion: Criterion, facts: Facts) -> list[Used]:
    value = facts.composition_group if criterion.column == COLUMNS[0] else facts.field
    return [
        Used(value, points) for label, points in criterion.table if _words(label) == _words(value)
    ][:1]


_USED = {
    Kind.TITLES: _of_titles,
    Kind.AWARDS: _of_awards,
    Kind.VOTES: _of_votes,
    Kind.ATTRIBUTE: _of_attribute,
}


def faults(criteria: Sequence[Criterion]) -> Iterator[Fault]:
    """Tell every fault of a rubric, each at its row of the form (``criterion-0`` and on)."""
    if not criteria:
        yield Fault("rubric_empty", field="rubric")
    whole = sum((each.maximum for each in criteria), Decimal(0))
    if whole > FULL:
        yield Fault("rubric_over_full", {"sum": f"{whole.normalize():f}"}, field="rubric")
    for row, criterion in enumerate(criteria):
        for code in _faults_of(criterion):
            yield Fault(code, field=f"criterion-{row}")


def _faults_of(criterion: Criterion) -> Iterator[str]:
    has_table = criterion.kind in {Kind.TITLES, Kind.ATTRIBUTE}
    if not criterion.name:
        yield "criterion_name_missing"
    if criterion.maximum <= 0:
        yield "criterion_maximum_missing"
    if has_table and not criterion.table:
        yield "criterion_table_missing"
    if criterion.kind is Kind.AWARDS and criterion.each <= 0:
        yield "criterion_each_missing"
    if criterion.kind is Kind.VOTES and not 0 <= criterion.floor < 1:
        yield "criterion_floor_wrong"
    if has_table and _is_sensitive(criterion):
        yield "criterion_sensitive"


def _is_sensitive(criterion: Criterion) -> bool:
    """Tell whether points would go by ethnic group or Party membership."""
    if criterion.kind is Kind.ATTRIBUTE and criterion.column not in COLUMNS:
        return True
    telling: tuple[str, ...] = _TELLS_PARTY
    if criterion.kind is Kind.ATTRIBUTE:
        telling += _TELLS_ETHNIC_GROUP
    labels = (_words(label) for label, _ in criterion.table)
    return any(words in label for label in labels for words in telling)
