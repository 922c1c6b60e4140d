"""The published catalogue of services: entries by kind and by stage of the life of intellectual property."""

from collections import Counter
from datetime import date

from ipservice.figures.registry import Figure, Table, Value
from publicservice.catalogue.models import EntryVersion
from publicservice.catalogue.rules import EntryKind, LifeStage, VersionState

SOURCE = "重庆市知识产权公共服务目录"


def _published() -> list[tuple[str, list[str]]]:
    found = EntryVersion.objects.filter(state=VersionState.PUBLISHED)
    return list(found.order_by("pk").values_list("kind", "stages"))


def by_kind(day: date) -> Table:
    sums = Counter(kind for kind, _ in _published())
    return Table([Value((kind.label,), count=sums[kind]) for kind in EntryKind], as_of=day, source=SOURCE)


def by_stage(day: date) -> Table:
    sums = Counter(stage for _, stages in _published() for stage in stages)
    values = [Value((stage.label,), count=sums[stage]) for stage in LifeStage]
    return Table(values, as_of=day, source=SOURCE, notes=("一个条目涉及多个环节的分别计入。",))


def _figure(key: str, title: str, dimension: str, read, *, adds_up: bool) -> Figure:
    return Figure(
        key=f"catalogue.{key}",
        title=title,
        unit="项",
        clause="措施（五）5",
        definition="编制时公共服务目录中已发布的条目。",
        dimensions=(dimension,),
        read=read,
        adds_up=adds_up,
        is_public=False,
    )


FIGURES = (
    _figure("by_kind", "公共服务目录（按种类）", "种类", by_kind, adds_up=True),
    _figure("by_stage", "公共服务目录（按环节）", "环节", by_stage, adds_up=False),
)
