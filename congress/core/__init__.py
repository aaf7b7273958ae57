"""Pure rules that every capability shares: no Flask, no database, no clock."""
