"""The look keeps its promises: nothing from elsewhere, nothing inline, no icon missing."""

import json
import re
from pathlib import Path

import pytest

from congress.paths import PACKAGE, STATIC, TEMPLATES

FRONTEND = Path(__file__).parent.parent / "frontend"
PAGES = sorted(TEMPLATES.rglob("*.html"))
BUNDLE = [
    "app.css",
    "app.js",
    "curve.js",
    "gate.css",
    "gate.js",
    "scenarios.css",
    "scenarios.js",
]
ICON = re.compile(r"""\bicon(?:_name)?(?:\(|=)\s*["']([a-z0-9-]+)["']""")


def test_the_lock_file_records_no_download_address():
    lock = (FRONTEND / "package-lock.json").read_text("utf-8")
    assert "http" not in lock
    assert all("resolved" not in package for package in json.loads(lock)["packages"].values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_a_page_holds_nothing_inline_and_nothing_from_elsewhere(page):
    text = page.read_text("utf-8")
    assert not re.search(
        r"\sstyle=|\son[a-z]+=|hx-on|javascript:|<style|<script(?! type=\"module\" src)", text
    )
    assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//""", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_every_icon_that_a_page_names_is_in_the_sprite(page):
    named = set(ICON.findall(page.read_text("utf-8")))
    assert named <= set((FRONTEND / "icons.txt").read_text("utf-8").split())


def test_every_icon_of_the_sprite_is_named_somewhere():
    sources = [*PAGES, *PACKAGE.rglob("*.py")]
    quoted = {
        word
        for path in sources
        for word in re.findall(r"[\"']([a-z0-9-]+)[\"']", path.read_text("utf-8"))
    }
    assert set((FRONTEND / "icons.txt").read_text("utf-8").split()) <= quoted


@pytest.mark.parametrize("name", BUNDLE)
def test_the_bundle_asks_nothing_of_other_machines(name):
    text = (STATIC / "dist" / name).read_text("utf-8").replace("http://www.w3.org/", "")
    assert not re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}/", text)


@pytest.mark.parametrize("weight", ["Regular", "Medium", "SemiBold", "Bold"])
def test_papers_find_their_fonts(weight):
    font = STATIC / "dist" / "fonts" / f"BeVietnamPro-{weight}.ttf"
    assert font.read_bytes()[:4] == b"\x00\x01\x00\x00"
