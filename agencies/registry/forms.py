"""What the search of the register accepts. Every parameter of the address passes through here."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from agencies.registry.models import Agency, AgencyKind, AgencyState
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
    as_of = forms.DateField(label="区划日期", widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, offered: choices.Offered | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = self._day(today)
        offered = offered or choices.remembered_on(self.day)
        self.offered = offered
        self.places = offered.places
        self.service_types = offered.service_types
        self.fields["district"].choices = ANY + [(place.code, place.name) for place in self.places]
        self.fields["service"].choices = ANY + [(code, name) for code, name, *_ in self.service_types]

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
            district=rows.get(given.get("district", "")),
            kind=given.get("kind", ""),
            state=given.get("state", ""),
            service=types.get(given.get("service", "")),
            language=given.get("language", ""),
            grade=given.get("grade", ""),
        )

    def narrow(self, queryset: QuerySet[Agency]) -> QuerySet[Agency]:
        return search.narrow(queryset, self.criteria())
