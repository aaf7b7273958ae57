"""Congresses: what is held, when, by whom, for how many, with which agenda and groups."""
