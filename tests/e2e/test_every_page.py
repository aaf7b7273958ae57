"""Every page of the address book in a real browser: for everybody, on a desk and on a phone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect
from werkzeug.routing import Rule

from congress.app import create_app
from congress.core.roles import Role
from congress.database import Database
from congress.settings import Settings
from tests.e2e import filled
from tests.e2e.conftest import Installation, enter, prepare, served
from tests.e2e.filled import Numbers

CODE, BELOW = "chi-lang-2025", "xa-nhan-ly-2025"
WIDTHS = (1366, 390)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MORE_OF_THE_SAME = {"exclude": [["tbody tr:nth-child(n+5)"]]}
"""Rows of one table are written by one template; the first ones stand for the rest."""
AFTER = {
    "alternates",
    "appeals",
    "badges",
    "checkin",
    "delegates",
    "outcomes",
    "reasons",
    "reports",
    "scenarios",
    "seating",
    "selection",
    "substitutions",
}
"""What shows most once a list is approved; all else is walked before, while forms are open."""
OF_HOSTS = {"delegations.page", "openings.schedule"}
"""Pages that a unit opens in its own congress only."""
BELOW_TOO = {*OF_HOSTS, "nominations.new", "congresses.overview"}
"""Pages that a unit opens in its own congress as well."""
ELSEWHERE = {"static", "accounts.code_page", "delegations.page"}
"""``test_accounts`` walks what lies between two steps of signing in; the highest sends no list."""


@dataclass
class Visitor:
    """A window of somebody, and what was wrong on the pages looked at, by address."""

    page: Page
    home: str
    here: str = ""
    pages: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("request", self._follow)

    def look(self, address: str) -> None:
        """Look at a page on a desk and on a phone; files and parts of pages are only asked for."""
        self.here = address
        answer = self.page.request.get(address)
        if not answer.ok:
            self._note(str(answer.status))
        kind = answer.headers.get("content-type", "")
        if not kind.startswith("text/html") or "<!doctype" not in answer.text()[:100]:
            return
        self.pages += 1
        self.page.goto(address)
        expect(self.page.locator(".htmx-request")).to_have_count(0)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self._examine(width)

    def _examine(self, width: int) -> None:
        options = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
        for each in Axe().run(self.page, MORE_OF_THE_SAME, options).response["violations"]:
            self._note(f"{width}: {each['id']}: {each['nodes'][0]['html'][:200]}")
        if self.page.evaluate("document.documentElement.scrollWidth") > width:
            self._note(f"{width}: too wide")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(message.text)

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self._note(f"leaves the house: {request.url}")

    def _note(self, fault: str) -> None:
        self.wrong.setdefault(self.here, []).append(fault)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of its own, for its list is approved half way through."""
    folder = tmp_path_factory.mktemp("pages")
    settings = Settings.beside(folder / "congress.db")
    database = Database(settings.database_url, settings.sealing_key)
    congress_id = prepare(database)
    with served(folder) as url:
        yield Installation(url, folder, database, congress_id)
    database.dispose()


@pytest.fixture(scope="module")
def app(installation: Installation) -> Flask:
    """The application, for its address book."""
    return create_app(Settings.beside(installation.folder / "congress.db"))


@pytest.fixture(scope="module")
def before(installation: Installation) -> Numbers:
    """What there is while lists are open."""
    return filled.before_approval(installation.database, installation.congress_id)


@pytest.fixture(scope="module")
def after(installation: Installation, before: Numbers) -> Numbers:
    """What there is once the list is approved."""
    database, congress_id = installation.database, installation.congress_id
    return before | filled.after_approval(database, congress_id)


Visit = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def visit(installation: Installation, chromium: Browser) -> Iterator[Visit]:
    """Give the window of a role, signed in once; without a role, that of a stranger."""
    visitors: dict[str, Visitor] = {}

    def opened(role: str) -> Visitor:
        if role not in visitors:
            page = chromium.new_context(base_url=installation.url).new_page()
            if role:
                enter(page, role)
            visitors[role] = Visitor(page, installation.url)
        visitors[role].wrong, visitors[role].pages = {}, 0
        return visitors[role]

    yield opened
    for visitor in visitors.values():
        visitor.page.context.close()


def _address(app: Flask, rule: Rule, numbers: Numbers, code: str = CODE) -> str:
    """Give the address of a page about what there is, with what it is asked for."""
    given = {name: code if name == "code" else numbers[name] for name in rule.arguments}
    unit = numbers["unit_id"]
    asked = {
        "minutes.new": f"sender={unit}",
        "submissions.page": f"sender={unit}",
        "nominations.new": f"sender={unit}",
        "workbooks.template_file": f"sender={unit}",
        "nominations.nominees": f"unit={unit}&gender=female",
        "openings.new": f"held_on=2025-02-27&level=commune&host={unit}",
        "units.listing": "on=2025-06-30",
        "delegations.successors": "on=2026-01-01",
        "scenarios.curve": "bound=quota-8-min_share",
    }.get(rule.endpoint)
    path = app.url_map.bind("").build(rule.endpoint, given)
    return f"{path}?{asked}" if asked else path


def _rules(app: Flask, *, is_after: bool) -> Iterator[tuple[Rule, frozenset[Role]]]:
    """Give the pages of one half of the walk, and who may open each."""
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.partition(".")[0]
        is_page = "GET" in (rule.methods or set()) and rule.endpoint not in ELSEWHERE
        if is_page and (blueprint in AFTER) is is_after:
            yield rule, vars(app.view_functions[rule.endpoint])["allowed_roles"]


def _walk(app: Flask, visit: Visit, role: Role, numbers: Numbers, *, is_after: bool) -> Visitor:
    """Let a role see the pages that are walked with it."""
    visitor = visit(role.value)
    for rule, allowed in _rules(app, is_after=is_after):
        is_richest = role is (Role.ORGANIZER if Role.ORGANIZER in allowed else min(allowed))
        is_clerks = role is Role.COMMUNE and "code" in rule.arguments
        if is_richest or (is_clerks and role in allowed and rule.endpoint not in OF_HOSTS):
            visitor.look(_address(app, rule, numbers))
    return visitor


@pytest.mark.parametrize(("role", "least"), [(Role.ORGANIZER, 20), (Role.COMMUNE, 10)])
def test_every_page_is_for_everybody_while_lists_are_open(
    app: Flask, visit: Visit, before: Numbers, role: Role, least: int
):
    visitor = _walk(app, visit, role, before, is_after=False)
    assert visitor.wrong == {}
    assert visitor.pages >= least


def test_the_pages_of_a_units_own_congress_are_for_everybody(
    app: Flask, visit: Visit, before: Numbers
):
    visitor = visit(Role.COMMUNE.value)
    for rule in app.url_map.iter_rules():
        if rule.endpoint in BELOW_TOO:
            visitor.look(_address(app, rule, before, BELOW))
    assert visitor.wrong == {}


def test_the_pages_of_a_stranger_are_for_everybody(app: Flask, visit: Visit, before: Numbers):
    visitor = visit("")
    for rule, _ in _rules(app, is_after=False):
        if getattr(app.view_functions[rule.endpoint], "is_public", False):
            visitor.look(_address(app, rule, before))
    assert visitor.wrong == {}
    assert visitor.pages >= 3


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.COMMUNE])
def test_every_page_is_for_everybody_once_the_list_is_approved(
    app: Flask, visit: Visit, after: Numbers, role: Role
):
    visitor = _walk(app, visit, role, after, is_after=True)
    assert visitor.wrong == {}
    assert visitor.pages >= 3
