"""Words that papers count by, as lists of data: titles, roles, levels; others stay as typed."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from congress.core import texts
from congress.core.names import canonical, tidy
from congress.paths import DATA

BETWEEN = "; "
"""What stands between two terms where they are stored."""

_LINES = re.compile(r"[;\r\n]+")
_COMMAS = re.compile(r",(?!\s*\d{4}\b)")
_BESIDE_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Term:
    """A listed word: its code, its name, other spellings; ``rank`` is 1 for the highest."""

    code: str
    name: str
    spellings: tuple[str, ...] = ()
    rank: int = 0


class Vocabulary:
    """A list of terms; the longest spelling at the beginning of what is written tells the term."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._spelled = {
            _plain(spelling): term
            for term in self.terms
            for spelling in (*term.spellings, term.name)
        }
        self._longest = max((len(spelling.split()) for spelling in self._spelled), default=0)

    @property
    def names(self) -> tuple[str, ...]:
        """Name the terms in their order."""
        return tuple(term.name for term in self.terms)

    def term(self, written: str) -> Term | None:
        """Give the term that is written, whatever follows it; nothing for other words.

        >>> titles().term("CSTĐ cơ sở (2023, 2024)").code, titles().term("Bằng khen")
        ('local_fighter', None)
        """
        return self._found(written)[0]

    def one(self, written: object) -> str:
        """Give a single term by its name, with what follows it; other words as typed.

        >>> professional_levels().one("đại học Nông lâm"), professional_levels().one("12/12")
        ('Đại học Nông lâm', '12/12')
        """
        text = texts.plain(str(written))
        found, _, rest = self._found(text)
        return f"{found.name} {rest}".strip() if found else text

    def several(self, written: object) -> str:
        """Give terms by their names, each once, with a semicolon between; other words as typed.

        >>> titles().several("CSTĐ cơ sở (2023, 2024), AHLĐ; Bằng khen của tỉnh")
        'Chiến sĩ thi đua cơ sở (2023, 2024); Anh hùng Lao động; Bằng khen của tỉnh'
        """
        parts = (self.one(part) for part in self._parts(str(written)))
        return texts.plain(BETWEEN.join(dict.fromkeys(filter(None, parts))))

    def codes(self, stored: str) -> tuple[str, ...]:
        """Give the codes of the listed terms among what is stored.

        >>> titles().codes("Anh hùng Lao động; Bằng khen của tỉnh")
        ('labour_hero',)
        """
        found = (self.term(part) for part in stored.split(BETWEEN))
        return tuple(dict.fromkeys(term.code for term in found if term))

    def name(self, stored: str) -> str:
        """Give the name to count by: the term's, else what is stored."""
        found = self.term(stored)
        return found.name if found else stored

    def highest(self, stored: str) -> str:
        """Give the code of the highest listed term among what is stored; nothing for none."""
        codes = self.codes(stored)
        ranked = sorted(self.terms, key=lambda term: term.rank)
        return next((term.code for term in ranked if term.code in codes), "")

    def _parts(self, written: str) -> Iterator[str]:
        """Part what is written at semicolons, line ends, and commas that are in no term."""
        for line in _LINES.split(written):
            pieces = _COMMAS.split(line)
            while pieces:
                _, opening, _ = self._found(", ".join(pieces))
                taken = 1 + opening.rstrip(", ").count(",")
                yield ", ".join(pieces[:taken]).strip()
                pieces = pieces[taken:]

    def _found(self, written: str) -> tuple[Term | None, str, str]:
        """Give the term that the first words spell, those words, and the rest."""
        words = tidy(written).split()
        for count in range(min(self._longest, len(words)), 0, -1):
            opening = " ".join(words[:count])
            term = self._spelled.get(_plain(opening))
            if term:
                return term, opening, " ".join(words[count:])
        return None, "", ""


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    # With its marks: Trưởng ban is no Trưởng bản.
    return canonical(_BESIDE_LETTERS.sub(" ", tidy(text)))


@cache
def titles() -> Vocabulary:
    """Give the titles of emulation."""
    return _listed("titles.toml", "title")


@cache
def roles() -> Vocabulary:
    """Give what people are to a village."""
    return _listed("titles.toml", "role")


@cache
def professional_levels() -> Vocabulary:
    """Give the levels of schooling."""
    return _listed("schooling.toml", "professional")


@cache
def political_levels() -> Vocabulary:
    """Give the levels of political theory."""
    return _listed("schooling.toml", "political")


@cache
def sources() -> Vocabulary:
    """Give the ways in which nominees came to be named."""
    return _listed("nomination_sources.toml", "source")


def _listed(filename: str, kind: str) -> Vocabulary:
    read: Mapping[str, list[dict[str, object]]] = tomllib.loads(
        (DATA / "reference" / filename).read_text("utf-8")
    )
    return Vocabulary(
        Term(
            code=str(entry["code"]),
            name=str(entry["name"]),
            spellings=tuple(map(str, entry["spellings"])),  # type: ignore[call-overload]
            rank=int(str(entry.get("rank", 0))),
        )
        for entry in read[kind]
    )
