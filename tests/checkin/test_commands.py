import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from congress.checkin import queries
from congress.checkin.models import Device, Gate
from congress.cli import main
from congress.congresses.models import Congress
from congress.database import Database
from tests.factories import Small


@pytest.fixture
def enroll(monkeypatch, database: Database, tmp_path):
    """Run ``congress device enroll`` on the test's database."""
    monkeypatch.setenv("CONGRESS_DATABASE_URL", database.url)
    monkeypatch.setenv("CONGRESS_VAR", str(tmp_path))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["device", "enroll", *arguments])

    return run


def devices(database: Database) -> int:
    with database.reading() as session:
        return len(session.exec(select(Device)).all())


def test_the_last_line_is_the_devices_token(enroll, database, small: Small):
    done = enroll("--gate", "Cửa chính")
    assert done.exit_code == 0
    bearer = done.output.splitlines()[-1]
    with database.reading() as session:
        assert queries.scanner(session, bearer).congress_id == small.congress_id
        assert session.exec(select(Gate.name)).all() == ["Cửa chính"]


def test_a_second_device_at_a_gate_has_a_token_of_its_own(enroll, database, small: Small):
    first, second = (enroll("--gate", "Cửa sau").stdout for _ in range(2))
    assert first != second
    assert devices(database) == 2


def test_with_several_congresses_one_must_be_named(enroll, database, small: Small):
    with database.transaction() as session:
        first = session.get(Congress, small.congress_id)
        session.add(Congress(**{**first.model_dump(exclude={"id"}), "code": "khac"}))
    unclear = enroll("--gate", "Cửa chính")
    assert unclear.exit_code == 2
    assert "khac, thu-nghiem" in unclear.stderr
    assert devices(database) == 0
    assert enroll("--gate", "Cửa chính", "--congress", "khac").exit_code == 0


def test_a_congress_that_is_not_there_is_told(enroll, database, small: Small):
    done = enroll("--gate", "Cửa chính", "--congress", "không có")
    assert done.exit_code == 2
    assert "thu-nghiem" in done.stderr


def test_a_gate_needs_a_name(enroll, database, small: Small):
    assert enroll("--gate", " ").exit_code == 2
    assert devices(database) == 0


def test_before_there_is_a_congress_it_says_so(enroll, database):
    assert enroll("--gate", "Cửa chính").exit_code == 2
