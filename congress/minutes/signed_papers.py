"""Scans of signed minutes: what they may be, and keeping one with each version."""

import hashlib
from datetime import datetime
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete

from congress import audit
from congress.congresses.deadlines import ensure_in_time
from congress.core.errors import Fault, Rejected
from congress.core.roles import Viewer
from congress.minutes import queries
from congress.minutes.models import SignedPaper
from congress.nominations.service import open_congress

LARGEST_MB = 10
_LARGEST_SIDE_PX = 20_000
_PDF_HEAD, _PDF_END = b"%PDF-", b"%%EOF"
_PDF_TAIL_BYTES = 2_048
_IMAGES = {"JPEG": ".jpg", "PNG": ".png"}


def suffix_of(content: bytes) -> str:
    """Tell what a scan is by its content alone: ``.pdf``, ``.jpg`` or ``.png``.

    Raises ``scan_missing``, ``scan_too_large`` (10 MB) and ``scan_unreadable``.
    """
    if not content:
        raise Rejected.because([Fault("scan_missing", field="scan")])
    if len(content) > LARGEST_MB * 2**20:
        raise Rejected.because([Fault("scan_too_large", {"limit": LARGEST_MB}, field="scan")])
    if content.startswith(_PDF_HEAD) and _PDF_END in content[-_PDF_TAIL_BYTES:]:
        return ".pdf"
    try:
        # The size is checked before any pixel is read.
        with Image.open(BytesIO(content), formats=tuple(_IMAGES)) as image:
            if max(image.size) <= _LARGEST_SIDE_PX:
                image.verify()
                return _IMAGES[str(image.format)]
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning):
        pass
    except Image.DecompressionBombError:
        pass
    raise Rejected.because([Fault("scan_unreadable", field="scan")])


def attach(
    session: Session, congress_id: int, minutes_id: int, content: bytes, *, by: Viewer, at: datetime
) -> None:
    """Keep the signed paper of a version; until that is closed another may take its place.

    Raises what ``suffix_of`` does, ``scan_kept_already``, ``deadline_passed`` and
    ``nominations_closed``.
    """
    minutes = queries.minutes(session, congress_id, minutes_id, by)
    open_congress(session, congress_id)
    ensure_in_time(session, congress_id, minutes.unit_id, at)
    session.refresh(minutes)
    suffix = suffix_of(content)
    if minutes.closed_at is None:
        session.exec(delete(SignedPaper).where(col(SignedPaper.minutes_id) == minutes_id))
    session.add(
        SignedPaper(
            minutes_id=minutes_id,
            suffix=suffix,
            digest=hashlib.sha256(content).hexdigest(),
            content=content,
            sent_by=by.account_id,
            sent_at=at,
        )
    )
    try:
        session.flush()
    except IntegrityError:
        raise Rejected("scan_kept_already") from None
    audit.record(
        session, "minutes.paper_kept", f"minutes:{minutes_id}", by=by, at=at, bytes=len(content)
    )
