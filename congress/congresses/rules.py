"""What holds of every congress."""

from enum import StrEnum


class Side(StrEnum):
    """The side of the 70/30 on which a composition group stands."""

    DIRECT = "direct"
    INVITED = "invited"
