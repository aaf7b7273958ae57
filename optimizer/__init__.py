"""Choosing, seating and explaining, from arrays to answers; free of Flask and of the database."""
