"""The credentials report as a Word file: figures in, every word in the template."""

from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from congress.congresses.rules import place_of
from congress.papers import render_docx
from congress.reports import queries
from congress.reports.queries import Credentials
from congress.reports.rules import Balance
from congress.settings import ZONE


def write(session: Session, congress_id: int, at: datetime, path: Path) -> None:
    """Write the report as of a minute."""
    path.write_bytes(docx(queries.credentials(session, congress_id, at)))


def docx(report: Credentials) -> bytes:
    """Give the report; its number, its day and its signer are left for a person to fill in."""
    moment = report.as_of.astimezone(ZONE)
    figures = report.figures
    return render_docx(
        "credentials.docx",
        {
            "congress": report.congress,
            "held_on": report.congress.held_on,
            "place": place_of(report.host),
            "sitting": report.sitting,
            "clock": f"{moment:%H} giờ {moment:%M} phút",
            "day_in_words": f"ngày {moment.day} tháng {moment.month} năm {moment.year}",
            "figures": figures,
            "came": figures.came,
            "direct_groups": report.direct_groups,
            "invited_groups": report.invited_groups,
            "balance": figures.summoned_balance,
            "balance_in_words": _in_words(figures.summoned_balance),
            "absentees": report.absentees,
            "signer": "",
        },
    )


def _in_words(balance: Balance | None) -> str:
    if balance is None:
        return ""
    if balance.gap < 0:
        return f"thiếu {-balance.gap} người"
    return f"vượt {balance.gap} người" if balance.gap else "vừa đủ"
