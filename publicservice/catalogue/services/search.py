"""What the public finds: by words, pinyin and words that mean the same, by stage, audience and kind."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from ipservice.foundation.search_words import search_terms
from publicservice.catalogue.models import EntryVersion, SynonymGroup
from publicservice.catalogue.rules import widened


@dataclass(frozen=True, slots=True)
class Search:
    """``words[i]`` are the alternatives for the i-th word typed; ``also`` are those that nobody typed."""

    terms: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]

    @property
    def also(self) -> list[str]:
        return [word for same in self.words for word in same if word not in self.terms]


def read(text: str) -> Search:
    """The words of a search with what means the same. One query where something was typed."""
    terms = search_terms(text)
    groups: list[Sequence[str]] = list(SynonymGroup.objects.values_list("words", flat=True)) if terms else []
    return Search(tuple(terms), tuple(tuple(widened(term, groups)) for term in terms))


def find(search: Search) -> QuerySet[EntryVersion]:
    """Published entries that hold every word or one that means the same; those with the words in the title first."""
    found = EntryVersion.objects.published().found_by([list(same) for same in search.words])
    return found.annotate(rank=_rank(search)).order_by("rank", "title_pinyin", "id")


def _rank(search: Search) -> Case | Value:
    """0: every word typed stands in the title; 1: a word or its synonym does; 2: elsewhere."""
    if not search.terms:
        return Value(0, output_field=IntegerField())
    typed = reduce(Q.__and__, (Q(title__icontains=term) for term in search.terms))
    said = reduce(Q.__or__, (Q(title__icontains=word) for same in search.words for word in same))
    return Case(When(typed, then=0), When(said, then=1), default=2, output_field=IntegerField())


def numbers(found: QuerySet[EntryVersion]) -> dict[str, Counter[str]]:
    """How many of ``found`` are of each stage, audience and kind. One query."""
    counted: dict[str, Counter[str]] = {"stage": Counter(), "audience": Counter(), "kind": Counter()}
    for stages, audiences, kind in found.order_by().values_list("stages", "audiences", "kind"):
        counted["stage"].update(stages)
        counted["audience"].update(audiences)
        counted["kind"].update([kind])
    return counted
