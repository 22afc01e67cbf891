"""``python -m xuke``."""

from xuke.cli import main

main()
