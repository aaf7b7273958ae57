"""A commune's congress in a real browser: opened by the office, approved below, opened above."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlmodel import select

from congress import migrations
from congress.accounts import service as accounts
from congress.congresses import levels, opening, queries as congresses
from congress.congresses.opening import Opening
from congress.core.roles import Role, Viewer
from congress.database import Database
from congress.settings import Settings
from congress.units import queries as units
from congress.units.models import Unit
from congress.units.service import load_reference
from tests.e2e.conftest import PASSWORD, enter, served


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served installation with the district's congress and the accounts of two clerks."""
    folder = tmp_path_factory.mktemp("levels")
    settings = Settings.beside(folder / "congress.db")
    database = Database(settings.database_url, settings.sealing_key)
    _prepare(database)
    database.dispose()
    with served(folder) as address:
        yield address


def _prepare(database: Database) -> None:
    migrations.upgrade(database)
    at, office = datetime.now(UTC), Viewer(1, "", Role.ORGANIZER)
    with database.transaction() as session:
        load_reference(session, by=None, at=at)
        of_2024 = select(Unit.id).where(Unit.vintage == 2024)
        host = session.exec(of_2024.where(Unit.code == "187")).one() or 0
        senders = units.units_on(session, date(2025, 4, 15), parent_id=host)
        wanted = Opening(
            level=levels.level("district"),
            host_id=host,
            form="Hội nghị điển hình tiên tiến",
            held_on=date(2025, 4, 15),
            place="Nhà văn hóa huyện",
            seats=280,
            sender_ids=tuple(unit.id for unit in senders),
        )
        upper = opening.open_congress(session, wanted, by=office, at=at)
        assert congresses.by_code(session, upper.code).name.endswith("huyện Chi Lăng năm 2025")
        clerks = {unit.name: unit.id for unit in senders}
        for username, role, unit_id in (
            ("organizer", Role.ORGANIZER, None),
            ("nhan-ly", Role.COMMUNE, clerks["Xã Nhân Lý"]),
            ("van-linh", Role.COMMUNE, clerks["Xã Vạn Linh"]),
        ):
            accounts.open_account(
                session,
                username=username,
                name=username,
                password=PASSWORD,
                role=role,
                unit_id=unit_id,
                by=None,
                at=at,
            )


def _signed_in(chromium: Browser, url: str, username: str, width: int = 1366) -> Page:
    context = chromium.new_context(base_url=url, viewport={"width": width, "height": 900})
    page = context.new_page()
    enter(page, username)
    return page


def _agreed(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("button", name="Đồng ý").click()


def _name(page: Page, name: str) -> None:
    page.goto("/congresses/xa-nhan-ly-2025/nominees/new")
    page.locator("#name").fill(name)
    page.locator("#gender").select_option("Nam")
    page.locator("#birth_date").fill("05/03/1978")
    page.locator("#ethnic_group").select_option("Tày")
    page.locator("#composition_group").select_option("farmer")
    page.locator("#post").fill("Nông dân")
    page.locator("#achievement").fill("Trồng na theo tiêu chuẩn VietGAP")
    page.locator("main form button[type=submit].btn-primary").first.click()
    page.get_by_text(f"Đã thêm {name}").wait_for()


def test_what_a_commune_approves_opens_at_the_district(chromium: Browser, url: str):
    office = _signed_in(chromium, url, "organizer")
    office.goto("/congresses/huyen-chi-lang-2025/children/")
    office.get_by_label("Số đại biểu của mỗi đại hội").fill("120")
    office.get_by_label("Lãnh đạo của chính đơn vị tính vào").select_option("invited")
    _agreed(office, "Mở đại hội cấp dưới")
    office.get_by_text("Đã mở 20 đại hội cấp dưới").wait_for()

    clerk = _signed_in(chromium, url, "nhan-ly")
    clerk.goto("/congresses/xa-nhan-ly-2025/schedule")
    clerk.get_by_label("Ngày họp").fill("2025-02-27")
    clerk.get_by_role("button", name="Ghi").click()
    clerk.get_by_text("Đã ghi ngày và số đại biểu").wait_for()
    _name(clerk, "Nông Văn Hòa")
    clerk.goto("/congresses/xa-nhan-ly-2025/delegation/")
    clerk.get_by_label("Nông Văn Hòa").check()
    clerk.get_by_role("button", name="Ghi danh sách").click()
    for label, written in (
        ("Triệu tập", "14"),
        ("Có mặt", "13"),
        ("Tán thành", "11"),
        ("Ngày biểu quyết", "2025-02-27"),
    ):
        clerk.get_by_label(label).fill(written)
    _agreed(clerk, "Ghi biểu quyết")
    clerk.get_by_text("11/13 = 84,6").wait_for()
    clerk.get_by_label("Nhóm cơ cấu theo cách hiểu của cấp trên").select_option("direct")
    _agreed(clerk, "Mở ở cấp trên")
    clerk.get_by_text("Đã mở 1 hồ sơ ở cấp trên").wait_for()

    office.goto("/congresses/huyen-chi-lang-2025/nominees/")
    office.get_by_role("link", name="Nông Văn Hòa").first.click()
    office.get_by_text("Từ danh sách của cấp dưới").wait_for()
    stranger = _signed_in(chromium, url, "van-linh")
    answer = stranger.goto("/congresses/xa-nhan-ly-2025/delegation/")
    assert answer is not None
    assert answer.status == 404


PAGES = (
    "/units/?on=2025-06-30",
    "/units/3",
    "/units/new",
    "/congresses/",
    "/congresses/new?held_on=2025-02-27&level=commune&host=6",
    "/congresses/huyen-chi-lang-2025/",
    "/congresses/huyen-chi-lang-2025/schedule",
    "/congresses/huyen-chi-lang-2025/children/",
    "/congresses/huyen-chi-lang-2025/successors/?on=2026-01-01",
    "/congresses/xa-nhan-ly-2025/delegation/",
)


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_of_levels_are_for_everybody(chromium: Browser, url: str, width: int):
    page = _signed_in(chromium, url, "organizer", width)
    for path in PAGES:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        found = Axe().run(page).response["violations"]
        assert [(each["id"], path) for each in found] == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
    page.context.close()
