"""Numbers that rise when data that the public sees has changed."""

from django.db import connection, transaction
from django.db.models import F

from ipservice.pagecache.models import DataChange, DataVersion

CURRENT = """
SELECT body, coalesce(number, 0), (SELECT count(*) FROM pagecache_datachange change WHERE change.body = wanted.body)
FROM unnest(%s::text[]) AS wanted(body) LEFT JOIN pagecache_dataversion ON name = body
"""


def bump(*names: str) -> None:
    """The data named has changed: once the caller's transaction commits, pages made before are not served again.

    A row beside the change says so from the very commit on, also when this process is killed right after it. The
    number rises later, in a transaction of its own, so that a long import holds up nobody, and takes the row's place.
    """
    DataChange.objects.bulk_create([DataChange(body=name) for name in sorted(set(names))])
    transaction.on_commit(lambda: raise_numbers(names), robust=True)


def raise_numbers(names: tuple[str, ...]) -> None:
    for name in sorted(set(names)):
        with transaction.atomic():
            DataVersion.objects.bulk_create([DataVersion(name=name)], ignore_conflicts=True)
            DataVersion.objects.filter(name=name).update(number=F("number") + 1)
            DataChange.objects.filter(body=name).delete()


def current(names: tuple[str, ...]) -> str:
    """The numbers of ``names`` as one text, by one query; a name never bumped counts as 0.

    Behind a dot stands how many changes no number has risen for yet. No text comes back: with the number standing
    still that count only rises.
    """
    with connection.cursor() as cursor:
        cursor.execute(CURRENT, [list(names)])
        found = {body: _text(number, changes) for body, number, changes in cursor.fetchall()}
    return "-".join(found[name] for name in names)


def _text(number: int, changes: int) -> str:
    return f"{number}.{changes}" if changes else str(number)
