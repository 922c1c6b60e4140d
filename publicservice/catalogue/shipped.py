"""The catalogue that comes with the product: matters of a public list, synonyms, entries that wait for a second look.

What officials have changed since is left alone, so that loading again writes nothing.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from publicservice.catalogue.models import CatalogueEntry, EntryVersion, SynonymGroup
from publicservice.catalogue.rules import VersionState
from publicservice.catalogue.services import entries, synonyms
from publicservice.network.models import ServiceItem

DATA = Path(__file__).resolve().parent / "data"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@transaction.atomic
def load() -> dict[str, int]:
    """How many rows are new, by kind."""
    return {"事项": _load_items(), "同义词": _load_synonyms(), "目录条目": _load_entries()}


def _load_items() -> int:
    known = set(ServiceItem.objects.values_list("code", flat=True))
    new = [ServiceItem(**row) for row in _rows("items.csv") if row["code"] not in known]
    return len(ServiceItem.objects.bulk_create(new))


def _load_synonyms() -> int:
    if SynonymGroup.objects.exists():
        return 0
    return len([synonyms.save(row["words"].split("、"), by=None) for row in _rows("synonyms.csv")])


def _load_entries() -> int:
    known = set(CatalogueEntry.objects.filter(versions__isnull=False).values_list("code", flat=True))
    items = {item.code: item for item in ServiceItem.objects.all()}
    new = [_propose(row, items) for row in _rows("catalogue.csv") if row["code"] not in known]
    return EntryVersion.objects.filter(pk__in=new).update(state=VersionState.IN_REVIEW)


def _propose(row: dict[str, str], items: dict[str, ServiceItem]) -> int:
    plain = {name: row[name] for name in row if name not in ("code", "stages", "audiences", "is_basic", "item")}
    text = entries.Text(
        **plain,
        stages=tuple(row["stages"].split(",")),
        audiences=tuple(row["audiences"].split(",")),
        is_basic=row["is_basic"] == "yes",
        item=items[row["item"]] if row["item"] else None,
    )
    return entries.propose(row["code"], text, by=None).pk
