"""Appeals: what people object to a run, and what was decided."""
