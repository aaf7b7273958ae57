"""A nominee's photo: sent, shown to those who may see the person, replaced, removed."""

import io

import pytest
from sqlmodel import select

from congress.audit import AuditEntry
from congress.core.roles import READERS, Role
from congress.nominations.models import Nominee, NomineePhoto, Review
from tests.factories import nominee
from tests.nominations.drawn import portrait, sent

HOME = "/congresses/thu-nghiem/nominees"
SHARP = sent(portrait())


@pytest.fixture
def address(database, small):
    """Where somebody of Nhân Lý has a photo."""
    with database.transaction() as session:
        person = nominee(session, small, "Nông Văn Hòa", small.nhan_ly, review=Review.DRAFT)
        return f"{HOME}/{person.id}/photo"


def send(client, address, content=SHARP, **options):
    return client.post(address, data={"photo": (io.BytesIO(content), "anh.jpg")}, **options)


def stored(database):
    with database.reading() as session:
        return session.exec(select(NomineePhoto)).one_or_none()


def test_a_clerk_sends_sees_replaces_and_removes_a_photo(database, sign_in, address):
    clerk = sign_in("commune")
    assert "Đã lưu ảnh." in send(clerk, address, follow_redirects=True).text
    shown = clerk.get(address)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert send(clerk, address, sent(portrait(seed=3))).status_code == 302
    assert stored(database).version == 2
    assert clerk.get(address).data != shown.data
    assert "Đã xóa ảnh" in clerk.post(f"{address}/remove", follow_redirects=True).text
    assert clerk.get(address).status_code == 404
    assert clerk.post(f"{address}/remove").status_code == 404


def test_a_soft_photo_is_kept_with_a_warning(sign_in, address):
    answer = send(sign_in("commune"), address, sent(portrait(blur=3)), follow_redirects=True)
    assert "ảnh hơi mờ" in answer.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg onload=alert(1)>", "không phải ảnh"),
        (sent(portrait(blur=15)), "chụp lại"),
        (sent(portrait(200, 300)), "200x300"),
        (b"", "không phải ảnh"),
    ],
    ids=["SVG", "blurred", "small", "empty"],
)
def test_what_is_refused_is_told_and_leaves_no_trace(database, sign_in, address, content, words):
    answer = send(sign_in("commune"), address, content)
    assert answer.status_code == 422
    assert words in answer.text
    assert stored(database) is None


def test_a_form_without_a_photo_is_told(sign_in, address):
    assert "Chưa chọn tệp ảnh" in sign_in("commune").post(address).text


def test_the_neighbour_finds_no_photo_and_can_send_none(database, sign_in, address):
    send(sign_in("commune"), address)
    neighbour = sign_in("neighbour")
    assert neighbour.get(address).status_code == 404
    assert send(neighbour, address).status_code == 404
    assert neighbour.post(address).status_code == 404
    assert neighbour.post(f"{address}/remove").status_code == 404
    assert stored(database).version == 1


def test_only_those_who_read_nominees_see_the_photo(sign_in, address):
    send(sign_in("commune"), address)
    for role in set(Role) - {Role.COMMUNE, Role.COUNCIL}:
        assert sign_in(role).get(address).status_code == (200 if role in READERS else 403)
    # A member of the Council sees the units assigned to him alone.
    assert sign_in("council").get(address).status_code == 404


def test_a_profile_on_its_way_keeps_its_photo(database, sign_in, address):
    clerk = sign_in("commune")
    send(clerk, address)
    with database.transaction() as session:
        session.exec(select(Nominee)).one().review = Review.SUBMITTED
    assert send(clerk, address, sent(portrait(seed=3))).status_code == 422
    assert clerk.post(f"{address}/remove").status_code == 422
    assert stored(database).version == 1
    assert send(sign_in("officer"), address).status_code == 302


def test_a_photo_goes_with_its_nominee(database, sign_in, address):
    clerk = sign_in("commune")
    send(clerk, address)
    assert clerk.post(address.replace("/photo", "/withdraw")).status_code == 302
    assert stored(database) is None


def test_the_audit_says_that_a_photo_was_kept_and_no_more(database, sign_in, address):
    send(sign_in("commune"), address)
    with database.reading() as session:
        kept = session.exec(select(AuditEntry).where(AuditEntry.action == "photo.kept")).one()
    assert kept.facts == {"version": 1}
