"""/api/v1/booking/: free slots and bookings for machines, by the same services and the same refusals as the pages.

A booking needs no account. The caller names it by the header ``Idempotency-Key``; asked again under the same key, the
same booking is answered. A full slot is refused with the nearest free ones.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.registry.api import AnonymousRate
from ipservice.accounts.addresses import address_of
from ipservice.forms.identifiers import CreditCodeSerializerField
from ipservice.foundation.errors import DomainError
from ipservice.problems import CONTENT_TYPE
from publicservice.booking.forms import MOST_ITEMS, mobile
from publicservice.booking.models import Schedule, Variant
from publicservice.booking.rules import codes
from publicservice.booking.services import bookings, doors, requests
from publicservice.booking.services.alternatives import alternatives, schedules_for
from publicservice.booking.services.facts import Choice, Wish, choices
from publicservice.booking.services.people import code_for
from publicservice.booking.services.refusals import SlotFull
from publicservice.booking.services.terms import terms
from publicservice.network.models import ServiceItem

MOST_DAYS = 31
MOST_SCHEDULES = 60
KEY = "Idempotency-Key"


class UnreadableRequest(DomainError):
    code = "unreadable_request"
    template = "请求内容不正确：{problem}"
    status = 400


def _read(serializer: serializers.Serializer) -> dict[str, Any]:
    """The validated content; what is wrong is told field by field."""
    if serializer.is_valid():
        return serializer.validated_data
    said = "；".join(f"{name}：{_first(errors)}" for name, errors in serializer.errors.items())
    raise UnreadableRequest(problem=said, field=next(iter(serializer.errors)))


def _first(errors: Any) -> str:
    return str(next(iter(errors.values()))[0] if isinstance(errors, dict) else errors[0])


class MattersField(serializers.ListField):
    """Codes of matters in the order in which they follow one another, as keys."""

    child = serializers.CharField(max_length=32)

    def to_internal_value(self, data: Any) -> tuple[int, ...]:
        named = list(dict.fromkeys(super().to_internal_value(data)))
        known = dict(ServiceItem.objects.filter(code__in=named, is_active=True).values_list("code", "pk"))
        if missing := [code for code in named if code not in known]:
            raise serializers.ValidationError(f"没有代码为“{missing[0]}”的事项，可查 /api/v1/booking/matters/。")
        return tuple(known[code] for code in named)


class SlotsAsked(serializers.Serializer):
    """Which slots are looked for."""

    items = MattersField(min_length=1, max_length=MOST_ITEMS, help_text="事项代码，一至四项")
    variant = serializers.ChoiceField(Variant.choices(), default=Variant.ON_SITE, help_text="服务方式")
    outlet = serializers.IntegerField(required=False, min_value=1, max_value=2**31, help_text="网点编号")
    first_day = serializers.DateField(required=False, help_text="自哪一天起，默认今天")
    days = serializers.IntegerField(default=7, min_value=1, max_value=MOST_DAYS, help_text="共几天")


class BookingAsked(serializers.Serializer):
    """What one booking needs; nothing that the appointment does not need."""

    schedule = serializers.IntegerField(min_value=1, max_value=2**31, help_text="预约安排编号，见空余时段")
    starts_at = serializers.DateTimeField(help_text="时段开始，带时区")
    items = MattersField(min_length=1, max_length=MOST_ITEMS, help_text="事项代码")
    variant = serializers.ChoiceField(Variant.choices(), default=Variant.ON_SITE, help_text="服务方式")
    name = serializers.CharField(min_length=2, max_length=64, help_text="姓名")
    phone = serializers.CharField(max_length=20, help_text="手机号")
    email = serializers.EmailField(required=False, default="", allow_blank=True, help_text="电子邮箱")
    organisation = serializers.CharField(required=False, default="", allow_blank=True, max_length=120)
    credit_code = CreditCodeSerializerField(required=False, default="", allow_blank=True)
    subject = serializers.CharField(max_length=1000, help_text="想咨询的内容")
    consent = serializers.BooleanField(help_text="本人是否已同意为本次预约处理以上信息")

    def validate_phone(self, value: str) -> str:
        try:
            return mobile(value)
        except ValidationError as refused:
            raise serializers.ValidationError(refused.message) from refused


class CancelAsked(serializers.Serializer):
    code = serializers.CharField(max_length=32, help_text="预约码")
    phone_tail = serializers.RegexField(r"^\d{4}$", help_text="手机号后四位")


class BookingDoor(APIView):
    """No session and no cookie is read here, so nobody's account is acted for."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    throttle_classes = (AnonymousRate,)


