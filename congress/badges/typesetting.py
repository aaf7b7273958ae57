"""Text that fits: the largest size at which words fill no more lines than there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth

from congress.papers import cut

_STEP_PT = 0.5


@dataclass(frozen=True)
class Face:
    """A font with the sizes (pt) that a text may take, and its lines at most."""

    font: str
    largest_pt: float
    smallest_pt: float
    lines: int = 1

    def sizes(self) -> Iterator[float]:
        """Give the sizes from the largest down."""
        size_pt = self.largest_pt
        while size_pt >= self.smallest_pt:
            yield size_pt
            size_pt -= _STEP_PT


@dataclass(frozen=True)
class SetText:
    """A text broken into lines of one size; ``is_whole`` unless its end had to be cut."""

    lines: Sequence[str]
    size_pt: float
    is_whole: bool


def fit(text: str, face: Face, width_pt: float) -> SetText:
    """Break a text at its spaces and shrink it until it fits; at the smallest size it is cut."""
    words = text.split()
    for size_pt in face.sizes():
        lines = _lines(words, face.font, size_pt, width_pt)
        if len(lines) <= face.lines and _widest(lines, face.font, size_pt) <= width_pt:
            return SetText(lines, size_pt, is_whole=True)
    last = face.lines - 1
    kept = [*lines[:last], *([" ".join(lines[last:])] if lines[last:] else [])]
    ends = [cut(line, face.font, size_pt, width_pt) for line in kept]
    return SetText(ends, size_pt, is_whole=False)


def _lines(words: Sequence[str], font: str, size_pt: float, width_pt: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, font, size_pt) <= width_pt:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _widest(lines: Sequence[str], font: str, size_pt: float) -> float:
    return max((stringWidth(line, font, size_pt) for line in lines), default=0.0)
