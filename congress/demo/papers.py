"""The files that a demonstration leaves behind."""

import json
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
from congress.nominations import pool, queries as nominations
from congress.reports import credentials, service as reports
from congress.reports.disclosure import Paper, Purpose
from congress.seating import commands as seating_commands, pdf, queries as seating
from congress.seating.models import Placement


def write_problem(session: Session, congress_id: int, rules: str, out: Path) -> None:
    """Write what the choice is made from: the nominees and the rules."""
    coded = pool.columns(session, congress_id)
    columns = {code: column.texts() for code, column in coded.items()}
    with pd.ExcelWriter(out / "nominees.xlsx", engine="xlsxwriter") as writer:
        pd.DataFrame(columns).to_excel(writer, sheet_name="nominees", index=False)
    (out / "rules.toml").write_text(rules, encoding="utf-8")


def write_seating(session: Session, congress_id: int, seconds: float, out: Path) -> str:
    """Write who sits where, people by the ids that nominees have, and the plan on paper."""
    seated = seating.measured(session, congress_id)
    shown = seating.plan(session, congress_id)
    assert seated is not None
    assert shown is not None
    nominee_of = delegates.nominees(session, congress_id)
    told = seating_commands.told(seated, seconds)
    told["assignments"] = [
        each | {"id": str(nominee_of[int(each["id"])])} for each in told["assignments"]
    ]
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (out / "seating.json").write_text(text, encoding="utf-8")
    with (out / "seating.pdf").open("wb") as file:
        pdf.draw_plan(shown.drawing, shown.hall_name, shown.note, file)
    pieces = sum(told["fragments"].values())
    return f"{shown.seated} chỗ, {len(told['fragments'])} đoàn ngồi thành {pieces} cụm"


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
        with database.transaction() as session:
            content = reports.hand_out(
                session, congress_id, paper, Purpose.CREDENTIALS, as_of=at, by=by, at=at
            )
        (out / paper).write_bytes(content)
    return ["credentials.docx", *Paper]


def summary(session: Session, congress_id: int, by: Viewer) -> dict[str, Any]:
    """Count what there is at the end of the road."""
    sittings = congresses.sittings(session, congress_id)
    attendance = checkin.attendance(session, sittings[0].id)
    seated = select(func.count()).where(
        Placement.congress_id == congress_id, col(Placement.left_at).is_(None)
    )
    sent = nominations.counts(session, congress_id, by)
    return {
        "nominees": sum(unit.nominees for unit in sent),
        "delegates": delegates.count(session, congress_id),
        "badges": badges.counts(badges.rows(session, congress_id)).in_force,
        "seats": session.exec(seated).one(),
        "checked_in": sum(row.is_present for row in attendance),
        "sittings": [sitting.code for sitting in sittings],
    }
