"""Which lists of persons the reports hand out."""

from enum import StrEnum

from congress.core.disclosure import Purpose, may_see_sensitive

__all__ = ["Paper", "Purpose", "may_see_sensitive"]


class Paper(StrEnum):
    """A list that names every delegate, by its file."""

    ROSTER = "delegates.xlsx"
    ATTENDANCE = "attendance.csv"
