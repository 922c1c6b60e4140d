"""Officials look reference data up, correct it, and extend the calendar each autumn."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from ipservice.audit.services import record
from ipservice.pagecache.versions import bump
from ipservice.portal.read_only import Kept
from ipservice.reference.models import (
    CalendarDay,
    CalendarYear,
    District,
    Industry,
    Maintained,
    ReferenceFigure,
    ServiceType,
)


class MaintainedAdmin(Kept, ModelAdmin):
    """A row that an official saves is theirs: loading the product's files leaves it alone. Nothing is deleted."""

    readonly_fields = ["is_maintained", "updated_at"]
    list_per_page = 50
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Maintained, form: Any, change: bool) -> None:
        before = dict.fromkeys(form.changed_data, "") | {
            name: str(form.initial.get(name)) for name in form.changed_data
        }
        obj.is_maintained = True
        super().save_model(request, obj, form, change)
        verb = "change" if change else "add"
        record(
            f"reference.{obj._meta.model_name}.{verb}",
            f"{'修改' if change else '新增'}{obj._meta.verbose_name}：{obj}",
            subject=(obj._meta.label, str(obj.pk)),
            by=request.user,
            before=before if change else None,
            after={name: str(form.cleaned_data.get(name)) for name in form.changed_data},
        )
        bump("reference")


@admin.register(District)
class DistrictAdmin(MaintainedAdmin):
    list_display = ["code", "name", "kind", "group", "valid_from", "valid_until", "population_2020"]
    list_filter = ["kind", "group", ("valid_until", admin.EmptyFieldListFilter)]
    search_fields = ["code", "name", "short_name", "name_en", "pinyin"]
    filter_horizontal = ["successors", "hosts"]


@admin.register(Industry)
class IndustryAdmin(MaintainedAdmin):
    list_display = ["code", "name", "scheme", "edition", "level", "parent", "status"]
    list_filter = ["scheme", "edition", "level", "status"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["parent"]
    filter_horizontal = ["successors"]
    list_select_related = ["parent"]


@admin.register(ServiceType)
class ServiceTypeAdmin(MaintainedAdmin):
    list_display = ["code", "name", "parent", "clause", "source"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["code", "name", "clause"]
    autocomplete_fields = ["parent"]
    list_select_related = ["parent"]


class YearFilter(admin.SimpleListFilter):
    title = "年度"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(day.year), f"{day.year}年") for day in CalendarDay.objects.dates("day", "year", order="DESC")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(day__year=self.value()) if (self.value() or "").isdigit() else queryset


@admin.register(CalendarDay)
class CalendarDayAdmin(MaintainedAdmin):
    """Only days that depart from the week: holidays on working days, make-up days at weekends."""

    list_display = ["day", "is_workday", "name", "source"]
    list_filter = [YearFilter, "is_workday"]
    search_fields = ["name", "source"]
    date_hierarchy = "day"


@admin.register(CalendarYear)
class CalendarYearAdmin(MaintainedAdmin):
    """A year is entered here when all its days are; until then limits that reach into it are provisional."""

    list_display = ["year", "days", "source"]
    search_fields = ["source"]

    @admin.display(description="录入天数")
    def days(self, year: CalendarYear) -> int:
        return CalendarDay.objects.filter(day__year=year.year).count()


@admin.register(ReferenceFigure)
class ReferenceFigureAdmin(MaintainedAdmin):
    list_display = ["name", "scope", "year", "period", "qualifier", "value", "unit", "grade", "source"]
    list_filter = ["scope", "year", "grade"]
    search_fields = ["key", "name", "source"]
