"""Profiles that may be one person: found by the program, told apart or merged by a person."""
