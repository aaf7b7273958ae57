"""What was found among a congress's profiles, until one of them changes."""

from sqlmodel import Session

from congress.duplicates import queries
from congress.duplicates.queries import State
from congress.duplicates.rules import Candidate


class Memory:
    """The pairs of every congress as last looked for: numbers of profiles and no more.

    Looking through 100,000 profiles takes seconds, telling that none has changed a moment.
    """

    def __init__(self) -> None:
        self._found: dict[int, tuple[State, list[Candidate]]] = {}

    def open_candidates(self, session: Session, congress_id: int) -> list[Candidate]:
        """Give the pairs on which nobody decided yet, the surest first."""
        state = queries.state(session, congress_id)
        known = self._found.get(congress_id)
        if known is None or known[0] != state:
            known = (state, queries.alike(session, congress_id))
            self._found[congress_id] = known
        return queries.undecided(session, congress_id, known[1])
