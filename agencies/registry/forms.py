"""What the search of the register accepts. Every parameter of the address passes through here."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.db.models import QuerySet

from agencies.registry.models import Agency, AgencyKind, AgencyState
from agencies.registry.rules.ipc import LABELS
from agencies.registry.services import choices, search
from agencies.registry.services.facts import LANGUAGES
from agencies.registry.services.standing import CREDIT_GRADES
from ipservice.lists.filters import FilterForm

ANY = [("", "全部")]


class AgencySearch(FilterForm):
    """Words and filters of the public search; ``today`` is the day whose districts and grades count by default."""

    q = forms.CharField(label="名称、拼音或代码", max_length=80)
    district = forms.ChoiceField(label="区县")
    service = forms.ChoiceField(label="服务类型")
    kind = forms.ChoiceField(label="机构类型", choices=ANY + AgencyKind.choices())
    state = forms.ChoiceField(label="状态", choices=ANY + AgencyState.choices())
    grade = forms.ChoiceField(label="信用等级", choices=ANY + [(grade, grade) for grade in CREDIT_GRADES])
    language = forms.ChoiceField(label="工作语言", choices=[*ANY, *LANGUAGES])
    ipc = forms.ChoiceField(label="技术领域（IPC部）", choices=[*ANY, *LABELS.items()])
    as_of = forms.DateField(label="区划日期", widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], *, today: date, offered: choices.Offered | None = None) -> None:
        self.day = self._day(data.get("as_of", ""), today)
        self.offered = offered or choices.remembered_on(self.day)
        self.places = self.offered.places
        self.service_types = self.offered.service_types
        self.base_fields = _fields(self.offered)
        super().__init__(data)

    def _day(self, asked: str, today: date) -> date:
        """The day asked for; what is no day is said among the warnings and left out."""
        try:
            return self.declared_fields["as_of"].to_python(asked) or today
        except forms.ValidationError:
            return today

    def criteria(self) -> search.Criteria:
        given = self.given()
        rows = {place.code: place.rows for place in self.places}
        types = {code: pk for code, _, pk, _ in self.service_types}
        return search.Criteria(
            day=self.day,
            text=given.get("q", ""),
            district=rows.get(given.get("district", "")),
            kind=given.get("kind", ""),
            state=given.get("state", ""),
            service=types.get(given.get("service", "")),
            language=given.get("language", ""),
            grade=given.get("grade", ""),
            ipc=given.get("ipc", ""),
        )

    def narrow(self, queryset: QuerySet[Agency]) -> QuerySet[Agency]:
        return search.narrow(queryset, self.criteria())


class SharedFields(dict[str, forms.Field]):
    """Fields that no form changes: every form has the same ones instead of a copy of its own."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


@lru_cache(maxsize=choices.MOST_DAYS)
def _fields(offered: choices.Offered) -> SharedFields:
    """The fields of the search with the districts and service types of one day."""
    fields = SharedFields(deepcopy(AgencySearch.declared_fields))
    fields["district"].choices = ANY + [(place.code, place.name) for place in offered.places]
    fields["service"].choices = ANY + [(code, name) for code, name, *_ in offered.service_types]
    return fields
