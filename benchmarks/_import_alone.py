"""One import in a process of its own; prints the megabytes of its peak together with that of its reading child."""

import resource
import sys
from pathlib import Path

import django
from django.conf import settings


def main(path: str, media: str) -> None:
    django.setup()
    settings.MEDIA_ROOT = media
    import_alone(Path(path))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print((own + child) / 1024)


def import_alone(path: Path) -> None:
    services = __import__("ipservice.intake.services.runs", fromlist=["run_import"])
    run = services.run_import("filings", path, name=path.name, by=None)
    if run.state != "committed":
        raise SystemExit(run.refusal)


if __name__ == "__main__":
    main(*sys.argv[1:])
