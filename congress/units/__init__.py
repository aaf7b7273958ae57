"""Levels and units: which communes, towns and agencies there are, since when, and what followed."""
