"""One congress, from the first workbook to the last paper, through the services of the pages."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import click
from sqlmodel import Session, select

from congress import jobs, migrations, paths, server
from congress.accounts import service as accounts
from congress.accounts.models import Account
from congress.app import TASKS
from congress.badges import service as badges
from congress.congresses import presets, queries as congresses, service as congress_service
from congress.congresses.models import Congress
from congress.congresses.presets import Preset
from congress.core.roles import Role, Viewer
from congress.database import Database
from congress.delegates import service as delegates
from congress.demo import cleaning, morning, nominees, papers, review
from congress.demo.stages import Stages, peak_mb
from congress.seating import service as seating
from congress.selection import queries as selections, service as selection_service
from congress.settings import Settings
from congress.units.models import UnitKind

DEFAULT_OUT = Path("out")

# Invented people, "số liệu minh họa".
_NAMES = {
    Role.ADMINISTRATOR: "Hoàng Minh Quân",
    Role.ORGANIZER: "Lành Thị Lan",
    Role.OFFICER: "Nông Thị Uyển",
    Role.COUNCIL: "Triệu Sinh Phúc",
    Role.COMMUNE: "Vi Văn Bả",
    Role.SUBCOMMITTEE: "Hứa Văn Ất",
    Role.GATE: "Lộc Văn Ước",
    Role.SUPERVISOR: "Bế Thị Thúy",
    Role.CREDENTIALS: "Đàm Thị Oanh",
    Role.LEADER: "Phạm Xuân Vinh",
}
SEED = 2025
_ASSIGNED = 5


@dataclass(frozen=True)
class SignIn:
    """An account of the demonstration; the passwords are made anew each time."""

    role: Role
    username: str
    password: str
    unit: str


@dataclass(frozen=True)
class Opened:
    """The congress of a demonstration, who runs it, and how each role signs in."""

    congress_id: int
    organizer: Viewer
    sign_ins: list[SignIn]


def run(preset_name: str, out: Path) -> None:
    """Run a preset to its end and leave its files in ``out``."""
    preset = presets.load(preset_name)
    paths.made(out)
    stages = Stages(click.echo)
    settings = _settings(out)
    database = Database(settings.database_url, settings.sealing_key)
    try:
        opened = _walk(database, preset, out, stages)
    finally:
        database.dispose()
    _say_sign_ins(opened.sign_ins)


def serve(out: Path, port: int) -> None:
    """Serve the database of a demonstration, until stopped."""
    _settings(out).hand_down()
    click.echo(f"Mở http://127.0.0.1:{port} trong trình duyệt; Ctrl+C để dừng.")
    server.serve(host="127.0.0.1", port=port, workers=1)


def _settings(out: Path) -> Settings:
    if out == DEFAULT_OUT:
        return Settings.from_environment()
    return Settings.beside(out.resolve() / "congress.db")


def _walk(database: Database, preset: Preset, out: Path, stages: Stages) -> Opened:
    at = datetime.now(UTC)
    with stages.stage("open", "Mở đại hội") as told:
        opened = _open(database, preset, at)
        told.append(preset.name)
    with stages.stage("nominees", "Nhận hồ sơ") as told:
        told.extend(nominees.send(database, opened.congress_id, preset, opened.organizer, at=at))
    with stages.stage("review", "Bình xét, nộp, thẩm định") as told:
        told.extend(review.take(database, opened.congress_id, opened.organizer, at=at))
    with stages.stage("selection", "Chọn đại biểu") as told:
        told.append(_choose(database, opened, out, at=at))
    with stages.stage("seating", "Xếp chỗ") as told:
        started = perf_counter()
        with database.reading() as session:
            proposal = seating.propose(session, opened.congress_id)
        with database.transaction() as session:
            seating.place(session, opened.congress_id, proposal, by=opened.organizer, at=at)
        seconds = round(perf_counter() - started, 3)
        with database.reading() as session:
            told.append(papers.write_seating(session, opened.congress_id, seconds, out))
    with stages.stage("badges", "Làm thẻ") as told:
        with database.transaction() as session:
            badges.issue_missing(session, opened.congress_id, by=opened.organizer, at=at)
        with database.reading() as session:
            printed = papers.write_badges(session, opened.congress_id, preset.name, out)
        told.append(f"{printed} thẻ")
    with stages.stage("checkin", "Điểm danh buổi sáng") as told:
        told.append(morning.hold(database, opened.congress_id, opened.organizer, seed=SEED))
    with stages.stage("papers", "Giấy tờ") as told:
        told.extend(papers.write_reports(database, opened.congress_id, opened.organizer, out))
    _summarize(database, opened, out, stages)
    return opened


def _open(database: Database, preset: Preset, at: datetime) -> Opened:
    migrations.upgrade(database)
    with database.transaction() as session:
        cleaning.remove(session, preset.code, at=at)
        congress = congress_service.open_preset(
            session, preset, is_demonstration=True, by=None, at=at
        )
        assert congress.id is not None
        sign_ins = list(_accounts(session, congress, at))
        _assign_some(session, congress.id, at)
        organizer = _viewer(session, Role.ORGANIZER)
        plan = seating.read_hall(preset.hall)
        seating.set_hall(session, congress.id, plan, by=organizer, at=at)
    return Opened(congress.id, organizer, sign_ins)


def _accounts(session: Session, congress: Congress, at: datetime) -> Iterable[SignIn]:
    """Open an account per role; a clerk's belongs to the first commune that sends people."""
    assert congress.id is not None
    commune = next(
        unit for unit in congresses.senders(session, congress.id) if unit.kind is UnitKind.COMMUNE
    )
    for role in Role:
        is_clerk = role is Role.COMMUNE
        password = secrets.token_urlsafe(6)
        accounts.open_account(
            session,
            username=role.value,
            name=_NAMES[role],
            password=password,
            role=role,
            unit_id=commune.id if is_clerk else None,
            is_demonstration=True,
            by=None,
            at=at,
        )
        yield SignIn(role, role.value, password, commune.name if is_clerk else "")


