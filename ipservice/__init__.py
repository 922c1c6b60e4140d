"""The portal of the Chongqing IP office for the IP service industry.

``ipservice.celery_app`` is the Celery application, made when it is first asked for: the child that reads an
upload would spend a third of its start on it. A portal makes it when ``ipservice.jobs`` is ready, for its tasks.
"""

import importlib
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipservice.settings")


def __getattr__(name: str) -> Any:
    if name == "celery_app":
        return importlib.import_module("ipservice.celery").app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
