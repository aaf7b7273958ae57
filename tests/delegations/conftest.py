"""Three levels: a province, a district below it, and a commune below that."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from congress.congresses import levels, opening as congress_opening, queries as congresses
from congress.congresses.models import Congress, Participation
from congress.congresses.opening import Opening
from congress.congresses.queries import Frame
from congress.congresses.rules import Side
from congress.core.roles import Role, Viewer
from congress.database import Database
from congress.nominations import service as nominations
from congress.nominations.models import Nominee
from congress.nominations.values import NomineeRow
from congress.units.models import Unit
from congress.units.service import load_reference
from tests.factories import AT

OFFICE = Viewer(1, "Ban Tổ chức", Role.ORGANIZER)


@dataclass
class Levels:
    """A session, and the congresses of Lạng Sơn, Chi Lăng and Nhân Lý; a clerk of the commune."""

    session: Session
    province: Frame
    district: Frame
    commune: Frame
    clerk: Viewer

    def unit(self, code: str, vintage: int = 2024) -> int:
        """Find a unit."""
        query = select(Unit.id).where(Unit.code == code, Unit.vintage == vintage)
        return self.session.exec(query).one() or 0

    def named(self, congress: Frame, name: str = "Nông Văn Hòa", **said: Any) -> Nominee:
        """Name somebody in a congress by the form."""
        unit_id = said.pop("unit_id", congress.host_id)
        row = {
            "name": name,
            "gender": "Nam",
            "birth_date": "05/03/1978",
            "ethnic_group": "Tày",
            "composition_group": "farmer",
            "post": "Nông dân",
            "village": "Thôn Lạng Giai",
            "party": "x",
            "achievement": "Trồng na theo tiêu chuẩn VietGAP",
            "titles": "Chiến sĩ thi đua cơ sở",
            "citizen_id": "020078001234",
            "phone": "0912345678",
            "votes_for": "11",
            "votes_present": "13",
            **said,
        }
        return nominations.add(
            self.session, congress.id, unit_id, NomineeRow(row), by=OFFICE, at=AT
        )

    def apportion(self, congress: Frame, unit_id: int, seats: int) -> None:
        """Give a unit its seats."""
        key = (congress.id, unit_id)
        self.session.get_one(Participation, key).seats = seats
        self.session.flush()


Opened = Callable[..., Frame]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        load_reference(session, by=None, at=AT)
        yield session


@pytest.fixture
def opened(session: Session) -> Opened:
    """Open a congress of a level and host."""

    def open_one(level: str, host: int, day: date, senders: tuple[int, ...], **said: Any) -> Frame:
        known = levels.level(level)
        wanted = Opening(
            level=known,
            host_id=host,
            form=known.forms[0],
            held_on=day,
            place="Nhà văn hóa",
            seats=said.pop("seats", 100),
            sender_ids=senders,
            own_side=Side.INVITED,
            **said,
        )
        congress = congress_opening.open_congress(session, wanted, by=OFFICE, at=AT)
        return congresses.by_code(session, congress.code)

    return open_one


@pytest.fixture
def three(session: Session, opened: Opened) -> Levels:
    """The congresses of a province, its district and a commune of it, each below the other."""

    def unit(code: str) -> int:
        query = select(Unit.id).where(Unit.code == code, Unit.vintage == 2024)
        return session.exec(query).one() or 0

    chi_lang, nhan_ly = unit("187"), unit("06496")
    province = opened("province", unit("20"), date(2025, 6, 1), (chi_lang, unit("189")), seats=300)
    district = opened(
        "district", chi_lang, date(2025, 4, 15), (nhan_ly, unit("06505")), parent_id=province.id
    )
    commune = opened("commune", nhan_ly, date(2025, 2, 27), (nhan_ly,), parent_id=district.id)
    session.get_one(Congress, commune.id).is_scheduled = True
    clerk = Viewer(2, "Cán bộ xã", Role.COMMUNE, nhan_ly)
    return Levels(session, province, district, commune, clerk)
