"""Files that nothing refers to go after a day; bytes that no row refers to go with them."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from ipservice.evidence.models import StoredFile
from ipservice.evidence.purposes import all_purposes
from ipservice.evidence.services import remove_bytes

GRACE = timedelta(days=1)


def remove_orphans(*, now: datetime) -> int:
    """Delete rows of purposes that can tell what is in use, and bytes without a row; returns how many rows."""
    removed = sum(_remove_unused(purpose.code, purpose.in_use, now) for purpose in all_purposes() if purpose.in_use)
    _remove_stray_bytes(now)
    return removed


def _remove_unused(code: str, in_use, now: datetime) -> int:
    old = dict(StoredFile.objects.filter(purpose=code, uploaded_at__lt=now - GRACE).values_list("pk", "sha256"))
    unused = set(old) - in_use(set(old))
    StoredFile.objects.filter(pk__in=unused).delete()
    for sha256 in {old[key] for key in unused}:
        remove_bytes(sha256)
    return len(unused)


def _remove_stray_bytes(now: datetime) -> None:
    """What a crash left behind between writing the bytes and writing the row."""
    for path in (Path(settings.MEDIA_ROOT) / "evidence").glob("*/*"):
        if path.stat().st_mtime >= (now - GRACE).timestamp():
            continue
        if path.name.endswith(".part"):
            path.unlink(missing_ok=True)
        else:
            remove_bytes(path.name)
