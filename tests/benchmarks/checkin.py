"""300 scans, one request each, through the API to the disk (SQLite, synchronous = FULL)."""

import json
import resource
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from sqlmodel import SQLModel

from congress.app import create_app
from congress.badges import queries as badges, service as issuing
from congress.checkin import service
from congress.database import Database, opened
from congress.settings import Settings
from tests import factories

SCANS = 300
OPENING = datetime(2025, 4, 15, 0, 30, tzinfo=UTC)


def measure() -> dict[str, Any]:
    """Give the benchmark line; ``p99_ms`` is of one request, ``per_second`` of one process."""
    with TemporaryDirectory() as folder:
        settings = Settings.beside(Path(folder) / "congress.db")
        bearer, tokens = _fill(settings)
        app = create_app(settings)
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {bearer}"
        outcomes, seconds = zip(*(_scan(client, token) for token in tokens), strict=True)
        app.extensions["congress_database"].dispose()
    return {
        "name": "check-in",
        "n": SCANS,
        "ours_s": round(sum(seconds), 3),
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "same_answer": set(outcomes) == {"admitted"},
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "per_second": round(SCANS / sum(seconds)),
        "p99_ms": round(1000 * quantiles(seconds, n=100)[-1], 1),
    }


def _fill(settings: Settings) -> tuple[str, list[str]]:
    empty = Database(settings.database_url)
    SQLModel.metadata.create_all(empty.engine)
    empty.dispose()
    with opened(settings.database_url) as database:
        with database.transaction() as session:
            small = factories.small_congress(session)
            people = [
                factories.nominee(session, small, f"Đại biểu {place}", small.nhan_ly)
                for place in range(SCANS)
            ]
            factories.approved(session, small, people)
            congress = small.congress_id
            issuing.issue_missing(session, congress, by=None, at=OPENING)
            bearer = service.enroll_device(session, congress, "Cửa chính", by=None, at=OPENING)
        with database.reading() as session:
            return bearer, [badge.token for badge in badges.printed(session, congress)]


def _scan(client: FlaskClient, token: str) -> tuple[str, float]:
    event = {
        "id": str(uuid4()),
        "token": token,
        "sitting": "sang",
        "at": OPENING.isoformat(),
        "direction": "in",
    }
    started = perf_counter()
    answer = client.post("/api/v1/scans", json={"events": [event]})
    return answer.json["results"][0]["outcome"], perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False))
