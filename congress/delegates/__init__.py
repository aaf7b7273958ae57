"""Delegates: the approved list, which is never updated again, and its numbers."""
