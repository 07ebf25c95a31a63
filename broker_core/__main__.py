"""`python -m broker_core`."""

import sys

from broker_core.cli import main

sys.exit(main())
