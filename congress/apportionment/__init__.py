"""How many seats each unit has: shared out by weight, decided where units tie, approved."""
