"""What is typed is kept for whoever typed it, sealed, until it is saved or dropped."""

import pytest
from sqlmodel import select

from congress.core.errors import Rejected
from congress.database import Database
from congress.nominations import drafts
from congress.nominations.models import TypedDraft
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, Small

URL = "/congresses/thu-nghiem/nominees/drafts"
TYPED = {"name": "Nông Văn Gõ", "citizen_id": "020078001234"}


def test_what_is_typed_comes_back_to_its_account_only(
    database: Database, small: Small, sign_in: SignIn
):
    clerk = sign_in("commune")
    assert clerk.get(f"{URL}/0").status_code == 204
    assert "saved_at" in clerk.post(f"{URL}/0", data=TYPED | {"csrf_token": "x"}).json
    clerk.post(f"{URL}/0", data=TYPED | {"post": "Trưởng thôn"})
    kept = clerk.get(f"{URL}/0").json
    assert dict(kept["fields"]) == TYPED | {"post": "Trưởng thôn"}
    for other in ("neighbour", "officer", "organizer"):
        assert sign_in(other).get(f"{URL}/0").status_code == 204
    with database.reading() as session:
        (row,) = session.exec(select(TypedDraft)).all()
        assert b"020078001234" not in row.sealed
        assert "Gõ".encode() not in row.sealed


def test_a_draft_is_dropped_when_it_is_not_wanted(small: Small, sign_in: SignIn):
    clerk = sign_in("commune")
    clerk.post(f"{URL}/0", data=TYPED)
    assert clerk.post(f"{URL}/0/drop").status_code == 204
    assert clerk.get(f"{URL}/0").status_code == 204


def test_saving_the_form_drops_its_draft(small: Small, sign_in: SignIn):
    clerk = sign_in("commune")
    whole = {
        "name": "Nông Văn Hòa",
        "gender": "Nam",
        "birth_date": "05/03/1978",
        "ethnic_group": "Tày",
        "composition_group": "ethnic",
    }
    clerk.post(f"{URL}/0", data=whole)
    refused = clerk.post("/congresses/thu-nghiem/nominees/new", data=whole | {"gender": "?"})
    assert (refused.status_code, clerk.get(f"{URL}/0").status_code) == (422, 200)
    clerk.post("/congresses/thu-nghiem/nominees/new", data=whole)
    assert clerk.get(f"{URL}/0").status_code == 204


def test_the_form_of_another_units_person_is_hidden(
    database: Database, small: Small, sign_in: SignIn
):
    with database.transaction() as session:
        theirs = factories.nominee(session, small, "Vi Văn Khác", small.van_linh)
    for answer in (
        sign_in("commune").get(f"{URL}/{theirs.id}"),
        sign_in("commune").post(f"{URL}/{theirs.id}", data=TYPED),
        sign_in("commune").post(f"{URL}/{theirs.id}/drop"),
    ):
        assert answer.status_code == 404


def test_a_draft_that_would_fill_the_disk_is_refused(database: Database, small: Small):
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        drafts.keep(
            session,
            small.congress_id,
            0,
            [("achievement", "a" * 30_000)],
            by=small.viewers["commune"],
            at=AT,
        )
    assert refused.value.faults[0].code == "draft_too_long"
