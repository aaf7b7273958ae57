"""Where templates, data and built files stand: inside the package, else beside it."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _resources(name: str) -> Path:
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name


TEMPLATES = _resources("templates")
DATA = _resources("data")
STATIC = PACKAGE / "static"
TRANSLATIONS = PACKAGE / "translations"
MIGRATIONS = PACKAGE / "migrations"
