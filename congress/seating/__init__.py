"""Seating: halls, and who sits where."""
