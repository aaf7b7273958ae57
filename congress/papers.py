"""What printed papers share: the type of PDFs, and Word templates that offices edit."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from congress.paths import STATIC, TEMPLATES

REGULAR = "BeVietnamPro-Regular"
MEDIUM = "BeVietnamPro-Medium"
SEMIBOLD = "BeVietnamPro-SemiBold"
BOLD = "BeVietnamPro-Bold"


@cache
def register_fonts() -> None:
    """Make Be Vietnam Pro known to every PDF; its files are made by the front-end build."""
    for face in (REGULAR, MEDIUM, SEMIBOLD, BOLD):
        registerFont(TTFont(face, STATIC / "dist" / "fonts" / f"{face}.ttf"))


def cut(text: str, font: str, size_pt: float, width_pt: float) -> str:
    """Give as much of a text as fits a width, an ellipsis in place of the rest."""
    if stringWidth(text, font, size_pt) <= width_pt:
        return text
    while text and stringWidth(f"{text}…", font, size_pt) > width_pt:
        text = text[:-1]
    return f"{text.rstrip()}…"


def render_docx(template: str, facts: Mapping[str, Any]) -> bytes:
    """Fill a Word template of ``templates/papers``.

    A name that the template asks for and ``facts`` lacks is a bug and rises; in the template
    ``{{ share | comma }}`` writes a number with the decimal comma.
    """
    words = Environment(undefined=StrictUndefined, autoescape=True)
    words.filters["comma"] = lambda number: str(number).replace(".", ",")
    paper = DocxTemplate(TEMPLATES / "papers" / template)
    paper.render(dict(facts), words, autoescape=True)
    filled = BytesIO()
    paper.save(filled)
    return filled.getvalue()
