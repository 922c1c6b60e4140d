"""What the catalogue knows: entries in versions, words that mean the same, how the targets answer."""

from publicservice.catalogue.models.entries import CatalogueEntry, EntryVersion
from publicservice.catalogue.models.imported import ImportedEntry
from publicservice.catalogue.models.synonyms import SynonymGroup
from publicservice.catalogue.models.targets import TargetHealth

__all__ = ["CatalogueEntry", "EntryVersion", "ImportedEntry", "SynonymGroup", "TargetHealth"]
