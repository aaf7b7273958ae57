"""Scoring: a rubric that the committee adopts, and each nominee's points line by line."""
