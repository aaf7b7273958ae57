"""A database with the reference units, and how congresses are opened in it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from congress.congresses import levels
from congress.congresses.opening import Opening
from congress.database import Database
from congress.units.models import Unit
from congress.units.service import load_reference
from tests.factories import AT

Find = Callable[[str, int], int]


@pytest.fixture
def reference(database: Database) -> Iterator[Session]:
    """A transaction in which the reference units are there."""
    with database.transaction() as session:
        load_reference(session, by=None, at=AT)
        yield session


@pytest.fixture
def unit(reference: Session) -> Find:
    """Find a unit by code and vintage."""

    def find(code: str, vintage: int = 2024) -> int:
        query = select(Unit.id).where(Unit.code == code, Unit.vintage == vintage)
        return reference.exec(query).one() or 0

    return find


@pytest.fixture
def district(unit: Find) -> Opening:
    """Chi Lăng district's congress of April 2025, as the plan has it."""
    return Opening(
        level=levels.level("district"),
        host_id=unit("187", 2024),
        form="Hội nghị điển hình tiên tiến",
        held_on=date(2025, 4, 15),
        place="Nhà văn hóa huyện",
        seats=280,
        sender_ids=(unit("06463", 2024), unit("06496", 2024), unit("06505", 2024)),
    )


@pytest.fixture
def commune(unit: Find) -> Callable[..., Opening]:
    """Nhân Lý's congress, with whatever else is said of it."""

    def opening(**said: Any) -> Opening:
        return replace(
            Opening(
                level=levels.level("commune"),
                host_id=unit("06496", 2024),
                form="Đại hội thi đua yêu nước",
                held_on=date(2025, 2, 27),
                place="Nhà văn hóa xã",
                seats=100,
                sender_ids=(unit("06496", 2024),),
                own_side=levels.Side.INVITED,
            ),
            **said,
        )

    return opening
