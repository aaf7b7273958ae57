"""A unit's nominations in a real browser: from a faulty workbook to what the office decides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select

from congress import migrations
from congress.accounts import service as accounts
from congress.app import create_app
from congress.appraisals.models import Receipt, Remark
from congress.congresses import presets, queries as congresses, service as congress_service
from congress.core.roles import Role
from congress.database import Database
from congress.minutes.models import Minutes
from congress.nominations.marking import FAULTY_FILL
from congress.nominations.models import Nominee, NomineePhoto, Review, Workbook
from congress.settings import Settings
from tests.e2e.conftest import PASSWORD, SAMPLES, Installation, OpenAs, served
from tests.nominations.drawn import portrait, sent

CODE = "chi-lang-2025"
HOME = f"/congresses/{CODE}"
SENT = SAMPLES / "14-xa-lien-son.xlsx"
SPOILED = {"D12": "31/02/1978", "H13": "Nhóm lạ", "M14": 40}
"""What the clerk of this test mistypes on top of what the sample holds."""
REASON = "Ghi rõ năm đạt thành tích"


@dataclass
class Story:
    """What one step leaves to the next."""

    faulty: Path
    annotated: Path
    spoiled: dict[str, object] = field(default_factory=dict)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The preset before anybody has sent anything, with the clerks of two communes."""
    folder = tmp_path_factory.mktemp("nominations")
    settings = Settings.beside(folder / "congress.db")
    database = Database(settings.database_url, settings.sealing_key)
    congress_id = _prepare(database)
    with served(folder) as url:
        yield Installation(url, folder, database, congress_id)
    database.dispose()


