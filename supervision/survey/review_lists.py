"""The list of returns as reviewers read it: filtered, sorted, exported."""

from datetime import date

from django import forms
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from agencies.registry.models import AgencyKind
from ipservice.lists.columns import Column, Kind
from ipservice.lists.filters import CONTROL, FilterForm
from ipservice.lists.pages import ListPage
from ipservice.reference.models import District
from supervision.survey.models import SurveyReturn
from supervision.survey.rules.sizes import SizeClass
from supervision.survey.rules.states import ReturnState

TONES = {
    ReturnState.SUBMITTED: "warn",
    ReturnState.DISTRICT_PASSED: "info",
    ReturnState.RETURNED: "danger",
    ReturnState.ACCEPTED: "ok",
}
ANY = ("", "全部")
STILL_OPEN = (ReturnState.WAITING, ReturnState.FILLING, ReturnState.RETURNED)


class ReturnFilter(FilterForm):
    q = forms.CharField(label="机构", max_length=60, widget=forms.TextInput({**CONTROL, "placeholder": "名称或代码"}))
    state = forms.ChoiceField(label="状态", choices=[ANY, *ReturnState.choices()], widget=forms.Select(CONTROL))
    district = forms.ModelChoiceField(District.objects.none(), label="区县", widget=forms.Select(CONTROL))
    kind = forms.ChoiceField(label="类型", choices=[ANY, *AgencyKind.choices()], widget=forms.Select(CONTROL))
    size_class = forms.ChoiceField(label="规模", choices=[ANY, *SizeClass.choices()], widget=forms.Select(CONTROL))
    answered = forms.ChoiceField(
        label="报送", choices=[ANY, ("yes", "已报送"), ("no", "未报送")], widget=forms.Select(CONTROL)
    )
    flagged = forms.BooleanField(label="只看有待审异常值的")
    late = forms.BooleanField(label="只看逾期的")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.filter(
            pk__in=SurveyReturn.objects.order_by().values("district").distinct()
        ).order_by("code")

    def by_q(self, found: QuerySet, text: str) -> QuerySet:
        return found.filter(Q(agency_name__icontains=text) | Q(agency_code__icontains=text))

    def by_answered(self, found: QuerySet, answer: str) -> QuerySet:
        return found.due().filter(submitted_at__isnull=answer == "no")

    def by_flagged(self, found: QuerySet, wanted: bool) -> QuerySet:
        return found.filter(flags_waiting__gt=0)

    def by_late(self, found: QuerySet, wanted: bool) -> QuerySet:
        return found.filter(state__in=STILL_OPEN, due_on__lt=timezone.localdate())


def counted(returns: QuerySet[SurveyReturn]) -> QuerySet[SurveyReturn]:
    """With what waits in each: flags without a verdict, the largest influence, questions not answered."""
    waiting = Q(flags__judged_at__isnull=True)
    return returns.select_related("district").annotate(
        flags_waiting=Count("flags", filter=waiting, distinct=True),
        influence=Max("flags__influence", filter=waiting),
    )


def returns_list(today: date) -> ListPage:
    return ListPage(
        name="returns",
        title="机构填报",
        unit="家",
        order="due",
        page_size=50,
        form=ReturnFilter,
        columns=(*_who(), *_how_far(today)),
        empty_title="没有符合条件的机构",
        empty_text="可以减少筛选条件再试。",
    )


def _who() -> tuple[Column, ...]:
    return (
        Column(
            "agency",
            "机构名称",
            value="agency_name",
            is_head=True,
            sort=("agency_name", "id"),
            href=lambda row: reverse("survey_return", args=(row.pk,)),
        ),
        Column("code", "机构代码", value="agency_code", on_page=False),
        Column("district", "区县", value="district.name", sort=("district__code", "agency_name", "id")),
        Column("kind", "类型", value="get_kind_display"),
        Column("size", "规模", value=lambda row: SizeClass.label_of(row.size_class)),
    )


def _how_far(today: date) -> tuple[Column, ...]:
    return (
        Column(
            "state",
            "状态",
            value="get_state_display",
            sort=("state", "agency_name", "id"),
            tone=lambda row: TONES.get(ReturnState(row.state), ""),
        ),
        Column("submitted", "最近提交", value="submitted_at", kind=Kind.MOMENT, sort=("submitted_at", "id")),
        Column("flags", "待审异常值", value="flags_waiting", kind=Kind.COUNT, sort=("flags_waiting", "id")),
        Column(
            "due",
            "截止日期",
            value="due_on",
            kind=Kind.DAY,
            sort=("due_on", "agency_name", "id"),
            note=lambda row: _late(row, today),
        ),
    )


def _late(row: SurveyReturn, today: date) -> str:
    if row.state not in STILL_OPEN or row.due_on >= today:
        return ""
    return f"逾期 {(today - row.due_on).days} 天"
