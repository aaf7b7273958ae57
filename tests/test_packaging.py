"""The wheel, built through the sdist and installed apart, carries all that the product needs."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

SIGN_IN_PAGE = """
import congress, pathlib, sys
from congress.app import create_app
from congress.settings import Settings
assert pathlib.Path(congress.__file__).is_relative_to(sys.prefix), congress.__file__
app = create_app(Settings.beside(pathlib.Path("var/congress.db").resolve()))
browser = app.test_client()
page = browser.get("/sign-in")
assert page.status_code == 200 and "Đăng nhập" in page.text
with browser.session_transaction() as cookie:
    cookie["language"] = "en"
assert "Sign in" in browser.get("/sign-in").text
style = [part for part in page.text.split('"') if "app.css" in part][0]
assert browser.get(style).status_code == 200
"""


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": ""},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; the libraries are those of this one."""
    work = tmp_path_factory.mktemp("packaging")
    hatchling = [sys.executable, "-m", "hatchling", "build", "-d", work]
    _run(*hatchling, "-t", "sdist", cwd=ROOT)
    with tarfile.open(next(work.glob("*.tar.gz"))) as sdist:
        sdist.extractall(work, filter="data")
    source = next(path for path in work.iterdir() if path.is_dir())
    _run(*hatchling, "-t", "wheel", cwd=source)
    venv.create(work / "env", with_pip=False)
    python = work / "env" / "bin" / "python"
    wheel = next(work.glob("*.whl"))
    _run(
        Path(sys.executable).with_name("uv"),
        "pip",
        "install",
        "--no-deps",
        "--offline",
        "--python",
        python,
        wheel,
        cwd=work,
    )
    libraries = Path(sysconfig.get_paths()["purelib"])
    site = next((work / "env").glob("lib/python*/site-packages"))
    (site / "libraries.pth").write_text(str(libraries), "utf-8")
    return work


def test_the_installed_product_serves_its_pages_from_another_folder(installed: Path):
    _run(installed / "env" / "bin" / "python", "-c", SIGN_IN_PAGE, cwd=installed)


def test_the_installed_command_finds_its_presets_and_migrations(installed: Path):
    command = installed / "env" / "bin" / "congress"
    _run(command, "db", "upgrade", cwd=installed)
    assert (installed / "var" / "congress.db").exists()
    helped = _run(command, "--help", cwd=installed)
    assert "check-workbook" in helped
