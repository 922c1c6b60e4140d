"""``python -m tests.faults.forking VICTIM DIRECTORY``: on ``begin`` forks a process that does the victim's work.

``reap`` waits for its end and says how it was. Threads begun before the fork would not live on in the child, so
nothing but the loading of the code happens here.
"""

import os
import sys
from pathlib import Path

import django

django.setup()

from ipservice.local.processes import die_with_parent  # noqa: E402
from tests.faults.kills import victims  # noqa: E402
from tests.faults.work import act_of, media_in  # noqa: E402


def say(word: object) -> None:
    print(word, flush=True)


def work(victim: str) -> None:
    """In the child: ends with the work, and does not come back."""
    die_with_parent()
    try:
        act_of(victim)()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def serve(victim: str) -> None:
    victims()
    say("ready")
    child = 0
    for line in sys.stdin:
        if line.strip() == "begin":
            child = os.fork()
            if child == 0:
                work(victim)
            say(child)
        else:
            say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    media_in(Path(sys.argv[2]))
    serve(sys.argv[1])
