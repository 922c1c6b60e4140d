"""What the search of the register accepts. Every parameter of the address passes through here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from agencies.registry.models import Agency, AgencyKind, AgencyState
from agencies.registry.services import search
from agencies.registry.services.standing import CREDIT_GRADES
from ipservice.lists.filters import FilterForm
from ipservice.reference.models import District, ServiceType

LANGUAGES = (
    ("zh", "中文"),
    ("en", "英语"),
    ("ja", "日语"),
    ("de", "德语"),
    ("fr", "法语"),
    ("ko", "韩语"),
    ("ru", "俄语"),
    ("es", "西班牙语"),
)
ANY = [("", "全部")]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the day with the rows whose agencies belong to it: its own and those of units that became it."""

    code: str
    name: str
    group: str
    rows: tuple[int, ...]


def places_on(day: date) -> list[Place]:
    """The districts and functional areas of ``day`` in the order of their codes. One query."""
    rows = list(
        District.objects.order_by("code", "valid_from").values_list(
            "id", "code", "name", "group", "valid_from", "valid_until", "predecessors"
        )
    )
    became: dict[int, set[int]] = {}
    for row in rows:
        if row[6] is not None:
            became.setdefault(row[0], set()).add(row[6])
    there = {row[0]: row for row in rows if (row[4] is None or row[4] <= day) and (row[5] is None or row[5] > day)}
    return [
        Place(code, name, group, _with_predecessors(pk, became, day_has=there))
        for pk, code, name, group, *_ in there.values()
    ]


def _with_predecessors(pk: int, became: dict[int, set[int]], *, day_has: dict[int, Any]) -> tuple[int, ...]:
    """``pk`` and all that became it, except what still exists on that day and has a place of its own."""
    found, todo = {pk}, [pk]
    while todo:
        for earlier in became.get(todo.pop(), set()) - found - set(day_has):
            found.add(earlier)
            todo.append(earlier)
    return tuple(sorted(found))


class AgencySearch(FilterForm):
    """Words and filters of the public search; ``today`` is the day whose districts and grades count by default."""

    q = forms.CharField(label="名称、拼音或代码", max_length=80)
    district = forms.ChoiceField(label="区县")
    service = forms.ChoiceField(label="服务类型")
    kind = forms.ChoiceField(label="机构类型", choices=ANY + AgencyKind.choices())
    state = forms.ChoiceField(label="状态", choices=ANY + AgencyState.choices())
    grade = forms.ChoiceField(label="信用等级", choices=ANY + [(grade, grade) for grade in CREDIT_GRADES])
    language = forms.ChoiceField(label="工作语言", choices=[*ANY, *LANGUAGES])
    as_of = forms.DateField(label="区划日期", widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = self._day(today)
        self.places = places_on(self.day)
        self.service_types = list(ServiceType.objects.order_by("code").values_list("code", "name", "id", "parent"))
        self.fields["district"].choices = ANY + [(place.code, place.name) for place in self.places]
        self.fields["service"].choices = ANY + [(code, name) for code, name, *_ in self.service_types]
        self.fields["q"].widget.attrs = {"type": "search", "placeholder": "名称、拼音首字母、曾用名、统一社会信用代码"}

    def _day(self, today: date) -> date:
        """The day asked for; what is no day is said among the warnings and left out."""
        asked = self.data.get("as_of", "")
        try:
            return self.fields["as_of"].clean(asked) or today
        except forms.ValidationError:
            return today

    def criteria(self) -> search.Criteria:
        given = self.given()
        rows = {place.code: place.rows for place in self.places}
        types = {code: pk for code, _, pk, _ in self.service_types}
        return search.Criteria(
            day=self.day,
            text=given.get("q", ""),
            districts=rows.get(given.get("district", "")),
            kind=given.get("kind", ""),
            state=given.get("state", ""),
            service=types.get(given.get("service", "")),
            language=given.get("language", ""),
            grade=given.get("grade", ""),
        )

    def narrow(self, queryset: QuerySet[Agency]) -> QuerySet[Agency]:
        return search.narrow(queryset, self.criteria())
