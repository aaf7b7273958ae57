"""What holds of every congress."""

from enum import StrEnum
from fractions import Fraction

DIRECT_LEAST = Fraction(7, 10)
"""The plan's least share of the direct side among the delegates."""


class Side(StrEnum):
    """The side of the 70/30 on which a composition group stands."""

    DIRECT = "direct"
    INVITED = "invited"
