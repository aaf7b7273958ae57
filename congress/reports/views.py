"""The front page, and the page of the papers."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import format_decimal, gettext, ngettext
from werkzeug.wrappers import Response as Redirect

from congress import web
from congress.congresses import queries as congresses
from congress.congresses.queries import Frame
from congress.core.errors import NotFound, Rejected
from congress.core.roles import READERS, Role, Viewer
from congress.reports import credentials, queries, service
from congress.reports.counts import Share
from congress.reports.disclosure import Paper
from congress.reports.standing import standing
from congress.reports.steps import Progress, Standing, Step, next_steps
from congress.reports.words import PROGRESS, STUCK, TASKS, ProgressWords
from congress.selection.words import PURPOSES
from congress.settings import ZONE

blueprint = Blueprint("reports", __name__)

BOARD = frozenset({Role.ORGANIZER, Role.CREDENTIALS})
"""Those who note why a delegate is absent."""


@dataclass(frozen=True)
class ShownStep:
    """A step in words; ``url`` is empty where the role has no page for it."""

    title: str
    hint: str
    url: str
    state: ProgressWords
    action: str
    is_next: bool


@dataclass(frozen=True)
class Tile:
    """A key figure."""

    label: str
    value: str
    note: str


@blueprint.get("/")
@web.allow(*Role)
def home() -> str:
    """Tell each role what to do next, with the key figures."""
    me, now = web.viewer(), web.now()
    with web.reading() as session:
        seen = congresses.seen_by(session, me)
        if not seen:
            return web.render("reports/no_congress.html", awaits_units=_awaits_units(me))
        code = request.args.get("congress")
        congress = congresses.by_code(session, code) if code else seen[0]
        counts = standing(session, congress, me, now)
    return web.render(
        "reports/home.html",
        congress=congress,
        when=_when(congress.held_on, now.astimezone(ZONE).date()),
        steps=[_shown(step, me.role, congress.code) for step in next_steps(counts, me.role)],
        tiles=_tiles(counts, congress, me.role),
    )


def _awaits_units(me: Viewer) -> bool:
    return me.role is Role.COUNCIL and not me.assigned


@blueprint.get("/congresses/<code>/reports")
@web.allow(READERS)
def page(code: str) -> str:
    """Show the papers, and the figures of the credentials report as of a minute."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        as_of = _as_of(_last_moment(queries.current_sitting(session, congress.id, web.now())))
        report = queries.credentials(session, congress.id, as_of)
    template = "reports/_figures.html" if web.is_fragment() else "reports/page.html"
    return web.render(
        template,
        congress=congress,
        report=report,
        figures=report.figures,
        absentees=report.absentees,
        written=f"{as_of.astimezone(ZONE):%Y-%m-%dT%H:%M}",
        purposes=[(purpose.value, label) for purpose, label in PURPOSES.items()],
        may_note=web.viewer().role in BOARD,
    )


@blueprint.get("/congresses/<code>/reports/credentials.docx")
@web.allow(READERS)
def credentials_report(code: str) -> Response:
    """Give the credentials report as of a minute."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        report = queries.credentials(session, congress.id, _as_of(web.now()))
    return web.download(credentials.docx(report), f"credentials-{code}.docx")


@blueprint.post("/congresses/<code>/reports/<paper>")
@web.allow(READERS)
def hand_out(code: str, paper: str) -> Response:
    """Give a list of persons and log who took it and what for."""
    if paper not in set(Paper):
        raise NotFound
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        content = service.hand_out(
            session,
            congress.id,
            Paper(paper),
            request.form.get("purpose", ""),
            as_of=_as_of(web.now()),
            by=web.viewer(),
            at=web.now(),
        )
    return web.download(content, paper)


@blueprint.post("/congresses/<code>/reports/absences/<int:number>")
@web.allow(BOARD)
def note_absence(code: str, number: int) -> Redirect:
    """Note why a delegate is absent."""
    with web.transaction() as session:
        congress = congresses.by_code(session, code)
        reason = request.form.get("reason", "")
        service.note_absence(session, congress.id, number, reason, by=web.viewer(), at=web.now())
    as_of = request.form.get("as_of") or None
    return redirect(url_for("reports.page", code=code, as_of=as_of, _anchor=f"vang-{number}"))


def _as_of(default: datetime) -> datetime:
    """Read the minute of the figures, as the clock on the wall shows it; else the default."""
    written = request.values.get("as_of", "")
    if not written:
        return default
    try:
        return datetime.fromisoformat(written).replace(tzinfo=ZONE).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Rejected("as_of_unreadable", written=written) from None


def _last_moment(sitting: congresses.SittingTime) -> datetime:
    return min(web.now(), sitting.ends_at)


def _when(day: date, today: date) -> str:
    days = (day - today).days
    if days > 0:
        return str(ngettext("Còn %(num)s ngày", "Còn %(num)s ngày", days))
    return str(gettext("Diễn ra hôm nay") if days == 0 else gettext("Đã diễn ra"))


def _shown(step: Step, role: Role, code: str) -> ShownStep:
    words = TASKS[step.task]
    facts = {"count": step.count, "whole": step.whole, "left": step.left}
    endpoint = next((page for page in words.pages if role in web.allowed_roles(page)), None)
    said = [words.fact] * step.is_countable + [words.advice] * (step.progress is Progress.NOW)
    return ShownStep(
        title=str(words.title),
        hint=" ".join(str(part) % facts for part in said),
        url=url_for(endpoint, code=code) if endpoint else "",
        state=STUCK if step.is_stuck else PROGRESS[step.progress],
        action=str(words.action),
        is_next=step.progress is Progress.NOW,
    )


def _tiles(counts: Standing, congress: Frame, role: Role) -> list[Tile]:
    delegates = Tile(
        gettext("Đại biểu"),
        str(counts.delegates),
        gettext("trên %(n)s chỗ", n=congress.seats),
    )
    present = Tile(
        gettext("Có mặt"), str(counts.present), gettext("trên %(n)s đại biểu", n=counts.delegates)
    )
    nominees = Tile(
        gettext("Người được giới thiệu"),
        str(counts.nominees),
        gettext("%(n)s hồ sơ còn thiếu", n=counts.incomplete),
    )
    if role is Role.COMMUNE:
        return [nominees, Tile(gettext("Đại biểu của đơn vị"), str(counts.delegates), "")]
    if role in READERS:
        return [_units(counts), nominees, delegates, *_composition(counts), present]
    return [delegates, present]


def _units(counts: Standing) -> Tile:
    notes = [gettext("trên %(n)s đơn vị", n=counts.units)]
    if counts.workbooks_waiting:
        notes.append(gettext("%(n)s tệp chờ xác nhận", n=counts.workbooks_waiting))
    return Tile(gettext("Đơn vị đã gửi"), str(counts.units_sent), ", ".join(notes))


def _composition(counts: Standing) -> list[Tile]:
    return [
        Tile(gettext("Nữ"), *_share(counts.women, counts.delegates)),
        Tile(gettext("Nhóm trực tiếp"), *_share(counts.direct, counts.delegates)),
    ]


def _share(count: int, whole: int) -> tuple[str, str]:
    percent = format_decimal(Share(count, whole).percent, "0.0")
    return str(count), gettext("%(n)s %% đại biểu", n=percent)
