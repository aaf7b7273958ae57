"""The pages of units: the list of a day, each unit with its vintages, and what followed it."""

from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from congress import web
from congress.core.errors import Fault, Rejected
from congress.core.roles import Role
from congress.settings import ZONE
from congress.units import forms, queries, service
from congress.units.models import UnitKind

blueprint = Blueprint("units", __name__, url_prefix="/units")

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.ORGANIZER})
"""Those who enter and close units."""


def kind_labels() -> dict[UnitKind, str]:
    """Name the kinds as pages show them."""
    return {
        UnitKind.PROVINCE: gettext("Tỉnh"),
        UnitKind.DISTRICT: gettext("Huyện"),
        UnitKind.COMMUNE: gettext("Xã"),
        UnitKind.TOWN: gettext("Thị trấn"),
        UnitKind.AGENCY: gettext("Cơ quan, trường học, thôn"),
    }


@blueprint.get("/")
@web.allow(*Role)
def listing() -> str:
    """Show the units that existed on a day."""
    on, sought = _day("on"), request.args.get("q", "").strip()
    with web.reading() as session:
        found = queries.listing(session, on, sought)
    return web.render(
        "units/list.html",
        units=found,
        on=on,
        sought=sought,
        kinds=kind_labels(),
        may_keep=web.viewer().role in KEEPERS,
    )


@blueprint.get("/<int:unit_id>")
@web.allow(*Role)
def unit(unit_id: int) -> str:
    """Show a unit."""
    return _page(unit_id)


def _page(unit_id: int, faults: list[web.SaidFault] | None = None) -> str:
    on = _day("on")
    with web.reading() as session:
        found = queries.profile(session, unit_id)
        local = [each.id for each in found.below if each.kind is not UnitKind.AGENCY]
        may_keep = web.viewer().role in KEEPERS
        last = found.unit.valid_to
        # Who follows must be there on the day after; until one is set, those of today are offered.
        day = on if last is None else date.fromordinal(last.toordinal() + 1)
        return web.render(
            "units/unit.html",
            page=found,
            on=on,
            grouping=queries.grouped(session, local, on),
            offered=queries.units_on(session, day) if may_keep else [],
            kinds=kind_labels(),
            may_keep=may_keep,
            faults=faults or [],
        )


@blueprint.get("/new")
@web.allow(KEEPERS)
def new() -> str:
    """Show an empty form of a unit."""
    return _form(forms.typed({}))


@blueprint.post("/new")
@web.allow(KEEPERS)
def enter() -> Response | tuple[str, int]:
    """Enter a unit."""
    try:
        entry = forms.entry(request.form)
        with web.transaction() as session:
            opened = service.enter(session, **vars(entry), by=web.viewer(), at=web.now())
    except Rejected as error:
        return _form(forms.typed(request.form), web.said(error.faults)), 422
    flash(gettext("Đã ghi đơn vị %(name)s.", name=opened.name), "success")
    return redirect(url_for("units.unit", unit_id=opened.id))


@blueprint.post("/<int:unit_id>/close")
@web.allow(KEEPERS)
def close(unit_id: int) -> Response | tuple[str, int]:
    """Let a unit end on a day, and name what follows it."""
    try:
        on = forms.day(request.form.get("on", ""))
        if on is None:
            raise Rejected.because([Fault("value_missing", {"heading": "Ngày cuối"}, field="on")])
        with web.transaction() as session:
            service.close(
                session, unit_id, on=on, successors=_successors(), by=web.viewer(), at=web.now()
            )
    except Rejected as error:
        return _page(unit_id, web.said(error.faults)), 422
    flash(gettext("Đã ghi ngày cuối của đơn vị."), "success")
    return redirect(url_for("units.unit", unit_id=unit_id))


@blueprint.post("/<int:unit_id>/successors")
@web.allow(KEEPERS)
def name_successors(unit_id: int) -> Response | tuple[str, int]:
    """Name what followed a unit that has ended."""
    try:
        with web.transaction() as session:
            service.name_successors(session, unit_id, _successors(), by=web.viewer(), at=web.now())
    except Rejected as error:
        return _page(unit_id, web.said(error.faults)), 422
    flash(gettext("Đã ghi đơn vị kế tiếp."), "success")
    return redirect(url_for("units.unit", unit_id=unit_id))


def _successors() -> list[int]:
    return forms.numbers(request.form.getlist("successors"))


def _day(name: str) -> date:
    """Give the day that is asked for, else today's."""
    return forms.day(request.args.get(name, "")) or web.now().astimezone(ZONE).date()


def _form(values: dict[str, str], faults: list[web.SaidFault] | None = None) -> str:
    on = forms.day(values["valid_from"]) or web.now().astimezone(ZONE).date()
    with web.reading() as session:
        above = queries.units_on(
            session, on, kinds=[kind for kind in UnitKind if kind is not UnitKind.AGENCY]
        )
    return web.render(
        "units/new.html",
        values=values,
        kinds=[(kind.value, label) for kind, label in kind_labels().items()],
        parents=[(str(unit.id), f"{unit.name} ({unit.code})") for unit in above],
        faults=faults or [],
    )
