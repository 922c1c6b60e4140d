"""Names and codes of places as people write them, on the day of the business.

The right answer depends on that day: 江北区 was a district until 2025-11-05 and is part of 两江新区 since.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Self

from ipservice.foundation.reading import Reading, accepted_as, asked, fixed, rejected
from ipservice.foundation.tabular.places import place_key
from ipservice.reference.models import District, PlaceKind

CITY_WIDE = frozenset({"重庆市", "重庆", "市级", "全市", "市本级", "市"})
BEFORE_THE_CITY = {"巴县": "1994年撤销的旧县"}
_TOWNSHIPS = Path(__file__).parent / "data" / "moved_townships.csv"


@dataclass(frozen=True, slots=True)
class Place:
    """The county-level unit, and the functional area inside it where one was named."""

    district: District
    functional_area: District | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All spans in memory; two queries to make, none to read."""

    names: dict[str, list[District]] = field(default_factory=lambda: defaultdict(list))
    codes: dict[str, list[District]] = field(default_factory=lambda: defaultdict(list))
    successors: dict[int, list[District]] = field(default_factory=dict)
    heirs_of: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    hosts: dict[int, list[District]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Self:
        made = cls()
        for span in District.objects.prefetch_related("successors", "hosts"):
            made.codes[span.code].append(span)
            for name in _written_forms(span):
                made.names[name].append(span)
            made.successors[span.pk] = list(span.successors.all())
            made.hosts[span.pk] = list(span.hosts.all())
            if span.kind != PlaceKind.FUNCTIONAL_AREA:
                for heir in made.successors[span.pk]:
                    made.heirs_of[heir.pk] += 1
        return made

    def read(self, name: object, *, code: object = "", on: date) -> Reading[Place]:
        """The place meant on the day ``on``: kept, repaired and said, asked, or refused."""
        key, number = place_key(name), place_key(code)
        if not key and not number:
            return rejected("区县未填写，应填区县全称，如“渝中区”。")
        if key in CITY_WIDE:
            return asked(None, f"“{name}”指全市，不是区县；请填具体区县，或确认为市级。", "全市")
        if key in BEFORE_THE_CITY:
            return rejected(f"“{key}”是{BEFORE_THE_CITY[key]}，请填现在的区县。")
        written = str(name).strip() if key else number
        spans = self._spans(key or number)
        if not spans:
            return self._with_township(key, written, on)
        reading = self._on_day(spans, written, on)
        return self._against_code(reading, number, on) if number and key else reading

    def successors_on(self, span: District, on: date) -> list[District]:
        """The units that hold the territory of ``span`` on ``on``, followed through every change."""
        if _valid(span, on):
            return [span]
        found: dict[int, District] = {}
        for heir in self.successors.get(span.pk, []):
            for last in self.successors_on(heir, on):
                found[last.pk] = last
        return sorted(found.values(), key=lambda heir: heir.code)

    def _spans(self, key: str) -> list[District]:
        return self.names.get(key) or self.codes.get(key.upper()) or []

    def _on_day(self, spans: list[District], written: str, on: date) -> Reading[Place]:
        valid = [span for span in spans if _valid(span, on)]
        units = [span for span in valid if span.kind != PlaceKind.FUNCTIONAL_AREA]
        if units:
            return _named(units[0], written, on)
        if valid:
            return self._functional_area(valid[0], on)
        return self._ended(spans, written, on)

    def _functional_area(self, area: District, on: date) -> Reading[Place]:
        hosts = [unit for host in self.hosts[area.pk] for unit in self.successors_on(host, on)]
        if len(hosts) == 1:
            host = hosts[0]
            return fixed(
                Place(host, area), f"“{area.short_name}”是功能区，已记为{host.name}（功能区：{area.short_name}）。"
            )
        names = "、".join(host.name for host in hosts)
        return asked(None, f"“{area.short_name}”在 {on:%Y-%m-%d} 是功能区，不是行政区，请另填所在行政区（{names}）。")

    def _ended(self, spans: list[District], written: str, on: date) -> Reading[Place]:
        past = [span for span in spans if span.valid_until and span.valid_until <= on]
        if not past:
            first = min(spans, key=lambda span: span.valid_from or date.min)
            return asked(
                None, f"“{first.name}”自 {first.valid_from:%Y-%m-%d} 起才设立，业务日期为 {on:%Y-%m-%d}，请核对。"
            )
        span = max(past, key=lambda ended: ended.valid_until)
        heirs = self.successors_on(span, on)
        names = "或".join(heir.name for heir in heirs)
        since = f"自 {span.valid_until:%Y-%m-%d} 起已撤销"
        if len(heirs) != 1:
            return asked(None, f"“{span.name}”{since}，现为{names}，须看所在街镇，请改填。", names)
        heir = heirs[0]
        if self.heirs_of[heir.pk] == 1:
            return fixed(Place(heir), f"“{written}”已改为 {heir.name} {heir.code}（{span.valid_until.year}年更名）。")
        return asked(Place(heir), f"“{span.name}”{since}，是否为 {heir.name} {heir.code}？", heir.name)

    def _with_township(self, key: str, written: str, on: date) -> Reading[Place]:
        """渝北区大湾镇: the town decides, because towns changed districts."""
        prefix = max((name for name in self.names if key.startswith(name) and len(name) > 1), key=len, default="")
        if not prefix or len(key) - len(prefix) < 2:
            return rejected(f"“{written[:30]}”不是本市区县名称或代码，应填全称，如“渝中区”。")
        township = key[len(prefix) :]
        for name, before, after, moved_on in moved_townships():
            if township == name and any(span.code in (before, after) for span in self.names[prefix]):
                unit = self._spans(after if on >= moved_on else before)[-1]
                return fixed(Place(unit), f"“{written}”按街镇已记为 {unit.name} {unit.code}。")
        reading = self._on_day(self.names[prefix], written, on)
        if reading.value is None:
            return reading
        return fixed(reading.value, f"“{written}”已记为{reading.value.district.name}。")

    def _against_code(self, reading: Reading[Place], number: str, on: date) -> Reading[Place]:
        """A code that belongs to another place than the name is a question."""
        place = reading.value or reading.proposal
        coded = self.codes.get(number.upper())
        if not coded:
            return asked(reading.value or reading.proposal, f"区划代码“{number}”不存在，请核对。")
        if place is None or not reading.is_accepted:
            return reading
        same = place.district.pk in {heir.pk for span in coded for heir in self.successors_on(span, on)}
        if same:
            return reading
        return asked(place, f"名称（{place.district.name}）与区划代码（{number} {coded[-1].name}）不一致，以哪个为准？")


@lru_cache(maxsize=1)
def moved_townships() -> tuple[tuple[str, str, str, date], ...]:
    """(name, district code before, after, day) for every town of the districts redrawn in 2025."""
    with _TOWNSHIPS.open(encoding="utf-8", newline="") as lines:
        rows: Iterable[dict[str, str]] = csv.DictReader(lines)
        return tuple(
            (row["name"], row["district_before"], row["district_after"], date.fromisoformat(row["moved_on"]))
            for row in rows
        )


def _valid(span: District, on: date) -> bool:
    return (span.valid_from is None or span.valid_from <= on) and (span.valid_until is None or on < span.valid_until)


def _written_forms(span: District) -> list[str]:
    forms = {span.name, span.short_name, place_key(span.name)}
    if span.kind == PlaceKind.AUTONOMOUS_COUNTY:
        forms.add(f"{span.short_name}县")
    if span.kind == PlaceKind.FUNCTIONAL_AREA:
        forms |= {span.short_name.removeprefix("重庆"), f"重庆{span.short_name.removeprefix('重庆')}"}
    return sorted(form for form in forms if form)


def _named(unit: District, written: str, on: date) -> Reading[Place]:
    repairs = []
    if written not in (unit.name, unit.code):
        repairs.append(f"“{written}”已改为 {unit.name}")
    if unit.valid_until:
        repairs.append(f"{unit.name} {unit.code} 在 {on:%Y-%m-%d} 有效，{unit.valid_until:%Y-%m-%d} 起撤销")
    return accepted_as(Place(unit), repairs)
