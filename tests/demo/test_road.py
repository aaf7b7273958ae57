"""The demonstration, run once to its end, leaves what it promises."""

import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest
import zxingcpp
from click.testing import CliRunner
from sqlmodel import select, update

from congress import audit
from congress.accounts import service as accounts
from congress.accounts.models import Account
from congress.badges import queries as badges
from congress.badges.tokens import BadgeClaim, verify
from congress.checkin.models import Scan
from congress.cli import main
from congress.congresses.models import Congress
from congress.core.errors import Rejected
from congress.database import Database
from congress.demo import cleaning
from congress.nominations.models import Nominee
from tests.factories import AT


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    done = CliRunner().invoke(main, ["demo", "--no-serve", "--out", str(folder)])
    assert done.exit_code == 0, done.output
    (folder / "said.txt").write_text(done.output, "utf-8")
    return folder


@pytest.fixture
def demonstrated(out: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{out / 'congress.db'}")
    yield database
    database.dispose()


def _summary(out: Path) -> dict[str, object]:
    return json.loads((out / "summary.json").read_text("utf-8"))


def test_the_whole_road_is_walked(out: Path):
    summary = _summary(out)
    assert 650 <= summary["nominees"] <= 750
    assert summary["delegates"] == summary["badges"] == summary["seats"] == 300
    assert 260 <= summary["checked_in"] < 300
    assert summary["sittings"] == ["sang", "tong-duyet"]


def test_the_member_of_the_council_has_units_to_look_after(demonstrated: Database):
    with demonstrated.reading() as session:
        council = session.exec(select(Account).where(Account.username == "council")).one()
        assert len(accounts.assigned_to(session, council.id or 0)) == 5


def test_every_file_is_there(out: Path):
    promised = {
        "nominees.xlsx",
        "rules.toml",
        "result.json",
        "delegates.xlsx",
        "badges.pdf",
        "seating.json",
        "seating.pdf",
        "credentials.docx",
        "attendance.csv",
        "summary.json",
    }
    assert promised <= {path.name for path in out.iterdir()}


def test_the_list_verifies_from_its_files_alone(out: Path):
    given = ["--nominees", str(out / "nominees.xlsx"), "--rules", str(out / "rules.toml")]
    done = CliRunner().invoke(main, ["verify", *given, str(out / "result.json")])
    assert done.exit_code == 0, done.output


def test_choosing_from_the_files_gives_the_same_list(out: Path, tmp_path: Path):
    given = ["--nominees", str(out / "nominees.xlsx"), "--rules", str(out / "rules.toml")]
    again = ["--seed", "2025", "--out", str(tmp_path)]
    done = CliRunner().invoke(main, ["select", *given, *again])
    assert done.exit_code == 0, done.output
    chosen = [json.loads((folder / "result.json").read_text("utf-8")) for folder in (out, tmp_path)]
    assert chosen[0]["status"] == chosen[1]["status"] == "optimal"
    assert sorted(chosen[0]["selected"]) == sorted(chosen[1]["selected"])
    assert chosen[0]["input_digest"] == chosen[1]["input_digest"]


def test_the_list_keeps_the_plan(out: Path):
    nominees = pd.read_excel(out / "nominees.xlsx", dtype=str, engine="calamine")
    chosen = json.loads((out / "result.json").read_text("utf-8"))["selected"]
    groups = nominees[nominees["id"].isin(chosen)]["composition_group"]
    assert len(chosen) == 300
    assert (~groups.isin(["guest", "leader"])).sum() >= 210


def test_every_printed_code_decodes_to_its_delegate(out: Path, demonstrated: Database):
    with demonstrated.reading() as session:
        keys = badges.public_keys(session)
        expected = {badge.token for badge in badges.printed(session, next(iter(keys)))}
    read = []
    for page in pypdfium2.PdfDocument(BytesIO((out / "badges.pdf").read_bytes())):
        picture = page.render(scale=150 / 72).to_pil()
        read += [found.text for found in zxingcpp.read_barcodes(picture)]
    assert len(read) == 300
    assert set(read) == expected
    assert all(isinstance(verify(token, keys), BadgeClaim) for token in read)


def test_one_account_of_each_role_is_told(out: Path):
    said = (out / "said.txt").read_text("utf-8")
    for role in ("organizer", "officer", "commune", "gate", "credentials", "leader"):
        assert f"  {role} " in said


def test_the_chain_of_the_audit_is_whole(demonstrated: Database):
    with demonstrated.reading() as session:
        assert audit.first_broken(session) is None


def test_a_demonstration_is_removed_whole(out: Path, tmp_path: Path):
    shutil.copy(out / "congress.db", tmp_path)
    database = Database(f"sqlite:///{tmp_path / 'congress.db'}")
    with database.transaction() as session:
        cleaning.remove(session, "chi-lang-2025", at=AT)
    with database.reading() as session:
        for table in (Congress, Nominee, Account, Scan):
            assert session.exec(select(table.id)).all() == []
        assert audit.first_broken(session) is None
    database.dispose()


def test_a_real_congress_is_never_removed(out: Path, tmp_path: Path):
    shutil.copy(out / "congress.db", tmp_path)
    database = Database(f"sqlite:///{tmp_path / 'congress.db'}")
    with database.transaction() as session:
        session.exec(update(Congress).values(is_demonstration=False))
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        cleaning.remove(session, "chi-lang-2025", at=AT)
    assert refused.value.faults[0].code == "congress_not_demonstration"
    database.dispose()
