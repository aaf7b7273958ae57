"""What can go wrong for a person, as data; the words stand in the wording table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing a person can mend: a code of the wording table, its facts, and where it is.

    ``sheet`` and ``cell`` are set for faults of a workbook, ``field`` for those of a form.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None


class Rejected(Exception):
    """Refuse what a person asked for; they can mend every fault in ``faults``."""

    def __init__(self, code: str, /, **facts: object) -> None:
        self.faults: tuple[Fault, ...] = (Fault(code, facts),)
        super().__init__(code)

    @classmethod
    def because(cls, faults: Sequence[Fault]) -> "Rejected":
        """Refuse for several faults at once."""
        rejected = cls(faults[0].code)
        rejected.faults = tuple(faults)
        return rejected


class NotFound(Exception):
    """There is no such thing, or the viewer may not know of it."""


class Forbidden(Exception):
    """The viewer's role may not do this."""
