"""``python -m ipservice.local``: starts the portal and looks after it until it is told to stop."""

import os
import sys

from ipservice.local.portal import main

sys.exit(main(dict(os.environ)))
