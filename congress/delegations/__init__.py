"""The list going up: whom a congress sends to the one above, and how they open there."""
