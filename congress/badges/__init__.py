"""Badges: signed codes, printed sheets, and what was revoked."""
