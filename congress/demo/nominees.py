"""The units' workbooks, sent as their clerks would."""

from datetime import datetime

from congress.congresses import queries as congresses
from congress.congresses.presets import Preset
from congress.core.roles import Viewer
from congress.database import Database
from congress.nominations import queries
from congress.paths import DATA


def send(
    database: Database, congress_id: int, preset: Preset, by: Viewer, *, at: datetime
) -> list[str]:
    """Send every unit's workbook, and the mended one where the first had faults."""
    folder = DATA / "samples" / preset.code
    with database.reading() as session:
        senders = congresses.senders(session, congress_id)
    faults = mended = 0
    for unit in senders:
        for path in _workbooks(folder, unit):
            found = _send(database, congress_id, unit, path, by, at)
            faults += found
            mended += path.parent.name == "mended"
    with database.reading() as session:
        total = queries.count(session, congress_id)
    return [
        f"{total} người của {len(senders)} đơn vị",
        f"{faults} lỗi được báo theo ô, {mended} đơn vị gửi lại bản đã sửa",
    ]
