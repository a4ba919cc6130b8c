"""`python -m commonstead`: the command line."""

import sys

from commonstead.site.cli import main

sys.exit(main())
