"""The page of apportionment: weights in, seats out, ties and transfers decided by people."""

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as Redirect

from congress import web
from congress.apportionment import files, forms, pages, queries, service
from congress.apportionment.faults import placed
from congress.apportionment.forms import Form
from congress.apportionment.queries import Sent, Version
from congress.apportionment.rules import Transfer
from congress.apportionment.words import METHOD_NAMES
from congress.apportionment.workbook import workbook
from congress.congresses import queries as congresses
from congress.congresses.queries import Frame
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import OFFICE, Role
from congress.units.queries import UnitName
from optimizer.apportionment import Refused, Unit

blueprint = Blueprint("apportionment", __name__, url_prefix="/congresses/<code>/apportionment")

READERS = OFFICE | {Role.COUNCIL, Role.LEADER}


@blueprint.get("/")
@web.allow(READERS, Role.COMMUNE)
def page(code: str) -> str:
    """Show the seats: a commune its own, the others every unit's; ``?version=N`` an older one."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        if web.viewer().role is Role.COMMUNE:
            return _own(session, congress)
        return _page(session, congress)


@blueprint.post("/")
@web.allow(Role.ORGANIZER)
def save(code: str) -> Redirect | tuple[str, int]:
    """Store a new version of weights, method and bounds."""

    def write(session: Session, congress: Frame) -> int:
        form = forms.typed(request.form, congresses.senders(session, congress.id))
        return service.save(
            session,
            congress.id,
            forms.terms(form),
            base=form.base,
            by=web.viewer(),
            at=web.now(),
        )

    return _written(code, write, gettext("Đã lưu và tính số ghế."))


@blueprint.post("/preview")
@web.allow(Role.ORGANIZER)
def preview(code: str) -> str:
    """Show what the form as typed would give; nothing is written."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        units = congresses.senders(session, congress.id)
        sent = _sent(session, congress, units)
    names = {str(unit.id): unit.name for unit in units}
    try:
        terms = forms.terms(forms.typed(request.form, units))
        sheet = pages.sheet(terms, terms.outcome().seats, units, sent)
    except Rejected as error:
        return _preview(error.faults)
    except Refused as refused:
        return _preview([placed(each, names) for each in refused.obstacles])
    return web.render("apportionment/_preview.html", sheet=sheet, faults=[])


def _preview(faults: Sequence[Fault]) -> str:
    return web.render("apportionment/_preview.html", sheet=None, faults=web.said(faults))


@blueprint.post("/read")
@web.allow(Role.ORGANIZER)
def read(code: str) -> str | tuple[str, int]:
    """Fill the form from a file or from what was pasted; nothing is written."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        form = forms.typed(request.form, congresses.senders(session, congress.id))
        try:
            form = forms.with_units(form, _sent_units())
        except Rejected as error:
            return _page(session, congress, form, error.faults), 422
        return _page(session, congress, form, is_read=True)


def _sent_units() -> Sequence[Unit]:
    file = request.files.get("file")
    if file and file.filename:
        return files.read_units(file.read(), file.filename)
    return files.read_pasted(request.form.get("pasted", ""), gettext("Bảng dán vào"))


@blueprint.post("/decide")
@web.allow(Role.ORGANIZER)
def decide(code: str) -> Redirect | tuple[str, int]:
    """Give tied seats to the units that were chosen."""

    def write(session: Session, congress: Frame) -> int:
        return service.decide(
            session,
            congress.id,
            request.form.getlist("decided"),
            request.form.get("decision_reason", ""),
            base=_base(),
            by=web.viewer(),
            at=web.now(),
        )

    return _written(code, write, gettext("Đã ghi quyết định về các đơn vị hòa nhau."))


@blueprint.post("/transfer")
@web.allow(Role.ORGANIZER)
def transfer(code: str) -> Redirect | tuple[str, int]:
    """Move seats from one unit to another."""

    def write(session: Session, congress: Frame) -> int:
        moved = Transfer(
            giver=request.form.get("giver", ""),
            taker=request.form.get("taker", ""),
            seats=request.form.get("moved", 0, web.number),
            reason=request.form.get("reason", ""),
        )
        return service.transfer(
            session, congress.id, moved, base=_base(), by=web.viewer(), at=web.now()
        )

    return _written(code, write, gettext("Đã chuyển ghế; tổng số ghế không đổi."))


@blueprint.post("/transfers/<int:position>/take-back")
@web.allow(Role.ORGANIZER)
def take_back(code: str, position: int) -> Redirect | tuple[str, int]:
    """Leave out one transfer."""

    def write(session: Session, congress: Frame) -> int:
        return service.take_back(
            session, congress.id, position, base=_base(), by=web.viewer(), at=web.now()
        )

    return _written(code, write, gettext("Đã bỏ lần chuyển ghế này."))


@blueprint.post("/approve")
@web.allow(Role.ORGANIZER)
def approve(code: str) -> Redirect | tuple[str, int]:
    """Approve the version that was shown: its seats become the units' own."""

    def write(session: Session, congress: Frame) -> int:
        number = _base()
        service.approve(session, congress.id, number=number, by=web.viewer(), at=web.now())
        return number

    return _written(code, write, gettext("Đã phê duyệt; mỗi đơn vị thấy số ghế của mình."))


