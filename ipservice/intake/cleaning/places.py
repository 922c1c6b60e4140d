"""Districts of a file's rows: name, code and day of the business are read together, once a distinct triple."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from ipservice.foundation.reading import Action, Reading
from ipservice.intake.feeds import Check, Context, Note
from ipservice.reference.gazetteer import Gazetteer, Place

NAME, CODE = "district_name", "district_code"


def places(day: str = "", *, is_required: bool = False) -> Check:
    """A check that reads ``district_name`` and ``district_code`` into ``district_id`` and ``functional_area_id``.

    ``day`` is the column with the day of the business; without one the option ``as_of`` or today counts. It wants a
    ``Gazetteer`` under ``gazetteer`` in the lookups.
    """

    def check(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
        gazetteer: Gazetteer = context.lookups["gazetteer"]
        known: dict[tuple[Any, ...], Reading[Place]] = {}
        readings = []
        for triple in _triples(frame, day):
            if triple not in known:
                known[triple] = _read(gazetteer, triple, as_of(context), is_required=is_required)
            readings.append(known[triple])
        return frame.with_columns(_ids(readings)), _notes(readings)

    return check


def as_of(context: Context) -> date:
    """The day for which the file speaks."""
    said = context.options.get("as_of")
    return date.fromisoformat(said) if isinstance(said, str) and said else said or context.today


def _triples(frame: pl.DataFrame, day: str) -> Any:
    code = frame[CODE] if CODE in frame.columns else pl.Series(CODE, [None] * frame.height, dtype=pl.String)
    days = frame[day] if day else pl.Series("day", [None] * frame.height, dtype=pl.Date)
    return zip(frame[NAME], code, days, strict=True)


def _read(gazetteer: Gazetteer, triple: tuple[Any, ...], today: date, *, is_required: bool) -> Reading[Place]:
    name, code, day = triple
    if not name and not code and not is_required:
        return Reading(None)
    return gazetteer.read(name or "", code=code or "", on=day or today)


def _ids(readings: list[Reading[Place]]) -> list[pl.Series]:
    found = [reading.value or reading.proposal for reading in readings]
    areas = [place.functional_area.pk if place and place.functional_area else None for place in found]
    return [
        pl.Series("district_id", [place.district.pk if place else None for place in found], dtype=pl.Int64),
        pl.Series("functional_area_id", areas, dtype=pl.Int64),
    ]


def _notes(readings: list[Reading[Place]]) -> list[Note]:
    notes = []
    for action in (Action.FIX, Action.ASK, Action.REJECT):
        places = [place for place, reading in enumerate(readings) if reading.action == action]
        if places:
            said = [readings[place] for place in places]
            notes.append(
                Note(
                    action,
                    "row.place",
                    np.array(places),
                    [reading.message for reading in said],
                    (NAME,),
                    [_shown(reading) or reading.suggestion for reading in said],
                )
            )
    return notes


def _shown(reading: Reading[Place]) -> str:
    place = reading.value or reading.proposal
    if place is None:
        return ""
    area = f"（功能区：{place.functional_area.short_name}）" if place.functional_area else ""
    return f"{place.district.name} {place.district.code}{area}"
