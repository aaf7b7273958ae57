"""``python -m congress``."""

from congress.cli import main

main()
