"""What the lists of filings and totals are narrowed by, and how an official chooses the source of a year."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from agencies.filings.models import Abnormal, Outcome, PatentKind, Route, TotalSource
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.lists.filters import FilterForm

ANY = [("", "不限")]
YEARS = (1985, 2100)


class Counted(Vocabulary):
    """Which rows of a year are listed: those that a total counts."""

    FILED = "filed", "申请量（申请日在该年）"
    CONCLUDED = "concluded", "结案量（结案日在该年）"
    GRANTED = "granted", "授权量（授权日在该年）"


def _choice(label: str, vocabulary: type[Vocabulary]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=ANY + [pair for pair in vocabulary.choices() if pair[0]])


class FilingFilter(FilterForm):
    """Filings of one agency or of all: the year and what is counted go together."""

    number = forms.CharField(label="申请号", max_length=20)
    year = forms.IntegerField(label="年度", min_value=YEARS[0], max_value=YEARS[1])
    counted = _choice("统计口径", Counted)
    kind = _choice("专利类型", PatentKind)
    outcome = _choice("首次结论", Outcome)
    route = _choice("途径", Route)
    abnormal = _choice("非正常申请", Abnormal)

    def by_number(self, queryset: QuerySet, value: str) -> QuerySet:
        """A whole number or its beginning, with or without prefix and dot."""
        plain = value.upper().replace(".", "").replace(" ", "").removeprefix("ZL").removeprefix("CN")
        return queryset.filter(number__startswith=plain)

    def by_year(self, queryset: QuerySet, value: int) -> QuerySet:
        counted = self.cleaned_data.get("counted") or Counted.FILED
        return getattr(queryset, f"{counted}_in")(value)

    def by_counted(self, queryset: QuerySet, value: str) -> QuerySet:
        """Says nothing without a year; with one, the year has narrowed already."""
        return queryset

    def warnings(self) -> list[str]:
        alone = self.given().get("counted") and not self.given().get("year")
        return [*super().warnings(), *(["“统计口径”须与年度一起使用（已忽略）"] if alone else [])]


def by_agency(queryset: QuerySet, value: str) -> QuerySet:
    """By credit code, agency code, or a part of the name."""
    plain = value.strip()
    return queryset.filter(
        Q(agency__credit_code=plain.upper()) | Q(agency__agency_code=plain) | Q(agency__name__contains=plain)
    )


class OfficialFilingFilter(FilingFilter):
    agency = forms.CharField(label="代理机构", max_length=200)

    field_order = ["agency"]

    def by_agency(self, queryset: QuerySet, value: str) -> QuerySet:
        return by_agency(queryset, value)


class TotalFilter(FilterForm):
    agency = forms.CharField(label="代理机构", max_length=200)
    year = forms.IntegerField(label="年度", min_value=YEARS[0], max_value=YEARS[1])
    source = _choice("来源", TotalSource)
    kind = _choice("专利类型", PatentKind)

    def by_agency(self, queryset: QuerySet, value: str) -> QuerySet:
        return by_agency(queryset, value)


class SourceForm(forms.Form):
    source = forms.ChoiceField(label="采用的来源", choices=TotalSource.choices(), widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会随该年度的结果一并公布，例如：以国家知识产权局下发的年度汇总表为准。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["class"] = "form-control"
