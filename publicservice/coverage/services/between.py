"""The way from one outlet to others, for whoever looks for another place: kept routes first, else the model."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from ipservice.procedure.errors import NoRuleInForce
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.rules.travel import NEVER, Travel, estimated_seconds
from publicservice.coverage.services import ground, routing
from publicservice.network.models import Outlet

MODE = Mode.TRANSIT


def between(home: Outlet, others: Sequence[Outlet], day: date) -> Mapping[int, int]:
    """Whole minutes by public transport, rounded up, as far as a model in force and two positions can tell."""
    there = [outlet for outlet in others if outlet.longitude is not None]
    if home.longitude is None or not there:
        return {}
    try:
        model = ground.model_on(day)
    except NoRuleInForce:
        return {}
    origin = np.array([(float(home.longitude), float(home.latitude))])
    ends = np.array([(float(outlet.longitude), float(outlet.latitude)) for outlet in there])
    detour = np.array([model.parameters.detour(home.district.group if home.district else "")], dtype=np.int64)
    travel = Travel.by(MODE, model.parameters, model.water)
    known, is_known = routing.kept(origin, ends, MODE)
    seconds = np.where(is_known, known, estimated_seconds(origin, detour, ends, travel=travel))[0]
    return {outlet.pk: -(-int(value) // 60) for outlet, value in zip(there, seconds, strict=True) if value < NEVER}
