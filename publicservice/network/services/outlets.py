"""Outlets enter the network, change, pause and leave it; their rows and pages stay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.foundation import latin
from ipservice.foundation.errors import DomainError
from publicservice.network.models import Outlet
from publicservice.network.rules import OutletLevel, OutletState, OutletStep, PositionSource
from publicservice.network.rules.states import OUTLET
from publicservice.network.services import access
from publicservice.network.services.touched import Answer, Change, live_in, require_answered, settle

CHANGEABLE = (
    "name",
    "level",
    "district",
    "park",
    "host_name",
    "host_kind",
    "credit_code",
    "address",
    "directions",
    "phone",
    "longitude",
    "latitude",
    "position_source",
    "opened_on",
    "introduction",
    "source",
    "source_year",
    "source_note",
)
BATCH = 1_000


class OutletTaken(DomainError):
    code = "outlet_taken"
    template = "{place}已有名为“{name}”的网点；请核对名称，或在原记录上变更。"


class PlaceMissing(DomainError):
    code = "outlet_place_missing"
    template = "{level}网点必须选择所在区县。"


class PositionRefused(DomainError):
    code = "outlet_position_refused"
    template = "坐标（{longitude}，{latitude}）{problem}"


class OutletReasonNeeded(DomainError):
    code = "outlet_reason_needed"
    template = "请填写{act}的原因，公众会在网点页面上看到。"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an outlet's life from ``since`` on, with the answers for its bookings."""

    step: OutletStep
    since: date
    reason: str
    answers: Mapping[str, Answer] = field(default_factory=dict)


@transaction.atomic
def register_outlet(facts: Mapping[str, Any], *, by: User | None) -> Outlet:
    """Enter one outlet; ``facts`` are fields of ``Outlet``.

    Raises ``OutletTaken``, ``PlaceMissing``, ``PositionRefused``, and ``NotYourOutlet`` for another district's.
    """
    outlet = Outlet(**facts)
    _require_whole(outlet)
    _require_own_district(outlet, "登记该网点", by)
    outlet.save()
    refresh_search([outlet.pk])
    access.tell("register", f"登记网点“{outlet.name}”", outlet, by, {"after": _spoken(outlet, CHANGEABLE)})
    return outlet


@transaction.atomic
def change_outlet(outlet_id: int, facts: Mapping[str, Any], *, by: User | None) -> Outlet:
    """Set these facts; nothing is written when they are what they were. Raises as ``register_outlet``."""
    outlet = access.locked_for_officials(outlet_id, "变更该网点", by)
    names = [name for name in CHANGEABLE if name in facts and getattr(outlet, name) != facts[name]]
    if not names:
        return outlet
    before = _spoken(outlet, names)
    for name in names:
        setattr(outlet, name, facts[name])
    _require_whole(outlet)
    _require_own_district(outlet, "把网点划到该区县", by)
    outlet.save(update_fields=[*names, "updated_at"])
    refresh_search([outlet.pk])
    labels = "、".join(str(Outlet._meta.get_field(name).verbose_name) for name in names)
    details = {"before": before, "after": _spoken(outlet, names)}
    access.tell("change", f"变更网点“{outlet.name}”的{labels}", outlet, by, details)
    return outlet


@transaction.atomic
def take_step(outlet_id: int, step: Step, *, by: User | None) -> Outlet:
    """Suspend, reopen or close an outlet, once every live booking from that day on is answered.

    Raises ``IllegalStep``, ``OutletReasonNeeded``, ``BookingsTouched``, ``ChoiceIncomplete``, ``NotYourOutlet``.
    """
    outlet = access.locked_for_officials(outlet_id, f"{step.step.label}该网点", by)
    state = OUTLET.after(OutletState(outlet.state), step.step)
    if not step.reason.strip() and step.step != OutletStep.REOPEN:
        raise OutletReasonNeeded(act=step.step.label, field="reason")
    before = outlet.state
    outlet.state, outlet.state_reason = state, step.reason.strip()
    outlet.closed_on = step.since if state == OutletState.CLOSED else None
    outlet.save(update_fields=["state", "state_reason", "closed_on", "updated_at"])
    sentence = f"网点“{outlet.name}”自{step.since:%Y-%m-%d}起{step.step.label}"
    details = {"reason": outlet.state_reason, "before": {"state": before}, "after": {"state": state}}
    access.tell(step.step.value, sentence, outlet, by, details)
    if step.step != OutletStep.REOPEN:
        found = live_in(Change(outlet.pk, step.since, None, outlet.state_reason))
        require_answered(found, step.answers)
        settle(found, step.answers, reason=outlet.state_reason, by=by)
    return outlet


def refresh_search(ids: Iterable[int]) -> int:
    """Bring order and search keys up to date: name, host, address, park, each also in Latin letters."""
    rows = list(Outlet.objects.filter(pk__in=list(ids)).select_related("park").order_by("id"))
    for outlet in rows:
        names = [outlet.name, outlet.host_name, outlet.park.name if outlet.park else ""]
        readings = [latin.read(name) for name in names if name]
        outlet.name_pinyin = readings[0].sort_key[:400]
        outlet.search_text = "\n".join([*filter(None, names), outlet.address]).lower()
        outlet.search_latin = "\n".join(key for reading in readings for key in (reading.full, reading.initials))
    Outlet.objects.bulk_update(rows, ["name_pinyin", "search_text", "search_latin"], batch_size=BATCH)
    return len(rows)


def _require_whole(outlet: Outlet) -> None:
    if outlet.level != OutletLevel.CITY and outlet.district is None:
        raise PlaceMissing(level=OutletLevel.label_of(outlet.level), field="district")
    taken = Outlet.objects.filter(name=outlet.name, district=outlet.district).exclude(pk=outlet.pk)
    if taken.exists():
        raise OutletTaken(place=outlet.district or "本市", name=outlet.name, field="name")
    _require_position(outlet)


def _require_position(outlet: Outlet) -> None:
    pair = (outlet.longitude, outlet.latitude)
    shown = {"longitude": outlet.longitude, "latitude": outlet.latitude, "field": "longitude"}
    if (pair[0] is None) != (pair[1] is None):
        raise PositionRefused(**shown, problem="不完整，经度和纬度应同时填写。")
    if pair[0] is None:
        outlet.position_source = PositionSource.UNKNOWN
        return
    if not (105 <= float(pair[0]) <= 111 and 28 <= float(pair[1]) <= 33):
        raise PositionRefused(**shown, problem="不在本市范围内；经度约为 105 至 111，纬度约为 28 至 33。")
    if outlet.position_source == PositionSource.UNKNOWN:
        outlet.position_source = PositionSource.SURVEYED


def _require_own_district(outlet: Outlet, act: str, by: User | None) -> None:
    if by is None:
        return
    own = by.is_city_official or (by.is_official and outlet.district_id == by.district_id)
    if not own or not by.has_perm("publicservice.change_outlet"):
        raise access.NotYourOutlet(who="市级经办人或所在区县的经办人", act=act)


def _spoken(outlet: Outlet, names: Iterable[str]) -> dict[str, str]:
    return {name: str(value) for name in names if (value := getattr(outlet, name)) not in (None, "")}
