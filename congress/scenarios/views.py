"""The pages that try other bounds: sliders with the answer at once. Nothing is stored here."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask import Blueprint, current_app, request
from sqlmodel import Session

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import Fault, Rejected
from congress.core.roles import READERS, Role
from congress.scenarios import comparison, queries, rules, sliders
from congress.scenarios.programs import Program, Programs
from congress.scenarios.queries import Trial
from congress.selection import forms, queries as selections, service
from congress.selection.views import BOUNDS, STATES

blueprint = Blueprint("scenarios", __name__, url_prefix="/congresses/<code>/selection/scenarios")


@blueprint.get("/")
@web.allow(READERS)
def page(code: str) -> str | tuple[str, int]:
    """Show the congress's rules, or those of ``run``, as sliders with the list that they give."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        text, run_id = chosen_rules(session, congress)
        return _page(session, congress, text, run_id, {})


@blueprint.post("/")
@web.allow(READERS)
def trial(code: str) -> str | tuple[str, int]:
    """Answer with the list under the bounds typed, and what they cost; stores nothing."""
    fields = request.form
    text = fields.get("rules", "").replace("\r\n", "\n")
    run_id = fields.get("run", 0, web.number)
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        if not web.is_fragment():
            return _page(session, congress, text, run_id, fields)
        try:
            program = program_of(session, congress.id, text)
            moves = typed_moves(congress, program, fields)
        except Rejected as error:
            return web.render("scenarios/_refused.html", faults=web.said(error.faults)), 422
        tried = queries.trial(session, program, moves)
        return web.render("scenarios/_answer.html", **_answered(congress, run_id, program, tried))


@blueprint.get("/curve")
@web.allow(READERS)
def curve(code: str) -> str:
    """Show the total against one bound, the other bounds as they are in the rules chosen."""
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        text, run_id = chosen_rules(session, congress)
        try:
            program = program_of(session, congress.id, text)
        except Rejected as error:
            return _without_program(congress, run_id, error.faults)
        field = request.args.get("bound", "")
        ends = [
            end
            for end in rules.bounds(program.rules)
            if end.is_of_quota and (end.is_set or end.field == field)
        ]
        end = next((end for end in ends if end.field == field), None)
        return web.render(
            "scenarios/curve.html",
            congress=congress,
            run_id=run_id,
            runs=selections.runs(session, congress.id),
            ends=[queries.named(end) for end in ends],
            field=field,
            end=queries.named(end) if end else None,
            curve=queries.curve(program, end) if end else None,
            bounds=BOUNDS,
        )


@blueprint.get("/compare")
@web.allow(READERS)
def compare(code: str) -> str | tuple[str, int]:
    """Show two to four runs side by side, the oldest as base; without any, those to choose from."""
    ids = sorted(set(request.args.getlist("run", web.number)))
    compared: comparison.Comparison | None = None
    faults: Sequence[Fault] = ()
    with web.reading() as session:
        congress = congresses.by_code(session, code)
        try:
            compared = comparison.compare(session, congress.id, ids) if ids else None
        except Rejected as error:
            faults = error.faults
        shown = web.render(
            "scenarios/compare.html",
            congress=congress,
            runs=[run for run in selections.runs(session, congress.id) if run.has_list],
            ids=ids,
            compared=compared,
            faults=web.said(faults),
            states=STATES,
        )
    return (shown, 422) if faults else shown


def chosen_rules(session: Session, congress: congresses.Frame) -> tuple[str, int]:
    """Give the rules that the address asks for: of a run, else of the congress."""
    run_id = request.args.get("run", 0, web.number)
    if not run_id:
        return congress.rules, 0
    return selections.rules_of(session, congress.id, run_id), run_id


def program_of(session: Session, congress_id: int, text: str) -> Program:
    """Give the hot program of the nominees as they stand under these rules.

    ``Rejected`` with every fault that keeps a list from being chosen.
    """
    programs = cast("Programs", current_app.extensions["congress_programs"])
    key = (congress_id, queries.stamp(session, congress_id), text)
    return programs.of(key, lambda: Program(*service.problem(session, congress_id, text)))


def typed_moves(
    congress: congresses.Frame, program: Program, fields: Mapping[str, str]
) -> rules.Moves:
    """Read the bounds that the sliders moved; ``Rejected`` where they cannot be run."""
    moves = rules.typed(program.rules, fields)
    seats = rules.moved(program.rules, moves).most
    if seats > congress.seats_limit:
        raise Rejected("seats_over_limit", seats=seats, limit=congress.seats_limit)
    return moves


def _page(
    session: Session,
    congress: congresses.Frame,
    text: str,
    run_id: int,
    fields: Mapping[str, str],
) -> str | tuple[str, int]:
    try:
        program = program_of(session, congress.id, text)
    except Rejected as error:
        return _without_program(congress, run_id, error.faults), 422 if fields else 200
    moves: rules.Moves = ()
    faults: Sequence[Fault] = ()
    try:
        moves = typed_moves(congress, program, fields)
    except Rejected as error:
        faults = error.faults
    tried = queries.trial(session, program, moves)
    page = web.render(
        "scenarios/page.html",
        **_answered(congress, run_id, program, tried),
        **_sliders(session, congress, program, fields),
        faults=web.said(faults),
        runs=selections.runs(session, congress.id),
    )
    return page, 422 if faults else 200


def _sliders(
    session: Session, congress: congresses.Frame, program: Program, fields: Mapping[str, str]
) -> dict[str, Any]:
    """Show the bounds as typed; the scales stay those of the rules with nothing moved."""
    labels = {group.code: group.label for group in congresses.groups(session, congress.id)}
    form = forms.shown(program.rules.text, fields, program.pool, labels)
    assert form is not None
    return {
        "form": form,
        "panel": sliders.panel(form, program.form, program.eligible, congress.seats_limit),
        "rows": sliders.rows(form, program.form),
    }


def _without_program(congress: congresses.Frame, run_id: int, faults: Sequence[Fault]) -> str:
    return web.render(
        "scenarios/refused.html",
        congress=congress,
        run_id=run_id,
        faults=web.said(faults),
    )


def _answered(
    congress: congresses.Frame, run_id: int, program: Program, trial: Trial
) -> dict[str, Any]:
    return {
        "congress": congress,
        "run_id": run_id,
        "trial": trial,
        "gauges": sliders.gauges(program.form, trial.tallies, trial.seats),
        "bounds": BOUNDS,
        "may_ask": web.viewer().role is Role.ORGANIZER and not congress.is_locked,
    }
