"""`python -m roomsix`."""

import sys

from roomsix.cli import main

sys.exit(main())
