"""Damaged workbooks end in rows and faults, in bounded time; `make soak` tries ten thousand."""

import io
import re
import time
from random import Random

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlmodel import func, select

from congress import wording
from congress.nominations.annotation import annotated
from congress.nominations.models import Nominee
from congress.nominations.workbook import Reading, read
from tests.nominations.books import TERMS
from tests.nominations.mutations import KINDS, flipped, revalued

HOME = "/congresses/thu-nghiem/nominees"
LONGEST_S = 5
IS_SOAK = settings().max_examples > settings.get_profile("house").max_examples
EXAMPLES = 1_600 if IS_SOAK else 30
UPLOADS = 400 if IS_SOAK else 12
SEEDS = st.integers(0, 2**32)


def proven(reading: Reading) -> None:
    """Hold a reading to what every page relies on."""
    assert reading.rows or reading.faults
    names = {sheet.name for sheet in reading.sheets}
    assert len(names) == len(reading.sheets)
    warnings = [fault for row in reading.rows for fault in row.warnings]
    for fault in (*reading.faults, *warnings):
        assert not reading.sheets or fault.sheet in names
        assert fault.cell is None or re.fullmatch("[A-Z]{1,3}[1-9][0-9]{0,6}", fault.cell)
        for language in wording.LANGUAGES:
            assert wording.sentence(fault, language)
            wording.suggestion(fault, language)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=SEEDS)
def test_a_damaged_workbook_is_rows_and_faults(kind, seed):
    content, name = kind(Random(seed))
    began = time.perf_counter()
    reading = read(content, name, TERMS)
    proven(reading)
    copy = annotated(content, reading.sheets, reading.faults)
    assert time.perf_counter() - began < LONGEST_S
    assert copy.startswith(b"PK")


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(seed=SEEDS)
def test_the_copy_of_a_damaged_workbook_is_a_sound_one(seed):
    random = Random(seed)
    content, name = random.choice((flipped, revalued))(random)
    reading = read(content, name, TERMS)
    again = read(annotated(content, reading.sheets, reading.faults), "a.xlsx", TERMS)
    if reading.sheets:
        assert not {fault.code for fault in again.faults} & {"workbook_type", "workbook_unreadable"}
        assert len(again.rows) == len(reading.rows)


@settings(
    max_examples=UPLOADS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=SEEDS)
def test_no_upload_breaks_a_page_or_stores_half_a_row(database, sign_in, seed):
    clerk = sign_in("commune")
    random = Random(seed)
    content, name = random.choice(KINDS)(random)
    before = stored(database)
    sent = clerk.post(f"{HOME}/workbooks", data={"workbook": (io.BytesIO(content), name)})
    assert sent.status_code in {302, 303, 400, 422}, sent.text
    assert stored(database) == before
    if sent.status_code in {302, 303}:
        follow(clerk, sent.location)
    promised = {row.nominee.name for row in read(content, name, TERMS).rows}
    assert {named for named, _ in stored(database) - before} <= promised


def follow(clerk: FlaskClient, location: str) -> None:
    page = clerk.get(location)
    assert page.status_code in {200, 303, 302}, page.text
    for path, post in (("annotated.xlsx", clerk.get), ("confirm", clerk.post)):
        assert post(f"{location}/{path}").status_code < 500


def stored(database) -> set[tuple[str, int]]:
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(Nominee)).one() >= 0
        return set(session.exec(select(Nominee.name, Nominee.id)).all())
