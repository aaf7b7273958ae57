"""Scenarios: other bounds tried at once, runs side by side, what a bound costs."""
