"""People as two units name them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from congress.core.names import sort_key
from congress.core.period import Birth
from congress.database import Database
from congress.nominations.people import Person, born_sound, person_key, searched
from tests import factories
from tests.factories import Small

Stored = Callable[..., int]


@pytest.fixture
def stored(database: Database, small: Small) -> Stored:
    """Store a person of a unit, with all that is kept of the name to find them by."""

    def store(name: str, unit: int, **facts: Any) -> int:
        day = facts.pop("birth_date", date(1980, 5, 1))
        birth = Birth(facts.pop("birth_year", day.year if day else 1980), day)
        kept = {
            "person_key": person_key(Person(name, birth)),
            "name_key": sort_key(name),
            "name_fold": searched(name),
            "born_sound": born_sound(name, birth),
        }
        with database.transaction() as session:
            facts = kept | {"birth_date": day, "birth_year": birth.year} | facts
            return factories.nominee(session, small, name, unit, **facts).id or 0

    return store
