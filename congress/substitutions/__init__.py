"""Substitutions: after the lock a number passes on; seat and number stay, the badge is new."""