def _assign_some(session: Session, congress_id: int, at: datetime) -> None:
    """Let the member of the Council look after the first units."""
    council, by = (_viewer(session, role) for role in (Role.COUNCIL, Role.ADMINISTRATOR))
    units = frozenset(unit.id for unit in congresses.senders(session, congress_id)[:_ASSIGNED])
    accounts.assign(session, council.account_id, units, by=by, at=at)


def _viewer(session: Session, role: Role) -> Viewer:
    account = session.exec(select(Account).where(Account.username == role.value)).one()
    return accounts.viewer_of(session, account)


def _choose(database: Database, opened: Opened, out: Path, *, at: datetime) -> str:
    """Choose as a page's job does, then approve the draft."""
    with database.transaction() as session:
        rules = session.get_one(Congress, opened.congress_id).rules
        selection = selection_service.ask(
            session, opened.congress_id, rules, seed=SEED, by=opened.organizer, at=at
        )
        papers.write_problem(session, opened.congress_id, rules, out)
    assert selection.id is not None
    assert selection.job_id is not None
    jobs.run(database, selection.job_id, TASKS)
    with database.transaction() as session:
        _, answer, _ = selections.run(session, opened.congress_id, selection.id)
        count = delegates.approve(
            session, opened.congress_id, selection.id, by=opened.organizer, at=at
        )
    (out / "result.json").write_text(
        json.dumps(answer, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    proof = answer["seconds"]["merit"]
    return f"{count} đại biểu, {answer['score']} điểm, {answer['status']}, chứng minh {proof:.2f} s"


def _summarize(database: Database, opened: Opened, out: Path, stages: Stages) -> None:
    with database.reading() as session:
        summary: dict[str, Any] = papers.summary(session, opened.congress_id, opened.organizer)
    summary["seconds"] = stages.seconds | {"total": round(sum(stages.seconds.values()), 3)}
    summary["peak_mb"] = peak_mb()
    (out / "summary.json").write_text(
        json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    stages.say(
        f"[{summary['seconds']['total']:6.2f} s] Xong: {out} ({summary['peak_mb']} MB lúc cao nhất)"
    )


def _say_sign_ins(sign_ins: list[SignIn]) -> None:
    click.echo("\nĐăng nhập (vai trò, tên đăng nhập, mật khẩu):")
    for each in sign_ins:
        click.echo(f"  {each.role:<14} {each.username:<14} {each.password:<10} {each.unit}")