def _prepare(database: Database) -> int:
    migrations.upgrade(database)
    at = datetime.now(UTC)
    with database.transaction() as session:
        congress = congress_service.open_preset(session, presets.load(CODE), by=None, at=at)
        senders = {unit.name: unit.id for unit in congresses.senders(session, congress.id or 0)}
        for username, role, unit in (
            ("organizer", Role.ORGANIZER, None),
            ("officer", Role.OFFICER, None),
            ("lien-son", Role.COMMUNE, senders["Xã Liên Sơn"]),
            ("van-linh", Role.COMMUNE, senders["Xã Vạn Linh"]),
        ):
            accounts.open_account(
                session,
                username=username,
                name=username,
                password=PASSWORD,
                role=role,
                unit_id=unit,
                by=None,
                at=at,
            )
        return congress.id or 0


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A real workbook in which the clerk has mistyped three cells more."""
    folder = tmp_path_factory.mktemp("workbooks")
    told = Story(folder / "lien-son.xlsx", folder / "marked.xlsx")
    workbook = openpyxl.load_workbook(SENT)
    for cell, value in SPOILED.items():
        told.spoiled[cell] = workbook.worksheets[0][cell].value
        workbook.worksheets[0][cell] = value
    workbook.save(told.faulty)
    return told


def _agree(page: Page) -> None:
    page.locator("dialog#confirm").get_by_role("button", name="Đồng ý").click()


def _tab_to(page: Page, wanted: Locator) -> None:
    """Reach a part of the page by the Tab key alone."""
    for _ in range(120):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no Tab reaches {wanted}")


def _send(page: Page, workbook: Path) -> None:
    """Send a workbook from the keyboard."""
    # The browser hands the dialog over only to who listened before it opened.
    page.once("filechooser", lambda chooser: chooser.set_files(workbook))
    page.goto(f"{HOME}/nominees/")
    field = page.locator('input[type="file"]')
    _tab_to(page, field)
    page.keyboard.press("Enter")
    expect(field).to_have_value(re.compile(workbook.name))
    _tab_to(page, page.get_by_role("button", name="Gửi và xem trước"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem trước tệp")


def _confirm(page: Page) -> None:
    page.get_by_role("button", name="Xác nhận", exact=True).first.click()
    _agree(page)


def _faulty_cells(sheet: Worksheet) -> dict[str, str]:
    """Give the noted cells, each of which must be coloured too."""
    noted = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    assert {cell.fill.start_color.rgb[-6:] for cell in noted} == {FAULTY_FILL}
    return {cell.coordinate: cell.comment.text for cell in noted}


def _people(installation: Installation) -> list[Nominee]:
    with installation.database.reading() as session:
        return list(session.exec(select(Nominee).order_by(col(Nominee.id))).all())


def test_1_a_clerk_signs_in_and_sends_a_workbook_by_keyboard_alone(open_as: OpenAs, story: Story):
    page = open_as("lien-son")
    page.context.clear_cookies()
    page.goto("/sign-in")
    for label, typed in (("Tên đăng nhập", "lien-son"), ("Mật khẩu", PASSWORD)):
        _tab_to(page, page.get_by_label(label, exact=True))
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    _send(page, story.faulty)
    faults = page.locator(".faults")
    for cell in story.spoiled:
        expect(faults).to_contain_text(cell)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp đã đánh dấu chỗ sửa").click()
    download.value.save_as(story.annotated)
    marked = openpyxl.load_workbook(story.annotated).worksheets[0]
    notes = _faulty_cells(marked)
    assert notes.keys() == story.spoiled.keys()
    assert "Không đọc được ngày sinh" in notes["D12"]
    _confirm(page)
    expect(page.locator(".flash-success")).to_contain_text("Đã ghi nhận 29 người")
    expect(page.locator(".flash-warning")).to_contain_text("Còn 3 dòng có lỗi")


def test_2_the_marked_copy_is_mended_and_sent_again(
    open_as: OpenAs, story: Story, installation: Installation
):
    workbook = openpyxl.load_workbook(story.annotated)
    for cell, value in story.spoiled.items():
        workbook.worksheets[0][cell] = value
    workbook.worksheets[0]["K7"] = "Dạy chữ cho 20 phụ nữ trong thôn"
    workbook.save(story.annotated)
    page = open_as("lien-son")
    _send(page, story.annotated)
    expect(page.locator(".faults")).to_have_count(0)
    counts = page.locator(".stats .stat").all_inner_texts()
    assert [count.splitlines()[-1] for count in counts] == ["3", "1", "28", "0"]
    expect(page.locator(".changes ins")).to_contain_text("Dạy chữ cho 20 phụ nữ trong thôn")
    _confirm(page)
    expect(page.locator(".flash").first).to_contain_text("Đã ghi nhận 3 người")
    expect(page.locator("main")).to_contain_text("Đã sửa hồ sơ của 1 người")
    source = openpyxl.load_workbook(SENT).worksheets[0]
    written = {row[1] for row in source.iter_rows(min_row=7, values_only=True)}
    assert {who.name for who in _people(installation)} == written


def test_3_a_photo_is_kept_beside_a_profile(
    open_as: OpenAs, installation: Installation, tmp_path: Path
):
    first = _people(installation)[0]
    chosen = tmp_path / "anh.png"
    chosen.write_bytes(sent(portrait(), "PNG"))
    page = open_as("lien-son")
    page.goto(f"{HOME}/nominees/")
    page.get_by_role("link", name=first.name, exact=True).click()
    page.locator("#photo-file").set_input_files(chosen)
    page.get_by_role("button", name="Lưu ảnh").click()
    expect(page.get_by_alt_text(f"Ảnh chân dung của {first.name}")).to_be_visible()
    with installation.database.reading() as session:
        assert session.get_one(NomineePhoto, first.id).content.startswith(b"\xff\xd8")


def test_4_the_vote_is_recorded_closed_and_its_signed_paper_attached(
    open_as: OpenAs, tmp_path: Path
):
    signed = tmp_path / "bien-ban.png"
    Image.new("RGB", (1240, 1754), "white").save(signed)
    page = open_as("lien-son")
    page.goto(f"{HOME}/minutes/new")
    votes = page.locator('input[name^="for-"]')
    page.get_by_label("Ngày họp").fill("2025-03-03")
    for label, typed in (
        ("Địa điểm", "Nhà văn hóa xã Liên Sơn"),
        ("Người chủ trì", "Lành Văn Thắng"),
        ("Thư ký", "Vi Thị Kim"),
        ("Số người triệu tập", "23"),
        ("Số người có mặt", "21"),
        ("Số suất được giới thiệu", str(votes.count())),
        ("Phần số người có mặt", "1/2"),
    ):
        page.get_by_role("textbox", name=label, exact=True).fill(typed)
    for position in range(votes.count()):
        votes.nth(position).fill(str(21 - position % 9))
    page.get_by_role("button", name="Ghi và xem kết quả").click()
    expect(page.locator("main")).to_contain_text("Có mặt 21/23")
    page.get_by_role("button", name="Chốt biên bản").click()
    _agree(page)
    expect(page.locator(".flash").first).to_contain_text("Đã chốt biên bản")
    page.locator("#scan").set_input_files(signed)
    page.get_by_role("button", name="Gửi tệp").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bản có chữ ký").click()
    assert download.value.suggested_filename.endswith(".png")


def test_5_everything_is_handed_in_by_keyboard_and_receipted(
    open_as: OpenAs, installation: Installation
):
    page = open_as("lien-son")
    page.goto(f"{HOME}/submission/")
    _tab_to(page, page.get_by_role("button", name="Nộp các hồ sơ đã đánh dấu"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Giấy biên nhận hồ sơ")
    for who in _people(installation):
        expect(page.get_by_role("rowheader", name=who.name, exact=True)).to_be_visible()
        assert who.review is Review.SUBMITTED


def test_6_one_is_returned_and_the_rest_appraised_and_accepted(
    open_as: OpenAs, installation: Installation
):
    officer = open_as("officer")
    returned = _people(installation)[0]
    officer.goto(f"{HOME}/appraisals/")
    officer.get_by_role("link", name=returned.name, exact=True).click()
    officer.get_by_label("Lý do trả lại: Thành tích").fill(REASON)
    officer.get_by_role("button", name="Trả lại đơn vị").click()
    _agree(officer)
    expect(officer.get_by_role("status").first).to_contain_text("Đã trả lại hồ sơ")
    officer.goto(f"{HOME}/appraisals/")
    officer.get_by_label("Chọn mọi hồ sơ trên trang này").check()
    officer.get_by_role("button", name="Thẩm định các hồ sơ được chọn").click()
    expect(officer.locator("main")).to_contain_text("Không có hồ sơ nào ở bước này")
    organizer = open_as("organizer")
    organizer.goto(f"{HOME}/appraisals/?state=appraised")
    organizer.get_by_role("button", name="Chấp nhận mọi hồ sơ đã thẩm định").click()
    expect(organizer.locator("main")).to_contain_text("Không có hồ sơ nào ở bước này")
    states = [who.review for who in _people(installation)]
    assert states == [Review.RETURNED] + [Review.ACCEPTED] * (len(states) - 1)


def test_7_the_clerk_reads_the_reason_mends_and_hands_in_again(
    open_as: OpenAs, installation: Installation
):
    returned = _people(installation)[0]
    page = open_as("lien-son", 390)
    page.goto(f"{HOME}/submission/")
    page.get_by_role("link", name=returned.name, exact=True).click()
    expect(page.locator("#achievement-notes")).to_contain_text(REASON)
    page.get_by_label("Thành tích").fill("Dạy chữ cho 20 phụ nữ trong thôn, năm 2024")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("Đã ghi thay đổi.")).to_be_visible()
    page.goto(f"{HOME}/submission/")
    page.get_by_role("button", name="Nộp các hồ sơ đã đánh dấu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Giấy biên nhận hồ sơ")
    organizer = open_as("organizer")
    organizer.goto(f"{HOME}/appraisals/")
    organizer.get_by_role("link", name=returned.name, exact=True).click()
    expect(organizer.locator("main")).to_contain_text("năm 2024")
    organizer.get_by_role("button", name="Thẩm định và chấp nhận").click()
    assert {who.review for who in _people(installation)} == {Review.ACCEPTED}


def _of_lien_son(installation: Installation) -> dict[str, int]:
    """Give the numbers of what the unit now has, by their names in addresses."""
    with installation.database.reading() as session:
        numbers = {
            "nominee_id": Nominee.id,
            "workbook_id": Workbook.id,
            "minutes_id": Minutes.id,
            "receipt_id": Receipt.id,
            "remark_id": Remark.id,
        }
        found = {
            name: session.exec(select(column)).first() or 0 for name, column in numbers.items()
        }
    return found | {"form": found["nominee_id"]}


def test_8_a_clerk_of_another_unit_finds_nothing_of_it(open_as: OpenAs, installation: Installation):
    page = open_as("van-linh")
    app = create_app(Settings.beside(installation.folder / "congress.db"))
    theirs, adapter = _of_lien_son(installation), app.url_map.bind("")
    names = [who.name for who in _people(installation)]
    assert all(theirs.values())
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in (rule.methods or set()):
            continue
        given = {name: theirs.get(name, 1) for name in rule.arguments}
        given |= {"code": CODE} if "code" in rule.arguments else {}
        answer = page.request.get(adapter.build(rule.endpoint, given))
        if theirs.keys() & rule.arguments:
            assert answer.status in {403, 404}, rule.endpoint
        body = answer.body().decode(errors="replace")
        assert [name for name in names if name in body] == [], rule.endpoint
    for address in ("nominees/", "submission/", "minutes/", "outcome/", "nominees/new"):
        page.goto(f"{HOME}/{address}")
        shown = page.locator("main").inner_text()
        assert [name for name in names if name in shown] == [], address
    page.goto(f"{HOME}/nominees/{theirs['nominee_id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có trang hoặc hồ sơ này")
