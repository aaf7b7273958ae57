"""Many gates at once, sending new scans and old ones again, in batches that cross."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from random import Random

from sqlmodel import select

from congress.checkin.models import Admission
from congress.checkin.rules import Direction, Outcome, entries
from tests.checkin.conftest import Door

GATES, BATCHES = 6, 12


def test_whatever_many_gates_send_no_entry_is_admitted_twice_and_no_answer_changes(
    door: Door, event
):
    random = Random(7)
    events = [
        event(
            random.randrange(3),
            random.randrange(60),
            random.choice([Direction.IN, Direction.IN, Direction.OUT]),
            random.choice([None, Outcome.ADMITTED]),
        )
        for _ in range(GATES * BATCHES)
    ]
    batches = [random.choices(events, k=3) for _ in range(GATES * BATCHES)]

    def send(place: int) -> list:
        return door.scan(*batches[place], source=door.sources[place % 2])

    with ThreadPoolExecutor(GATES) as gates:
        answers = [answer for batch in gates.map(send, range(len(batches))) for answer in batch]

    given = defaultdict(set)
    for answer in answers:
        given[answer.id].add(answer)
    assert {len(each) for each in given.values()} == {1}
    known = door.sightings()
    with door.database.reading() as session:
        admissions = len(session.exec(select(Admission)).all())
    stories = defaultdict(list)
    for sighting in known:
        stories[sighting.delegate_id].append(sighting)
    for story in stories.values():
        for entry in entries(story):
            assert sum(each.outcome is Outcome.ADMITTED for each in entry) <= 1
    assert admissions == sum(each.outcome is Outcome.ADMITTED for each in known)