@blueprint.get("/apportionment.xlsx")
@web.allow(READERS)
def export(code: str) -> Response:
    """Download the table."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        version = queries.last(session, congress.id)
        if version is None:
            raise NotFound
        units = congresses.senders(session, congress.id)
        sheet = pages.of_version(version, units, {})
        transfers = pages.transfer_lines(version, units)
    title = gettext("Phân bổ đại biểu: %(congress)s", congress=congress.name)
    return web.download(workbook(title, sheet, transfers), "phan-bo-dai-bieu.xlsx")


def _base() -> int:
    return request.form.get("base", 0, web.number)


def _written(
    code: str, write: Callable[[Session, Frame], int], said: str
) -> Redirect | tuple[str, int]:
    try:
        with web.transaction() as session:
            write(session, congresses.by_code(session, code))
    except Rejected as error:
        with web.reading() as session:
            congress = congresses.by_code(session, code)
            units = congresses.senders(session, congress.id)
            form = forms.typed(request.form, units) if "method" in request.form else None
            return _page(session, congress, form, error.faults), 422
    flash(said, "success")
    return redirect(url_for("apportionment.page", code=code))


def _page(
    session: Session,
    congress: Frame,
    form: Form | None = None,
    faults: Sequence[Fault] = (),
    *,
    is_read: bool = False,
) -> str:
    last = queries.last(session, congress.id)
    shown = _asked(session, congress, last)
    units = congresses.senders(session, congress.id)
    is_newest = shown is None or last is None or shown.number == last.number
    stored = forms.of_version(last, units) if last else forms.blank(units, congress.seats)
    may_write = web.viewer().role is Role.ORGANIZER and is_newest and not congress.is_locked
    return web.render(
        "apportionment/page.html",
        congress=congress,
        form=form or stored,
        faults=web.said(faults),
        is_read=is_read,
        is_folded=last is not None and form is None,
        version=shown,
        standing=pages.standing(shown, congress) if shown else None,
        sheet=pages.of_version(shown, units, _sent(session, congress, units)) if shown else None,
        transfers=pages.transfer_lines(shown, units) if shown else [],
        choices=[(str(unit.id), unit.name) for unit in units],
        methods=[(method.value, name) for method, name in METHOD_NAMES.items()],
        entries=queries.entries(session, congress.id),
        typed=request.form,
        chosen=set(request.form.getlist("decided")),
        is_newest=is_newest,
        may_write=may_write,
    )


def _asked(session: Session, congress: Frame, last: Version | None) -> Version | None:
    wanted = request.args.get("version", type=web.number)
    if wanted is None:
        return last
    found = queries.numbered(session, congress.id, wanted)
    if found is None:
        raise NotFound
    return found


def _sent(
    session: Session, congress: Frame, units: Sequence[UnitName]
) -> Mapping[str, Sent | None]:
    viewer = web.viewer()
    found = queries.sent(session, congress.id, viewer)
    return {
        str(unit.id): found.get(str(unit.id), Sent()) if viewer.sees_unit(unit.id) else None
        for unit in units
    }


def _own(session: Session, congress: Frame) -> str:
    """Show a unit its own seats, once they are approved."""
    own = web.viewer().unit_id or 0
    unit = congresses.sender(session, congress.id, own)
    version = queries.approved(session, congress.id)
    seats = version.seats.get(str(own)) if version else None
    sent = queries.sent(session, congress.id, web.viewer()).get(str(own), Sent())
    return web.render(
        "apportionment/own.html",
        congress=congress,
        unit=unit,
        progress=None if seats is None else pages.Progress(seats, sent),
    )
