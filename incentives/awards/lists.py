"""The list of one award round with its filter: the public reads it, officials work on it."""

from fractions import Fraction

from django import forms
from django.db.models import F, Q

from incentives.awards.models import AwardLine
from ipservice.lists.columns import Column, Kind
from ipservice.lists.filters import FilterForm
from ipservice.lists.pages import ListPage


class LineFilter(FilterForm):
    """Narrows a list by the agency's name or code and by the result."""

    q = forms.CharField(label="机构名称或代码", max_length=60)
    result = forms.ChoiceField(
        label="结果", choices=[("", "全部"), ("paid", "获得奖励"), ("ranked", "符合条件"), ("not", "不符合条件")]
    )

    def by_q(self, queryset, value):
        return queryset.filter(Q(name__icontains=value) | Q(subject_code__iexact=value) | Q(agency_code=value))

    def by_result(self, queryset, value):
        chosen = {"paid": Q(amount_fen__gt=0), "ranked": Q(is_qualified=True), "not": Q(is_qualified=False)}
        return queryset.filter(chosen[value])


def rate(line: AwardLine) -> Fraction | None:
    return Fraction(line.granted, line.concluded) if line.concluded else None


def interval(line: AwardLine) -> str:
    if line.rate_low is None:
        return ""
    ranks = f"，名次 {line.rank_low}–{line.rank_high}" if line.rank_low else ""
    return f"{line.rate_low}%–{line.rate_high}%{ranks}"


LINES = ListPage(
    name="award-lines",
    title="奖励名单",
    columns=(
        Column("rank", "名次", kind=Kind.COUNT, sort=(F("rank").asc(nulls_last=True), "position")),
        Column(
            "name",
            "机构名称",
            is_head=True,
            href=lambda line: f"/awards/{line.decision.period}/{line.subject_code}/",
            sort=("name", "position"),
        ),
        Column("subject_code", "统一社会信用代码"),
        Column("filed", "发明申请量", kind=Kind.COUNT, unit="件", sort=("filed", "position")),
        Column("granted", "授权量", kind=Kind.COUNT, unit="件", sort=("granted", "position")),
        Column("concluded", "结案量", kind=Kind.COUNT, unit="件", sort=("concluded", "position")),
        Column("rate", "授权率", value=rate, kind=Kind.RATE),
        Column("interval", "95%区间与名次范围", value=interval),
        Column("amount_fen", "奖励金额", kind=Kind.MONEY_FEN, unit="元", sort=("amount_fen", "position")),
    ),
    order="rank",
    form=LineFilter,
    unit="家",
    empty_title="没有符合筛选条件的机构",
    empty_text="可以去掉筛选条件，查看全部机构。",
)
