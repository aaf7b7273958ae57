import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from congress.badges import queries, service
from congress.badges.commands import badge
from congress.badges.tokens import BadgeClaim, token
from congress.cli import main
from congress.database import Database
from congress.delegates import service as delegates
from congress.delegates.models import Delegate, Source
from congress.delegates.service import Handover
from tests.factories import AT, Small, nominee


@pytest.fixture
def verified(monkeypatch, database: Database, tmp_path):
    """Run ``congress badge verify`` on the test's database."""
    monkeypatch.setenv("CONGRESS_DATABASE_URL", database.url)
    monkeypatch.setenv("CONGRESS_VAR", str(tmp_path))

    def verify(text: str) -> Result:
        return CliRunner().invoke(badge, ["verify", "--", text])

    return verify


def printed(database: Database, small: Small) -> list[str]:
    with database.reading() as session:
        return [each.token for each in queries.printed(session, small.congress_id)]


def test_it_says_whose_badge_it_is(verified, database, small, issued):
    done = verified(printed(database, small)[0])
    assert done.exit_code == 0
    assert done.stdout == "001 · Hoàng Thị Thuỷ · Xã Nhân Lý\n"


def test_what_is_no_badge_ends_with_2(verified, database):
    done = verified("một câu nào đó")
    assert done.exit_code == 2
    assert "không phải mã thẻ" in done.stderr
    assert done.stdout == ""


def test_a_badge_of_another_congress_ends_with_3(verified, database):
    stranger = token(Ed25519PrivateKey.generate(), BadgeClaim(77, 1, 1))
    done = verified(stranger)
    assert done.exit_code == 3
    assert "đại hội khác" in done.stderr


def test_a_forged_badge_ends_with_3(verified, small, issued):
    forged = token(Ed25519PrivateKey.generate(), BadgeClaim(small.congress_id, issued[0], 1))
    done = verified(forged)
    assert done.exit_code == 3
    assert "không do Ban Tổ chức cấp" in done.stderr


def test_a_revoked_badge_ends_with_3(verified, database, small, issued):
    text = printed(database, small)[0]
    with database.transaction() as session:
        viewer = small.viewers["organizer"]
        service.revoke(session, small.congress_id, 1, reason="mất", by=viewer, at=AT)
    done = verified(text)
    assert done.exit_code == 3
    assert "đã bị thu hồi" in done.stderr


def test_where_nothing_was_ever_stored_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("CONGRESS_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("CONGRESS_DATABASE_URL", raising=False)
    done = CliRunner().invoke(main, ["badge", "verify", "ABC"])
    assert done.exit_code == 2
    assert "chưa có dữ liệu" in done.stderr


def test_a_badge_whose_bearer_was_replaced_says_so(verified, database, small, issued):
    text = printed(database, small)[0]
    viewer = small.viewers["organizer"]
    with database.transaction() as session:
        leaves = session.get_one(Delegate, issued[0]).nominee_id
        joins = nominee(session, small, "Lộc Thị Mơ", small.nhan_ly).id or 0
        handover = Handover(issued[0], leaves, joins, "ốm", Source.OTHER)
        delegates.substitute(session, small.congress_id, [handover], by=viewer, at=AT)
        service.replace_former(session, [issued[0]], reason="đã thay", by=viewer, at=AT)
    done = verified(text)
    assert done.exit_code == 3
    assert "đã được thay bằng đại biểu khác" in done.stderr
    assert "Lộc Thị Mơ" in verified(printed(database, small)[0]).stdout
