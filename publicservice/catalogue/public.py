"""服务目录: what there is, found by words or by what one wants to do; every entry leads to how to get it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipservice.foundation.vocabulary import Vocabulary
from ipservice.pagecache.marks import kept_under
from publicservice.catalogue.cards import wishes
from publicservice.catalogue.forms import CatalogueSearch
from publicservice.catalogue.lists import CATALOGUE
from publicservice.catalogue.models import EntryVersion
from publicservice.catalogue.rules import Audience, EntryKind, Fee, LifeStage, VersionState
from publicservice.catalogue.services import search
from publicservice.catalogue.services.targets import target_of

PAGE_SIZE = 20
FACETS: tuple[tuple[str, str, type[Vocabulary]], ...] = (
    ("stage", "我处在哪个环节", LifeStage),
    ("audience", "我是", Audience),
    ("kind", "找什么", EntryKind),
)
LOOKUPS = {"stage": "stages__contains", "audience": "audiences__contains", "kind": "kind"}


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    number: int
    href: str
    is_chosen: bool


class Shelf:
    """One look at the catalogue: rows, chips with how many each would find, links that keep the rest."""

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path
        self.form = CatalogueSearch(request.GET)
        self.given = self.form.given()
        self.words = self.given.get("q", "")
        self.search = search.read(self.words)
        self.everything = search.find(self.search)
        self.found = self._narrowed(self.given)

    def _narrowed(self, given: Mapping[str, str]) -> QuerySet[EntryVersion]:
        found = self.everything
        for name, lookup in LOOKUPS.items():
            if value := given.get(name):
                found = found.filter(**{lookup: [value] if lookup.endswith("contains") else value})
        return found

    @property
    def rows(self) -> list[EntryVersion]:
        return list(self.found.select_related("entry", "item"))

    @property
    def facets(self) -> list[tuple[str, list[Chip]]]:
        """Counts beside a chip are among what the other filters find."""
        return [(label, self._chips(name, words)) for name, label, words in FACETS]

    def _chips(self, name: str, words: type[Vocabulary]) -> list[Chip]:
        others = {key: value for key, value in self.given.items() if key != name}
        numbers = search.numbers(self._narrowed(others))[name]
        chosen = self.given.get(name)
        return [
            Chip(
                word.label,
                numbers[word.value],
                self.address(**{name: None if word.value == chosen else word.value}),
                word.value == chosen,
            )
            for word in words
            if numbers[word.value] or word.value == chosen
        ]

    def address(self, **changes: str | None) -> str:
        query = {name: value for name, value in {**self.given, **changes}.items() if value}
        return f"{self.path}?{urlencode(query)}" if query else self.path

    @property
    def export_href(self) -> str:
        return self.address(export="xlsx")


@require_safe
@kept_under("catalogue")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Search, chips, rows; without JavaScript too."""
    shelf = Shelf(request)
    if request.GET.get("export") == "xlsx":
        return CATALOGUE.bind(request, shelf.found.select_related("entry", "item")).export()
    context = {"shelf": shelf, "rows": shelf.rows, "wishes": wishes(), "trail": [("服务目录", "")]}
    return render(request, "publicservice/catalogue/catalogue.html", context)


@require_safe
@kept_under("catalogue")
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """One entry; one that was taken off the shelf keeps its address and says so."""
    shown = EntryVersion.objects.filter(entry__code=code, state__in=(VersionState.PUBLISHED, VersionState.RETIRED))
    version = shown.select_related("entry", "item").order_by("state", "-number").first()
    if version is None:
        raise Http404
    context = {
        "version": version,
        "target": target_of(version),
        "facts": _facts(version),
        "outlets": version.outlets.listed().select_related("district").order_by("name_pinyin", "id"),
        "is_retired": version.state == VersionState.RETIRED,
        "trail": [("服务目录", "/catalogue/"), (version.title, "")],
    }
    return render(request, "publicservice/catalogue/entry.html", context)


def price(version: EntryVersion) -> str:
    """免费, or the price with its unit and basis."""
    if version.fee == Fee.FREE:
        return "免费"
    unit = f"／{version.fee_unit}" if version.fee_unit else ""
    return f"{version.fee_fen / 100:,.2f} 元{unit}"


def _facts(version: EntryVersion) -> list[tuple[str, str, str]]:
    return [
        ("种类", version.get_kind_display(), ""),
        ("服务对象", "、".join(version.audience_labels), ""),
        ("生命周期环节", "、".join(version.stage_labels), ""),
        ("服务形式", version.get_form_display(), ""),
        ("收费", price(version), version.fee_basis and f"依据：{version.fee_basis}"),
        ("办理时限", version.time_limit or "没有规定期限", ""),
        ("办理依据", version.legal_basis or "—", ""),
        ("资料来源", version.source or "—", version.source_note),
    ]
