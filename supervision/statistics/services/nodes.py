"""The lines of the tables, in print order, with how many units stand in each."""

from collections.abc import Sequence

from agencies.registry.models import AgencyKind
from supervision.statistics.rules.measures import CITY, Dimension, Measure, Node
from supervision.statistics.services.gathering import Asked
from supervision.survey.rules.sizes import SizeClass

GROUPS = ("中心城区", "主城新区", "渝东北", "渝东南")


def nodes_of(places: Sequence[Asked], measures: Sequence[Measure]) -> list[Node]:
    """Only nodes with units that were asked; crossed ones only where some measure asks for them."""
    used = {dimension for measure in measures for dimension in measure.dimensions}
    found: dict[str, Node] = {}
    for dimension in Dimension:
        if dimension in used:
            fresh = {one.place.node(dimension): _node(dimension, one) for one in places}
            found.update(sorted(fresh.items(), key=lambda pair: _order(pair[1])))
    return list(found.values())


def counts(places: Sequence[Asked], node: Node) -> tuple[int, int]:
    """How many were asked, and how many answers passed."""
    inside = [one for one in places if one.place.node(node.dimension) == node.key]
    return sum(one.due for one in inside), sum(one.answered for one in inside)


def _node(dimension: Dimension, one: Asked) -> Node:
    place = one.place
    kind, size = label_of_kind(place.kind), label_of_size(place.size)
    label, code = {
        Dimension.CITY: ("全市", CITY),
        Dimension.GROUP: (place.group, place.group),
        Dimension.DISTRICT: (one.district, place.district),
        Dimension.KIND: (kind, place.kind),
        Dimension.SIZE: (size, place.size),
        Dimension.KIND_SIZE: (f"{kind} · {size}", f"{place.kind}|{place.size}"),
        Dimension.DISTRICT_KIND: (f"{one.district} · {kind}", f"{place.district}|{place.kind}"),
    }[dimension]
    return Node(place.node(dimension), dimension, code, label)


def _order(node: Node) -> tuple[int, str]:
    if node.dimension == Dimension.GROUP:
        return (GROUPS.index(node.code) if node.code in GROUPS else len(GROUPS), node.code)
    if node.dimension == Dimension.SIZE:
        return ([str(size) for size in SizeClass].index(node.code) if node.code in list(SizeClass) else 9, node.code)
    return (0, node.code)


def label_of_kind(kind: str) -> str:
    return AgencyKind.label_of(kind)


def label_of_size(size: str) -> str:
    return SizeClass.label_of(size) if size in list(SizeClass) else size or "规模不详"
