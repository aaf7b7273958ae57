"""What printed papers share: the faces in which every Vietnamese letter stands."""

from functools import cache

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from congress.paths import STATIC

REGULAR = "BeVietnamPro-Regular"
MEDIUM = "BeVietnamPro-Medium"
SEMIBOLD = "BeVietnamPro-SemiBold"
BOLD = "BeVietnamPro-Bold"


@cache
def register_fonts() -> None:
    """Make Be Vietnam Pro known to every PDF; its files are made by the front-end build."""
    for face in (REGULAR, MEDIUM, SEMIBOLD, BOLD):
        registerFont(TTFont(face, STATIC / "dist" / "fonts" / f"{face}.ttf"))
