"""Appraisal: how profiles go from their unit to the committee, and who said what of them."""
