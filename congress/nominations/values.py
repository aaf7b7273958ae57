"""One cell or form field at a time: from what a clerk wrote to a value, or the fault in it."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from congress.core import texts
from congress.core.errors import Rejected
from congress.core.names import fold, tidy
from congress.nominations.vocabulary import Vocabulary

LONGEST_ACHIEVEMENT = 2_000
_NOTHING = frozenset({"", "-", "–", "—", "."})
YES = frozenset({"x", "co", "1", "yes", "true", "dang vien"})
NO = frozenset({"", "khong", "0", "no", "false"})
_LONGEST_NAME = 100
_SHOWN = 60
_VOTES_DIGITS = 6
_REMEMBERED = 1_024
_NAME = re.compile(r"[^\W\d_]([^\W\d_]|[ '’.\-])*")
_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class NomineeRow:
    """A nominee as written, unproven: raw values by the codes of the headings."""

    values: Mapping[str, object]

    def text(self, code: str) -> str:
        """Give what is written as tidy text; nothing for a dash."""
        return written(self.values.get(code, ""))

    def first(self, *codes: str) -> object:
        """Give the first of these values that is written; else nothing."""
        return next((self.values[code] for code in codes if self.text(code)), "")


def written(value: object) -> str:
    """Give a cell's value as tidy text, as Excel would show it."""
    if isinstance(value, str):
        text = tidy(value)
    elif value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    elif isinstance(value, date | datetime):
        return value.strftime("%d/%m/%Y")
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    else:
        text = tidy(str(value))
    return "" if text in _NOTHING else text


def shown(value: object) -> str:
    """Give a value to be quoted in a fault."""
    text = written(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def name(value: object) -> str:
    """Read a person's name: letters, blanks, apostrophes, dots and hyphens."""
    text = written(value)
    is_plain = unicodedata.is_normalized("NFKC", text)
    if len(text) > _LONGEST_NAME or not _NAME.fullmatch(text) or not is_plain:
        raise Rejected("name_malformed", value=shown(text))
    return text


def plain(value: object) -> str:
    """Read free text of a reasonable length."""
    return texts.plain(written(value))


def achievement(value: object) -> str:
    """Read what somebody achieved: longer than other texts."""
    return texts.plain(written(value), LONGEST_ACHIEVEMENT)


def one_of(vocabulary: Vocabulary) -> Callable[[object], str]:
    """Give a reader of one listed word, with what follows it; others stay as typed."""
    one = lru_cache(_REMEMBERED)(vocabulary.one)
    return lambda value: one(written(value))


def several_of(vocabulary: Vocabulary) -> Callable[[object], str]:
    """Give a reader of listed words, parted by semicolons, commas or line ends."""
    several = lru_cache(_REMEMBERED)(vocabulary.several)
    return lambda value: several(str(value)) if written(value) else ""


def yes_or_no(value: object) -> bool:
    """Read a mark: x, có, 1, or the day somebody joined, mean yes."""
    text = fold(written(value))
    if isinstance(value, date | datetime) or text in YES:
        return True
    if text not in NO:
        raise Rejected("mark_unclear", value=shown(value))
    return False


def score(value: object) -> Decimal | None:
    """Read a score of 0 to 100 with a decimal point or comma, to four places."""
    text = written(value)
    if not text:
        return None
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise Rejected("number_unreadable", value=shown(value)) from None
    if not number.is_finite() or not 0 <= number <= 100:  # noqa: PLR2004 - the scale of scores
        raise Rejected("score_out_of_range", value=shown(value))
    return number.quantize(_PLACES)


def votes(value: object) -> int | None:
    """Read a count of people."""
    text = written(value)
    if text and not re.fullmatch(r"[0-9]+", text):
        raise Rejected("number_unreadable", value=shown(value))
    if len(text.lstrip("0")) > _VOTES_DIGITS:
        raise Rejected("number_too_large", value=shown(value))
    return int(text) if text else None


def points(number: Decimal | float | None) -> str:
    """Write points without trailing zeros; nothing where there are none.

    >>> points(Decimal("80.5000")), points(90), points(None)
    ('80.5', '90', '')
    """
    return "" if number is None else f"{Decimal(str(number)).normalize():f}"
