"""Numbers that rise when data that the public sees has changed."""

from django.db import connection, transaction
from django.db.models import F

from ipservice.pagecache.models import DataVersion


def bump(*names: str) -> None:
    """The data named has changed: once the caller's transaction commits, pages made before are not served again.

    The number rises after the commit and in a transaction of its own, so that a long import holds up nobody; a
    page kept in the moment between carries the old number and dies with it.
    """
    transaction.on_commit(lambda: raise_numbers(names), robust=True)


def raise_numbers(names: tuple[str, ...]) -> None:
    for name in sorted(set(names)):
        DataVersion.objects.bulk_create([DataVersion(name=name)], ignore_conflicts=True)
        DataVersion.objects.filter(name=name).update(number=F("number") + 1)


def current(names: tuple[str, ...]) -> str:
    """The numbers of ``names`` as one text, by one query; a name never bumped counts as 0."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, number FROM pagecache_dataversion WHERE name = ANY(%s)", [list(names)])
        numbers = dict(cursor.fetchall())
    return "-".join(str(numbers.get(name, 0)) for name in names)
