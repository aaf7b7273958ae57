"""Whatever anybody tries in any order, no step is skipped and the history tells all of it."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from congress.appraisals import queries, rules, service
from congress.core.errors import Forbidden, NotFound, Rejected
from congress.core.roles import Role
from congress.database import Database
from congress.nominations.models import Nominee, Review
from congress.tables import METADATA
from tests import factories
from tests.appraisals.conftest import WHOLE, vote_on
from tests.conftest import SEALING_KEY
from tests.factories import AT, Small

_ROLES = st.sampled_from(sorted(Role))
_VERBS = st.sampled_from(["submit", "send_back", "appraise", "accept"])
_WENT_TO = {
    "submit": Review.SUBMITTED,
    "send_back": Review.RETURNED,
    "appraise": Review.APPRAISED,
    "accept": Review.ACCEPTED,
}


class Road(RuleBasedStateMachine):
    """Two profiles, and people of every role who try every verb, sometimes on an old page."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        url = f"sqlite:///{Path(self.folder.name) / 'congress.db'}"
        self.database = Database(url, SEALING_KEY)
        METADATA.create_all(self.database.engine)
        self.model: dict[int, list[Review]] = {}

    @initialize()
    def name_people(self) -> None:
        with self.database.transaction() as session:
            self.small: Small = factories.small_congress(session)
            named = [
                factories.nominee(session, self.small, name, self.small.nhan_ly, **WHOLE)
                for name in ("Nông Văn An", "Nông Văn Bình")
            ]
            vote_on(session, self.small, self.small.nhan_ly, named)
            self.model = {who.id or 0: [Review.DRAFT] for who in named}

    @rule(place=st.integers(0, 1), role=_ROLES, verb=_VERBS, is_old=st.booleans())
    def try_to_move(self, place: int, role: Role, verb: str, *, is_old: bool) -> None:
        number = sorted(self.model)[place]
        came_from, went_to = self.model[number][-1], _WENT_TO[verb]
        may = rules.may_move(came_from, went_to, role) and not is_old
        try:
            self._do(number, role, verb, is_old=is_old)
        except (Rejected, Forbidden, NotFound):
            assert not may
        else:
            assert may
            self.model[number].append(went_to)

    def _do(self, number: int, role: Role, verb: str, *, is_old: bool) -> None:
        viewer = self.small.viewers[role]
        with self.database.transaction() as session:
            version = session.get_one(Nominee, number).version - is_old
            if verb == "send_back":
                service.send_back(
                    session,
                    self.small.congress_id,
                    number,
                    {"": "Xem lại"},
                    version=version,
                    by=viewer,
                    at=AT,
                )
                return
            unit = [self.small.nhan_ly] if verb == "submit" else []
            act = getattr(service, verb)
            act(session, self.small.congress_id, *unit, {number: version}, by=viewer, at=AT)

    @invariant()
    def the_history_is_whole(self) -> None:
        with self.database.reading() as session:
            for number, states in self.model.items():
                assert session.get_one(Nominee, number).review is states[-1]
                steps = queries.history(session, number)
                assert [(step.came_from, step.went_to) for step in steps] == list(pairwise(states))
                assert all(way in rules.MOVES for way in pairwise(states))

    def teardown(self) -> None:
        self.database.dispose()
        self.folder.cleanup()


TestRoad = Road.TestCase
TestRoad.settings = settings(max_examples=8, stateful_step_count=25)


def _ways(length: int) -> Iterator[list[Review]]:
    """Every road of this many moves from the beginning."""
    roads = [[Review.DRAFT]]
    for _ in range(length):
        roads = [[*road, to] for road in roads for (came, to) in rules.MOVES if came is road[-1]]
    yield from roads


def test_nobody_is_accepted_without_having_been_appraised_after_the_last_return():
    for road in _ways(8):
        for place, state in enumerate(road):
            if state is Review.ACCEPTED:
                assert road[place - 2 : place] == [Review.SUBMITTED, Review.APPRAISED]
