"""SMS behind one small interface: a function of number, text and key that returns the provider's receipt.

A real provider is a function of the same form, named in ``SMS_BACKEND``. ``key`` is the same when the same message
is sent again, for providers that take an idempotency key. Raise ``SmsRefused`` when it surely did not leave, and
``OSError`` when nobody can know.
"""

import json
import logging
import threading
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

_writing = threading.Lock()


class SmsRefused(Exception):
    """The provider did not take the message."""


def console(number: str, text: str, *, key: str) -> str:
    """For a machine without a provider: the log says that a message would leave, and hides the number."""
    logger.info("sms %s to *%s: %s characters", key, number[-4:], len(text))
    return f"console-{key}"


def to_file(number: str, text: str, *, key: str) -> str:
    """One JSON line a message in ``SMS_FILE``; for tests and for handing over to a gateway."""
    line = json.dumps({"key": key, "number": number, "text": text}, ensure_ascii=False)
    with _writing, Path(settings.SMS_FILE).open("a", encoding="utf-8") as out:
        out.write(line + "\n")
    return f"file-{key}"
