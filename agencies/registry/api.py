"""/api/v1/agencies/: the public register for machines. Public fields only, cursor pages, throttled, problem+json."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle
from rest_framework.viewsets import ReadOnlyModelViewSet

from agencies.registry.models import Agency, AgencyKind, AgencyState
from agencies.registry.rules.ipc import LABELS
from ipservice.foundation.errors import DomainError
from ipservice.foundation.identifiers import credit_code
from ipservice.foundation.identifiers.errors import IdentifierError


class UnreadableParameter(DomainError):
    code = "unreadable_parameter"
    template = "参数不正确：{problem}"
    status = 400


class UnreadableCode(DomainError):
    code = "identifier_invalid"
    template = "{sentence}"
    status = 400


class AgencyFilter(django_filters.FilterSet):
    """Parameters that cannot be read are refused, each by name."""

    q = django_filters.CharFilter(label="名称、拼音、首字母、曾用名或代码", method="by_words", max_length=80)
    district = django_filters.CharFilter(label="区划代码", field_name="district__code", max_length=12)
    kind = django_filters.ChoiceFilter(label="机构类型", choices=AgencyKind.choices())
    state = django_filters.ChoiceFilter(label="状态", choices=AgencyState.choices())

    ipc = django_filters.ChoiceFilter(label="IPC部", choices=list(LABELS.items()), method="by_section")

    class Meta:
        model = Agency
        fields = ("q", "district", "kind", "state", "ipc")

    def by_words(self, agencies: QuerySet[Agency], name: str, value: str) -> QuerySet[Agency]:
        return agencies.found_by(value)

    def by_section(self, agencies: QuerySet[Agency], name: str, value: str) -> QuerySet[Agency]:
        return agencies.filter(ipc_sections__contains=[value])


class AgencySerializer(serializers.ModelSerializer):
    """What anybody may know of an agency. No person and no telephone is among it."""

    district = serializers.CharField(source="district.name", help_text="区县名称")
    district_code = serializers.CharField(source="district.code", help_text="区划代码")
    head_office = serializers.CharField(source="head_office.credit_code", default=None, help_text="总部的代码")

    class Meta:
        model = Agency
        fields = (
            "name",
            "credit_code",
            "agency_code",
            "kind",
            "head_office",
            "legal_form",
            "district",
            "district_code",
            "address",
            "founded_on",
            "licensed_on",
            "state",
            "state_since",
            "languages",
            "attorney_count",
            "ipc_sections",
            "website",
            "updated_at",
        )
        read_only_fields = fields


class ByName(CursorPagination):
    ordering = ("name_pinyin", "id")
    page_size = 50


class AnonymousRate(AnonRateThrottle):
    rate = "120/min"


class UserRate(UserRateThrottle):
    rate = "600/min"


class StrictFilter(django_filters.rest_framework.DjangoFilterBackend):
    def filter_queryset(self, request: Any, queryset: QuerySet, view: Any) -> QuerySet:
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            said = "；".join(f"{name}：{errors[0]}" for name, errors in filterset.errors.items())
            raise UnreadableParameter(problem=said)
        return filterset.qs


@extend_schema_view(
    list=extend_schema(summary="查询机构", tags=["机构"]), retrieve=extend_schema(summary="一家机构", tags=["机构"])
)
class AgencyViewSet(ReadOnlyModelViewSet):
    """Reads the register; an agency by its credit code, however it is typed. A wrong code is told what is wrong."""

    queryset = Agency.objects.listed().select_related("district", "head_office")
    serializer_class = AgencySerializer
    lookup_field = "credit_code"
    lookup_value_regex = "[^/]{1,40}"
    pagination_class = ByName
    filter_backends = (StrictFilter,)
    filterset_class = AgencyFilter
    permission_classes = (AllowAny,)
    authentication_classes = ()
    throttle_classes = (AnonymousRate, UserRate)

    def get_object(self) -> Agency:
        """Raises ``UnreadableCode``."""
        try:
            self.kwargs[self.lookup_field] = credit_code.parse(self.kwargs[self.lookup_field])
        except IdentifierError as refused:
            raise UnreadableCode(sentence=refused.message) from refused
        return super().get_object()
