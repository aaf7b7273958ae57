"""What faults say, per language, from one table."""

import tomllib
from functools import cache

from congress.core.errors import Fault
from congress.paths import TRANSLATIONS

LANGUAGES = ("vi", "en")


@cache
def table() -> dict[str, dict[str, str]]:
    """Read the table: code → language → sentence with ``{facts}``, and ``vi_hint``/``en_hint``."""
    return tomllib.loads((TRANSLATIONS / "faults.toml").read_text("utf-8"))


def sentence(fault: Fault, language: str = "vi") -> str:
    """Say what is wrong and what to do, in one sentence or two."""
    return table()[fault.code][language].format(**fault.facts)


def suggestion(fault: Fault, language: str = "vi") -> str:
    """Say what to do, where that stands apart from what is wrong; else nothing."""
    return table()[fault.code].get(f"{language}_hint", "").format(**fault.facts)
