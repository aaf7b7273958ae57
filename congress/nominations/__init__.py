"""Nominations: how units send nominees, by workbook or by form."""
