"""The demonstration: a preset run from the first workbook to the last paper."""

from congress.demo.road import run, serve

__all__ = ["run", "serve"]
