"""``python -m xuke``."""

import sys

from xuke.cli import main

sys.exit(main())
