"""`python -m pipeline` is the command whyscore."""

import sys

from pipeline.cli import main

sys.exit(main())
