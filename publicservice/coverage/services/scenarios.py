"""Plans: closing, moving, opening, other hours; what each would do, and who would lose their only cover."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from publicservice.coverage.models import Change, ChangeKind, Scenario
from publicservice.coverage.rules.circle import by_district, covered
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.services import ground
from publicservice.coverage.services.circle import times
from publicservice.coverage.services.errors import ChangeRefused, NoDemandPoints, NothingToPlan
from publicservice.coverage.services.ground import Model, Stand, model_on
from publicservice.network.models import Outlet, OutletState

MOST_CHANGES = 40
NEEDS_PLACE = (ChangeKind.OPEN, ChangeKind.MOVE)


@transaction.atomic
def draw_up(title: str, mode: Mode, *, by: User, now: datetime, note: str = "") -> Scenario:
    """A new plan under the travel model in force."""
    model = model_on(timezone.localtime(now).date())
    scenario = Scenario.objects.create(
        title=title, mode=mode, note=note, ruleset=model.ruleset, created_by=by, created_at=now
    )
    record("scenario.draw_up", f"建立布点方案“{title}”", subject=("scenario", scenario.pk), by=by)
    return scenario


@transaction.atomic
def add(scenario_id: int, kind: ChangeKind, facts: Mapping[str, Any], *, by: User) -> Change:
    """One more change; the plan has to be computed again. Raises ``ChangeRefused``."""
    scenario = Scenario.objects.select_for_update().get(pk=scenario_id)
    outlet, place = facts.get("outlet"), facts.get("place")
    _require_sound(scenario, kind, outlet, place)
    change = Change.objects.create(
        scenario=scenario,
        kind=kind,
        outlet=None if kind == ChangeKind.OPEN else outlet,
        name=facts.get("name") or "",
        longitude=place[0] if kind in NEEDS_PLACE else None,
        latitude=place[1] if kind in NEEDS_PLACE else None,
        half_days=facts.get("half_days") if kind == ChangeKind.HOURS else None,
    )
    _forget_result(scenario)
    record("scenario.change", f"布点方案“{scenario}”：{change}", subject=("scenario", scenario.pk), by=by)
    return change


def _require_sound(scenario: Scenario, kind: ChangeKind, outlet: Outlet | None, place: Any) -> None:
    if kind != ChangeKind.OPEN and outlet is None:
        raise ChangeRefused(sentence=f"{kind.label}须选定网点。")
    if kind in NEEDS_PLACE and place is None:
        raise ChangeRefused(sentence=f"{kind.label}须填写地点或坐标。")
    if kind != ChangeKind.OPEN and scenario.changes.filter(outlet=outlet).exists():
        raise ChangeRefused(sentence=f"“{outlet}”在本方案中已有变动，请先删去。")
    if scenario.changes.count() >= MOST_CHANGES:
        raise ChangeRefused(sentence=f"一个方案最多 {MOST_CHANGES} 项变动。")


@transaction.atomic
def drop(change_id: int, *, by: User) -> Scenario:
    """Take a change out of its plan."""
    change = Change.objects.select_related("scenario").get(pk=change_id)
    scenario = Scenario.objects.select_for_update().get(pk=change.scenario_id)
    record("scenario.drop", f"布点方案“{scenario}”删去：{change}", subject=("scenario", scenario.pk), by=by)
    change.delete()
    _forget_result(scenario)
    return scenario


def _forget_result(scenario: Scenario) -> None:
    scenario.result, scenario.computed_at = None, None
    scenario.save(update_fields=["result", "computed_at"])


@transaction.atomic
def compute(scenario_id: int, *, by: User, now: datetime) -> Scenario:
    """Compute before and after and keep them. Raises ``NothingToPlan`` and ``NoDemandPoints``."""
    scenario = Scenario.objects.select_for_update().get(pk=scenario_id)
    changes = list(scenario.changes.select_related("outlet"))
    if not changes:
        raise NothingToPlan
    scenario.result = outcome(Mode(scenario.mode), changes, ground.model_of(scenario.ruleset), now=now)
    scenario.computed_at = now
    scenario.save(update_fields=["result", "computed_at"])
    record("scenario.compute", f"计算并保存布点方案“{scenario}”", subject=("scenario", scenario.pk), by=by)
    return scenario


def outcome(mode: Mode, changes: Sequence[Change], model: Model, *, now: datetime) -> dict[str, Any]:
    """Before and after by district, and every place that changes sides, as plain JSON."""
    points = ground.residents(model)
    if not len(points):
        raise NoDemandPoints
    every = ground.stands(model, on=timezone.localtime(now).date())
    before = [stand for stand in every if stand.counts]
    after = [stand for stand in planned(every, changes, model) if stand.counts]
    was, _ = times(points, before, mode, model)
    will, _ = times(points, after, mode, model)
    limit = model.parameters.limit_seconds
    then, now_covered = covered(was, limit), covered(will, limit)
    old = by_district(points.districts, points.weights, then)
    new = {row.district: row for row in by_district(points.districts, points.weights, now_covered)}

    def listed(which) -> list[dict[str, Any]]:
        order = sorted(np.flatnonzero(which).tolist(), key=lambda at: (-int(points.weights[at]), points.codes[at]))
        return [
            {"name": points.names[at], "district": points.districts[at], "people": int(points.weights[at])}
            for at in order
        ]

    return {
        "districts": [
            {"code": row.district, "total": row.total, "before": row.covered, "after": new[row.district].covered}
            for row in old
        ],
        "lost": listed(then & ~now_covered),
        "gained": listed(~then & now_covered),
        "outlets_before": len(before),
        "outlets_after": len(after),
    }


def planned(every: Sequence[Stand], changes: Sequence[Change], model: Model) -> list[Stand]:
    """The outlets as they would be."""
    by_outlet = {change.outlet_id: change for change in changes if change.outlet_id}
    kept = [_changed(stand, by_outlet.get(stand.id), model) for stand in every]
    opened = [
        Stand(-place, change.name, "", float(change.longitude), float(change.latitude), None)
        for place, change in enumerate(changes, start=1)
        if change.kind == ChangeKind.OPEN
    ]
    return [*kept, *opened]


def _changed(stand: Stand, change: Change | None, model: Model) -> Stand:
    if change is None:
        return stand
    if change.kind == ChangeKind.CLOSE:
        return replace(stand, why_not="方案中关闭")
    if change.kind == ChangeKind.MOVE:
        reason = "" if stand.why_not == ground.NO_POSITION else stand.why_not
        return replace(stand, longitude=float(change.longitude), latitude=float(change.latitude), why_not=reason)
    why_not = ground.why_not(change.outlet, change.half_days, model.parameters)
    return replace(stand, half_days=change.half_days, why_not=why_not)


def open_outlets():
    """Outlets that a plan may name."""
    return Outlet.objects.listed().filter(state__in=[OutletState.OPEN, OutletState.SUSPENDED]).order_by("name_pinyin")
