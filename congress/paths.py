"""Where templates, data and built files stand: inside the package, else beside it."""

from pathlib import Path

from congress.core.errors import Rejected

PACKAGE = Path(__file__).resolve().parent


def _resources(name: str) -> Path:
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name


def made(folder: Path) -> Path:
    """Make a folder where there is none; raises ``folder_unusable`` where there cannot be one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Rejected("folder_unusable", folder=str(folder)) from None
    return folder


TEMPLATES = _resources("templates")
DATA = _resources("data")
STATIC = PACKAGE / "static"
TRANSLATIONS = PACKAGE / "translations"
MIGRATIONS = PACKAGE / "migrations"
