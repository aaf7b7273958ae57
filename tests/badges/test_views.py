import re

import pypdfium2
import pytest
import zxingcpp
from sqlmodel import select

from congress.audit import AuditEntry
from congress.badges import queries
from congress.badges.tokens import BadgeClaim, verify
from congress.database import Database
from tests.conftest import SignIn
from tests.factories import Small

PAGE = "/congresses/thu-nghiem/badges"
SHEET = "/congresses/thu-nghiem/badges.pdf"
POSTS = [f"{PAGE}/issue", f"{PAGE}/1/revoke", f"{PAGE}/1/reissue"]


def audited(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(AuditEntry.action).order_by(AuditEntry.id)))


def claims(database: Database, pdf: bytes) -> list[BadgeClaim]:
    """Read a printed file as the door does."""
    with database.reading() as session:
        keys = queries.public_keys(session)
    pages = [page.render(scale=150 / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    texts = [code.text for picture in pages for code in zxingcpp.read_barcodes(picture)]
    return sorted((verify(text, keys) for text in texts), key=lambda claim: claim.delegate_id)


def test_before_the_approval_the_page_says_what_to_do(sign_in: SignIn, small: Small):
    page = sign_in("organizer").get(PAGE)
    assert page.status_code == 200
    assert "Chưa có đại biểu nào" in page.text


def test_badges_are_issued_and_printed(sign_in: SignIn, database, small, delegates):
    organizer = sign_in("organizer")
    assert "Cấp 3 thẻ" in organizer.get(PAGE).text
    unissued = organizer.get(SHEET)
    assert unissued.status_code == 422
    assert "Chưa có thẻ nào còn hiệu lực" in unissued.text
    assert organizer.post(f"{PAGE}/issue").status_code == 302
    assert "HOÀNG" not in organizer.get(PAGE).text
    assert "Hoàng Thị Thuỷ" in organizer.get(PAGE).text
    sheet = organizer.get(SHEET)
    assert sheet.mimetype == "application/pdf"
    assert claims(database, sheet.data) == [
        BadgeClaim(small.congress_id, delegate, 1) for delegate in delegates
    ]


@pytest.mark.parametrize("order", ["delegation", "name", "nonsense"])
def test_the_sheet_comes_in_each_order(sign_in: SignIn, issued, order):
    assert sign_in("officer").get(f"{SHEET}?order={order}&batch=1").status_code == 200


@pytest.mark.parametrize("batch", [0, 2, -1])
def test_a_batch_that_is_not_there_is_not_found(sign_in: SignIn, issued, batch):
    assert sign_in("officer").get(f"{SHEET}?batch={batch}").status_code == 404


def test_looking_and_printing_write_nothing(sign_in: SignIn, database, issued):
    before = audited(database)
    for address in (PAGE, SHEET, f"{PAGE}/1.pdf"):
        assert sign_in("organizer").get(address).status_code == 200
    assert audited(database) == before


def test_a_lost_badge_is_replaced_and_the_new_one_printed(sign_in: SignIn, database, small, issued):
    desk = sign_in("supervisor")
    done = desk.post(f"{PAGE}/{issued[0]}/reissue", data={"after": "1", "reason": "mất thẻ"})
    page = desk.get(done.location)
    assert "thẻ mới đã cấp" in page.text
    [address] = re.findall(rf'delegate-{issued[0]}".*?({PAGE}/\d+\.pdf)', page.text, re.DOTALL)
    printed = desk.get(address)
    assert claims(database, printed.data) == [BadgeClaim(small.congress_id, issued[0], 2)]


def test_the_button_pressed_twice_prints_once(sign_in: SignIn, issued):
    desk = sign_in("supervisor")
    form = {"after": "1", "reason": "mất thẻ"}
    assert desk.post(f"{PAGE}/{issued[0]}/reissue", data=form).status_code == 302
    again = desk.post(f"{PAGE}/{issued[0]}/reissue", data=form)
    assert again.status_code == 422
    assert "vừa được in lại" in again.text


def test_a_revoked_badge_can_no_longer_be_printed(sign_in: SignIn, issued):
    desk = sign_in("organizer")
    assert desk.post(f"{PAGE}/1/revoke", data={"reason": "mất thẻ"}).status_code == 302
    assert "đã thu hồi" in desk.get(PAGE).text
    refused = desk.get(f"{PAGE}/1.pdf")
    assert refused.status_code == 422
    assert "đã bị thu hồi nên không in được" in refused.text


def test_before_the_approval_a_sheet_says_why_there_is_none(sign_in: SignIn, small: Small):
    refused = sign_in("organizer").get(SHEET)
    assert refused.status_code == 422
    assert "chưa được phê duyệt" in refused.text


def test_a_badge_that_never_was_is_not_found(sign_in: SignIn, issued):
    assert sign_in("organizer").get(f"{PAGE}/999.pdf").status_code == 404


def test_without_a_reason_nothing_is_revoked(sign_in: SignIn, database, issued):
    before = audited(database)
    refused = sign_in("organizer").post(f"{PAGE}/1/revoke", data={"reason": " "})
    assert refused.status_code == 422
    assert "Chưa ghi lý do" in refused.text
    assert audited(database) == before


@pytest.mark.parametrize("role", ["commune", "neighbour", "gate", "leader", "credentials"])
def test_others_neither_see_nor_change_badges(sign_in: SignIn, issued, role):
    client = sign_in(role)
    assert {client.get(path).status_code for path in (PAGE, SHEET, f"{PAGE}/1.pdf")} == {403}
    assert {client.post(path).status_code for path in POSTS} == {403}


def test_the_officer_sees_but_changes_nothing(sign_in: SignIn, issued):
    officer = sign_in("officer")
    assert officer.get(PAGE).status_code == 200
    assert {officer.post(path).status_code for path in POSTS} == {403}


@pytest.mark.parametrize("path", POSTS)
def test_changes_are_not_made_by_looking(sign_in: SignIn, issued, path):
    assert sign_in("organizer").get(path).status_code == 405


def test_there_is_nothing_of_a_congress_that_is_not_there(sign_in: SignIn, issued):
    organizer = sign_in("organizer")
    assert organizer.get("/congresses/khong-co/badges").status_code == 404
    assert organizer.post("/congresses/khong-co/badges/issue").status_code == 404
    assert organizer.post(f"{PAGE}/999/revoke", data={"reason": "x"}).status_code == 404
    form = {"reason": "x", "after": "0"}
    assert organizer.post(f"{PAGE}/999/reissue", data=form).status_code == 404
