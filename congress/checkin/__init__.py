"""Check-in: gates, scans as immutable events, and who is present."""
