"""Scans over HTTP, for enrolled devices: JSON in, JSON out, and 200 means on disk."""

import json
from datetime import datetime
from json.decoder import JSONDecodeError
from typing import Annotated, Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from congress import web, wording
from congress.checkin import queries, service
from congress.checkin.queries import Scanner
from congress.checkin.recognition import DelegateCard
from congress.checkin.rules import Direction, Event, Outcome
from congress.checkin.service import BATCH, Answer, Source
from congress.core.errors import Fault, Rejected
from congress.settings import ZONE

blueprint = Blueprint("scans", __name__, url_prefix="/api/v1")

_BODY_LIMIT = 2 * 2**20
_PLACES_TOLD = 20
_OUR_YEARS = range(2000, 2200)


def _uuid(text: str) -> str:
    UUID(text)
    return text


def _of_our_time(moment: datetime) -> datetime | None:
    # Far off moments cannot be counted in UTC.
    return moment if moment.year in _OUR_YEARS else None


class ScanIn(BaseModel):
    """One event as it is sent; the token may be any text, for people scan anything."""

    model_config = ConfigDict(strict=True)

    id: Annotated[str, AfterValidator(_uuid)]
    token: str
    sitting: str
    at: Annotated[AwareDatetime, AfterValidator(_of_our_time)]
    direction: Direction
    shown: Outcome | None = None

    def event(self) -> Event:
        """Give the event with its id in one spelling."""
        return Event(
            id=str(UUID(self.id)),
            sitting=self.sitting,
            at=self.at,
            direction=self.direction,
            shown=self.shown,
            token=self.token,
        )


class ScansIn(BaseModel):
    """A batch of events."""

    model_config = ConfigDict(strict=True)

    events: list[ScanIn] = Field(max_length=BATCH)


@blueprint.post("/scans")
@web.public
def scans() -> Response | tuple[Response, int]:
    """Answer a batch of scans in the order sent."""
    scanner = _scanner()
    if scanner is None:
        refused = _error(401, "device_unknown")
        refused[0].headers["WWW-Authenticate"] = "Bearer"
        return refused
    request.max_content_length = _BODY_LIMIT
    try:
        sent = ScansIn.model_validate_json(_body())
    except RequestEntityTooLarge:
        return _error(413, "scans_too_large", limit=BATCH)
    except (JSONDecodeError, RecursionError):
        return _error(400, "scans_not_json")
    except ValidationError as error:
        return _invalid(error)
    try:
        answers = _answers(scanner, sent)
    except Rejected as error:
        return _error(422, error.faults[0].code)
    results = [_said(scan.id, answer) for scan, answer in zip(sent.events, answers, strict=True)]
    return jsonify(results=results)


def _body() -> bytes:
    """Read the body; in place of half a character, which people scan too, stands another."""
    sent = json.loads(request.get_data().decode("utf-8", "replace"))
    return json.dumps(sent, ensure_ascii=False).encode("utf-8", "replace")


def _answers(scanner: Scanner, sent: ScansIn) -> list[Answer]:
    events = [scan.event() for scan in sent.events]
    source = Source(device_id=scanner.device_id)
    with web.transaction() as session:
        return service.scan(session, scanner.congress_id, events, source=source, at=web.now())


def _scanner() -> Scanner | None:
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    with web.reading() as session:
        return queries.scanner(session, bearer.strip())


def _said(sent_id: str, answer: Answer) -> dict[str, Any]:
    return {
        "id": sent_id,
        "outcome": answer.outcome,
        "reason": answer.reason or None,
        "first_at": answer.first_at.astimezone(ZONE).isoformat() if answer.first_at else None,
        "delegate": _delegate(answer.delegate) if answer.delegate else None,
    }


def _delegate(card: DelegateCard) -> dict[str, Any]:
    return {"number": card.number, "name": card.name, "unit": card.unit, "seat": card.seat}


def _invalid(error: ValidationError) -> tuple[Response, int]:
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    if faults[0]["type"] == "too_long":
        return _error(413, "scans_too_large", limit=BATCH)
    places = [".".join(str(part) for part in fault["loc"]) or "body" for fault in faults]
    return _error(422, "scans_invalid", where=", ".join(places[:_PLACES_TOLD]))


def _error(status: int, code: str, **facts: object) -> tuple[Response, int]:
    message = wording.sentence(Fault(code, facts), web.language())
    return jsonify(error={"code": code, "message": message, **facts}), status
