"""Slips as they are printed: the link with its QR, the code, and whose account it is."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from flask import request, url_for
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from sqlmodel import Session, col, select

from congress import web
from congress.accounts.invitations import Slip
from congress.accounts.words import ROLE_DUTIES, ROLE_LABELS
from congress.units.models import Unit

_LOOPBACK = ("127.", "localhost", "[::1]")


@dataclass(frozen=True)
class PrintedSlip:
    """One slip on paper."""

    name: str
    username: str
    role: str
    duties: str
    unit: str
    link: str
    qr: str
    code: str
    expires_at: datetime
    is_first: bool


def page(session: Session, slips: Sequence[Slip], back: str) -> str:
    """Show slips, which nobody can show again; the secrets stand in this one answer."""
    units = dict(
        session.exec(
            select(Unit.id, Unit.name).where(col(Unit.id).in_({slip.unit_id for slip in slips}))
        ).all()
    )
    return web.render(
        "accounts/slips.html",
        slips=[_printed(slip, units.get(slip.unit_id, "")) for slip in slips],
        address=url_for("invitations.code_page", _external=True),
        is_local=request.host.startswith(_LOOPBACK),
        back=back,
    )


def qr_image(text: str) -> str:
    """Draw a QR as a picture that stands in the page itself, known to nobody else."""
    code = QRCode(error_correction=ERROR_CORRECT_M, box_size=6, border=3)
    code.add_data(text)
    picture = BytesIO()
    code.make_image().save(picture)
    return f"data:image/png;base64,{b64encode(picture.getvalue()).decode()}"


def _printed(slip: Slip, unit: str) -> PrintedSlip:
    link = url_for("invitations.page", token=slip.token, _external=True)
    return PrintedSlip(
        name=slip.name,
        username=slip.username,
        role=str(ROLE_LABELS[slip.role]),
        duties=str(ROLE_DUTIES[slip.role]),
        unit=unit,
        link=link,
        qr=qr_image(link),
        code=slip.code,
        expires_at=slip.expires_at,
        is_first=slip.is_first,
    )
