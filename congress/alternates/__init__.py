"""Alternates: who stands by, and whom each of them can replace."""
