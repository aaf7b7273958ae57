"""The files that a demonstration leaves behind."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from sqlmodel import Session, col, func, select

from congress.badges import queries as badges, sheet
from congress.badges.rules import Order, in_order
from congress.checkin import queries as checkin
from congress.congresses import queries as congresses
from congress.core.roles import Viewer
from congress.database import Database
from congress.delegates import queries as delegates
from congress.nominations import queries as nominations
from congress.reports import credentials, service as reports
from congress.reports.disclosure import Paper, Purpose
from congress.seating.models import Placement
from congress.selection.rules import texts_of


def write_problem(session: Session, congress_id: int, rules: str, out: Path) -> None:
    """Write what the choice is made from: the nominees and the rules."""
    columns = texts_of(nominations.pool(session, congress_id))
    with pd.ExcelWriter(out / "nominees.xlsx", engine="xlsxwriter") as writer:
        pd.DataFrame(columns).to_excel(writer, sheet_name="nominees", index=False)
    (out / "rules.toml").write_text(rules, encoding="utf-8")


def write_badges(session: Session, congress_id: int, name: str, out: Path) -> int:
    """Write the badges of the congress of this name as one file; give how many there are."""
    printed = in_order(badges.printed(session, congress_id), Order.DELEGATION)
    with (out / "badges.pdf").open("wb") as file:
        sheet.draw(printed, name, file)
    return len(printed)


def write_reports(database: Database, congress_id: int, by: Viewer, out: Path) -> list[str]:
    """Write the papers of the credentials board, as of the end of the morning's arrivals."""
    with database.reading() as session:
        at = congresses.sittings(session, congress_id)[0].ends_at
        credentials.write(session, congress_id, at, out / "credentials.docx")
    for paper in Paper:
        _hand_out(database, congress_id, paper, at, by, out)
    return ["credentials.docx", *Paper]


def _hand_out(
    database: Database, congress_id: int, paper: Paper, at: datetime, by: Viewer, out: Path
) -> None:
    with database.transaction() as session:
        content = reports.hand_out(
            session, congress_id, paper, Purpose.CREDENTIALS, as_of=at, by=by, at=at
        )
    (out / paper).write_bytes(content)


def summary(session: Session, congress_id: int) -> dict[str, Any]:
    """Count what there is at the end of the road."""
    sittings = congresses.sittings(session, congress_id)
    attendance = checkin.attendance(session, sittings[0].id)
    seated = select(func.count()).where(
        Placement.congress_id == congress_id, col(Placement.left_at).is_(None)
    )
    return {
        "nominees": nominations.count(session, congress_id),
        "delegates": delegates.count(session, congress_id),
        "badges": badges.counts(badges.rows(session, congress_id)).in_force,
        "seats": session.exec(seated).one(),
        "checked_in": sum(row.is_present for row in attendance),
        "sittings": [sitting.code for sitting in sittings],
    }

