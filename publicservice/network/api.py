"""/api/v1/outlets/: the public network for machines. Public fields only, cursor pages, throttled, problem+json."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from agencies.registry.api import AnonymousRate, ByName, StrictFilter, UserRate
from publicservice.network.lists import found_by, with_kinds
from publicservice.network.models import Outlet, OutletLevel, OutletQualification, QualificationKind


class OutletFilters(django_filters.FilterSet):
    """Parameters that cannot be read are refused, each by name."""

    q = django_filters.CharFilter(label="名称、地址、拼音或首字母", method="by_words", max_length=60)
    district = django_filters.CharFilter(label="区划代码", field_name="district__code", max_length=12)
    level = django_filters.ChoiceFilter(label="层级", choices=OutletLevel.choices())
    kind = django_filters.ChoiceFilter(label="资质", choices=QualificationKind.choices(), method="by_kind")

    class Meta:
        model = Outlet
        fields = ("q", "district", "level", "kind")

    def by_words(self, outlets: QuerySet[Outlet], name: str, value: str) -> QuerySet[Outlet]:
        return found_by(outlets, value)

    def by_kind(self, outlets: QuerySet[Outlet], name: str, value: str) -> QuerySet[Outlet]:
        valid = OutletQualification.objects.valid_on(timezone.localdate()).filter(kind=value)
        return outlets.filter(pk__in=valid.values("outlet"))


class OutletSerializer(serializers.ModelSerializer):
    """What the page of an outlet says of it; nobody who works there is among it."""

    district = serializers.CharField(source="district.name", default=None, help_text="区县名称")
    district_code = serializers.CharField(source="district.code", default=None, help_text="区划代码")
    kinds = serializers.SerializerMethodField(help_text="当日有效的资质代码")

    class Meta:
        model = Outlet
        fields = (
            "id",
            "name",
            "level",
            "district",
            "district_code",
            "kinds",
            "host_name",
            "address",
            "phone",
            "longitude",
            "latitude",
            "position_source",
            "state",
            "state_reason",
            "source",
            "source_year",
            "updated_at",
        )
        read_only_fields = fields

    def get_kinds(self, outlet: Outlet) -> list[str]:
        return [one.kind for one in outlet.kinds_now]


@extend_schema_view(
    list=extend_schema(summary="查询网点", tags=["网点"]), retrieve=extend_schema(summary="一个网点", tags=["网点"])
)
class OutletViewSet(ReadOnlyModelViewSet):
    """Reads the network; closed outlets are left out."""

    queryset = Outlet.objects.listed()
    serializer_class = OutletSerializer
    lookup_value_regex = r"\d+"
    pagination_class = ByName
    filter_backends = (StrictFilter,)
    filterset_class = OutletFilters
    permission_classes = (AllowAny,)
    throttle_classes = (AnonymousRate, UserRate)

    def get_queryset(self) -> QuerySet[Outlet]:
        return with_kinds(super().get_queryset(), timezone.localdate())
