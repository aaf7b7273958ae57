"""The commands with which an office begins: open a congress, give people their accounts."""

import secrets
from datetime import UTC, datetime

import click
from sqlmodel import Session, col, select

from congress import migrations
from congress.accounts import invitations, service as accounts
from congress.accounts.models import Account
from congress.congresses import presets, queries, service as congresses
from congress.congresses.models import Congress
from congress.core.errors import Rejected
from congress.core.roles import Role
from congress.database import Database
from congress.seating import service as seating
from congress.settings import Settings

_ASSIGN_NEXT = (
    "Tài khoản này chưa xem được đơn vị nào: người quản trị mở trang Tài khoản, "
    "chọn tài khoản rồi phân công đơn vị."
)


@click.command("open")
@click.option("--preset", default="chi-lang-2025", show_default=True)
def open_congress(preset: str) -> None:
    """Open the congress of a preset, with its hall, and the first accounts of its office."""
    plan, at = presets.load(preset), datetime.now(UTC)
    database = _database()
    with database.transaction() as session:
        congress = congresses.open_preset(session, plan, by=None, at=at)
        assert congress.id is not None
        seating.set_hall(session, congress.id, seating.read_hall(plan.hall), by=None, at=at)
        for role in (Role.ORGANIZER, Role.ADMINISTRATOR):
            if session.exec(select(Account.id).where(Account.role == role)).first() is None:
                _add(session, role.value, name=plan.name, role=role, at=at)
    click.echo(f"Đã mở: {plan.name}. Chạy “congress serve” rồi đăng nhập.")


@click.group()
def account() -> None:
    """Look after accounts."""


@account.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name, as the pages show it.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--unit", "code", help="The code of the unit that a commune's clerk acts for.")
def add(username: str, name: str, role: str, code: str | None) -> None:
    """Open an account and print its password, this once."""
    with _database().transaction() as session:
        unit_id = _unit(session, code) if code else None
        at = datetime.now(UTC)
        _add(session, username, name=name, role=Role(role), unit_id=unit_id, at=at)
    if Role(role) is Role.COUNCIL:
        click.echo(_ASSIGN_NEXT, err=True)


@account.command()
@click.argument("username")
def password(username: str) -> None:
    """Give an account a new password and print it, this once."""
    fresh = secrets.token_urlsafe(9)
    with _database().transaction() as session:
        accounts.set_password(session, username, fresh, by=None, at=datetime.now(UTC))
    click.echo(f"{username}\t{fresh}")


@account.command()
@click.option("--name", required=True, help="The person's name, as the pages show it.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--unit", "code", help="The code of the unit that a commune's clerk acts for.")
@click.option("--username", default="", help="Made of the name where none is given.")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True)
def invite(name: str, role: str, code: str | None, username: str, url: str) -> None:
    """Invite a person and print user name, code and link of the slip, this once."""
    with _database().transaction() as session:
        slip = invitations.invite(
            session,
            username=username,
            name=name,
            role=Role(role),
            unit_id=_unit(session, code) if code else None,
            by=None,
            at=datetime.now(UTC),
        )
    click.echo(f"{slip.username}\t{slip.code}\t{url.rstrip('/')}/invitations/{slip.token}")


def _database() -> Database:
    settings = Settings.from_environment()
    database = Database(settings.database_url, settings.sealing_key)
    migrations.upgrade(database)
    return database


def _add(
    session: Session,
    username: str,
    *,
    name: str,
    role: Role,
    unit_id: int | None = None,
    at: datetime,
) -> None:
    fresh = secrets.token_urlsafe(9)
    accounts.open_account(
        session,
        username=username,
        name=name,
        password=fresh,
        role=role,
        unit_id=unit_id,
        by=None,
        at=at,
    )
    click.echo(f"{username}\t{fresh}")


def _unit(session: Session, code: str) -> int:
    """Find the unit of a code among those that send people to the congress opened last."""
    newest = select(col(Congress.id)).order_by(col(Congress.id).desc()).limit(1)
    congress_id = session.exec(newest).first()
    for unit in queries.senders(session, congress_id or 0):
        if unit.code == code:
            return unit.id
    raise Rejected("account_unit_unknown", code=code)
