"""Who sits in front, and with whom."""

from optimizer.chart import Person

LEADER, GUEST = "leader", "guest"
_FRONT = {LEADER: 0.0, GUEST: 1.0}
_OTHERS = 2.0


def person(
    delegate_id: int, name: str, unit: str, *, group: str, side: str, position: int, units: int
) -> Person:
    """Give a delegate as the optimizer seats them.

    The class is the side of the 70/30 on which their composition group stands. Leaders sit in
    front, then guests, then the units in their order (``position`` from 1, of ``units``).
    """
    return Person(
        id=str(delegate_id),
        name=name,
        delegation=unit,
        category=side,
        precedence=_FRONT.get(group, _OTHERS) + position / (units + 1),
    )