class Matters(BookingDoor):
    @extend_schema(summary="可预约的事项", tags=["预约"], responses={200: dict})
    def get(self, request: Request) -> Response:
        """Codes and names of what can be booked today."""
        bookable = Schedule.objects.bookable_on(timezone.localdate())
        offered = ServiceItem.objects.filter(is_active=True, scheduled__schedule__in=bookable).distinct()
        return Response({"items": list(offered.order_by("code").values("code", "name"))})


class Slots(BookingDoor):
    @extend_schema(
        summary="空余时段",
        tags=["预约"],
        parameters=[SlotsAsked, OpenApiParameter("items", many=True, description="事项代码")],
        responses={200: dict},
    )
    def get(self, request: Request) -> Response:
        """Free slots of every schedule that takes these matters, at most 31 days and 60 schedules."""
        asked = _read(SlotsAsked(data=request.query_params))
        now = timezone.now()
        found = schedules_for(asked["items"], asked["variant"], now=now)
        if "outlet" in asked:
            found = [row for row in found if row.outlet_id == asked["outlet"]]
        first = max(asked.get("first_day") or timezone.localdate(now), timezone.localdate(now))
        rows = _offered(found[:MOST_SCHEDULES], asked["items"], (first, asked["days"]), now)
        return Response({"first_day": first, "days": asked["days"], "schedules": rows, "more": len(found) > len(rows)})


def _offered(found: list[Schedule], items: tuple[int, ...], span: tuple[date, int], now: datetime) -> list[dict]:
    offered = choices([row.pk for row in found], items, span, now=now) if found else []
    return [_schedule(choice) for choice in offered]


def _schedule(choice: Choice) -> dict[str, object]:
    schedule = choice.schedule
    return {
        "schedule": schedule.pk,
        "name": schedule.name,
        "outlet": {"id": schedule.outlet.pk, "name": schedule.outlet.name, "address": schedule.outlet.address},
        "slots": [
            {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "free": slot.free}
            for slot in choice.slots
            if slot.free
        ],
    }


class Bookings(BookingDoor):
    @extend_schema(
        summary="预约",
        tags=["预约"],
        request=BookingAsked,
        parameters=[OpenApiParameter(KEY, str, OpenApiParameter.HEADER, required=True, description="由调用方生成")],
        responses={201: dict, 409: dict},
    )
    def post(self, request: Request) -> Response:
        """Book a slot; answers the code that opens the booking together with the last four digits of the phone."""
        token = request.headers.get(KEY, "")
        asked = _read(BookingAsked(data=request.data))
        now = timezone.now()
        names = ("name", "phone", "email", "organisation", "credit_code", "subject")
        answers = {name: asked[name] for name in names}
        wish = Wish(asked["schedule"], asked["starts_at"], asked["items"], asked["variant"])
        doors.count_request(address_of(request), terms(timezone.localdate(now)), now=now)
        try:
            key = requests.book_at_once(wish, answers, requests.Form(token, asked["consent"]), now=now)
        except SlotFull as refused:
            return _full(refused, wish, now)
        return Response({"id": key, "code": codes.shown(code_for(token)), "starts_at": wish.starts_at}, status=201)


def _full(refused: SlotFull, wish: Wish, now: datetime) -> Response:
    near = [
        {"schedule": choice.schedule.pk, "outlet": choice.schedule.outlet.name, "starts_at": found.starts_at}
        for choice, found in alternatives(wish, now=now)
    ]
    said = {"status": refused.status, "code": refused.code, "detail": refused.message, "alternatives": near}
    return Response(said, status=refused.status, content_type=CONTENT_TYPE)


class Cancellations(BookingDoor):
    @extend_schema(summary="取消预约", tags=["预约"], request=CancelAsked, responses={200: dict, 404: dict})
    def post(self, request: Request) -> Response:
        """Give the place back by code and last four digits; wrong ones are answered alike, five lock the address."""
        asked = _read(CancelAsked(data=request.data))
        now = timezone.now()
        claim = doors.Claim(asked["code"], asked["phone_tail"], address_of(request))
        found = doors.find(claim, terms(timezone.localdate(now)), now=now)
        if not hasattr(found, "sequence"):
            raise Http404
        booking = bookings.cancel(found.pk, now=now)
        return Response({"id": booking.pk, "state": booking.state, "starts_at": booking.starts_at})
