"""The nominees of a congress as the optimizer's pool."""

from dataclasses import dataclass

from sqlmodel import Session, select

import optimizer.pool
from congress.congresses.models import CompositionGroup
from congress.core.errors import Fault, Rejected
from congress.nominations import pool as nominations
from congress.nominations.models import Gender
from congress.selection import faults
from optimizer.problem import Faulty, Pool


@dataclass(frozen=True)
class Gathered:
    """The nominees as they stand; those without a score yet count zero points."""

    pool: Pool
    unscored: int

    @property
    def faults(self) -> list[Fault]:
        """Tell why nothing can be chosen from them, if so."""
        if not len(self.pool):
            return [Fault("pool_empty")]
        return [Fault("scores_missing", {"count": self.unscored})] if self.unscored else []


def gather(session: Session, congress_id: int) -> Gathered:
    """Gather the nominees of a congress, scored or not."""
    columns = nominations.columns(session, congress_id)
    is_unscored = columns["score"].holds("") & columns["status"].holds("proposed")
    columns["score"] = columns["score"].mapped(lambda points: points or "0")
    groups = session.exec(
        select(CompositionGroup.code).where(CompositionGroup.congress_id == congress_id)
    )
    # A rule may name a group that nobody was proposed in yet.
    terms = {"composition_group": set(groups), "gender": {kind.value for kind in Gender}}
    try:
        return Gathered(optimizer.pool.read(columns, terms=terms), int(is_unscored.sum()))
    except Faulty as error:
        if error.pool is None or len(error.pool):
            raise Rejected.because([faults.worded(fault) for fault in error.faults]) from None
        return Gathered(error.pool, 0)
