"""What each role is told to do next."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from congress.core.roles import Role
from congress.reports.steps import Progress, Standing, Task, next_steps

NOTHING = Standing(
    units=32,
    units_sent=0,
    nominees=0,
    workbooks_waiting=0,
    incomplete=0,
    with_units=0,
    submitted=0,
    accepted=0,
    unscored=0,
    drafts=0,
    is_stuck=False,
    is_approved=False,
    delegates=0,
    women=0,
    direct=0,
    seated=0,
    badged=0,
    rehearsed=0,
    present=0,
    excused=0,
    has_come=False,
    is_over=False,
)
RECEIVED = replace(NOTHING, units_sent=32, nominees=700, accepted=700)
DRAFTED = replace(RECEIVED, drafts=1)
APPROVED = replace(DRAFTED, is_approved=True, delegates=300)
SEATED = replace(APPROVED, seated=300)
BADGED = replace(SEATED, badged=300)
REHEARSED = replace(BADGED, rehearsed=12)
MORNING = replace(REHEARSED, present=285)
OVER = replace(MORNING, is_over=True)


def now(standing: Standing, role: Role) -> Task | None:
    return next(
        (each.task for each in next_steps(standing, role) if each.progress is Progress.NOW), None
    )


@pytest.mark.parametrize(
    ("standing", "task"),
    [
        (NOTHING, Task.RECEIVE),
        (RECEIVED, Task.SELECT),
        (DRAFTED, Task.APPROVE),
        (APPROVED, Task.SEAT),
        (SEATED, Task.BADGE),
        (BADGED, Task.REHEARSE),
        (REHEARSED, Task.ADMIT),
        (MORNING, Task.ADMIT),
        (OVER, Task.REPORT),
    ],
)
def test_the_organizer_is_led_along_the_whole_road(standing, task):
    assert now(standing, Role.ORGANIZER) is task


def test_the_organizer_sees_how_many_units_have_not_sent():
    first = next_steps(replace(NOTHING, units_sent=12), Role.ORGANIZER)[0]
    assert (first.count, first.whole, first.left) == (12, 32, 20)


def test_units_that_never_sent_hold_nobody_up_once_the_list_is_approved():
    assert now(replace(APPROVED, units_sent=31), Role.ORGANIZER) is Task.SEAT


def test_a_selection_that_cannot_be_done_needs_a_hand():
    stuck = replace(RECEIVED, is_stuck=True)
    assert [each.task for each in next_steps(stuck, Role.ORGANIZER) if each.is_stuck] == [
        Task.SELECT
    ]


@pytest.mark.parametrize(
    ("standing", "task"),
    [
        (NOTHING, Task.SEND),
        (replace(NOTHING, workbooks_waiting=1), Task.SEND),
        (replace(NOTHING, nominees=22, workbooks_waiting=1), Task.CONFIRM),
        (replace(NOTHING, nominees=22, incomplete=3), Task.COMPLETE),
        (replace(NOTHING, nominees=22, with_units=4), Task.SUBMIT),
        (replace(NOTHING, nominees=22), Task.AWAIT),
        (APPROVED, None),
    ],
)
def test_a_clerk_sends_confirms_completes_and_waits_for_the_list(standing, task):
    assert now(standing, Role.COMMUNE) is task


@pytest.mark.parametrize(
    ("standing", "task"),
    [(BADGED, Task.REHEARSE), (REHEARSED, Task.ADMIT), (OVER, None)],
)
def test_the_gate_rehearses_and_admits(standing, task):
    assert now(standing, Role.GATE) is task


@pytest.mark.parametrize(
    "standing", [replace(BADGED, has_come=True), replace(MORNING, rehearsed=0)]
)
def test_a_rehearsal_that_nobody_held_was_left_out_not_done(standing):
    steps = {each.task: each.progress for each in next_steps(standing, Role.GATE)}
    assert steps == {Task.REHEARSE: Progress.SKIPPED, Task.ADMIT: Progress.NOW}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUBCOMMITTEE])
def test_those_who_only_read_wait_for_the_list(role):
    steps = {each.task: each.progress for each in next_steps(APPROVED, role)}
    assert steps == {Task.READ_FRAME: Progress.NOW, Task.AWAIT: Progress.DONE}


@pytest.mark.parametrize(
    ("standing", "task"),
    [
        (DRAFTED, Task.AWAIT),
        (REHEARSED, Task.ADMIT),
        (OVER, Task.EXCUSE),
        (replace(OVER, excused=15), Task.REPORT),
    ],
)
def test_the_credentials_board_asks_for_reasons_and_reports(standing, task):
    assert now(standing, Role.CREDENTIALS) is task


def test_an_officer_completes_and_scores_before_the_selection():
    assert now(replace(RECEIVED, incomplete=5), Role.OFFICER) is Task.COMPLETE
    assert now(replace(RECEIVED, submitted=5, accepted=695), Role.OFFICER) is Task.APPRAISE
    assert now(replace(RECEIVED, unscored=5), Role.OFFICER) is Task.SCORE
    assert now(RECEIVED, Role.OFFICER) is Task.SELECT


def test_the_organizer_accepts_before_choosing_and_goes_on_without_those_who_never_came():
    waiting = replace(RECEIVED, with_units=5, accepted=695)
    assert now(waiting, Role.ORGANIZER) is Task.ACCEPT
    assert now(replace(waiting, drafts=1), Role.ORGANIZER) is Task.APPROVE


def test_a_member_of_the_council_sees_how_far_the_appraisal_is():
    (step,) = (
        each
        for each in next_steps(replace(RECEIVED, submitted=5), Role.COUNCIL)
        if each.task is Task.APPRAISE
    )
    assert (step.count, step.whole, step.progress) == (695, 700, Progress.LATER)


counts = st.integers(0, 400)
standings = st.builds(
    Standing,
    **dict.fromkeys(("units", "units_sent", "nominees", "workbooks_waiting", "drafts"), counts),
    **dict.fromkeys(("incomplete", "unscored", "delegates", "women", "direct"), counts),
    **dict.fromkeys(("with_units", "submitted", "accepted"), counts),
    **dict.fromkeys(("seated", "badged", "rehearsed", "present", "excused"), counts),
    **dict.fromkeys(("is_stuck", "is_approved", "has_come", "is_over"), st.booleans()),
)


@given(standings, st.sampled_from(Role))
def test_every_role_has_steps_and_at_most_one_of_them_is_for_now(standing, role):
    steps = next_steps(standing, role)
    assert steps
    progress = [each.progress for each in steps]
    assert progress.count(Progress.NOW) <= 1
    if Progress.NOW in progress:
        before = progress[: progress.index(Progress.NOW)]
        assert set(before) <= {Progress.DONE, Progress.SKIPPED}
    else:
        assert set(progress) <= {Progress.DONE, Progress.SKIPPED}
