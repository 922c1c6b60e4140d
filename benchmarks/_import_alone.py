"""One import in a process of its own; prints the megabytes at the peak of this process and its reading child together.

Resident sizes are sampled from /proc: what getrusage calls the peak of a process contains that of whoever started it.
"""

import sys
import threading
from pathlib import Path

import django
from django.conf import settings
from django.utils.module_loading import import_string

EVERY_SECONDS = 0.02


class Watch(threading.Thread):
    """The largest sum of resident kilobytes seen."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(EVERY_SECONDS):
            self.peak = max(self.peak, sum(resident(pid) for pid in ["self", *children()]))


def children() -> list[str]:
    found: list[str] = []
    for task in Path("/proc/self/task").iterdir():
        try:
            found += (task / "children").read_text().split()
        except OSError:
            continue
    return found


def resident(pid: str) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)


def main(path: str, media: str) -> None:
    django.setup()
    settings.MEDIA_ROOT = media
    run_import = import_string("ipservice.intake.services.runs.run_import")
    watch = Watch()
    watch.start()
    run = run_import("filings", Path(path), name=Path(path).name, by=None)
    watch.over.set()
    watch.join()
    if run.state != "committed":
        raise SystemExit(run.refusal)
    print(watch.peak / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
