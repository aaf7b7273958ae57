"""Sheets typed in TCVN3 or VNI, put into Unicode cell by cell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from congress.nominations.detection import Verdict, used, verdict, words_of
from congress.nominations.encodings import Encoding, decode
from congress.nominations.fonts import Font
from congress.nominations.sheets import Corner, Sheet

_SAMPLES = 5
_LONGEST_SAMPLE = 60


@dataclass(frozen=True)
class Conversion:
    """What was put into Unicode on a sheet: how many cells, and some before and after."""

    sheet: str
    encoding: Encoding
    cells: int
    samples: tuple[tuple[str, str], ...]


def converted(
    sheet: Sheet, fonts: Mapping[Corner, Font] | None = None
) -> tuple[Sheet, list[Conversion]]:
    """Put a sheet into Unicode where it is not; fonts tell what the words alone do not."""
    fonts = fonts or {}
    texts = {text for _, _, text in _texts_of(sheet)}
    encodings = used(words_of(texts)) | {font.encoding for font in fonts.values()}
    if not encodings:
        return sheet, []
    verdicts = {text: verdict(text, encodings) for text in texts}
    columns = _majorities(sheet, verdicts)
    rows = [list(cells) for cells in sheet.rows]
    done: dict[Encoding, list[tuple[str, str]]] = {}
    for line, place, text in _texts_of(sheet):
        font = fonts.get((line, place))
        told = verdicts[text] or columns.get(place) or (font.encoding if font else columns[None])
        if isinstance(told, Encoding):
            after = decode(text, told, is_of_capitals=font is not None and font.is_of_capitals)
            if after != text:
                rows[line][place] = after
                done.setdefault(told, []).append((text, after))
    conversions = [
        Conversion(sheet.name, encoding, len(changes), _samples(changes))
        for encoding, changes in done.items()
    ]
    return replace(sheet, rows=rows), conversions


def _texts_of(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    for line, cells in enumerate(sheet.rows):
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and not cell.isascii():
                yield line, place, cell


def _majorities(
    sheet: Sheet, verdicts: Mapping[str, Verdict | None]
) -> dict[int | None, Verdict | None]:
    """Give what most texts of each column are, and under None those of the sheet."""
    counts: dict[int | None, Counter[Verdict]] = {None: Counter()}
    for _, place, text in _texts_of(sheet):
        if told := verdicts[text]:
            counts.setdefault(place, Counter())[told] += 1
            counts[None][told] += 1
    return {
        place: next((told for told, _ in count.most_common(1)), None)
        for place, count in counts.items()
    }


def _samples(changes: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Choose some changes to show: names of people first, then other texts of several words."""
    short = [each for each in dict.fromkeys(changes) if len(each[0]) <= _LONGEST_SAMPLE]
    return tuple(sorted(short, key=_is_plain)[:_SAMPLES])


def _is_plain(change: tuple[str, str]) -> tuple[bool, bool]:
    after = change[1]
    return " " not in after, not after.istitle()
