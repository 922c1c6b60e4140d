"""The portal under a clock that a test may put forward: a notice of five working days passes in no time.

Used by the served portal of the browser tests alone; the days to add stand in the file that ``TEST_CLOCK`` names.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

from ipservice.wsgi import application as portal

CLOCK = Path(os.environ["TEST_CLOCK"])


def application(environ, start_response):
    """Answer one request on the day that the test has reached."""
    days = int(CLOCK.read_text())
    if not days:
        return portal(environ, start_response)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True):
        return portal(environ, start_response)
