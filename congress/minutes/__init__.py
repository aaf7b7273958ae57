"""Minutes: how a unit's collective voted on the people it names."""
