"""The units' workbooks, sent as their clerks would."""

from datetime import datetime
from pathlib import Path

from congress.congresses import queries as congresses
from congress.congresses.presets import Preset
from congress.core.roles import Viewer
from congress.database import Database
from congress.nominations import preview, queries, sending
from congress.nominations.samples import sample_files
from congress.paths import DATA


def send(
    database: Database, congress_id: int, preset: Preset, by: Viewer, *, at: datetime
) -> list[str]:
    """Send every unit's workbook, and the mended one where the first was wrong."""
    with database.reading() as session:
        senders = {unit.code: unit.id for unit in congresses.senders(session, congress_id)}
    faults = mended = 0
    for file in sample_files(preset, DATA / "samples" / preset.code):
        unit_id = senders[file.unit_code]
        faults += _send(database, congress_id, unit_id, file.path, by=by, at=at)
        if file.mended:
            mended += 1
            _send(database, congress_id, unit_id, file.mended, by=by, at=at)
    with database.reading() as session:
        total = sum(unit.nominees for unit in queries.counts(session, congress_id, by))
    return [
        f"{total} người của {len(senders)} đơn vị",
        f"{faults} lỗi được báo theo ô, {mended} đơn vị gửi lại bản đã sửa",
    ]


def _send(
    database: Database, congress_id: int, unit_id: int, path: Path, *, by: Viewer, at: datetime
) -> int:
    """Confirm a workbook if all is well, without whom it names no longer; count its faults."""
    with database.transaction() as session:
        upload = sending.opened(path.name, path.read_bytes())
        workbook = sending.receive(session, congress_id, unit_id, upload, by=by, at=at)
        assert workbook.id is not None
        seen = preview.preview(session, workbook)
        if not seen.faults:
            gone = sending.Choices(withdrawn=frozenset(each.id for each in seen.difference.gone))
            sending.confirm(session, congress_id, workbook.id, gone, by=by, at=at)
    return len(seen.faults)
