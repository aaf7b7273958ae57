"""How an office begins."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from congress import audit
from congress.accounts import invitations, service as accounts
from congress.cli import main
from congress.congresses import queries
from congress.core.errors import Rejected
from congress.core.roles import Role
from congress.database import Database
from congress.seating import queries as seating


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("CONGRESS_VAR", str(tmp_path))
    return Database(f"sqlite:///{tmp_path / 'congress.db'}")


def _run(*command: str) -> Result:
    return CliRunner().invoke(main, command)


def test_an_office_opens_its_congress_and_signs_in(office: Database):
    opened = _run("open")
    assert opened.exit_code == 0, opened.output
    username, password = opened.output.splitlines()[0].split("\t")
    with office.transaction() as session:
        assert accounts.prove(session, username, password).role is Role.ORGANIZER
        congress = queries.by_code(session, "chi-lang-2025")
        assert seating.hall(session, congress.id) is not None
        assert audit.first_broken(session) is None
    office.dispose()


def test_an_office_has_an_administrator_too(office: Database):
    names = [line.partition("\t")[0] for line in _run("open").output.splitlines()]
    assert names[:2] == ["organizer", "administrator"]


def test_a_slip_is_made_by_command(office: Database):
    _run("open")
    invited = ("account", "invite", "--name", "Vi Văn Bả", "--role", "commune")
    assert _run(*invited).exit_code == 2
    made = _run(*invited, "--unit", "06463", "--url", "https://dai-hoi.example/")
    assert made.exit_code == 0, made.output
    username, _, link = made.output.strip().split("\t")
    assert link.startswith("https://dai-hoi.example/invitations/")
    token, at = link.rpartition("/")[2], datetime.now(UTC)
    with office.reading() as session:
        by_link = invitations.opened_by(session, token, at=at)
    assert by_link.username == username == "vi-van-ba"
    office.dispose()


def test_a_member_of_the_council_is_to_be_assigned_units_next(office: Database):
    _run("open")
    made = _run("account", "add", "hoi-dong", "--name", "Triệu Sinh Phúc", "--role", "council")
    assert made.exit_code == 0
    assert "phân công đơn vị" in made.stderr
    assert "phân công" not in made.stdout
    office.dispose()


def test_opening_twice_is_told_and_changes_nothing(office: Database):
    _run("open")
    again = _run("open")
    assert again.exit_code == 2
    assert "đã được mở" in again.output


def test_a_clerk_acts_for_the_unit_of_the_congress(office: Database):
    _run("open")
    clerk = ("account", "add", "dong-mo", "--name", "Vi Văn Bả", "--role", "commune")
    assert _run(*clerk).exit_code == 2
    assert _run(*clerk, "--unit", "99999").exit_code == 2
    added = _run(*clerk, "--unit", "06463")
    assert added.exit_code == 0, added.output
    username, password = added.output.strip().split("\t")
    with office.transaction() as session:
        account = accounts.prove(session, username, password)
        names = {unit.id: unit.name for unit in queries.senders(session, 1)}
        # The code is another unit's since July 2025.
        assert names[account.unit_id or 0] == "Thị trấn Đồng Mỏ"
    assert "đã có người dùng" in _run(*clerk, "--unit", "06463").output
    office.dispose()


def test_a_new_password_takes_the_place_of_the_old(office: Database):
    _run("open")
    fresh = _run("account", "password", "organizer").output.strip().split("\t")[1]
    with office.transaction() as session:
        assert accounts.prove(session, "organizer", fresh)
    assert _run("account", "password", "nobody").exit_code == 2
    with pytest.raises(Rejected), office.transaction() as session:
        accounts.prove(session, "organizer", "another")
    office.dispose()
